"""Constants among alike formulas: a column or a row of a person's own table in which one formula was typed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from excel_eval.grid import Cell, Grid, Position, Scalar
from excel_eval.numbers import decimals, rounded
from excel_eval.rules.recalculation import calculated, read_areas
from excel_eval.shift import shifted

_FEWEST = 3
"""So many alike formulas make a rule to which a constant is an exception."""
_FAR = 500, 5_000
"""Formulas are alike when they are the same once moved this far from the sheet's corner."""


@dataclass(frozen=True, slots=True)
class TypedOver:
    """A constant where its neighbours have formulas: the formula it should be, what that gives, and whether it is amid them."""

    place: Position
    formula: str
    result: Decimal
    amid: bool


def exceptions(grids: Mapping[str, Grid], grid: Grid, apart: Iterable[Position]) -> Iterator[TypedOver]:
    """The constants among alike formulas in the columns, then in the rows of a sheet; cells `apart` are left out."""
    left_out = set(apart)
    cells = {at: cell for at, cell in grid.cells.items() if _counts(cell) and at not in left_out}
    formulas = [at for at, cell in cells.items() if cell.formula is not None]
    told: set[Position] = set()
    for along in (0, 1):
        lines = Counter(at[1 - along] for at in formulas)
        for line in sorted(number for number, count in lines.items() if count >= _FEWEST):
            for found in _in_line(grids, grid, {at: c for at, c in cells.items() if at[1 - along] == line}, along):
                if found.place not in told:
                    told.add(found.place)
                    yield found


def _counts(cell: Cell) -> bool:
    return cell.formula is not None or type(cell.value) is Decimal


def _in_line(
    grids: Mapping[str, Grid], grid: Grid, cells: Mapping[Position, Cell], along: int
) -> Iterator[TypedOver]:
    """The exceptions in each unbroken stretch of one column or row."""
    ordered = sorted(cells)
    steps = groupby(enumerate(ordered), key=lambda pair: pair[1][along] - pair[0])
    for _, stretch in steps:
        places = [place for _, place in stretch]
        alike = _most_alike([(place, cells[place].formula or "") for place in places if cells[place].formula])
        constants = [place for place in places if cells[place].formula is None]
        if len(alike) >= _FEWEST and len(constants) * _FEWEST <= len(alike):
            for place in constants:
                found = _exception(grids, grid, place, alike)
                if found is not None:
                    yield found


def _most_alike(formulas: list[tuple[Position, str]]) -> list[Position]:
    """The places of the commonest formula, all being moved to one place."""
    groups: dict[str, list[Position]] = {}
    for (row, column), formula in formulas:
        groups.setdefault(shifted(formula, _FAR[1] - row, _FAR[0] - column), []).append((row, column))
    return max(groups.values(), key=len, default=[])


def _exception(
    grids: Mapping[str, Grid], grid: Grid, place: Position, alike: list[Position]
) -> TypedOver | None:
    """The exception at a constant; None at the end of a stretch whose own figures do not bear the formula out."""
    near = min(alike, key=lambda each: abs(each[0] - place[0]) + abs(each[1] - place[1]))
    formula = shifted(grid.cells[near].formula or "", place[0] - near[0], place[1] - near[1])
    amid = min(alike) < place < max(alike)
    result = calculated(grids, grid, place, formula)
    if not isinstance(result, Decimal) or not _over_figures(grid, formula):
        return None
    return TypedOver(place, formula, result, amid) if amid or not _rounded(grid.cells[place].value, result) else None


def _over_figures(grid: Grid, formula: str) -> bool:
    """Whether a formula reads cells of its own sheet, and figures stand in all that it reads."""
    areas = read_areas(formula)
    figures = [at for at, cell in grid.cells.items() if type(cell.value) is Decimal]
    return bool(areas) and all(any(at in area for at in figures) for area in areas)


def _rounded(value: Scalar, result: Decimal) -> bool:
    return isinstance(value, Decimal) and value == rounded(result, decimals(value))
