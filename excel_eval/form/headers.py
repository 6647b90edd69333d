"""The header rows of a sheet's tables: the cells that have the words of their columns, or those words among others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from excel_eval.form.vocabulary import Words
from excel_eval.form.words import SheetWords
from excel_eval.grid import Area

Header = dict[str, Area]
"""The header cells of a table: column key → block."""
_LONGEST = 24
"""A longer text is no header."""
_BRACKETS = re.compile(r"\([^()]{0,24}\)")
_Hits = dict[tuple[str, int], set[str]]
"""The columns of a section that have a header cell in a row, by section and row."""


def headers(sheet: SheetWords, titled: Mapping[str, list[int]]) -> dict[str, tuple[int, Header]]:
    """A row for each table: that with most of its labels; no row serves two tables. `titled`: the rows of its titles.

    Only where a table has neither a title nor one header cell as it should be, all rows are looked through for it.
    """
    exact = _hits(sheet)
    chosen = _best(sheet, exact, _either(sheet, exact, {*exact, *_pairs(titled)}), titled)
    lacking = [words.section.key for words in sheet.vocabulary.sections if words.columns and words.section.key not in chosen]
    if not lacking:
        return chosen
    taken = {row for row, _ in chosen.values()}
    anywhere = _either(sheet, {}, {(key, row) for key in lacking for row in sheet.columns_by_row if row not in taken})
    return chosen | _best(sheet, {}, anywhere, titled)


def _pairs(rows: Mapping[str, list[int]]) -> Iterator[tuple[str, int]]:
    return ((section, row) for section, each in rows.items() for row in each)


def _best(
    sheet: SheetWords, exact: _Hits, either: _Hits, titled: Mapping[str, list[int]]
) -> dict[str, tuple[int, Header]]:
    """The row for each section that has most of its header cells, those as they should be counting most."""

    def order(hit: tuple[str, int]) -> tuple[float, int]:
        return -len(exact.get(hit, ())) - len(either[hit]) / 2 - _near_title(titled, *hit), hit[1]

    chosen: dict[str, tuple[int, Header]] = {}
    used: set[int] = set()
    for section, row in sorted(either, key=order):
        words = sheet.vocabulary.of(section)
        enough = min(2, len(set(words.columns.values())))
        if section not in chosen and row not in used and len(either[section, row]) >= enough:
            chosen[section] = row, _with_reworded(sheet, words, row, _header(sheet, words, row))
            used.add(row)
    return chosen


def _hits(sheet: SheetWords) -> _Hits:
    hits: _Hits = {}
    for word, found in sheet.vocabulary.columns.items():
        for position in sheet.known.get(word, ()):
            area = sheet.grid.block(*position)
            for section, key in found:
                for row in range(area.top, min(area.bottom, area.top + 3) + 1):
                    hits.setdefault((section, row), set()).add(key)
    return hits


def _either(sheet: SheetWords, exact: _Hits, rows: Iterable[tuple[str, int]]) -> _Hits:
    """The columns with a header cell, reworded ones included; where all are reworded it takes most of the table's."""
    either: _Hits = {}
    for section, row in rows:
        words, keys = sheet.vocabulary.of(section), exact.get((section, row), set())
        reworded = {key for _, key in _reworded(sheet, words, row, mostly=True)} - keys
        if keys or len(reworded) * 2 > len(set(words.columns.values())):
            either[section, row] = keys | reworded
    return either


def _header(sheet: SheetWords, words: Words, row: int) -> Header:
    """The header cells in a row, those merged down into it included; labels beat aliases, the first beats others."""
    cells = [
        (word not in words.primary, area.left, area, key)
        for word, key in words.columns.items()
        for area in (sheet.grid.block(*position) for position in sheet.known.get(word, ()))
        if area.top <= row <= area.bottom and not over_labels(sheet, words, area)
    ]
    header: Header = {}
    for _, _, area, key in sorted(cells):
        if area not in header.values():
            header.setdefault(key, area)
    return header


def _with_reworded(sheet: SheetWords, words: Words, row: int, header: Header) -> Header:
    """The header with the reworded cells of columns that have no other, from left."""
    for area, key in _reworded(sheet, words, row):
        header.setdefault(key, area)
    return header


def _reworded(sheet: SheetWords, words: Words, row: int, *, mostly: bool = False) -> Iterator[tuple[Area, str]]:
    """Header cells that hold a column's word among others (自评得分), none that is a word of the form itself.

    `mostly`: that word must be half of the cell, brackets aside, as it is in a header rather than beneath one.
    """
    for area in sheet.row_blocks(row):
        text = sheet.words.get(area.corner, "")
        found = None if text in sheet.vocabulary.all or len(text) > _LONGEST else words.column_within(text)
        if found and not over_labels(sheet, words, area) and (not mostly or len(found[0]) * 2 >= len(_BRACKETS.sub("", text))):
            yield area, found[1]


def over_labels(sheet: SheetWords, words: Words, area: Area) -> bool:
    """Whether a cell heads the labels of a named table's rows (年度预算数 over 总额, 财政资金), whatever its own words are."""
    below = sheet.below(area) if words.rows else None
    return below is not None and sheet.words.get(below.corner) in words.rows


def _near_title(titled: Mapping[str, list[int]], section: str, row: int) -> float:
    """Half a label more for a row that stands right under its own title."""
    own = max((r for r in titled[section] if r <= row), default=0)
    other = max((r for key, rows in titled.items() if key != section for r in rows if r < row), default=0)
    return 0.5 if own and own >= other else 0.0
