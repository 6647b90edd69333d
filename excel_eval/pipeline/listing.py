"""Which workbooks an input means: a file, or those in a folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from excel_eval.errors import InputError

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods")
_OUTPUT = "-评价"


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
    made = path.stem.endswith(_OUTPUT) or "-备份-" in path.stem
    return path.is_file() and path.suffix.lower() in SUFFIXES and not path.name.startswith(("~$", ".")) and not made
