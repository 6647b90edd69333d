"""Names of the files beside a workbook (output, backup, receipt, lock), never longer than a file system takes."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

LONGEST = 255
"""Bytes that a name may have on every usual file system."""
_RECEIPT = ".receipt.json"


def beside(path: Path, tail: str, suffix: str | None = None) -> Path:
    """`stem + tail + suffix` in the folder of a workbook; its own suffix where none is given."""
    return path.with_name(fitted(path.stem, tail + (path.suffix if suffix is None else suffix)))


def receipt_path(output: Path) -> Path:
    """Where the receipt of an output lies: beside the file itself, also when it is named by a link."""
    return _real(output).with_name(fitted(_real(output).name, _RECEIPT))


def lock_path(target: Path) -> Path:
    """The lock file of a workbook, the same by whatever link it is named."""
    real = _real(target)
    return real.with_name("." + fitted(real.name, ".excel-eval.lock", LONGEST - 1))


def backup_path(path: Path, stamp: str) -> Path:
    """The first free name for a dated copy of a workbook, beside it."""
    real, number = _real(path), 1
    while True:
        copy = beside(real, f"-备份-{stamp}" + (f"-{number}" if number > 1 else ""))
        if not copy.exists():
            return copy
        number += 1


def file_stamp(path: Path) -> tuple[int, int, int] | None:
    """What tells one state of a file from the next without reading it; None for what is no file."""
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_ino, told.st_size, told.st_mtime_ns


def _real(path: Path) -> Path:
    return path.resolve() if path.is_symlink() else path


def fitted(stem: str, tail: str, longest: int = LONGEST) -> str:
    """`stem + tail`, the stem cut and told apart by a few hexadecimal digits where the name would be too long."""
    if _length(stem + tail) <= longest:
        return stem + tail
    tail = "~" + hashlib.sha256(os.fsencode(stem)).hexdigest()[:8] + tail
    while stem and _length(stem + tail) > longest:
        stem = stem[:-1]
    return stem + tail


def _length(name: str) -> int:
    return len(os.fsencode(name))
