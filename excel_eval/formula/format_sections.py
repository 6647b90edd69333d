"""A number format cut into its sections, each with the condition under which it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from excel_eval.formula.values import compare_numbers

_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<blank>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]{0,40})\]'
    r"|(?P<general>[Gg]eneral|G/通用格式)|(?P<exponent>[Ee][+-])|(?P<mark>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)[ ]{0,3}(-?[0-9]{1,30}(?:\.[0-9]{1,30})?)")
_HOLDS = {
    "<": lambda sign: sign < 0,
    "<=": lambda sign: sign <= 0,
    ">": lambda sign: sign > 0,
    ">=": lambda sign: sign >= 0,
    "=": lambda sign: sign == 0,
    "<>": lambda sign: sign != 0,
}
_LONGEST = 255
PLACES = "0#?"


class Piece(NamedTuple):
    """A part of a format: text to copy, or a mark that means something."""

    kind: str
    text: str

    @property
    def place(self) -> bool:
        """Whether a digit goes here."""
        return self.kind == "mark" and self.text in PLACES


Pieces = tuple[Piece, ...]
POINT, COMMA, AT = Piece("mark", "."), Piece("mark", ","), Piece("mark", "@")


@dataclass(frozen=True, slots=True)
class Section:
    """The pieces of a section, its condition (operator, figure), and which Chinese numerals it asks for (1, 2 or 3)."""

    pieces: Pieces
    condition: tuple[str, Decimal] | None = None
    numerals: str = ""

    def holds(self, value: Decimal) -> bool:
        """Whether its condition holds for a number; without a condition it does not."""
        return self.condition is not None and _HOLDS[self.condition[0]](compare_numbers(value, self.condition[1]))


@lru_cache(maxsize=1024)
def sections(pattern: str) -> tuple[Section, ...]:
    """The sections of a format, from left to right."""
    found: list[list[Piece]] = [[]]
    for match in _PIECE.finditer(pattern[:_LONGEST]):
        piece = _piece(match)
        if piece == ("mark", ";"):
            found.append([])
        elif piece is not None:
            found[-1].append(piece)
    return tuple(map(_section, found))


def _piece(match: re.Match[str]) -> Piece | None:
    kind = match.lastgroup or "mark"
    if kind in ("quoted", "escaped"):
        return Piece("copy", match[kind])
    if kind == "blank":
        return Piece("copy", " ")
    return None if kind == "fill" else Piece(kind, match[kind])


def _section(pieces: list[Piece]) -> Section:
    brackets = [piece.text for piece in pieces if piece.kind == "bracket"]
    rest = tuple(piece for piece in pieces if piece.kind != "bracket")
    conditions = [found for found in map(_CONDITION.fullmatch, brackets) if found]
    numerals = [text[-1] for text in brackets if text.upper() in ("DBNUM1", "DBNUM2", "DBNUM3")]
    if brackets and not rest:
        rest = (Piece("general", "General"),)
    condition = (conditions[0][1], Decimal(conditions[0][2])) if conditions else None
    return Section(rest, condition, numerals[0] if numerals else "")


def chosen(value: Decimal, found: tuple[Section, ...]) -> tuple[Section, bool]:
    """The section for a number, and whether the number keeps its sign there."""
    if any(section.condition for section in found[:2]):
        return _by_condition(value, found)
    if len(found) >= 3 and not value:
        return found[2], True
    if len(found) >= 2 and value < 0:
        return found[1], False
    return found[0], True


def _by_condition(value: Decimal, found: tuple[Section, ...]) -> tuple[Section, bool]:
    """The first section whose condition holds, else the one for all others; a sign shows in the first section only."""
    for index, section in enumerate(found[:2]):
        if section.holds(value):
            return section, index == 0 and section.condition != ("<", Decimal(0))
    if len(found) > 2 and (found[1].condition or value >= 0):
        return found[2], False
    return found[-1] if len(found) < 3 else found[1], len(found) == 1
