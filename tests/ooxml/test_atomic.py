"""Replacing a file: at every instant absent, the old one, or the complete new one."""

from __future__ import annotations

import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import BinaryIO

import pytest

from excel_eval.ooxml import atomic, replace_file


def text(content: bytes):  # type: ignore[no-untyped-def]
    def write(file: BinaryIO) -> None:
        file.write(content)

    return write


def test_a_new_file_is_written_and_an_old_one_replaced(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    for content in (b"one", b"two"):
        replace_file(target, text(content))
        assert target.read_bytes() == content
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX")
def test_permissions_are_kept(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    target.chmod(0o640)
    replace_file(target, text(b"new"))
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@pytest.mark.parametrize("call", ["fsync", "replace", "fdopen"])
def test_a_failing_system_call_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(atomic.os, call, fail)
    with pytest.raises(OSError, match="no space"):
        replace_file(target, text(b"new"))
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_a_failing_write_leaves_the_old_file(tmp_path: Path, error: type[BaseException]) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")

    def half(file: BinaryIO) -> None:
        file.write(b"ne")
        raise error

    with pytest.raises(error):
        replace_file(target, half)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_what_dead_runs_left_behind_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True)
    dead = tmp_path / f".excel-eval-{int(done.stdout)}-abc.tmp"
    alive = tmp_path / f".excel-eval-{os.getpid()}-abc.tmp"
    other = tmp_path / ".excel-eval-notes.tmp"
    for path in (dead, alive, other):
        path.write_bytes(b"x")
    replace_file(tmp_path / "a.xlsx", text(b"new"))
    assert (dead.exists(), alive.exists(), other.exists()) == (False, True, True)


def test_a_link_is_followed_and_kept(tmp_path: Path) -> None:
    real, link = tmp_path / "real.xlsx", tmp_path / "link.xlsx"
    real.write_bytes(b"old")
    link.symlink_to(real)
    replace_file(link, text(b"new"))
    assert (real.read_bytes(), link.is_symlink()) == (b"new", True)


LOOP = """
import sys
from pathlib import Path
from excel_eval.ooxml.atomic import replace_file
target, number = Path(sys.argv[1]), 0
while True:
    number += 1
    content = bytes([48 + number % 10]) * 300_000
    replace_file(target, lambda file: [file.write(content[i:i + 1000]) for i in range(0, len(content), 1000)])
    print(number, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
def test_killed_at_any_instant_the_target_is_whole(tmp_path: Path) -> None:
    target, chance = tmp_path / "a.bin", random.Random(7)
    for _ in range(12):
        child = subprocess.Popen([sys.executable, "-c", LOOP, str(target)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(chance.random() * 0.05)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        content = target.read_bytes()
        assert len(content) == 300_000
        assert len(set(content)) == 1
    replace_file(target, text(b"end"))
    assert list(tmp_path.iterdir()) == [target]


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from excel_eval.ooxml.atomic import replace_file
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    replace_file(Path(sys.argv[1]), lambda file: file.write(b"n" * 300_000))
except OSError as error:
    print(error.errno)
"""


@pytest.mark.skipif(os.name != "posix", reason="file size limits are POSIX")
def test_on_a_full_disk_the_old_file_stays(tmp_path: Path) -> None:
    target = tmp_path / "a.bin"
    target.write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", FULL_DISK, target], capture_output=True, text=True, check=True)
    assert done.stdout.strip().isdigit()
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]
