"""The steps composed, for one workbook or many: new, read, check, evaluate, fill, show."""

from __future__ import annotations

from excel_eval.pipeline.blank import new
from excel_eval.pipeline.evaluation import Evaluation, check, evaluate, read
from excel_eval.pipeline.filling import fill
from excel_eval.pipeline.listing import workbooks_of
from excel_eval.pipeline.saving import Filled, plan
from excel_eval.pipeline.show import shown

__all__ = ["Evaluation", "Filled", "check", "evaluate", "fill", "new", "plan", "read", "shown", "workbooks_of"]
