"""Names of sheets: what Excel allows, unique in a workbook."""

from __future__ import annotations

import re
from collections.abc import Collection

MAX_UNITS = 31
"""How long Excel lets a name be, in UTF-16 units."""
_WIDE = str.maketrans("[]:*?/\\", "［］：＊？／＼")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_RESERVED = frozenset(("history", ""))


def sheet_name(name: str, taken: Collection[str] = (), *, fallback: str = "项目") -> str:
    """A valid sheet name close to `name` that differs from every one in `taken`, also when case is ignored."""
    wanted = _UNPRINTABLE.sub(" ", name).translate(_WIDE).strip(" '")
    base = _cut(wanted, MAX_UNITS).strip(" '")
    if base.casefold() in _RESERVED:
        base = f"{base}{fallback}"
    used = {each.casefold() for each in taken}
    candidate, number = base, 1
    while candidate.casefold() in used:
        number += 1
        suffix = f"({number})"
        candidate = _cut(base, MAX_UNITS - len(suffix)).rstrip(" '") + suffix
    return candidate


def sheet_names(names: Collection[str], taken: Collection[str] = (), *, fallback: str = "项目") -> list[str]:
    """A valid, unique sheet name for each of `names`, in order."""
    used = list(taken)
    for name in names:
        used.append(sheet_name(name, used, fallback=fallback))
    return used[len(taken) :]


def _cut(text: str, units: int) -> str:
    """The longest beginning of at most `units` UTF-16 units."""
    for end, character in enumerate(text):
        units -= 2 if ord(character) > 0xFFFF else 1
        if units < 0:
            return text[:end]
    return text
