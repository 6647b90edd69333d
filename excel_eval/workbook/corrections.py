"""What filling put in the place of something a person had typed: listed in 核对结果, and kept there by later fills."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from excel_eval.book import Book, Value
from excel_eval.findings import Finding
from excel_eval.grid import position
from excel_eval.messages import text
from excel_eval.workbook.writeback import Change


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
    earlier: Iterable[Correction], after: Book, made: Sequence[Change], mended: Sequence[Finding]
) -> tuple[Correction, ...]:
    """The corrections of this fill, and those of earlier ones whose cells still hold what was put there.

    `after` is the workbook as filled, `mended` are the findings that held before and do not hold now. Sentences of ours
    that a later fill writes anew are no corrections.
    """
    now = {(sheet.sheet, value.cell): value for sheet in after.sheets for value in sheet.values.values()}
    found = {(each.sheet, each.cell): each for each in earlier if _stands(each, now.get((each.sheet, each.cell)))}
    first = not any(grid.made_here for grid in after.grids.values())
    for change in made:
        value = now.get((change.sheet, change.cell))
        if value is not None and change.old is not None and (first or change.reason != "narrative"):
            found |= {(each.sheet, each.cell): each for each in _correction(change, value, mended)}
    rank = {name: index for index, name in enumerate(after.grids)}
    return tuple(sorted(found.values(), key=lambda each: (rank.get(each.sheet, len(rank)), position(each.cell))))


def _stands(correction: Correction, value: Value | None) -> bool:
    return value is not None and (value.raw or "") == correction.new


def _correction(change: Change, value: Value, mended: Iterable[Finding]) -> Iterator[Correction]:
    """The change as a correction, where a person's own content went or a finding with it."""
    told = next((f for f in mended if f.sheet == change.sheet and f.cell == change.cell), None)
    old, new = change.old or "", value.raw or ""
    if told is not None or old != new:
        words = told.message if told else text(f"report.corrected_{change.reason.lower()}")
        yield Correction(told.rule if told else "", change.sheet, change.cell, value.slot.label, words, old, new)
