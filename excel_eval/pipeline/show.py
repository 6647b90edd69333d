"""What was read and what was found, as the plain values that the command line prints and scripts read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from excel_eval.book import Book, ProjectSheet, Value
from excel_eval.findings import Finding, counts
from excel_eval.model import ModelValue
from excel_eval.numbers import plain
from excel_eval.rubric import Score

if TYPE_CHECKING:
    from excel_eval.pipeline.evaluation import Evaluation


def said(value: ModelValue | bool) -> str | None:
    """A value as JSON holds it: numbers as decimal strings, dates as ISO dates, a blank as null."""
    if value is None:
        return None
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def shown(book: Book, *, every: bool = False) -> dict[str, Any]:
    """What was read: path, label, cell, raw, value, kind and role of every value; `every` adds the blank slots."""
    return {
        "version": 1,
        "workbook": book.source.name if book.source else None,
        "form": book.form.key,
        "projects": [
            {"sheet": sheet.sheet, "values": [_value(v) for v in sheet.values.values() if every or not v.blank]}
            for sheet in book.sheets
        ],
    }


def _value(value: Value) -> dict[str, Any]:
    return {
        "path": value.path,
        "label": value.slot.label,
        "cell": value.cell,
        "raw": value.raw,
        "value": said(value.value),
        "kind": value.slot.kind,
        "role": value.slot.role,
    }


def checked(evaluation: Evaluation) -> dict[str, Any]:
    """One workbook of `check --format json`."""
    book = evaluation.book
    return {
        "workbook": book.source.name if book.source else None,
        "form": book.form.key,
        "counts": counts(evaluation.findings),
        "findings": [finding_json(finding) for finding in evaluation.findings],
        "projects": [_project(s, score) for s, score in zip(book.sheets, evaluation.scores, strict=True)],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding as JSON holds it; `exempted` is the written reason of an exemption, else null."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "related": list(finding.related),
        "path": finding.path,
        "label": finding.label,
        "found": finding.found,
        "expected": finding.expected,
        "message": finding.message,
        "suggestion": finding.suggestion,
        "exempted": finding.exempted,
    }


def _project(sheet: ProjectSheet, score: Score) -> dict[str, Any]:
    project = sheet.project
    name = project.get(sheet_name_path(sheet))
    return {
        "sheet": sheet.sheet,
        "name": said(name),
        "budget": said(project.funds.total.budget),
        "executed": said(project.funds.total.executed),
        "execution_rate": said(project.funds.total.rate),
        "score": said(score.total),
        "grade": score.grade,
    }


def sheet_name_path(sheet: ProjectSheet) -> str:
    """The path of the value that names a sheet's project."""
    return "name" if "name" in sheet.values else next(iter(sheet.values), "name")
