"""Replacing a file so that at every instant it is absent, the old one, or the complete new one."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

_STEM = ".excel-eval-"
_OURS = re.compile(r"\.excel-eval-([0-9]{1,10})-[A-Za-z0-9_]{1,20}\.tmp")


class TargetHeld(PermissionError):  # noqa: N818 - nothing is wrong with the program
    """The new file is complete, but the old one may not be replaced: another program holds it open."""


def replace_file(
    target: Path, write: Callable[[BinaryIO], None], ready: Callable[[Path], None] | None = None
) -> None:
    """Write a new `target` through a temporary file beside it; on any failure the old one stays as it was.

    `ready` is called with the complete temporary file just before it takes the target's place. Raises OSError where
    the folder cannot be written, TargetHeld where the target is held open by another program.
    """
    target = target.resolve() if target.is_symlink() else target
    _clear_stale(target.parent)
    handle, name = tempfile.mkstemp(prefix=f"{_STEM}{os.getpid()}-", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        _keep_permissions(target, temporary)
        if ready:
            ready(temporary)
        _replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _replace(temporary: Path, target: Path) -> None:
    try:
        os.replace(temporary, target)  # noqa: PTH105 - the tests make this very call fail
    except PermissionError as error:
        raise TargetHeld(error.errno, error.strerror, str(target)) from error


def _keep_permissions(target: Path, temporary: Path) -> None:
    """Give the new file the mode and, where that is allowed, the owner of the one that it replaces, or those of a new file."""
    if target.exists():
        old = target.stat()
        if sys.platform != "win32":
            with contextlib.suppress(OSError):
                os.chown(temporary, old.st_uid, old.st_gid)
        temporary.chmod(stat.S_IMODE(old.st_mode))
    elif os.name == "posix":
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _clear_stale(folder: Path) -> None:
    """Remove temporary files that runs which are no longer alive left behind."""
    with contextlib.suppress(OSError):
        for path in folder.glob(f"{_STEM}*.tmp"):
            match = _OURS.fullmatch(path.name)
            if match and not _alive(int(match[1])):
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)


def _alive(process: int) -> bool:
    """Whether a process runs; elsewhere than on POSIX the system itself keeps a file that one has open."""
    if os.name != "posix":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
