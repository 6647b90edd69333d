"""The value of every slot of a sheet: what stands in its cell, what it means, and what was assumed to read it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from excel_eval.book import Value
from excel_eval.findings import Finding
from excel_eval.form.find import Found
from excel_eval.form.labels import inside, own_value, stated_year
from excel_eval.form.layout import Slot
from excel_eval.form.schema import COMPUTED
from excel_eval.grid import BLANK, Cell, ErrorValue, Grid, Scalar, a1
from excel_eval.paths import split
from excel_eval.reading_rules import finding
from excel_eval.workbook.display import shown
from excel_eval.workbook.kinds_read import Meaning, Unit, chosen, meaning

Evaluate = Callable[[str, Cell, tuple[int, int]], Scalar]
"""The value of a formula that was never calculated: (sheet, cell, position) → value, None where it cannot be told."""
_MEANING_NOTHING = Meaning(blank=True)
Alike = dict[tuple[int, int, str, bool, Unit], tuple[Slot, Cell, Value]]
"""What was read without a finding: sheets that are alike share their slots and cells, and so their values."""

_EQUALS = re.compile(r"\s?\d{1,15}(?:\.\d{1,6})?\s?[一-龥]{1,6}")
"""What is no formula but a target, =8个, that a program wrote as one because of its sign."""


@dataclass(frozen=True, slots=True)
class SheetReader:
    """How one sheet is read."""

    grid: Grid
    unit: Unit
    evaluate: Evaluate
    inline: frozenset[str] = frozenset()
    decisive: frozenset[str] = frozenset()
    """Keys of the fields on which formulas depend: a choice outside its list is told there."""
    alike: Alike = field(default_factory=dict)

    def values(self, slots: Iterable[Slot]) -> Iterator[tuple[Value, tuple[Finding, ...]]]:
        """Every slot's value with its findings, each cell's findings once."""
        said: set[str] = set()
        slots = tuple(slots)
        units = {split(slot.path)[0]: self._words(slot) for slot in slots if slot.field.key == "unit"}
        for slot in slots:
            value, findings = self.value(slot, units.get(split(slot.path)[0], ""))
            yield value, findings if slot.cell not in said else ()
            if findings:
                said.add(slot.cell)

    def _words(self, slot: Slot) -> str:
        value = self.grid.cells.get(slot.area.corner, BLANK).value
        return value.strip() if isinstance(value, str) else ""

    def value(self, slot: Slot, own: str = "") -> tuple[Value, tuple[Finding, ...]]:
        """One slot's value; `own` is the unit that its row states."""
        corner = slot.area.corner
        cell = self.grid.cells.get(corner, BLANK)
        at = corner
        if (cell.value is None or cell.value == "") and cell.formula is None and corner in self.grid.merged:
            at, cell = self._under_merge(slot, cell)
        if cell is BLANK:
            return self._read_once(slot, cell, own)
        notes = [] if at == corner else [self._misplaced(slot, a1(*at))]
        cell, uncached = self._calculated(cell, at)
        if uncached and _given(slot):
            notes.append(self._note(slot, "C05"))
        value, more = self._read_once(slot, cell, own)
        return value, (*notes, *more)

    def _read_once(self, slot: Slot, cell: Cell, own: str) -> tuple[Value, tuple[Finding, ...]]:
        key = id(slot), id(cell), own, slot.path in self.inline, self.unit
        known = self.alike.get(key)
        if known is not None and known[0] is slot and known[1] is cell:
            return known[2], ()
        value, findings = self._read(slot, cell, own)
        if not findings:
            self.alike[key] = slot, cell, value
        return value, findings

    def _under_merge(self, slot: Slot, cell: Cell) -> tuple[tuple[int, int], Cell]:
        """The first value that stands under a merged range whose corner is blank."""
        for position in slot.area.positions():
            there = self.grid.cells.get(position)
            if there is not None and there.value not in (None, ""):
                return position, there
        return slot.area.corner, cell

    def _misplaced(self, slot: Slot, cell: str) -> Finding:
        return self._note(slot, "C06", cell=cell, expected=slot.cell, related=(slot.cell,))

    def _calculated(self, cell: Cell, at: tuple[int, int]) -> tuple[Cell, bool]:
        """The cell with its formula's value, and whether that cannot be told."""
        if cell.formula is None or cell.cached:
            return cell, False
        if _EQUALS.fullmatch(cell.formula):
            return Cell(f"={cell.formula}"), False
        value = self.evaluate(self.grid.name, cell, at)
        return replace(cell, value=value), value is None

    def _read(self, slot: Slot, cell: Cell, own: str) -> tuple[Value, tuple[Finding, ...]]:
        raw = shown(cell, date1904=self.unit.date1904)
        if raw is None:
            return Value(slot, stored=cell.value, formula=cell.formula), ()
        if isinstance(cell.value, ErrorValue):
            error = (self._note(slot, "C14", found=raw),) if _given(slot) else ()
            return Value(slot, raw, None, cell.value, cell.formula), error
        part = _inner(slot, raw, inline=slot.path in self.inline)
        if part is not None:
            return self._part(slot, cell, part)
        found = self._with_unit(slot, cell, raw, own) or self._meaning(slot, cell, raw)
        if found.blank:
            return Value(slot, stored=cell.value, formula=cell.formula), self._findings(slot, found)
        return Value(slot, raw, found.value, cell.value, cell.formula, found.places), self._findings(slot, found)

    def _with_unit(self, slot: Slot, cell: Cell, raw: str, own: str) -> Meaning | None:
        """A target or an actual figure typed with the unit of its row: 26场 where the unit is 场."""
        text = raw.strip()
        if slot.kind != "target" or not own or not isinstance(cell.value, str) or not text.endswith(own):
            return None
        found = self._meaning(slot, Cell(text.removesuffix(own)), text.removesuffix(own))
        if not isinstance(found.value, Decimal):
            return None
        return replace(found, notes=tuple((id, variant, {**told, "found": text}) for id, variant, told in found.notes))

    def _meaning(self, slot: Slot, cell: Cell, raw: str) -> Meaning:
        found = meaning(slot.kind, cell, raw, self.unit)
        return chosen(found, slot.field.choices) if slot.field.choices and slot.field.key in self.decisive else found

    def _part(self, slot: Slot, cell: Cell, part: str) -> tuple[Value, tuple[Finding, ...]]:
        """A value that shares its cell with other text: a label, or the words of a pattern."""
        found = self._meaning(slot, Cell(part), part) if part else _MEANING_NOTHING
        if found.blank:
            return Value(slot, formula=cell.formula), ()
        stored: Scalar = found.value if isinstance(found.value, str) else part
        if isinstance(found.value, Decimal):
            stored = found.value * self.unit.scale if slot.kind == "amount" else found.value
        notes = () if slot.field.pattern and found.value is not None else self._findings(slot, found)
        return Value(slot, part, found.value, stored, cell.formula, found.places), notes

    def _findings(self, slot: Slot, found: Meaning) -> tuple[Finding, ...]:
        if not found.notes or not _given(slot):
            return ()
        return tuple(self._note(slot, id, variant=variant, **figures) for id, variant, figures in found.notes)

    def _note(self, slot: Slot, id: str, *, variant: str = "", cell: str | None = None, **figures: Any) -> Finding:
        return finding(
            id, self.grid.name, cell or slot.cell, variant=variant, path=slot.path, label=slot.label, **figures
        )


def _given(slot: Slot) -> bool:
    """Whether a person may give this value, so that what stands there matters."""
    return slot.role != COMPUTED or slot.field.input_when is not None


def _inner(slot: Slot, raw: str, *, inline: bool) -> str | None:
    """The value inside a pattern, behind the label and its colon, or a title's year; None where it has the cell to itself."""
    part = inside(slot.field.pattern, raw) if slot.field.pattern else None
    if part is None and inline:
        pair = own_value(raw)
        part = pair[1] if pair else raw
    if part is None and slot.field.kind == "year" and slot.field.pattern:
        part = stated_year(raw)
    return part


def inline_paths(found: Found) -> frozenset[str]:
    """The paths whose value stands in their label's own cell."""
    return frozenset(note.path for note in found.notes if note.id == "C12" and note.path)
