"""Values of xls, et, xlsb and ods, parsed in a child process: a parser that dies or hangs takes nothing with it."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from excel_eval.errors import InputError
from excel_eval.grid import Area, Cell, Grid, Scalar
from excel_eval.numbers import cell_number

CHILD = Path(__file__).with_name("foreign_child.py")
SECONDS = 20
_FORMATS = {"d": "yyyy-mm-dd", "t": "yyyy-mm-dd hh:mm:ss", "h": "hh:mm:ss"}
"""The number formats of what the parser gives as a day, a moment or a time."""


def foreign_grids(path: Path, kind: str) -> dict[str, Grid]:
    """Every worksheet's values by name; InputError for a file that is damaged, protected, too large or too slow."""
    answer = _asked(path, kind)
    if "error" in answer:
        raise InputError(f"foreign.{answer['error']}", file=path.name, kind=kind)
    return {sheet["name"]: _grid(sheet) for sheet in answer["sheets"]}


def _asked(path: Path, kind: str) -> dict[str, Any]:
    """What the child process says about a file."""
    command = [sys.executable, "-P", str(CHILD), str(path.resolve()), kind]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise InputError("foreign.slow", file=path.name, kind=kind, seconds=SECONDS) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise InputError("foreign.died", file=path.name, kind=kind) from None
    return answer if isinstance(answer, dict) else {"error": "died"}


def _grid(sheet: dict[str, Any]) -> Grid:
    cells = {(row, column): _cell(kind, value) for row, column, kind, value in sheet["cells"]}
    merges = tuple(sorted(Area(*merge) for merge in sheet["merges"]))
    return Grid(sheet["name"], cells, merges, hidden=sheet["hidden"])


def _cell(kind: str, value: Any) -> Cell:
    if kind == "s":
        return Cell(str(value))
    if kind == "b":
        return Cell(bool(value))
    number: Scalar = cell_number(value)
    return Cell(number if isinstance(number, Decimal) else None, format=_FORMATS.get(kind, "General"))
