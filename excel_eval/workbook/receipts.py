"""The receipt of a fill: which cells changed, old → new and why, and what the file was before and after."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from excel_eval.findings import Finding
from excel_eval.workbook.file_names import receipt_path
from excel_eval.workbook.writeback import Change


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says of its file: the file before (that of its source) and after, and the copy that was kept."""

    before: str
    after: str
    backup: str | None

    @classmethod
    def read(cls, path: Path) -> Receipt | None:
        """The receipt in a file; None where there is none or it is not as we write it."""
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            found = cls(content["source_sha256"], content["sha256"], content["backup"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        named = found.backup is None or (isinstance(found.backup, str) and Path(found.backup).name == found.backup)
        return found if named else None


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def standing(path: Path) -> Path | None:
    """The receipt of what a file holds now, None for what no fill has made.

    Where a fill in place was cut off before the file was replaced, that is the receipt kept with its backup.
    """
    own = receipt_path(path)
    while (receipt := Receipt.read(own)) is not None:
        now = digest(path)
        if receipt.after == now:
            return own
        if receipt.before != now or not receipt.backup:
            return None
        own = receipt_path(path.with_name(receipt.backup))
    return None


def described(changes: Iterable[Change], findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Changes as JSON tells them: the rule that asked for each, and the rules that found fault with its cell."""
    faults: dict[tuple[str | None, str | None], set[str]] = {}
    for finding in findings:
        faults.setdefault((finding.sheet, finding.cell), set()).add(finding.rule)
    return [_described(each, sorted(faults.get((each.sheet, each.cell), ()))) for each in changes]


def _described(change: Change, faults: Sequence[str]) -> dict[str, Any]:
    return {
        "sheet": change.sheet,
        "cell": change.cell,
        "path": change.path,
        "old": change.old,
        "new": change.new,
        "formula": f"={change.formula}" if change.formula else None,
        "reason": change.reason,
        "rule": change.rule,
        "findings": list(faults),
    }


def receipt_text(source: Path, output: Path, told: Receipt, changes: Sequence[dict[str, Any]]) -> str:
    """A receipt as it is written."""
    content = {
        "version": 1,
        "made": datetime.now().isoformat(timespec="seconds"),
        "source": source.name,
        "source_sha256": told.before,
        "output": output.name,
        "sha256": told.after,
        "backup": told.backup,
        "changes": list(changes),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
