"""excel-eval: fills project evaluation workbooks, checks every total, loses nothing.

    import excel_eval as ee
    book = ee.read("input.xlsx")
    for finding in ee.check(book):
        print(finding)
    ee.evaluate(book).save("out.xlsx")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from excel_eval.book import Book, ProjectSheet, Value
    from excel_eval.errors import (
        ConfigError,
        ExcelEvalError,
        FormError,
        FormulaError,
        InputError,
        NarrativeError,
        RubricError,
    )
    from excel_eval.findings import Finding, Severity
    from excel_eval.form.load import load_form
    from excel_eval.form.schema import Form
    from excel_eval.messages import use_language
    from excel_eval.model import Project
    from excel_eval.numbers import percent, rounded
    from excel_eval.pipeline import Evaluation, Filled, check, evaluate, fill, new, read
    from excel_eval.rubric import load_rubric
    from excel_eval.rules import RULES, Rule, Settings, at, load_settings, rule
    from excel_eval.text.claims import claims

_HOMES = {
    "book": ("Book", "ProjectSheet", "Value"),
    "errors": (
        "ConfigError",
        "ExcelEvalError",
        "FormError",
        "FormulaError",
        "InputError",
        "NarrativeError",
        "RubricError",
    ),
    "findings": ("Finding", "Severity"),
    "form.load": ("load_form",),
    "form.schema": ("Form",),
    "messages": ("use_language",),
    "model": ("Project",),
    "numbers": ("percent", "rounded"),
    "pipeline": ("Evaluation", "Filled", "check", "evaluate", "fill", "new", "read"),
    "rubric": ("load_rubric",),
    "rules": ("RULES", "Rule", "Settings", "at", "load_settings", "rule"),
    "text.claims": ("claims",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "RULES",
    "Book",
    "ConfigError",
    "Evaluation",
    "ExcelEvalError",
    "Filled",
    "Finding",
    "Form",
    "FormError",
    "FormulaError",
    "InputError",
    "NarrativeError",
    "Project",
    "ProjectSheet",
    "RubricError",
    "Rule",
    "Settings",
    "Severity",
    "Value",
    "at",
    "check",
    "claims",
    "evaluate",
    "fill",
    "load_form",
    "load_rubric",
    "load_settings",
    "new",
    "percent",
    "read",
    "rounded",
    "rule",
    "use_language",
]


def __getattr__(name: str) -> Any:
    """Public names are imported when first used, so that the command line starts quickly."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value
