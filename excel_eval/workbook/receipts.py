"""The receipt of a fill: which cells changed, old → new and why; and taking a fill in place back, byte for byte."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from excel_eval.errors import InputError
from excel_eval.ooxml.atomic import replace_file
from excel_eval.workbook.writeback import Change

SUFFIX = ".receipt.json"




def receipt_path(output: Path) -> Path:
    """Where the receipt of an output lies."""
    return output.with_name(output.name + SUFFIX)


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def described(change: Change) -> dict[str, Any]:
    """A change as JSON tells it."""
    formula = f"={change.formula}" if change.formula else None
    return {
        "sheet": change.sheet,
        "cell": change.cell,
        "path": change.path,
        "old": change.old,
        "new": change.new,
        "formula": formula,
        "reason": change.reason,
    }


def write_receipt(output: Path, source: Path, changes: Sequence[Change], backup: Path | None, now: datetime) -> Path:
    """Write the receipt beside the output and return its path."""
    content = {
        "version": 1,
        "made": now.isoformat(timespec="seconds"),
        "source": source.name,
        "output": output.name,
        "sha256": digest(output),
        "backup": backup.name if backup else None,
        "changes": [described(change) for change in changes],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    target = receipt_path(output)
    replace_file(target, lambda file: _write(file, text))
    return target


def _write(file: BinaryIO, text: str) -> None:
    file.write(text.encode(errors="backslashreplace"))  # a name that is no UTF-8, as JSON escapes it


def backup(path: Path, now: datetime) -> Path:
    """A dated copy of a file beside it, never over an earlier one."""
    stamp = now.strftime("%Y%m%d-%H%M%S")
    number = 0
    while True:
        number += 1
        tail = f"-{number}" if number > 1 else ""
        copy = path.with_name(f"{path.stem}-备份-{stamp}{tail}{path.suffix}")
        if not copy.exists():
            break
    replace_file(copy, lambda file: _copy(path, file))
    return copy


def _copy(path: Path, file: BinaryIO) -> None:
    with path.open("rb") as source:
        shutil.copyfileobj(source, file)


def undo(path: Path) -> Path:
    """Put the backup of the last fill in place back, byte for byte; the backup's path is returned.

    InputError when there is no receipt, no backup, or the file was changed since it was filled.
    """
    receipt = receipt_path(path)
    try:
        content = json.loads(receipt.read_text(encoding="utf-8"))
        kept, known = content["backup"], content["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError("files.no_receipt", file=path.name, receipt=receipt.name) from None
    if not kept or Path(kept).name != kept or not path.with_name(kept).is_file():
        raise InputError("files.no_backup", file=path.name)
    if not path.is_file() or digest(path) != known:
        raise InputError("files.changed_since", file=path.name, backup=kept)
    copy = path.with_name(kept)
    replace_file(path, lambda file: _copy(copy, file))
    receipt.unlink()
    return copy
