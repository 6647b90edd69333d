"""openxml-audit as a second independent judge of workbooks, in Python."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from openxml_audit import OpenXmlValidator

_MOST = 1000


def errors(workbook: Path) -> Counter[str]:
    """The errors (not the advice) of one workbook, without their places, and how often each occurs."""
    result = OpenXmlValidator(max_errors=_MOST).validate(workbook)
    return Counter(str(error.description) for error in result.errors if error.severity.name == "ERROR")
