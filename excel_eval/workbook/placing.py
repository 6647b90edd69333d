"""Putting a filled workbook in its place and taking it back: backup and receipt first, so that no instant loses work."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from excel_eval.book import Book
from excel_eval.errors import InputError
from excel_eval.ooxml.atomic import TargetHeld, replace_file
from excel_eval.workbook.file_names import backup_path, file_stamp, receipt_path
from excel_eval.workbook.locking import locked, owner_file
from excel_eval.workbook.receipts import Receipt, digest, receipt_text, standing

Write = Callable[[BinaryIO], None]
Changes = Callable[[], Sequence[dict[str, Any]]]
"""What the receipt lists, asked for once the workbook is written."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A workbook in its place, with its receipt, and the dated copy of what stood there, if one was kept."""

    output: Path
    receipt: Path | None = None
    backup: Path | None = None


class _Unchanged(Exception):  # noqa: N818 - a signal between two functions here
    """The new file is the old one, byte for byte."""


def place(book: Book, output: Path, write: Write, changes: Changes) -> Placed:
    """Write a filled book to `output`, which may be its source itself, and its receipt just before it takes its place.

    What stood there is kept as a dated copy when it is the source, or when somebody changed it since it was made. A
    fill in place that changes nothing writes nothing. Raises what `replace_file` raises, with everything as it was.
    """
    placing = _Placing(book, output, changes)
    try:
        replace_file(output, write, placing.ready)
    except _Unchanged:
        return Placed(output, standing(output))
    except BaseException as error:
        placing.take_back()
        if isinstance(error, InputError) and file_stamp(placing.source) != placing.stamp:
            raise InputError("files.changed_meanwhile", file=placing.source.name) from error
        raise
    return Placed(output, placing.receipt, placing.backup)


class _Placing:
    def __init__(self, book: Book, output: Path, changes: Changes) -> None:
        self.source, self.stamp = book.source or output, book.stamp
        self.output, self.changes = output, changes
        self.receipt = receipt_path(output)
        self.backup: Path | None = None
        self._after = ""
        self._earlier: bytes | None = None

    def ready(self, new: Path) -> None:
        """Keep what stands at the output, and write the receipt of the file that is about to take its place."""
        before, after = digest(self.source), digest(new)
        in_place = self.output.exists() and self.output.samefile(self.source)
        if in_place and file_stamp(self.source) != self.stamp:
            raise InputError("files.changed_meanwhile", file=self.source.name)
        if in_place and after == before:
            raise _Unchanged
        told = standing(self.output) if self.output.exists() else None
        self._earlier = self.receipt.read_bytes() if self.receipt.is_file() else None
        self._after = after
        if in_place or (self.output.exists() and told is None):
            self.backup = backup_path(self.output, datetime.now().strftime("%Y%m%d-%H%M%S"))
            _keep(self.output, self.backup, told or (self.receipt if self._earlier else None))
        kept = self.backup.name if self.backup and in_place else None
        text = receipt_text(self.source, self.output, Receipt(before, self._after, kept), self.changes())
        _write(self.receipt, text.encode(errors="backslashreplace"))  # a name that is no UTF-8, as JSON escapes it

    def take_back(self) -> None:
        """Make receipt and copies what they were, unless the new file is in its place already."""
        if not self._after:
            return
        with suppress(OSError):
            if self.output.exists() and digest(self.output) == self._after:
                return
            if self._earlier is None:
                self.receipt.unlink(missing_ok=True)
            elif self.receipt.read_bytes() != self._earlier:
                _write(self.receipt, self._earlier)
        if self.backup:
            for path in (self.backup, receipt_path(self.backup)):
                with suppress(OSError):
                    path.unlink(missing_ok=True)


def _keep(path: Path, copy: Path, told: Path | None) -> None:
    """Copy a file, and beside the copy the receipt that tells of it."""
    replace_file(copy, lambda file: _copy(path, file))
    if told:
        replace_file(receipt_path(copy), lambda file: _copy(told, file))


def _copy(path: Path, file: BinaryIO) -> None:
    with path.open("rb") as source:
        shutil.copyfileobj(source, file)


def _write(path: Path, content: bytes) -> None:
    def write(file: BinaryIO) -> None:
        file.write(content)

    replace_file(path, write)


def undo(path: Path) -> Path:
    """Put the backup of the last fill in place back, byte for byte; the backup's path is returned.

    Undoing again goes back by one more fill. InputError when there is no receipt or no backup, when the backup or the
    file was changed since, or while the file is open in another program.
    """
    if not path.is_file():
        raise InputError("files.not_found", file=str(path))
    with locked(path):
        return _undone(path)


def _undone(path: Path) -> Path:
    own = receipt_path(path)
    receipt = Receipt.read(own)
    if receipt is None:
        raise InputError("files.no_receipt", file=path.name, receipt=own.name)
    copy = own.with_name(receipt.backup) if receipt.backup else None
    if copy is None or not copy.is_file():
        raise InputError("files.no_backup", file=path.name)
    if digest(path) not in (receipt.after, receipt.before):
        raise InputError("files.changed_since", file=path.name, backup=copy.name)
    if digest(copy) != receipt.before:
        raise InputError("files.backup_changed", file=path.name, backup=copy.name)
    if owner := owner_file(path):
        raise InputError("files.undo_open", file=path.name, owner=owner.name)
    try:
        replace_file(path, lambda file: _copy(copy, file))
    except TargetHeld:
        raise InputError("files.undo_open", file=path.name, owner=f"~${path.name}") from None
    _step_back(own, receipt_path(copy))
    return copy


def _step_back(own: Path, earlier: Path) -> None:
    """Let the receipt of the fill before the one that was undone stand again."""
    if earlier.is_file():
        os.replace(earlier, own)  # noqa: PTH105 - as in replace_file
    else:
        own.unlink()
