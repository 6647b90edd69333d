"""How large a package may be before it is refused, and Excel's own limits."""

from __future__ import annotations

from excel_eval.errors import InputError

MEBIBYTE = 1 << 20
MAX_ENTRIES = 5_000
MAX_PART = 64 * MEBIBYTE
MAX_SUM = 200 * MEBIBYTE
MAX_RATIO = 200
RATIO_FROM = MEBIBYTE
MAX_POSITIONS = 5_000_000
MAX_MERGED = 1_000_000
MAX_TEXT = 32_767
MAX_LIST = 255
MAX_SHEETS = MAX_ENTRIES


def check_part(name: str, size: int, packed: int) -> None:
    """Refuse a part that is too large, or that inflates more than any workbook does."""
    if size > MAX_PART:
        raise InputError("ooxml.too_large", part=name, found=_megabytes(size), limit=_megabytes(MAX_PART))
    if suspicious(size, packed):
        raise InputError("ooxml.too_large", part=name, found=f"1:{size // max(packed, 1)}", limit=f"1:{MAX_RATIO}")


def suspicious(size: int, packed: int) -> bool:
    """Whether a part inflates more than any workbook does, as a zip bomb would."""
    return size > RATIO_FROM and size > MAX_RATIO * max(packed, 1)


def check_sum(size: int) -> None:
    """Refuse a package whose parts together are too large."""
    if size > MAX_SUM:
        raise InputError("ooxml.too_large", part="*", found=_megabytes(size), limit=_megabytes(MAX_SUM))


def _megabytes(size: int) -> str:
    return f"{size // MEBIBYTE} MB"


def check_count(part: str, count: int, limit: int) -> None:
    """Refuse a package with more entries of a sort than any workbook has."""
    if count > limit:
        raise InputError("ooxml.too_large", part=part, found=count, limit=limit)
