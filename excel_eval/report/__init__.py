"""Findings for people (text, in colour on a terminal) and for programs (JSON, SARIF, JUnit)."""

from __future__ import annotations

from excel_eval.report.machine import junit, sarif
from excel_eval.report.plain import plain_text, summary_line
from excel_eval.report.words import text_of, unit_of

__all__ = ["junit", "plain_text", "sarif", "summary_line", "text_of", "unit_of"]
