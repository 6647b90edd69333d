"""Replacing a file so that at every instant it is absent, the old one, or the complete new one."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

_STEM = ".excel-eval-"
_OURS = re.compile(r"\.excel-eval-([0-9]{1,10})-[A-Za-z0-9_]{1,20}\.tmp")


def replace_file(target: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write a new `target` through a temporary file beside it; on any failure the old one stays as it was.

    Raises OSError where the folder cannot be written or the target is held open by another program.
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
        os.replace(temporary, target)  # noqa: PTH105 - the tests make this very call fail
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _keep_permissions(target: Path, temporary: Path) -> None:
    """Give the new file the mode of the one that it replaces, or what a new file would have."""
    if target.exists():
        temporary.chmod(stat.S_IMODE(target.stat().st_mode))
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
                path.unlink(missing_ok=True)


def _alive(process: int) -> bool:
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
