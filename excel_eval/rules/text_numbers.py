"""W04: numbers kept as text, and the workbook as it would be were they numbers, so that no other rule trips over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from excel_eval.book import Book, ProjectSheet, Value
from excel_eval.compute import compiled, compute
from excel_eval.form.kinds import KINDS
from excel_eval.form.schema import Form
from excel_eval.grid import Cell, Scalar, a1
from excel_eval.recalculation import Place, Precedents, Reading, recalculate
from excel_eval.reckoning import input_value, reckoned
from excel_eval.rules.causes import with_results
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.recalculation import recalculated

_NO_QUANTITY = frozenset(("year", "date"))
_EXACT = Decimal("1e-9")


def settled(book: Book) -> Book:
    """The book as it would be were all numbers kept as text numbers: what formulas over them would then show."""
    results = _results(book)
    right = with_results(book, results) if results else book
    if right.patched:
        return right
    return replace(right, sheets=tuple(_without_old_results(sheet, right.form) for sheet in right.sheets))


def _without_old_results(sheet: ProjectSheet, form: Form) -> ProjectSheet:
    """A sheet of which only values were read, without the results that the form's formulas had over numbers kept as text.

    Nobody stated them. An empty result may have been read as 0.
    """
    if not any(_is_text(value) for value in sheet.values.values()):
        return sheet
    program = compiled(form)
    before = compute(program, sheet.layout, {path: value.stored for path, value in sheet.values.items()})
    now = sheet.computed or {}
    old = {
        path: replace(sheet.values[path], raw=None, value=None, stored=None)
        for path, result in before.items()
        if path in now and not _same(result, now[path]) and _same(result or Decimal(0), sheet.values[path].stored)
    }
    return reckoned(replace(sheet, values={**sheet.values, **old}), program) if old else sheet


def _texts(book: Book) -> dict[Place, Cell]:
    """The numbers kept as text that a person typed, as the cells they should be."""
    return {
        (sheet.sheet, value.slot.area.corner): Cell(input_value(value, sheet.scale))
        for sheet in book.sheets
        for value in sheet.values.values()
        if _is_text(value)
    }


def _is_text(value: Value) -> bool:
    return isinstance(value.stored, str) and isinstance(value.value, Decimal) and value.formula is None


def _results(book: Book) -> Mapping[Place, Scalar]:
    """What formulas over numbers kept as text would show were these numbers, as far as that is something else."""
    texts = _texts(book)
    if not texts:
        return {}
    fresh, _ = recalculate(book.grids, texts, names=book.names, date1904=book.date1904)
    return {place: result for place, result in fresh.items() if not _same(result, _stands(book, place))}


def _stands(book: Book, place: Place) -> Scalar:
    return book.grids[place[0]].cells[place[1]].value


def _same(one: Scalar, other: Scalar) -> bool:
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return abs(one - other) <= _EXACT * max(Decimal(1), abs(one))
    return one == other or (one in (None, "") and other in (None, ""))


@rule(
    "W04",
    "数字{found}以文本形式存放",
    severity="warning",
    fix="转换为数字（选中单元格，数据—分列—完成）",
    scope="book",
    as_typed=True,
    left_out=("数字{found}以文本形式存放，{where}的公式没有把它计算在内", "转换为数字，使公式能够计算"),
)
def numbers_are_numbers(book: Book) -> Iterator[At]:
    """数值单元格里是数字，不是文本

    A warning where a formula of the person's own shows a wrong figure for it; the form's formulas are ours to put right.
    """
    readers = _readers(book)
    ours = _own_formulas(book)
    for sheet in book.sheets:
        for path, value in sheet.values.items():
            reader = readers.get((sheet.sheet, value.slot.area.corner)) if _is_text(value) else None
            if reader:
                where = a1(*reader[1]) if reader[0] == sheet.sheet else f"{reader[0]}!{a1(*reader[1])}"
                related = (where,)
                grade = "info" if reader in ours else None
                yield at(
                    path, sheet=sheet.sheet, found=value.raw, related=related, where=where, severity=grade, variant="left_out"
                )
            elif _is_text(value) and KINDS[value.slot.kind].numeric and value.slot.kind not in _NO_QUANTITY:
                yield at(path, sheet=sheet.sheet, found=value.raw, severity="info")


def _own_formulas(book: Book) -> frozenset[Place]:
    """The cells in which a formula of the form stands."""
    return frozenset(
        (sheet.sheet, value.slot.area.corner)
        for sheet in book.sheets
        for value in sheet.values.values()
        if value.slot.field.formula
    )


def _readers(book: Book) -> dict[Place, Place]:
    """For each number kept as text a formula that shows what it gives without it, on a sheet that so shows a wrong figure.

    A formula of the person's own before one of the form. A formula that shows nothing for want of a number misleads nobody.
    """
    found: dict[Place, Place] = {}
    texts = Precedents(_texts(book))
    reading = Reading(book.grids, book.names, date1904=book.date1904)
    misled = [place for place in _results(book) if _current(book, place)]
    wrong = {place[0] for place in misled if isinstance(_stands(book, place), Decimal)}
    ours = _own_formulas(book)
    for sheet, position in sorted(misled, key=lambda place: place in ours):
        formula = book.grids[sheet].cells[position].formula
        if formula and sheet in wrong:
            for text in texts.newly_read(sheet, reading.formula(formula, sheet).reads):
                found.setdefault(text, (sheet, position))
    return found


def _current(book: Book, place: Place) -> bool:
    """Whether a formula was calculated, and gives what it shows over the cells as they stand."""
    grid = book.grids[place[0]]
    cell = grid.cells[place[1]]
    return cell.cached and _same(recalculated(book.grids, grid, place[1]), cell.value)
