"""Sheets as they stand: how many decimals a cell shows, names as they are compared."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from excel_eval.grid import Grid, Position
from excel_eval.numbers import decimals

_DECIMALS = re.compile(r"\.([0#?]{1,15})")


def same(text: str) -> str:
    """A name as it is compared: NFKC, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def shown_places(grid: Grid, place: Position) -> int:
    """The decimals that a number cell shows; those of the stored share, for a percent format."""
    cell = grid.cell(*place)
    own = decimals(cell.value) if isinstance(cell.value, Decimal) else 0
    if cell.format in ("General", "@", ""):
        return own
    found = _DECIMALS.search(cell.format.partition(";")[0])
    shown = (len(found[1]) if found else 0) + (2 if "%" in cell.format else 0)
    return min(own, shown)
