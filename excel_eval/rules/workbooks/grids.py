"""Sheets as they stand: how many decimals a cell shows, names as they are compared."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from difflib import SequenceMatcher

from excel_eval.grid import Grid, Position
from excel_eval.numbers import decimals

_NUMBERED = re.compile(r"[0-9A-Za-z一二三四五六七八九十甲乙丙丁东西南北中]")
_ALIKE = 0.75
_DECIMALS = re.compile(r"\.([0#?]{1,15})")


def same(text: str) -> str:
    """A name as it is compared: NFKC, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def slip_of(one: str, other: str) -> bool:
    """Whether two names differ so little that one is likely a slip; another number (第一小学, 第二小学) is another name."""
    if _NUMBERED.sub("", one) == _NUMBERED.sub("", other):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def shown_places(grid: Grid, place: Position) -> int:
    """The decimals that a number cell shows; those of the stored share, for a percent format."""
    cell = grid.cell(*place)
    own = decimals(cell.value) if isinstance(cell.value, Decimal) else 0
    if cell.format in ("General", "@", ""):
        return own
    found = _DECIMALS.search(cell.format.partition(";")[0])
    shown = (len(found[1]) if found else 0) + (2 if "%" in cell.format else 0)
    return min(own, shown)
