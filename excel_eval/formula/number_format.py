"""Numbers as a number format shows them: what TEXT() gives."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from excel_eval.formula.date_format import dated
from excel_eval.formula.text_numbers import general
from excel_eval.grid import ErrorValue
from excel_eval.numbers import EXCEL_DIGITS, fixed

_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<blank>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]{0,40})\]'
    r"|(?P<general>[Gg]eneral)|(?P<exponent>[Ee][+-])|(?P<mark>.)",
    re.DOTALL,
)
_DATE_MARKS = frozenset("ymdhsYMDHS")
_PLACES = "0#?"
_LONGEST = 255


class Piece(NamedTuple):
    """A part of a format: text to copy, or a mark that means something."""

    kind: str
    text: str


Section = tuple[Piece, ...]


def formatted(value: Decimal | str, pattern: str) -> str | ErrorValue:
    """A number or a text in a number format; #VALUE! for a format that cannot be understood."""
    sections = _sections(pattern[:_LONGEST])
    if isinstance(value, str):
        return _text_in(value, sections)
    if not pattern:
        return ""
    section, signed = _chosen(value, sections)
    shown = value if signed else abs(value)
    if any(piece.kind == "mark" and piece.text in _DATE_MARKS for piece in section):
        return dated(value, section)
    return _number(shown, section)


@lru_cache(maxsize=1024)
def _sections(pattern: str) -> tuple[Section, ...]:
    sections: list[list[Piece]] = [[]]
    for match in _PIECE.finditer(pattern):
        kind = match.lastgroup or "mark"
        found = match[kind] if match.lastgroup else ""
        if kind == "mark" and found == ";":
            sections.append([])
        elif kind in ("quoted", "escaped"):
            sections[-1].append(Piece("copy", found))
        elif kind == "blank":
            sections[-1].append(Piece("copy", " "))
        elif kind not in ("fill", "bracket"):
            sections[-1].append(Piece(kind, found))
    return tuple(map(tuple, sections))


def _chosen(value: Decimal, sections: tuple[Section, ...]) -> tuple[Section, bool]:
    """The section for a number's sign, and whether the number keeps its sign there."""
    count = len(sections[:3])
    if count >= 3 and not value:
        return sections[2], True
    if count >= 2 and value < 0:
        return sections[1], False
    return sections[0], True


def _text_in(value: str, sections: tuple[Section, ...]) -> str:
    section = sections[3] if len(sections) > 3 else sections[0]
    if not any(piece == ("mark", "@") for piece in section):
        return value
    return "".join(value if piece == ("mark", "@") else piece.text for piece in section)


def _number(value: Decimal, section: Section) -> str | ErrorValue:
    marks = [piece.text for piece in section if piece.kind == "mark"]
    if any(piece.kind == "general" for piece in section) or "@" in marks:
        return "".join(general(value) if _whole_number(piece) else piece.text for piece in section)
    if any(piece.kind == "exponent" for piece in section):
        return _scientific(value, section)
    if not any(mark in _PLACES for mark in marks):
        return ("-" if value < 0 and section else "") + "".join(piece.text for piece in section)
    value = value.scaleb(2 * marks.count("%"), EXCEL_DIGITS) if "%" in marks else EXCEL_DIGITS.plus(value)
    return _laid_out(value, section)


def _whole_number(piece: Piece) -> bool:
    return piece.kind == "general" or piece == ("mark", "@")


def _laid_out(value: Decimal, section: Section) -> str:
    """The digits of a number set into the places of a format."""
    first, last = _span(section)
    before, after = _split(section[first : last + 1])
    scale = 0
    while (tail := after or before) and tail[-1] == ("mark", ","):
        before, after, scale = (before, after[:-1], scale + 3) if after else (before[:-1], after, scale + 3)
    places = [piece.text for piece in after if piece.kind == "mark" and piece.text in _PLACES]
    digits, _, fraction = fixed(abs(value).scaleb(-scale), len(places)).partition(".")
    grouped = ("mark", ",") in before
    pieces = [piece for piece in before if piece != ("mark", ",")]
    point = "." if any(piece == ("mark", ".") for piece in section[first : last + 1]) else ""
    body = _whole_part(digits, pieces, grouped) + point + _fraction(fraction, after)
    negative = value < 0 and any(digit != "0" for digit in digits + fraction)
    return ("-" if negative else "") + _copied(section[:first]) + body + _copied(section[last + 1 :])


def _span(section: Section) -> tuple[int, int]:
    """Where the places of a format begin and end, commas behind them included."""
    found = [index for index, piece in enumerate(section) if piece.kind == "mark" and piece.text in _PLACES + "."]
    last = found[-1]
    while last + 1 < len(section) and section[last + 1] == ("mark", ","):
        last += 1
    return found[0], last


def _split(places: Section) -> tuple[Section, Section]:
    point = next((index for index, piece in enumerate(places) if piece == ("mark", ".")), len(places))
    return places[:point], places[point + 1 :]


def _copied(pieces: Section) -> str:
    return "".join(piece.text for piece in pieces)


def _whole_part(digits: str, pieces: list[Piece], grouped: bool) -> str:
    """Digits from the right into places; the first place takes all that are left; text between places stays."""
    digits = digits.lstrip("0")
    out: list[str] = []
    count = 0
    first = next((index for index, piece in enumerate(pieces) if _is_place(piece)), -1)
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        if not _is_place(piece):
            out.append(piece.text)
            continue
        taken = digits if index == first else digits[-1:]
        digits = "" if index == first else digits[:-1]
        for digit in reversed(taken or {"0": "0", "?": " ", "#": ""}[piece.text]):
            out += [","] if grouped and count and count % 3 == 0 and digit != " " else []
            out.append(digit)
            count += 1
    return "".join(reversed(out))


def _is_place(piece: Piece) -> bool:
    return piece.kind == "mark" and piece.text in _PLACES


def _fraction(digits: str, pieces: Section) -> str:
    """Decimals into places; those that a `#` may leave away are left away from the end."""
    needed = max((i + 1 for i, p in enumerate([p for p in pieces if _is_place(p)]) if p.text != "#"), default=0)
    kept = digits[:needed] + digits[needed:].rstrip("0")
    out, index = [], 0
    for piece in pieces:
        if not _is_place(piece):
            out.append(piece.text)
            continue
        out.append(kept[index : index + 1])
        index += 1
    return "".join(out)


def _scientific(value: Decimal, section: Section) -> str | ErrorValue:
    """1.23E+04; only one digit before the point."""
    at = next(index for index, piece in enumerate(section) if piece.kind == "exponent")
    tail = section[at + 1 :]
    width = len([piece for piece in tail if _is_place(piece)])
    before, after = _split(section[:at])
    if not width or len([piece for piece in before if _is_place(piece)]) != 1:
        return ErrorValue.VALUE
    places = len([piece for piece in after if _is_place(piece)])
    mantissa, power = _mantissa(value, places)
    sign = "-" if power < 0 else "+" if section[at].text.endswith("+") else ""
    shown = _laid_out(mantissa, section[:at])
    return shown + "E" + sign + str(abs(power)).rjust(width, "0")


def _mantissa(value: Decimal, places: int) -> tuple[Decimal, int]:
    if not value:
        return value, 0
    power = value.adjusted()
    mantissa = Decimal(fixed(value.scaleb(-power), places))
    return (mantissa / 10, power + 1) if abs(mantissa) >= 10 else (mantissa, power)
