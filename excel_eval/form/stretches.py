"""Where each section of a form lies on a sheet: titles, header rows and side labels, in whatever order they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from excel_eval.form.headers import Header, headers
from excel_eval.form.vocabulary import Words
from excel_eval.form.words import SheetWords
from excel_eval.grid import Area, Position


@dataclass(frozen=True)
class Stretches:
    """Titles (or side labels) and header rows by section, and the rows that belong to each."""

    titles: Mapping[str, Area]
    headers: Mapping[str, tuple[int, Header]]
    rows: Mapping[str, range]


def stretches(sheet: SheetWords) -> Stretches:
    """The anchors of all sections, and for each anchored one the rows up to the next."""
    found = headers(sheet, _title_rows(sheet))
    titles = _titles(sheet, found)
    starts: dict[str, int] = {}
    for words in sheet.vocabulary.sections:
        key = words.section.key
        rows = [titles[key].top] if key in titles else []
        rows += [found[key][0]] if key in found else []
        if rows:
            starts[key] = min(rows)
    ends = [*sorted(set(starts.values())), sheet.last[0] + 1]
    return Stretches(titles, found, {key: range(row, ends[ends.index(row) + 1]) for key, row in starts.items()})


def _title_rows(sheet: SheetWords) -> dict[str, list[int]]:
    return {
        words.section.key: [position[0] for position in _candidates(sheet, words)]
        for words in sheet.vocabulary.sections
    }


def _candidates(sheet: SheetWords, words: Words) -> list[Position]:
    """Cells that may be a section's title or side label: wide ones, tall ones, and such as stand first in their row."""
    found = [position for word in words.titles for position in sheet.known.get(word, ())]
    return sorted(position for position in found if _stands_out(sheet, position))


def _stands_out(sheet: SheetWords, position: Position) -> bool:
    area = sheet.grid.block(*position)
    columns = sheet.columns_by_row.get(position[0], ())
    return area.top != area.bottom or columns[:1] == (position[1],)


def _titles(sheet: SheetWords, found: Mapping[str, tuple[int, Header]]) -> dict[str, Area]:
    """The title of each section: nearest above its header row, or beside it; the first where it has no header."""
    rows = sorted(row for row, _ in found.values())
    chosen: dict[str, Area] = {}
    for words in sheet.vocabulary.sections:
        key = words.section.key
        areas = [sheet.grid.block(*position) for position in _candidates(sheet, words)]
        if key in found:
            row = found[key][0]
            before = max((other for other in rows if other < row), default=0)
            areas = [a for a in areas if before < a.top <= row or a.top <= row <= a.bottom][-1:]
        else:
            areas = [area for area in areas if not _is_header(found, area)]
        if areas:
            chosen[key] = areas[0]
    return chosen


def _is_header(found: Mapping[str, tuple[int, Header]], area: Area) -> bool:
    return any(area in header.values() for _, header in found.values())
