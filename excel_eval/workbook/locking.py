"""One run at a time on one file: a lock file beside it that a dead run cannot hold for long."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from excel_eval.errors import InputError

_PATIENCE = 30.0
_STALE = 600.0


@contextmanager
def locked(target: Path, patience: float = _PATIENCE) -> Iterator[None]:
    """Hold `target` for this run; InputError when another run keeps it longer than `patience` seconds."""
    lock = target.with_name(f".{target.name}.excel-eval.lock")
    limit = time.monotonic() + patience
    while not _taken(lock):
        if time.monotonic() > limit:
            raise InputError("files.busy", file=target.name, lock=lock.name)
        time.sleep(0.05)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _taken(lock: Path) -> bool:
    try:
        handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError:
        _clear_abandoned(lock)
        return False
    except OSError as error:
        raise InputError("files.unwritable", file=str(lock.parent), reason=error.strerror) from None
    with os.fdopen(handle, "w") as file:
        file.write(str(os.getpid()))
    return True


def _clear_abandoned(lock: Path) -> None:
    """Remove the lock of a run that has died, or that is older than any run lasts."""
    with suppress(OSError, ValueError):
        text = lock.read_text()
        old = time.time() - lock.stat().st_mtime > _STALE
        if old or (text and os.name == "posix" and not _alive(int(text))):
            lock.unlink(missing_ok=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def open_elsewhere(target: Path) -> bool:
    """Whether Excel or WPS has the file open: its owner file `~$name` stands beside it."""
    owner = target.with_name("~$" + target.name)
    shortened = target.with_name("~$" + target.name[2:])
    return owner.exists() or shortened.exists()


def free_name(target: Path) -> Path:
    """The target, or `name (2)`, `name (3)` … while that file is open in another program."""
    candidate, number = target, 1
    while open_elsewhere(candidate):
        number += 1
        candidate = target.with_name(f"{target.stem} ({number}){target.suffix}")
    return candidate
