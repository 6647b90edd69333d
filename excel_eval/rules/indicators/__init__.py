"""What must hold of the indicators: points, scores, targets, reasons, the total and the grade (X01–X22)."""

from excel_eval.rules.core import Rule
from excel_eval.rules.indicators.completeness import COMPLETENESS
from excel_eval.rules.indicators.each import EACH
from excel_eval.rules.indicators.outcomes import OUTCOMES
from excel_eval.rules.indicators.scores import SCORES
from excel_eval.rules.indicators.totals import TOTALS
from excel_eval.rules.indicators.weights import WEIGHTS

INDICATORS: tuple[Rule, ...] = tuple(
    sorted((*WEIGHTS, *COMPLETENESS, *SCORES, *TOTALS, *EACH, *OUTCOMES), key=lambda each: each.id)
)

__all__ = ["INDICATORS"]
