"""Stated rates and the precision a reader sees them at."""

from __future__ import annotations

from decimal import Decimal

from excel_eval.book import ProjectSheet
from excel_eval.numbers import alike, decimals, plain, plain_decimal, rounded


def percent_places(sheet: ProjectSheet, path: str, rate: Decimal) -> int:
    """The decimals of a stated percentage, as its cell shows it; its own where the cell does not say."""
    cell = sheet.values.get(path)
    return cell.places if cell is not None and cell.places is not None else decimals(rate * 100)


def agrees(sheet: ProjectSheet, path: str, stated: Decimal, true: Decimal) -> bool:
    """Whether a stated share is the true one, rounded half up to what the reader sees or to what is stored."""
    if alike(stated, true):
        return True
    places, own = percent_places(sheet, path, stated), decimals(stated * 100)
    exact = true * 100
    rights = {rounded(exact, places), rounded(exact, max(own, places)), rounded(rounded(exact, own), places)}
    return rounded(stated * 100, places) in rights or plain_decimal(stated * 100) == rounded(exact, own)


def stated_percent(sheet: ProjectSheet, path: str, stated: Decimal, true: Decimal) -> tuple[str, str]:
    """The stated and the true share as percentages as precise as the stated one, finer where they look alike."""
    places = percent_places(sheet, path, stated)
    found, right = (rounded(share * 100, places) for share in (stated, true))
    while found == right and places < 8:
        places += 1
        found, right = (rounded(share * 100, places) for share in (stated, true))
    return f"{plain(found)}%", f"{plain(right)}%"
