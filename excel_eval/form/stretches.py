"""Where each section of a form lies on a sheet: titles, header rows and side labels, in whatever order they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from excel_eval.form.vocabulary import Words
from excel_eval.form.words import SheetWords
from excel_eval.grid import Area, Position

Header = dict[str, Area]
"""The header cells of a table: column key → block."""


@dataclass(frozen=True)
class Stretches:
    """Titles (or side labels) and header rows by section, and the rows that belong to each."""

    titles: Mapping[str, Area]
    headers: Mapping[str, tuple[int, Header]]
    rows: Mapping[str, range]


def stretches(sheet: SheetWords) -> Stretches:
    """The anchors of all sections, and for each anchored one the rows up to the next."""
    headers = _headers(sheet)
    titles = _titles(sheet, headers)
    starts: dict[str, int] = {}
    for words in sheet.vocabulary.sections:
        key = words.section.key
        rows = [titles[key].top] if key in titles else []
        rows += [headers[key][0]] if key in headers else []
        if rows:
            starts[key] = min(rows)
    ends = [*sorted(set(starts.values())), sheet.last[0] + 1]
    return Stretches(titles, headers, {key: range(row, ends[ends.index(row) + 1]) for key, row in starts.items()})


def _headers(sheet: SheetWords) -> dict[str, tuple[int, Header]]:
    """A row for each table: that with most of its labels; no row serves two tables."""
    hits: dict[tuple[str, int], set[str]] = {}
    for word, found in sheet.vocabulary.columns.items():
        for position in sheet.known.get(word, ()):
            area = sheet.grid.block(*position)
            for section, key in found:
                for row in range(area.top, min(area.bottom, area.top + 3) + 1):
                    hits.setdefault((section, row), set()).add(key)
    titled = _title_rows(sheet)
    ranked = sorted(hits, key=lambda hit: (-len(hits[hit]) - _near_title(titled, *hit), hit[1]))
    chosen: dict[str, tuple[int, Header]] = {}
    used: set[int] = set()
    for section, row in ranked:
        words = sheet.vocabulary.of(section)
        enough = min(2, len(set(words.columns.values())))
        if section not in chosen and row not in used and len(hits[section, row]) >= enough:
            chosen[section] = row, _header(sheet, words, row)
            used.add(row)
    return chosen


def _header(sheet: SheetWords, words: Words, row: int) -> Header:
    """The header cells in a row, those merged down into it included; labels beat aliases, the first beats others."""
    cells = [
        (word not in words.primary, area.left, area, key)
        for word, key in words.columns.items()
        for area in (sheet.grid.block(*position) for position in sheet.known.get(word, ()))
        if area.top <= row <= area.bottom
    ]
    header: Header = {}
    for _, _, area, key in sorted(cells):
        if area not in header.values():
            header.setdefault(key, area)
    return header


def _title_rows(sheet: SheetWords) -> dict[str, list[int]]:
    return {
        words.section.key: [position[0] for position in _candidates(sheet, words)]
        for words in sheet.vocabulary.sections
    }


def _near_title(titled: Mapping[str, list[int]], section: str, row: int) -> float:
    """Half a label more for a row that stands right under its own title."""
    own = max((r for r in titled[section] if r <= row), default=0)
    other = max((r for key, rows in titled.items() if key != section for r in rows if r < row), default=0)
    return 0.5 if own and own >= other else 0.0


def _candidates(sheet: SheetWords, words: Words) -> list[Position]:
    """Cells that may be a section's title or side label: wide ones, tall ones, and such as stand first in their row."""
    found = [position for word in words.titles for position in sheet.known.get(word, ())]
    return sorted(position for position in found if _stands_out(sheet, position))


def _stands_out(sheet: SheetWords, position: Position) -> bool:
    area = sheet.grid.block(*position)
    columns = sheet.columns_by_row.get(position[0], ())
    return area.top != area.bottom or columns[:1] == (position[1],)


def _titles(sheet: SheetWords, headers: Mapping[str, tuple[int, Header]]) -> dict[str, Area]:
    """The title of each section: nearest above its header row, or beside it; the first where it has no header."""
    rows = sorted(row for row, _ in headers.values())
    chosen: dict[str, Area] = {}
    for words in sheet.vocabulary.sections:
        key = words.section.key
        areas = [sheet.grid.block(*position) for position in _candidates(sheet, words)]
        if key in headers:
            row = headers[key][0]
            before = max((other for other in rows if other < row), default=0)
            areas = [a for a in areas if before < a.top <= row or a.top <= row <= a.bottom][-1:]
        else:
            areas = [area for area in areas if not _is_header(headers, area)]
        if areas:
            chosen[key] = areas[0]
    return chosen


def _is_header(headers: Mapping[str, tuple[int, Header]], area: Area) -> bool:
    return any(area in header.values() for _, header in headers.values())
