"""One run at a time on one file, by a lock that the system lets go of when a run dies; files open in other programs."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from excel_eval.errors import InputError, reason
from excel_eval.workbook.file_names import LONGEST, beside, lock_path

_PATIENCE = 120.0
_NAMES = 99


@contextmanager
def locked(target: Path, patience: float = _PATIENCE) -> Iterator[None]:
    """Hold `target` for this run; InputError when another run keeps it longer than `patience` seconds."""
    lock = lock_path(target)
    limit = time.monotonic() + patience
    while (handle := _opened(lock)) is None:
        if time.monotonic() > limit:
            raise InputError("files.busy", file=target.name, lock=lock.name)
        time.sleep(0.05)
    try:
        yield
    finally:
        _let_go(lock, handle)


def _opened(lock: Path) -> int | None:
    try:
        return _taken(lock)
    except OSError as error:
        raise InputError("files.unwritable", file=str(lock.parent), reason=reason(error)) from None


if sys.platform == "win32":

    def _taken(lock: Path) -> int | None:
        """A handle that holds the lock, None while another run does: a file that is open cannot be deleted there."""
        with suppress(FileNotFoundError):
            try:
                lock.unlink()
            except PermissionError:
                return None
        try:
            return os.open(lock, os.O_CREAT | os.O_EXCL | os.O_RDWR)
        except (FileExistsError, PermissionError):
            return None

    def _let_go(lock: Path, handle: int) -> None:
        os.close(handle)
        with suppress(OSError):
            lock.unlink()

else:
    import fcntl

    def _taken(lock: Path) -> int | None:
        """A handle that holds the lock, None while another run does or has just let go of it."""
        try:
            handle = os.open(lock, os.O_CREAT | os.O_RDWR, 0o666)
        except PermissionError:
            if not lock.exists():
                raise
            handle = os.open(lock, os.O_RDONLY)  # left behind by another user
        if _holds(handle) and _is(lock, handle):
            return handle
        os.close(handle)
        return None

    def _holds(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system without locks: replacing stays atomic, and that must do
        return True

    def _is(lock: Path, handle: int) -> bool:
        """Whether the lock file is still the one that was opened: whoever lets go of it deletes it."""
        with suppress(OSError):
            return os.path.samestat(lock.stat(), os.fstat(handle))
        return False

    def _let_go(lock: Path, handle: int) -> None:
        with suppress(OSError):
            lock.unlink()
        os.close(handle)


def owner_file(target: Path) -> Path | None:
    """The file by which Excel, WPS or LibreOffice says that it has `target` open; None where there is none.

    Some programs leave out the first two letters; such a file counts where it cannot be another workbook's.
    """
    name = target.name
    names = [f"~${name}", f".~lock.{name}#", f".~{name}"]
    if not target.with_name(name[2:] or name).exists():
        names.append(f"~${name[2:]}")
    owners = (target.with_name(each) for each in names if len(os.fsencode(each)) <= LONGEST)
    return next((owner for owner in owners if owner.exists()), None)


def read_only(target: Path) -> bool:
    """Whether a file is marked as one that nobody writes."""
    return target.exists() and not target.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)


def free_names(target: Path) -> Iterator[Path]:
    """The target, `name (2)`, `name (3)` …, without those that are open in another program or may not be written."""
    for number in range(1, _NAMES + 1):
        candidate = target if number == 1 else beside(target, f" ({number})")
        if not owner_file(candidate) and not read_only(candidate):
            yield candidate
