"""Slots: every value of a sheet with its path and its cell; and the static texts around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from excel_eval.form.schema import COMPUTED, INPUT, Field, Section
from excel_eval.grid import Area, a1
from excel_eval.paths import split, table_row


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for one value: its path in the model, its cell (a merged area or one cell), its field."""

    path: str
    label: str
    area: Area
    field: Field
    section: str

    @property
    def cell(self) -> str:
        """The address of the value's cell: the corner of its area."""
        return a1(self.area.top, self.area.left)

    @property
    def kind(self) -> str:
        """How the value is read and shown: amount, percent, text …"""
        return self.field.kind

    @property
    def role(self) -> str:
        """`computed` where the form has a formula for it, else `input`."""
        return COMPUTED if self.field.formula or self.field.role == COMPUTED else INPUT

    @property
    def sentence(self) -> bool:
        """Whether filling writes a sentence here, anew each time."""
        return self.role == COMPUTED and not self.field.formula


@dataclass(frozen=True, slots=True)
class Text:
    """A static text of the form. `style`: title, subtitle, heading, side, label, header, total or filler."""

    text: str
    area: Area
    style: str


@dataclass(frozen=True)
class Layout:
    """All slots of one sheet, wherever they were placed or found.

    `anchors` says where a section begins (its title or header row); `tables` the rows of every free table, blank ones
    included; `missing` names the sections of the form that the sheet lacks; `unread` has, by section, the header cells
    that are no column of the form.
    """

    slots: tuple[Slot, ...]
    texts: tuple[Text, ...] = ()
    heights: Mapping[int, int] | None = None
    anchors: Mapping[str, Area] | None = None
    tables: Mapping[str, tuple[int, ...]] | None = None
    missing: tuple[str, ...] = ()
    unread: Mapping[str, tuple[str, ...]] | None = None

    @cached_property
    def by_path(self) -> dict[str, Slot]:
        """Slots by path."""
        return {slot.path: slot for slot in self.slots}

    @cached_property
    def columns(self) -> dict[str, tuple[Slot, ...]]:
        """Slots of free tables by column: `expenses.executed` → one slot a row, in order."""
        found: dict[str, list[Slot]] = {}
        for slot in self.slots:
            row = table_row(slot.path)
            if row:
                found.setdefault(f"{row[0]}.{row[2]}", []).append(slot)
        return {name: tuple(slots) for name, slots in found.items()}

    @cached_property
    def derived(self) -> dict[Any, Any]:
        """What others worked out from this layout alone, by whatever they know it again by: sheets share layouts."""
        return {}

    def resolve(self, name: str, near: str) -> Slot | tuple[Slot, ...] | None:
        """What a formula at path `near` means by a name: its own row's value, a value of the sheet, or a whole column."""
        key = name, near
        if key not in self._resolved:
            self._resolved[key] = self._meant(name, near)
        return self._resolved[key]

    @cached_property
    def _resolved(self) -> dict[tuple[str, str], Slot | tuple[Slot, ...] | None]:
        return {}

    def _meant(self, name: str, near: str) -> Slot | tuple[Slot, ...] | None:
        record, _ = split(near)
        own = f"{record}.{name}" if record else name
        return self.by_path.get(own) or self.by_path.get(name) or self.columns.get(name)

    def address(self, name: str, near: str) -> str:
        """The A1 reference of a name for a formula at path `near`: G7, or E20:E29 for a column; KeyError when unknown."""
        found = self.resolve(name, near)
        if found is None:
            raise KeyError(name)
        return found.cell if isinstance(found, Slot) else span_of(found)

    @cached_property
    def last_row(self) -> int:
        """The lowest row in use."""
        areas = [s.area.bottom for s in self.slots] + [t.area.bottom for t in self.texts]
        return max(areas, default=0)


def span_of(slots: Iterable[Slot]) -> str:
    """The range from the first to the last slot of a column."""
    corners = [slot.area.corner for slot in slots]
    return str(Area(*min(corners), *max(corners)))


def section_label(section: Section, *parts: str) -> str:
    """A value's label as a person would name it: 年度资金总额 · 全年执行数."""
    return " · ".join(part for part in parts if part) or section.title or section.side
