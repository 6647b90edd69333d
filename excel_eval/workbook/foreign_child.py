"""The child process that parses a foreign workbook under limits and prints its cells as JSON."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from excel_eval.workbook.foreign_merges import Merge

MEMORY = 1 << 29
SECONDS = 15
MAX_CELLS = 500_000
MAX_POSITIONS = 5_000_000
MAX_MERGED = 1_000_000
_EPOCH = datetime(1899, 12, 30)
_DAY = 86_400


def main(path: str, kind: str) -> None:
    """Print the sheets of a workbook, or an error code with what the parser said."""
    _limit()
    try:
        answer: dict[str, Any] = {"sheets": list(_sheets(path, kind))}
    except MemoryError:
        answer = {"error": "large"}
    except BaseException as error:
        protected = "password" in f"{type(error).__name__} {error}".lower()
        large = isinstance(error, _TooLargeError)
        answer = {"error": "protected" if protected else "large" if large else "damaged"}
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


def _sheets(path: str, kind: str) -> Iterator[dict[str, Any]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    from excel_eval.workbook.foreign_merges import merges_of

    # By path the parser trusts the file's name, and tells more of what is wrong; by content it tries every format.
    named = path.lower().endswith(f".{kind}")
    content = io.BytesIO(b"" if named else Path(path).read_bytes())
    workbook = CalamineWorkbook.from_path(path) if named else CalamineWorkbook.from_filelike(content)
    merged = merges_of(path)
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
        yield {"name": entry.name, "hidden": hidden, "cells": found, "merges": _merges(sheet, merged)}


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


def _merges(sheet: Any, merged: dict[str, list[Merge]]) -> list[Merge]:
    """Merged ranges as (top, left, bottom, right) counted from 1."""
    ranges = sheet.merged_cell_ranges
    found = [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in ranges or ()]
    found = found or merged.get(sheet.name, [])
    if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in found) > MAX_MERGED:
        raise _TooLargeError(sheet.name)
    return found


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    main(*sys.argv[1:])
