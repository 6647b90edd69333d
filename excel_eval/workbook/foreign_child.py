"""The child process that parses a foreign workbook under limits and prints its cells as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

MEMORY = 1 << 30
SECONDS = 15
MAX_CELLS = 500_000
MAX_POSITIONS = 5_000_000
MAX_MERGES = 100_000
_EPOCH = datetime(1899, 12, 30)
_DAY = 86_400


def main(path: str) -> None:
    """Print the sheets of a workbook, or an error code with what the parser said."""
    _limit()
    try:
        answer: dict[str, Any] = {"sheets": list(_sheets(path))}
    except MemoryError:
        answer = {"error": "large"}
    except BaseException as error:
        protected = "password" in f"{type(error).__name__} {error}".lower()
        large = isinstance(error, _TooLargeError)
        answer = {"error": "protected" if protected else "large" if large else "damaged", "detail": str(error)[:200]}
    sys.stdout.write(json.dumps(answer))


class _TooLargeError(Exception):
    """More cells than any filled-in form has."""


def _limit() -> None:
    """Bound the memory and the time of this process, where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _sheets(path: str) -> Iterator[dict[str, Any]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_path(path)
    cells = positions = 0
    for entry in workbook.sheets_metadata:
        if entry.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(entry.name)
        positions += sheet.height * sheet.width
        if positions > MAX_POSITIONS:
            raise _TooLargeError(entry.name)
        found = list(_cells(sheet))
        cells += len(found)
        if cells > MAX_CELLS:
            raise _TooLargeError(entry.name)
        hidden = entry.visible != SheetVisibleEnum.Visible
        yield {"name": entry.name, "hidden": hidden, "cells": found, "merges": _merges(sheet)}


def _cells(sheet: Any) -> Iterator[tuple[int, int, str, Any]]:
    """Every cell that holds something as (row, column, kind, value), counted from 1."""
    top, left = sheet.start or (0, 0)
    for row, line in enumerate(sheet.to_python(skip_empty_area=True), top + 1):
        for column, value in enumerate(line, left + 1):
            if value != "":
                kind, plain = _plain(value)
                yield row, column, kind, plain


def _plain(value: object) -> tuple[str, Any]:
    """A value as JSON holds it: numbers as their digits, days and times as Excel's day number."""
    if isinstance(value, bool):
        return "b", value
    if isinstance(value, int | float):
        return "n", repr(value)
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return "d" if midnight else "t", _serial(value)
    if isinstance(value, date):
        return "d", _serial(datetime(value.year, value.month, value.day))
    if isinstance(value, time):
        return "h", repr((value.hour * 3600 + value.minute * 60 + value.second) / _DAY)
    if isinstance(value, timedelta):
        return "h", repr(value.total_seconds() / _DAY)
    return "s", str(value)


def _serial(moment: datetime) -> str:
    passed = moment - _EPOCH
    return repr(passed.days + round(passed.seconds / _DAY, 10)) if passed.seconds else str(passed.days)


def _merges(sheet: Any) -> list[tuple[int, int, int, int]]:
    """Merged ranges as (top, left, bottom, right) counted from 1; some formats do not tell them."""
    ranges = sheet.merged_cell_ranges or []
    if len(ranges) > MAX_MERGES:
        raise _TooLargeError(sheet.name)
    return [(r1 + 1, c1 + 1, r2 + 1, c2 + 1) for (r1, c1), (r2, c2) in ranges]


if __name__ == "__main__":
    main(sys.argv[1])
