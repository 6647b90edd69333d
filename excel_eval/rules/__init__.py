"""What must hold on every sheet and in every workbook: the rules, their settings, and findings made fit to read.

Rules live where their subject is: money, indicators, texts, workbooks; what runs them and makes findings of them is here.
"""

from excel_eval.rules.core import Rule, at, rule
from excel_eval.rules.driver import run
from excel_eval.rules.exemptions import apply_exemptions, exempted
from excel_eval.rules.explain import explain
from excel_eval.rules.forms import form_findings
from excel_eval.rules.indicators import INDICATORS
from excel_eval.rules.money import MONEY
from excel_eval.rules.settings import Settings, load_settings
from excel_eval.rules.texts import PLACEHOLDERS, TEXTS
from excel_eval.rules.tidy import tidy
from excel_eval.rules.workbooks import WORKBOOK

RULES: tuple[Rule, ...] = (*MONEY, *INDICATORS, *TEXTS, *WORKBOOK, *PLACEHOLDERS)
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
