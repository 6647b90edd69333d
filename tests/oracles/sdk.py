"""Microsoft's Open XML SDK validator (npm @ooxml-tools/validate) as an independent judge of workbooks.

Installed once by `npm install --prefix tests/oracles`. Start-up costs seconds: hand over several workbooks at once.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

_HERE = Path(__file__).parent
_TIMEOUT = 600
_BATCH = 40

Errors = Counter[str]
"""Kinds of errors, without their places, and how often each occurs."""


def available() -> bool:
    """Whether node and the validator are installed."""
    return shutil.which("node") is not None and (_HERE / "node_modules" / "@ooxml-tools" / "validate").is_dir()


def errors(workbook: Path) -> Errors:
    """The errors of one workbook."""
    return errors_of_all([workbook])[0]


def errors_of_all(workbooks: Sequence[Path]) -> list[Errors]:
    """The errors of several workbooks, in their order."""
    return [found for start in range(0, len(workbooks), _BATCH) for found in _run(workbooks[start : start + _BATCH])]


def added(before: Errors, after: Errors) -> Errors:
    """The errors that an edit added."""
    return after - before


def _run(workbooks: Sequence[Path]) -> list[Errors]:
    command = ["node", "validate.mjs", *(str(workbook.resolve()) for workbook in workbooks)]
    done = subprocess.run(command, cwd=_HERE, capture_output=True, text=True, timeout=_TIMEOUT, check=True)
    reports = json.loads(done.stdout.rpartition("\n@@")[2])
    return [Counter(_described(error) for error in report) for report in reports]


def _described(error: dict[str, object]) -> str:
    return f"{error.get('id', '')} {error.get('description', '')}"
