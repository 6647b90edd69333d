"""What must hold on every sheet and in every workbook: the rules, their settings, and findings made fit to read."""

from excel_eval.rules.budgets import BUDGETS
from excel_eval.rules.core import Rule, at, rule
from excel_eval.rules.driver import run
from excel_eval.rules.exemptions import apply_exemptions, exempted
from excel_eval.rules.expenses import EXPENSES
from excel_eval.rules.explain import explain
from excel_eval.rules.forms import form_findings
from excel_eval.rules.funds import FUNDS
from excel_eval.rules.indicators import INDICATORS
from excel_eval.rules.measures import MEASURES
from excel_eval.rules.narrative import TEXT
from excel_eval.rules.placeholders import PLACEHOLDERS
from excel_eval.rules.settings import Settings, load_settings
from excel_eval.rules.spending import SPENDING
from excel_eval.rules.tidy import tidy
from excel_eval.rules.workbook import WORKBOOK

ABOUT_FUNDS = tuple(sorted((*FUNDS, *BUDGETS, *SPENDING, *EXPENSES), key=lambda each: each.id))

ABOUT_TEXT = tuple(sorted((*MEASURES, *TEXT), key=lambda each: each.id))

RULES: tuple[Rule, ...] = (*ABOUT_FUNDS, *INDICATORS, *ABOUT_TEXT, *WORKBOOK, *PLACEHOLDERS)
"""Every rule of the library."""

__all__ = [
    "RULES",
    "Rule",
    "Settings",
    "apply_exemptions",
    "at",
    "exempted",
    "explain",
    "form_findings",
    "load_settings",
    "rule",
    "run",
    "tidy",
]
