"""What filling put in the place of something a person had typed: listed in 核对结果, and kept there by later fills."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from excel_eval.book import Book, Value
from excel_eval.findings import Finding
from excel_eval.grid import position
from excel_eval.messages import text
from excel_eval.workbook.writeback import Change, same


@dataclass(frozen=True, slots=True)
class Correction:
    """One cell: what stood there, what stands there now, both as a person sees them, and the rule that asked for it."""

    rule: str
    sheet: str
    cell: str
    label: str
    message: str
    old: str
    new: str


def corrections(
    earlier: Iterable[Correction], before: Book, after: Book, made: Sequence[Change], mended: Sequence[Finding]
) -> tuple[Correction, ...]:
    """The corrections of this fill, and those of earlier ones whose cells still hold what was put there.

    `mended` are the findings that held before and do not hold now; changes and findings are at the cells of `after`.
    Sentences of ours that a later fill writes anew are no corrections, nor are results where formulas cannot be read.
    """
    now = {(sheet.sheet, value.cell): value for sheet in after.sheets for value in sheet.values.values()}
    pairs = zip(before.sheets, after.sheets, strict=True)
    was = {(new.sheet, path): value for old, new in pairs for path, value in old.values.items()}
    told = {(each.sheet, each.cell): each for each in reversed(mended)}
    found = {(each.sheet, each.cell): each for each in earlier if _stands(each, now.get((each.sheet, each.cell)))}
    first = not any(grid.made_here for grid in after.grids.values())
    ours = {"formula": not before.patched, "narrative": not first}
    for change in made:
        place = change.sheet, change.cell
        if change.old is not None and (place in told or not ours.get(change.reason)):
            correction = _correction(change, was[change.sheet, change.path], now[place], told.get(place))
            found |= {place: correction} if correction else {}
    rank = {name: index for index, name in enumerate(after.grids)}
    return tuple(sorted(found.values(), key=lambda each: (rank.get(each.sheet, len(rank)), position(each.cell))))


def _stands(correction: Correction, value: Value | None) -> bool:
    return value is not None and (value.raw or "") == correction.new


def _correction(change: Change, was: Value, now: Value, told: Finding | None) -> Correction | None:
    """The change as a correction, where something of a person's own went, or a finding with it."""
    if told is None and change.reason != "C01" and (was.raw == now.raw or same(was.value, now.value)):
        return None
    words = told.message if told else text(f"report.corrected_{change.reason.lower()}")
    rule = told.rule if told else ""
    return Correction(rule, change.sheet, change.cell, now.slot.label, words, change.old or "", now.raw or "")
