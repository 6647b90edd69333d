"""Evaluations as pandas DataFrames: a row a project, source of funds, indicator, measure, expense or finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from excel_eval.book import Book
from excel_eval.findings import Finding
from excel_eval.model import Expense, FundLine, Indicator, Measure, Project
from excel_eval.paths import PLAIN, TABLES, keys
from excel_eval.rubric import Score

if TYPE_CHECKING:
    import pandas

TEXTS = frozenset((
    "sheet", "project", "source", "name", "code", "note", "unit", "dimension", "category", "direction", "explanation",
    "department", "contact", "grade", "rule", "severity", "cell", "path", "label", "found", "expected", "message",
    "suggestion", "exempted",
))  # fmt: skip
"""Columns that hold words; `target` and `actual` hold either; all others hold numbers."""
EITHER = frozenset(("target", "actual"))
Row = dict[str, Any]


_TABLES = {name: record for name, record in TABLES.items() if "." not in name}
"""Tables with a frame of their own; further sources of funds are rows of `funds`."""


def frame(name: str, book: Book, findings: Sequence[Finding], scores: Sequence[Score]) -> pandas.DataFrame:
    """The table of that name (projects, funds, expenses, indicators, measures, findings); KeyError for another.

    Amounts in 万元, rates and shares 0–1, as float64 with NaN for blanks; words as strings with NA.
    """
    import pandas

    rows: dict[str, Callable[[], Iterator[Row]]] = {
        "projects": lambda: _projects(book, scores, findings),
        "funds": lambda: _funds(book),
        "findings": lambda: _findings(findings),
    }
    if name not in rows and name not in _TABLES:
        raise KeyError(f"{name!r}: one of {', '.join(sorted([*rows, *_TABLES]))}")
    made = list(rows[name]() if name in rows else _table(book, name))
    table = pandas.DataFrame(made, columns=_columns(name))
    return table.astype({column: _type(column) for column in table.columns})


def _type(column: str) -> str:
    return "object" if column in EITHER else "string" if column in TEXTS else "float64"


def _columns(name: str) -> list[str]:
    if name == "projects":
        return ["sheet", *PLAIN, "budget", "executed", "rate", "score", "grade", "errors", "warnings"]
    if name == "funds":
        return ["sheet", "project", "source", "initial", "budget", "executed", "rate", "weight", "score"]
    if name == "findings":
        return [f.name for f in fields(Finding) if f.name != "related"]
    return ["sheet", "project", *keys(_TABLES[name])]


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


def _projects(book: Book, scores: Sequence[Score], findings: Sequence[Finding]) -> Iterator[Row]:
    for sheet, score in zip(book.sheets, scores, strict=True):
        project = sheet.project
        total = project.funds.total
        mine = [f.severity.value for f in findings if f.sheet == sheet.sheet and not f.exempted]
        yield {
            "sheet": sheet.sheet,
            **{key: _plain(getattr(project, key)) for key in PLAIN},
            "budget": _plain(total.budget),
            "executed": _plain(total.executed),
            "rate": _plain(total.rate),
            "score": _plain(score.total),
            "grade": score.grade,
            "errors": mine.count("error"),
            "warnings": mine.count("warning"),
        }


def _funds(book: Book) -> Iterator[Row]:
    for sheet in book.sheets:
        funds = sheet.project.funds
        for source in ("total", "appropriation", "carryover", "other"):
            line = getattr(funds, source)
            yield _named(sheet.sheet, sheet.project) | {"source": source} | _fields(line)
        for further in funds.further:
            yield _named(sheet.sheet, sheet.project) | {"source": further.name} | _fields(further, "name")


def _table(book: Book, name: str) -> Iterator[Row]:
    for sheet in book.sheets:
        for row in getattr(sheet.project, name):
            yield _named(sheet.sheet, sheet.project) | _fields(row)


def _named(sheet: str, project: Project) -> Row:
    return {"sheet": sheet, "project": project.name}


def _fields(record: Expense | FundLine | Indicator | Measure, *besides: str) -> Row:
    return {f.name: _plain(getattr(record, f.name)) for f in fields(record) if f.name not in besides}


def _findings(findings: Sequence[Finding]) -> Iterator[Row]:
    for finding in findings:
        yield {f.name: getattr(finding, f.name) for f in fields(Finding) if f.name != "related"} | {
            "severity": finding.severity.value
        }
