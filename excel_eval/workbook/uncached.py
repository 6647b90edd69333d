"""Formulas that were never calculated: their values from other cells, where our language covers them."""

from __future__ import annotations

from collections.abc import Mapping

from excel_eval.errors import FormulaError
from excel_eval.formula import Matrix, check, evaluate, parse
from excel_eval.grid import Area, Cell, ErrorValue, Grid, Position, Scalar

_DEEPEST = 40
"""So many formulas may lean on each other before the chain is given up."""


class _Unknown(Exception):  # noqa: N818 - ends one calculation, no error of the program
    """A value that cannot be told here."""


class Calculator:
    """The cells of a workbook as a scope for formulas; each formula that was never calculated is worked out once."""

    def __init__(self, grids: Mapping[str, Grid]) -> None:
        self._grids = {name.casefold(): grid for name, grid in grids.items()}
        self._known: dict[tuple[str, Position], Scalar] = {}
        self._open: list[tuple[str, Position]] = []

    def __call__(self, sheet: str, cell: Cell, at: Position) -> Scalar:
        """The value of a formula cell, None where it cannot be told."""
        try:
            return self._value(sheet, cell, at)
        except (_Unknown, RecursionError):
            return None

    def _value(self, sheet: str, cell: Cell, at: Position) -> Scalar:
        key = sheet.casefold(), at
        if key not in self._known:
            if key in self._open or len(self._open) >= _DEEPEST:
                raise _Unknown
            self._open.append(key)
            try:
                self._known[key] = self._calculated(sheet, cell.formula or "", at)
            finally:
                self._open.pop()
        return self._known[key]

    def _calculated(self, sheet: str, formula: str, at: Position) -> Scalar:
        try:
            node = parse(f"={formula}")
            check(node)
        except FormulaError:
            raise _Unknown from None
        value = evaluate(node, _Sheet(self, sheet), at)
        if value in (ErrorValue.NAME, ErrorValue.REF):
            raise _Unknown
        return value

    def area(self, sheet: str, area: Area) -> Matrix:
        """The values of an area as far as the sheet goes; KeyError where there is no such sheet."""
        grid = self._grids[sheet.casefold()]
        used = grid.used
        if used is None:
            return ()
        columns = range(area.left, min(area.right, used.right) + 1)
        return tuple(
            tuple(self._cell(grid, (row, column)) for column in columns)
            for row in range(area.top, min(area.bottom, used.bottom) + 1)
        )

    def _cell(self, grid: Grid, at: Position) -> Scalar:
        cell = grid.cells.get(at)
        if cell is None:
            return None
        return cell.value if cell.formula is None or cell.cached else self._value(grid.name, cell, at)


class _Sheet:
    """The scope of formulas on one sheet."""

    def __init__(self, calculator: Calculator, sheet: str) -> None:
        self._calculator, self._sheet = calculator, sheet

    def name(self, path: str) -> Scalar | Matrix:
        """Names of the workbook are not followed."""
        raise _Unknown

    def area(self, sheet: str | None, area: Area) -> Matrix:
        """The values of an area on this sheet or another."""
        return self._calculator.area(sheet or self._sheet, area)
