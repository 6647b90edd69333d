"""Which workbooks an input means: a file, or those in a folder."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from excel_eval.errors import InputError

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods")
_OUTPUT = re.compile(r"(.{1,255})-评价(?: \([0-9]{1,2}\))?")
_BACKUP = re.compile(r"-备份-[0-9]{8}-[0-9]{6}(?:-[0-9]{1,9})?\Z")


def workbooks_of(inputs: Iterable[Path]) -> tuple[Path, ...]:
    """Every workbook meant, in order, each once. Of a folder: its workbooks, without owner files, outputs and backups.

    What does not exist is left in the list, for reading to tell of. InputError for a folder without workbooks.
    """
    found: dict[Path, None] = {}
    for path in inputs:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if _is_input(p))
            if not inside:
                raise InputError("files.empty_folder", file=str(path))
            found.update(dict.fromkeys(inside))
        else:
            found[path] = None
    return tuple(found)


def _is_input(path: Path) -> bool:
    """Whether a file of a folder is a workbook that somebody fills in; an output is one whose input lies beside it."""
    if not path.is_file() or path.suffix.lower() not in SUFFIXES or path.name.startswith(("~$", ".")):
        return False
    output = _OUTPUT.fullmatch(path.stem)
    made = output and any(path.with_name(output[1] + suffix).exists() for suffix in SUFFIXES)
    return not made and not _BACKUP.search(path.stem)
