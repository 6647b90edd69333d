"""Cached values of a workbook held against those of an independent calculator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl


def uncalculated(path: Path, calculated: Mapping[str, Mapping[str, object]]) -> list[tuple[str, str, object, object]]:
    """Every formula cell whose cached value differs: sheet, cell, cached, calculated; no formula at all is one too."""
    formulas = list(_formulas(path))
    cached = openpyxl.load_workbook(path, data_only=True)
    found = [(sheet, cell, cached[sheet][cell].value, calculated[sheet].get(cell)) for sheet, cell in formulas]
    differing = [each for each in found if not same(each[2], each[3])]
    return differing if formulas else [("", "", None, None)]


def _formulas(path: Path) -> Iterator[tuple[str, str]]:
    for sheet in openpyxl.load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            yield from ((sheet.title, cell.coordinate) for cell in row if cell.data_type == "f")


def same(one: object, other: object) -> bool:
    """Texts exactly, numbers to 1e-9 of their size; an empty text is a blank."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-9 * max(abs(one), abs(other))
    return one == other or {one, other} <= {None, ""}
