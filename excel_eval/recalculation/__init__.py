"""A person's own formulas, calculated again: what each reads, what depends on it, what it gives once cells change."""

from excel_eval.recalculation.dependents import Dependents, Place, Precedents
from excel_eval.recalculation.own_formulas import OwnFormula, Reading
from excel_eval.recalculation.recalculate import never_calculated, recalculate

__all__ = ["Dependents", "OwnFormula", "Place", "Precedents", "Reading", "never_calculated", "recalculate"]
