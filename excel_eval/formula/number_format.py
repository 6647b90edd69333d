"""Numbers as a number format shows them: what TEXT() gives."""

from __future__ import annotations

from decimal import Decimal

from excel_eval.formula.chinese_digits import digit_by_digit, spelled
from excel_eval.formula.date_format import dated
from excel_eval.formula.format_sections import AT, COMMA, POINT, Piece, Pieces, Section, chosen, sections
from excel_eval.formula.text_numbers import general
from excel_eval.grid import ErrorValue
from excel_eval.numbers import EXCEL_DIGITS, fixed

_DATE_MARKS = frozenset("ymdhsYMDHS")


def formatted(value: Decimal | str, pattern: str) -> str | ErrorValue:
    """A number or a text in a number format; #VALUE! for a format that cannot be understood."""
    found = sections(pattern)
    if isinstance(value, str):
        return _text_in(value, found)
    if not pattern:
        return ""
    section, signed = chosen(value, found)
    shown = value if signed else abs(value)
    if any(piece.kind == "mark" and piece.text in _DATE_MARKS for piece in section.pieces):
        return dated(value, section.pieces, section.numerals)
    result = _number(shown, section)
    if section.numerals and isinstance(result, str) and not _in_general(section.pieces):
        return digit_by_digit(result, section.numerals)
    return result


def _text_in(value: str, found: tuple[Section, ...]) -> str:
    pieces = (found[3] if len(found) > 3 else found[0]).pieces
    if AT not in pieces:
        return value
    return "".join(value if piece == AT else piece.text for piece in pieces)


def _in_general(pieces: Pieces) -> bool:
    return any(piece.kind == "general" or piece == AT for piece in pieces)


def _number(value: Decimal, section: Section) -> str | ErrorValue:
    pieces = section.pieces
    if _in_general(pieces):
        text = spelled(general(value), section.numerals) if section.numerals else general(value)
        return "".join(text if piece.kind == "general" or piece == AT else piece.text for piece in pieces)
    if any(piece.kind == "exponent" for piece in pieces):
        return _scientific(value, pieces)
    if not any(piece.place for piece in pieces):
        return ("-" if value < 0 and pieces and section.condition is None else "") + _copied(pieces)
    percents = sum(piece == ("mark", "%") for piece in pieces)
    return _laid_out(EXCEL_DIGITS.plus(value).scaleb(2 * percents), pieces)


def _laid_out(value: Decimal, section: Pieces) -> str:
    """The digits of a number set into the places of a format."""
    first, last = _span(section)
    before, after = _split(section[first : last + 1])
    scale = 0
    while (tail := after or before) and tail[-1] == COMMA:
        before, after, scale = (before, after[:-1], scale + 3) if after else (before[:-1], after, scale + 3)
    places = [piece.text for piece in after if piece.place]
    digits, _, fraction = fixed(abs(value).scaleb(-scale), len(places)).partition(".")
    grouped = COMMA in before
    pieces = [piece for piece in before if piece != COMMA]
    point = "." if any(piece == POINT for piece in section[first : last + 1]) else ""
    body = _whole_part(digits, pieces, grouped) + point + _fraction(fraction, after)
    negative = value < 0 and any(digit != "0" for digit in digits + fraction)
    return ("-" if negative else "") + _copied(section[:first]) + body + _copied(section[last + 1 :])


def _span(section: Pieces) -> tuple[int, int]:
    """Where the places of a format begin and end, commas behind them included."""
    found = [index for index, piece in enumerate(section) if piece.place or piece == POINT]
    last = found[-1]
    while last + 1 < len(section) and section[last + 1] == COMMA:
        last += 1
    return found[0], last


def _split(places: Pieces) -> tuple[Pieces, Pieces]:
    point = next((index for index, piece in enumerate(places) if piece == POINT), len(places))
    return places[:point], places[point + 1 :]


def _copied(pieces: Pieces) -> str:
    return "".join(piece.text for piece in pieces)


def _whole_part(digits: str, pieces: list[Piece], grouped: bool) -> str:
    """Digits from the right into places; the first place takes all that are left; text between places stays."""
    digits = digits.lstrip("0")
    out: list[str] = []
    count = 0
    first = next((index for index, piece in enumerate(pieces) if piece.place), -1)
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        if not piece.place:
            out.append(piece.text)
            continue
        taken = digits if index == first else digits[-1:]
        digits = "" if index == first else digits[:-1]
        for digit in reversed(taken or {"0": "0", "?": " ", "#": ""}[piece.text]):
            out += [","] if grouped and count and count % 3 == 0 and digit != " " else []
            out.append(digit)
            count += 1
    return "".join(reversed(out))


def _fraction(digits: str, pieces: Pieces) -> str:
    """Decimals into places; those that a `#` may leave away are left away from the end."""
    needed = max((i + 1 for i, p in enumerate([p for p in pieces if p.place]) if p.text != "#"), default=0)
    kept = digits[:needed] + digits[needed:].rstrip("0")
    out, index = [], 0
    for piece in pieces:
        if not piece.place:
            out.append(piece.text)
            continue
        out.append(kept[index : index + 1])
        index += 1
    return "".join(out)


def _scientific(value: Decimal, section: Pieces) -> str | ErrorValue:
    """1.23E+04; only one digit before the point."""
    at = next(index for index, piece in enumerate(section) if piece.kind == "exponent")
    tail = section[at + 1 :]
    width = len([piece for piece in tail if piece.place])
    before, after = _split(section[:at])
    if not width or len([piece for piece in before if piece.place]) != 1:
        return ErrorValue.VALUE
    places = len([piece for piece in after if piece.place])
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
