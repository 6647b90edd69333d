"""What was read of a workbook: for every project sheet its values with their cells, and the sheets as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from excel_eval.findings import Finding
from excel_eval.form.layout import Layout, Slot
from excel_eval.form.schema import Form
from excel_eval.grid import Grid, Scalar
from excel_eval.model import ModelValue, Project
from excel_eval.numbers import plain

if TYPE_CHECKING:
    from excel_eval.ooxml import Package

PATCHED = frozenset(("xlsx", "xlsm", "xltx", "xltm"))
"""Kinds of file that can be edited part by part."""


@dataclass(frozen=True, slots=True)
class Value:
    """A slot with what stands in it.

    `raw` is the text that a person sees, None for a blank cell; `value` is what it means (amounts in 万元), None where it
    is blank or unreadable; `stored` is the cell's own value as formulas see it (in the sheet's unit); `places` are the
    decimals that a number shows (those of the percentage, for a percent).
    """

    slot: Slot
    raw: str | None = None
    value: ModelValue = None
    stored: Scalar = None
    formula: str | None = None
    places: int | None = None

    @property
    def path(self) -> str:
        """The value's name in the model."""
        return self.slot.path

    @property
    def cell(self) -> str:
        """The value's cell, such as G7."""
        return self.slot.cell

    @property
    def said(self) -> str | None:
        """What stands in the cell, a number without the zeros that its format adds."""
        return plain(self.value) if isinstance(self.value, Decimal) else self.raw

    @property
    def blank(self) -> bool:
        """Nothing stands in the cell."""
        return self.raw is None

    @property
    def unreadable(self) -> bool:
        """Something stands in the cell that is not what its kind asks for."""
        return self.raw is not None and self.value is None

    @property
    def unknown(self) -> bool:
        """A formula stands in the cell whose result nobody knows."""
        return self.raw is None and self.stored is None and self.formula is not None


@dataclass(frozen=True, slots=True)
class ProjectSheet:
    """One project sheet: its project (computed fields computed), and every slot with what stands in it."""

    sheet: str
    project: Project
    values: Mapping[str, Value]
    layout: Layout
    scale: Decimal = Decimal(1)
    """What one 万元 of the model is in the sheet's unit: 1, or 10000 where the sheet is in 元."""
    unit_cell: str | None = None
    """The cell that says the unit of money, where one does."""
    computed: Mapping[str, Scalar] | None = field(default=None, compare=False, repr=False)
    """What the form's formulas give over `values` as they stand, in the sheet's unit; None where nobody has calculated."""

    def stated(self, path: str) -> ModelValue:
        """What the sheet states at a path, computed cells included; None where it is blank, unreadable or not in the form."""
        value = self.values.get(path)
        return value.value if value else None

    def cell(self, path: str) -> str | None:
        """The cell of a path, None where the sheet has no such slot."""
        value = self.values.get(path)
        return value.cell if value else None


class Origin:
    """The open workbook that a book was read from, its sheets parsed: whoever writes it back takes it, once."""

    __slots__ = ("_package",)

    def __init__(self, package: Package | None) -> None:
        self._package = package

    def take(self) -> Package | None:
        """The package, None where it was taken already or cannot be patched."""
        package, self._package = self._package, None
        return package


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook as read: its form, its project sheets in order, all its sheets as grids, and what reading found."""

    form: Form
    sheets: tuple[ProjectSheet, ...]
    findings: tuple[Finding, ...] = ()
    source: Path | None = None
    grids: Mapping[str, Grid] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    """Names that the workbook defines, with their references."""
    date1904: bool = False
    kind: str = "xlsx"
    """What the file is by its content: xlsx, xlsm, or a format of which only values are read."""
    stamped: bool = True
    """Whether the workbook was made from its form, as its stamp says; else people laid it out themselves."""
    encrypted: bool = False
    """Whether the file needs a password to open."""
    saved: date | None = None
    """The day on which a person last saved the workbook, as far as it tells."""
    stamp: tuple[int, int, int] | None = field(default=None, compare=False, repr=False)
    """The file as the system told of it when it was read: inode, size, time of change."""
    origin: Origin = field(default_factory=lambda: Origin(None), compare=False, repr=False)

    @property
    def patched(self) -> bool:
        """Whether the workbook itself can be filled; else a fresh one is made."""
        return self.kind in PATCHED

    @property
    def projects(self) -> tuple[Project, ...]:
        """The projects in the order of their sheets."""
        return tuple(sheet.project for sheet in self.sheets)

    def sheet(self, name: str) -> ProjectSheet:
        """The project sheet of that name; KeyError when there is none."""
        for sheet in self.sheets:
            if sheet.sheet == name:
                return sheet
        raise KeyError(name)
