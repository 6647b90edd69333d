"""What was found on a sheet: its layout, how much of the form it has, and what was noted on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from excel_eval.form.layout import Layout, Slot
from excel_eval.grid import Area, a1

ENOUGH = 4
"""So many labels of two sections a sheet must have at least to be one of the form."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something noted while finding: a rule id of reading, where, and the figures of its sentence."""

    id: str
    cell: str | None
    figures: Mapping[str, Any] = field(default_factory=dict)
    path: str | None = None
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The slots of a sheet as they lie there.

    `score` counts the labels that were found, `size` those of the form; `sections` the parts that were met, of `parts`;
    `named` says whether the project's name has its place.
    """

    layout: Layout
    notes: tuple[Note, ...]
    score: int
    size: int
    sections: int
    parts: int
    named: bool

    @property
    def recognised(self) -> bool:
        """Whether the sheet is one of the form: its name and labels of two sections, or a good part of all labels."""
        several = self.sections >= min(2, self.parts)
        return several and ((self.score >= min(ENOUGH, self.size) and self.named) or self.score * 10 >= self.size * 4)


@dataclass(slots=True)
class Finder:
    """A sheet while it is being searched: what was found so far, and which cells are taken."""

    slots: list[tuple[int, Slot]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    labels: set[tuple[int, int]] = field(default_factory=set)
    values: set[tuple[int, int]] = field(default_factory=set)
    claimed: set[tuple[str, str]] = field(default_factory=set)
    """Fields (section, key) whose label was found."""
    anchors: dict[str, Area] = field(default_factory=dict)
    tables: dict[str, tuple[int, ...]] = field(default_factory=dict)
    bodies: list[range] = field(default_factory=list)
    unread: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By section, the header cells of its table that were not read."""
    score: int = 0
    met: set[str] = field(default_factory=set)

    def label(self, area: Area, section: str) -> None:
        """Take a cell as a label of a section."""
        self.labels.add(area.corner)
        self.score += 1
        self.met.add(section)

    def value(self, slot: Slot, row: int | None = None) -> None:
        """Take a cell as a value; `row` is its table row where a merged range makes that another than the corner's."""
        self.values.add(slot.area.corner)
        self.slots.append((row or slot.area.top, slot))

    def note(self, id: str, area: Area, path: str | None = None, **figures: Any) -> None:
        """Note something at a cell."""
        self.notes.append(Note(id, a1(*area.corner), figures, path))

    def has(self, path: str) -> bool:
        """Whether the place of a value was found."""
        return any(slot.path == path for _, slot in self.slots)

    def in_table(self, row: int) -> bool:
        """Whether a row belongs to a table that was found."""
        return any(row in body for body in self.bodies)
