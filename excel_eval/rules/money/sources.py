"""The sources of funds on a sheet: those of the form, and further rows that add to the total or break a source down."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from excel_eval.book import ProjectSheet
from excel_eval.rules.amounts import number, rounding
from excel_eval.rules.settings import Settings

COLUMNS = ("initial", "budget", "executed")
_NAMED = ("appropriation", "carryover", "other")
_MOST = 5
"""Of so many further rows every choice is tried, of more all or none."""


def lines(sheet: ProjectSheet) -> tuple[str, ...]:
    """Every row of the funds: the total, the form's sources, and the further ones that the sheet has."""
    return ("total", *_NAMED, *_further(sheet))


def sums(sheet: ProjectSheet, settings: Settings) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Which rows add up to which: the sources to the total, and the rows that break a source down to that source."""
    adding = sources(sheet, settings)
    yield "total", adding
    detail = [line for line in _further(sheet) if line not in adding]
    if detail:
        below = _by_source(sheet, detail)
        yield from ((line, rows) for line, rows in below.items() if _breaks_down(sheet, line, rows, settings))


def sources(sheet: ProjectSheet, settings: Settings) -> tuple[str, ...]:
    """The rows that add up to the total.

    A further row is a source beside the form's (单位资金, 财政专户管理资金), or only breaks one down (其中：中央补助): what
    holds in most columns is what the sheet means, and all of them count where that says nothing.
    """
    every = _further(sheet)
    if not every:
        return _NAMED
    return (*_NAMED, *max(_choices(every), key=lambda chosen: _columns_that_hold(sheet, chosen, settings)))


def _by_source(sheet: ProjectSheet, detail: list[str]) -> dict[str, tuple[str, ...]]:
    """The rows of detail that stand right below each source."""
    tops = {line: value.slot.area.top for line in lines(sheet) if (value := sheet.values.get(f"funds.{line}.budget"))}
    found: dict[str, tuple[str, ...]] = {}
    source = ""
    for line in sorted(tops, key=tops.__getitem__):
        if line not in detail:
            source = line
        elif source:
            found[source] = (*found.get(source, ()), line)
    return found


def _breaks_down(sheet: ProjectSheet, line: str, rows: tuple[str, ...], settings: Settings) -> bool:
    """Whether rows add up to a source in most of the columns that have both."""
    both = [column for column in COLUMNS if number(sheet, f"funds.{line}.{column}") and _any(sheet, column, rows)]
    return 2 * sum(add_up(sheet, column, line, rows, settings) for column in both) > len(both)


def _any(sheet: ProjectSheet, column: str, rows: tuple[str, ...]) -> bool:
    return any(number(sheet, f"funds.{row}.{column}") for row in rows)


def _further(sheet: ProjectSheet) -> tuple[str, ...]:
    return tuple(f"further[{index}]" for index in range(len(sheet.project.funds.further)))


def _choices(further: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Which of the further rows may count, all of them first."""
    for size in range(len(further), -1, -1):
        if len(further) <= _MOST or size in (0, len(further)):
            yield from combinations(further, size)


def _columns_that_hold(sheet: ProjectSheet, chosen: tuple[str, ...], settings: Settings) -> int:
    return sum(add_up(sheet, column, "total", (*_NAMED, *chosen), settings) for column in COLUMNS)


def add_up(sheet: ProjectSheet, column: str, line: str, rows: tuple[str, ...], settings: Settings) -> bool:
    """Whether rows of the funds add up to an amount that a line of them states."""
    paths = [f"funds.{each}.{column}" for each in (line, *rows)]
    figures = {path: found for path in paths if (found := number(sheet, path)) is not None}
    total = figures.get(paths[0])
    if total is None or len(figures) == 1:
        return False
    return abs(2 * total - sum(figures.values(), Decimal(0))) <= rounding(sheet, figures, settings)
