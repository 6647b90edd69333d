"""What filling changes in a person's workbook, slot by slot, and setting it through the package of XML parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from excel_eval.book import Book, ProjectSheet, Value
from excel_eval.compute import Program, compiled, compute, excel_formula
from excel_eval.form.schema import COMPUTED
from excel_eval.formula import Node
from excel_eval.grid import Cell, Grid, Position, Scalar, position
from excel_eval.numbers import EXCEL_DIGITS, plain
from excel_eval.recalculation import never_calculated, recalculate
from excel_eval.reckoning import input_value, stored_inputs

if TYPE_CHECKING:
    from excel_eval.ooxml import Package


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that filling changes: what a person saw there and what stands there now.

    `reason` is formula, narrative, or the rule of reading (C01). `rule` says what asked for the change: the form's
    formula over its names, the path of the sentence, or the id of the rule of reading.
    """

    sheet: str
    cell: str
    path: str
    old: str | None
    new: str | None
    reason: str
    rule: str
    value: Scalar = None
    formula: str | None = None


def changes(book: Book, narratives: Sequence[Mapping[str, str]]) -> tuple[Change, ...]:
    """Every change in the order of sheets and slots; nothing where a cell holds already what it should."""
    program = compiled(book.form)
    found: list[Change] = []
    for sheet, sentences in zip(book.sheets, narratives, strict=True):
        found += _sheet_changes(sheet, book.grids[sheet.sheet], program, sentences)
    return tuple(found)


def _sheet_changes(
    sheet: ProjectSheet, grid: Grid, program: Program, sentences: Mapping[str, str]
) -> Iterator[Change]:
    results = sheet.computed
    if results is None:
        results = compute(program, sheet.layout, stored_inputs(sheet))
    for value in sheet.values.values():
        if value.path in results:
            yield from _computed(sheet, grid, program, value, results[value.path])
        elif value.path in sentences or (value.slot.role == COMPUTED and not value.slot.field.formula):
            yield from _sentence(sheet, value, sentences.get(value.path, ""))
        else:
            yield from _cleaned(sheet, grid, value)


def _computed(sheet: ProjectSheet, grid: Grid, program: Program, value: Value, result: Scalar) -> Iterator[Change]:
    step = program.step(value.path)
    if step is None:
        return
    formula = _formula(step.node, value, sheet)
    if formula is None and result in (None, ""):
        return
    here = grid.cell(*position(value.cell))
    if here.formula == formula and here.cached and same(here.value, result):
        return
    old = f"={here.formula}" if here.formula and here.formula != formula else value.raw
    yield Change(sheet.sheet, value.cell, value.path, old, shown(result), "formula", _asked(value), result, formula)


def _asked(value: Value) -> str:
    """What asks for a computed value: the form's formula, over the form's names."""
    formula = value.slot.field.formula
    return formula.source if formula else value.path


def _formula(node: Node, value: Value, sheet: ProjectSheet) -> str | None:
    """The live formula of a cell; None where the sheet lacks a part of the form that it leans on."""
    try:
        return excel_formula(node, value.slot, sheet.layout)
    except KeyError:
        return None


def same(stored: Scalar | date, result: Scalar | date) -> bool:
    """Whether a cell holds a value already: numbers at the fifteen digits that Excel keeps."""
    if isinstance(stored, Decimal) and isinstance(result, Decimal):
        return EXCEL_DIGITS.plus(stored) == EXCEL_DIGITS.plus(result)
    return type(stored) is type(result) and stored == result


def _sentence(sheet: ProjectSheet, value: Value, sentence: str) -> Iterator[Change]:
    if (value.raw or "") != sentence:
        yield Change(sheet.sheet, value.cell, value.path, value.raw, sentence or None, "narrative", value.path, sentence or None)


def _cleaned(sheet: ProjectSheet, grid: Grid, value: Value) -> Iterator[Change]:
    """So that formulas see it, a number typed as text becomes one, a choice is spelled as in its list, and a value that
    stands under a merged range goes to its corner."""
    cleaned = input_value(value, sheet.scale)
    if _under_merge(grid, value):
        yield Change(sheet.sheet, value.cell, value.path, None, shown(cleaned), "C06", "C06", cleaned)
    elif isinstance(value.stored, str) and cleaned != value.stored and value.formula is None:
        yield Change(sheet.sheet, value.cell, value.path, value.raw, shown(cleaned), "C01", "C01", cleaned)


def _under_merge(grid: Grid, value: Value) -> bool:
    """Whether a value was read from another cell than its slot's, which is blank."""
    here = grid.cell(*value.slot.area.corner)
    return value.stored not in (None, "") and value.formula is None and here.value in (None, "") and here.formula is None


def shown(value: Scalar | date) -> str | None:
    """A value as a receipt writes it."""
    if value is None or value == "":
        return None
    return plain(EXCEL_DIGITS.plus(value)) if isinstance(value, Decimal) else str(value)


def settable(book: Book, change: Change) -> bool:
    """Whether a change can be made: its cell is no array's member and masters no formula that others share."""
    grid, at = book.grids[change.sheet], position(change.cell)
    return grid.settable(at) or (change.formula is not None and change.formula == grid.cell(*at).formula)


def apply(package: Package, book: Book, made: Sequence[Change]) -> dict[str, Grid]:
    """Set every changed cell, and refresh or drop the cached values of all formulas that depend on one.

    Formulas that were never calculated get their values too, so that every program sees them.

    Each sheet is edited at one go; returned is every edited sheet as it looks then.
    """
    changed = {(change.sheet, position(change.cell)): Cell(change.value, change.formula) for change in made}
    fresh, unknown = recalculate(
        book.grids, changed, names=book.names, date1904=book.date1904, also=never_calculated(book.grids)
    )
    cached = fresh | dict.fromkeys(unknown)
    by_sheet: dict[str, list[tuple[Position, Cell | None, Scalar]]] = {}
    for (sheet, at), cell in changed.items():
        by_sheet.setdefault(sheet, []).append((at, cell, cell.value))
    for (sheet, at), value in cached.items():
        if sheet not in package.made_here:  # our own sheets are made anew
            by_sheet.setdefault(sheet, []).append((at, None, value))
    return {sheet: _edited(package, book.grids[sheet], edits) for sheet, edits in by_sheet.items()}


def _edited(package: Package, grid: Grid, edits: Iterable[tuple[Position, Cell | None, Scalar]]) -> Grid:
    """One sheet with its edits made: a cell that is set, or None for a formula that gets another cached value."""
    for at, cell, value in edits:
        if cell is None or (cell.formula and cell.formula == grid.cell(*at).formula):
            package.set_cached(grid.name, at, value)
        else:
            package.set_cell(grid.name, at, value=cell.value, formula=cell.formula)
    return package.grid(grid.name)
