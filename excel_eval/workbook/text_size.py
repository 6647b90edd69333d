"""How much room a text takes: Chinese characters are as wide as they are high, Latin letters half of that."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import east_asian_width

from excel_eval.workbook.styles import BODY_SIZE, LINE

POINTS_PER_UNIT = 5.25
"""A column's width unit in points, with the narrowest default font that Excel uses (7 pixels)."""
MAX_HEIGHT = 409.0
"""The tallest row that Excel allows, in points."""
_PADDING = 6.0
_NARROW = 0.56


def width(text: str) -> float:
    """The width of a line of text in units of the font size."""
    return sum(1.0 if east_asian_width(c) in "WFA" else _NARROW for c in text)


@lru_cache(maxsize=8192)
def lines(text: str, units: float, size: float = BODY_SIZE) -> int:
    """How many lines a text fills in a cell of `units` column widths."""
    space = max((units * POINTS_PER_UNIT - _PADDING) / size, 1.0)
    return sum(_wrapped(part, space) for part in text.split("\n"))


def _wrapped(line: str, space: float) -> int:
    """Lines of one paragraph: a word of Latin letters or digits is not divided unless it is longer than a line."""
    count, used = 1, 0.0
    for word in _words(line):
        wide = width(word)
        if used + wide > space and used:
            count, used = count + 1, 0.0
        while wide > space:
            count, wide = count + 1, wide - space
        used += wide
    return count


def _words(line: str) -> list[str]:
    words: list[str] = []
    joined = False
    for character in line:
        narrow = character.isascii() and not character.isspace()
        if narrow and joined:
            words[-1] += character
        else:
            words.append(character)
        joined = narrow
    return words


def height(count: int, size: float = BODY_SIZE) -> float:
    """The height in points of a row with that many lines."""
    return min(MAX_HEIGHT, count * size * LINE + 4)
