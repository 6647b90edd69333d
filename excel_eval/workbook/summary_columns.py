"""The columns of 汇总: for project evaluation those that bureaus ask for, for other forms those the form names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from excel_eval.book import Book, ProjectSheet
from excel_eval.form.kinds import KINDS
from excel_eval.grid import Scalar, column_letters, quoted

BUDGET, SPENT = "funds.total.budget", "funds.total.executed"
SCORE, GRADE = "total.score", "total.grade"
UNDEFINED = "—"
_SUM = 'IF(COUNT({range})=0,"",SUM({range}))'
_MEAN = 'IF(COUNT({range})=0,"",ROUND(AVERAGE({range}),2))'
_COUNT = "SUM({range})"
_ADDED = ("amount", "money", "count", "number")

Entry = tuple[str | None, Scalar]
"""A formula, without "=", or None and a constant."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: header, width, look, what stands in a project's row, and the formula of the total row."""

    key: str
    header: str
    width: int
    format: str
    align: str
    entry: Callable[[int, ProjectSheet], Entry]
    total: str = ""


def columns_of(book: Book, letter_of: Callable[[str], str]) -> tuple[Column, ...]:
    """The columns between the name and the counts of findings; `letter_of` gives a column's letter by its key."""
    if book.form.summary:
        return tuple(_own(book, path, header) for path, header in book.form.summary)
    paths = {path for sheet in book.sheets for path in sheet.values}
    return (*_money(letter_of),) * (BUDGET in paths) + _result() * (SCORE in paths)


def _own(book: Book, path: str, header: str) -> Column:
    slot = next((s.layout.by_path[path] for s in book.sheets if path in s.layout.by_path), None)
    kind = slot.kind if slot else "text"
    numeric = KINDS[kind].numeric
    wide = 15 if numeric else 22
    pattern, align = (KINDS[kind].format, "right") if numeric else ("General", KINDS[kind].align)
    return Column(path, header, wide, pattern, align, _reference(path, kind), _SUM * (kind in _ADDED))


def _reference(path: str, kind: str) -> Callable[[int, ProjectSheet], Entry]:
    """The cell of a path on each project's sheet, amounts in the form's unit; blank stays blank."""

    def entry(row: int, sheet: ProjectSheet) -> Entry:
        slot = sheet.values[path].slot if path in sheet.values else None
        if slot is None:
            return None, None
        place = f"{quoted(sheet.sheet)}!{slot.cell}"
        if not KINDS[kind].numeric:
            return f'{place}&""', None
        factor = sheet.scale if kind == "amount" else Decimal(1)
        value = place if factor == 1 else f"{place}/{factor:f}" if factor > 1 else f"{place}*{1 / factor:f}"
        return f'IF(ISNUMBER({place}),{value},"")', None

    return entry


def _money(letter_of: Callable[[str], str]) -> tuple[Column, ...]:
    amount = KINDS["amount"].format

    def balance(row: int, sheet: ProjectSheet) -> Entry:
        budget, spent = f"{letter_of('budget')}{row}", f"{letter_of('spent')}{row}"
        return f'IF(AND(ISNUMBER({budget}),ISNUMBER({spent})),{budget}-{spent},"")', None

    def rate(row: int, sheet: ProjectSheet) -> Entry:
        budget, spent = f"{letter_of('budget')}{row}", f"{letter_of('spent')}{row}"
        return f'IF(AND(ISNUMBER({budget}),ISNUMBER({spent})),IF({budget}=0,"{UNDEFINED}",{spent}/{budget}),"")', None

    # A total rate is one over the same projects: it is left open while a project lacks its budget or its spending.
    whole = (
        f'IF(OR(COUNT({{balance}})=0,COUNT({{balance}})<COUNT({{budget}}),COUNT({{balance}})<COUNT({{spent}})),"{UNDEFINED}",'
        f'IF(SUM({{budget}})=0,"{UNDEFINED}",SUM({{spent}})/SUM({{budget}})))'
    )
    return (
        Column("budget", "全年预算数", 15, amount, "right", _reference(BUDGET, "amount"), _SUM),
        Column("spent", "全年执行数", 15, amount, "right", _reference(SPENT, "amount"), _SUM),
        Column("balance", "结余", 14, amount, "right", balance, _SUM),
        Column("rate", "执行率", 11, "0.00%", "right", rate, whole),
    )


def _result() -> tuple[Column, ...]:
    points, text = KINDS["points"].format, "General"
    return (
        Column("score", "得分", 10, points, "right", _reference(SCORE, "points"), _MEAN),
        Column("grade", "等级", 9, text, "center", _reference(GRADE, "text")),
    )


def counted(key: str, header: str, counts: dict[str, int]) -> Column:
    """A column with the number of findings of one severity on each sheet."""

    def entry(row: int, sheet: ProjectSheet) -> Entry:
        return None, Decimal(counts.get(sheet.sheet, 0))

    return Column(key, header, 8, "0", "center", entry, _COUNT)


def letters(columns: tuple[Column, ...], first: int) -> dict[str, str]:
    """The letter of every column by its key, the first one in column `first`."""
    return {column.key: column_letters(index) for index, column in enumerate(columns, first)}
