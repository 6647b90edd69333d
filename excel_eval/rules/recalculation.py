"""A person's own formulas looked at again: what they give now, and which cells they read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from excel_eval.errors import FormulaError
from excel_eval.formula import Matrix, Node, check, evaluate, functions, names, parse, references
from excel_eval.grid import Area, Cell, ErrorValue, Grid, Position, Scalar

_VOLATILE = frozenset(("NOW", "TODAY", "RAND", "RANDBETWEEN", "OFFSET", "INDIRECT", "CELL", "INFO"))
_EXTERNAL = re.compile(r"\[(?:\d{1,4}|[^\[\]]{1,200}\.xl\w{1,3})\]")
_EXACT = Decimal("1e-9")
_MOST_CELLS = 20_000
"""A formula over more cells than this is not calculated again."""


def leads_outside(formula: str) -> bool:
    """Whether a formula or a defined name refers to another workbook."""
    return "[" in formula and bool(_EXTERNAL.search(formula))


def tree(formula: str) -> Node | None:
    """The formula's tree; None where our language does not cover it."""
    try:
        node = parse(formula)
        check(node)
    except FormulaError:
        return None
    return node


@lru_cache(maxsize=4096)
def read_areas(formula: str) -> tuple[Area, ...]:
    """The cells of its own sheet that a formula reads; none where it cannot be parsed."""
    try:
        return tuple(each.area for each in references(parse(formula)) if each.sheet is None and not each.external)
    except FormulaError:
        return ()


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of all sheets as they stand, seen from one sheet."""

    grids: Mapping[str, Grid]
    own: Grid

    def name(self, path: str) -> Scalar | Matrix:
        raise KeyError(path)

    def area(self, sheet: str | None, area: Area) -> Matrix:
        grid = self.own if sheet is None else self.grids[sheet]
        used = grid.used
        bottom = min(area.bottom, used.bottom) if used else area.top - 1
        right = min(area.right, used.right) if used else area.left - 1
        cells = grid.cells
        return tuple(
            tuple(cells[r, c].value if (r, c) in cells else None for c in range(area.left, right + 1))
            for r in range(area.top, bottom + 1)
        )


def recalculated(grids: Mapping[str, Grid], grid: Grid, position: Position) -> Scalar:
    """What a cell's formula gives over the values as they stand; None where that cannot be said."""
    return calculated(grids, grid, position, grid.cells[position].formula or "")


def calculated(grids: Mapping[str, Grid], grid: Grid, position: Position, formula: str) -> Scalar:
    """What a formula would give in a cell over the values as they stand; None where that cannot be said."""
    node = tree(formula) if formula else None
    if node is None or names(node) or functions(node) & _VOLATILE:
        return None
    read = references(node)
    size = sum(a.area.size for a in read)
    if size > _MOST_CELLS or any(r.external or not _known(r.sheet, r.area, grids, grid) for r in read):
        return None
    return evaluate(node, _Cells(grids, grid), position)


def _known(sheet: str | None, area: Area, grids: Mapping[str, Grid], own: Grid) -> bool:
    """Whether everything in an area has a value: no sheet is missing, no formula was left uncalculated."""
    if sheet is not None and sheet not in grids:
        return False
    grid = grids[sheet] if sheet else own
    return all(grid.cells[p].cached for p in area.positions() if p in grid.cells)


def stale(cell: Cell, now: Scalar) -> bool:
    """Whether a cell shows another number than its formula gives."""
    if not isinstance(now, Decimal) or not isinstance(cell.value, Decimal):
        return False
    return abs(now - cell.value) > _EXACT * max(Decimal(1), abs(now))


def formula_cells(grid: Grid) -> Iterator[tuple[Position, Cell]]:
    """Every cell of a sheet that holds a formula."""
    return ((position, cell) for position, cell in grid.cells.items() if cell.formula is not None)


def errors(grid: Grid) -> list[Position]:
    """The cells that show an error value of their own, not one handed on from another cell of the sheet."""
    wrong = [position for position, cell in grid.cells.items() if type(cell.value) is ErrorValue]
    found = set(wrong)
    return [p for p in wrong if not _handed_on(grid.cells[p], p, found)]


def _handed_on(cell: Cell, position: Position, wrong: set[Position]) -> bool:
    areas = read_areas(cell.formula) if cell.formula else ()
    return any(other in area for other in wrong if other != position for area in areas)
