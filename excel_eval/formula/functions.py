"""All functions, by how they take their arguments."""

from __future__ import annotations

from excel_eval.formula.function import Function
from excel_eval.formula.functions_criteria import CRITERIA
from excel_eval.formula.functions_date import DATES
from excel_eval.formula.functions_logic import LOGIC
from excel_eval.formula.functions_lookup import LOOKUP
from excel_eval.formula.functions_math import MATH
from excel_eval.formula.functions_statistics import STATISTICS
from excel_eval.formula.functions_text import TEXT

FUNCTIONS: dict[str, Function] = {**CRITERIA, **DATES, **LOGIC, **LOOKUP, **MATH, **STATISTICS, **TEXT}
"""Every function by its name in capitals."""
