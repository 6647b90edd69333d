"""What must hold of the workbook as a whole: its summaries, its formulas, what it hides (W01–W08)."""

from excel_eval.rules.core import Rule
from excel_eval.rules.text_numbers import numbers_are_numbers
from excel_eval.rules.workbooks.formulas import formulas_are_sound
from excel_eval.rules.workbooks.hidden import hidden_values_are_listed
from excel_eval.rules.workbooks.rollup import statistics_follow_from_projects
from excel_eval.rules.workbooks.summaries import summary_adds_up
from excel_eval.rules.workbooks.sums import sums_cover_all_rows
from excel_eval.rules.workbooks.workbook import sheets_share_unit_and_year, template_sheets_are_gone

WORKBOOK: tuple[Rule, ...] = (
    summary_adds_up,
    sheets_share_unit_and_year,
    formulas_are_sound,
    numbers_are_numbers,
    hidden_values_are_listed,
    sums_cover_all_rows,
    statistics_follow_from_projects,
    template_sheets_are_gone,
)

__all__ = ["WORKBOOK"]
