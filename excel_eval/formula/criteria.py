"""The conditions of COUNTIF and its kin: `>=5`, `<>`, `*市*`, a number, TRUE."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from excel_eval.formula.text_numbers import number_in
from excel_eval.formula.values import compare, compare_numbers
from excel_eval.grid import ErrorValue, Scalar

Holds = Callable[[Scalar], bool]
_SIGNS: dict[str, Callable[[int], bool]] = {
    "<": lambda sign: sign < 0,
    "<=": lambda sign: sign <= 0,
    ">": lambda sign: sign > 0,
    ">=": lambda sign: sign >= 0,
}
_LONGEST_PATTERN = 255


def criterion(wanted: Scalar) -> Holds:
    """Whether a value meets a condition; a blank condition asks for 0."""
    if wanted is None:
        return _equal(Decimal(0))
    if isinstance(wanted, ErrorValue) or not isinstance(wanted, str):
        return _equal(wanted)
    for sign in ("<=", ">=", "<>", "=", "<", ">"):
        if wanted.startswith(sign):
            return _signed(sign, wanted[len(sign) :])
    return _equal(_operand(wanted)) if wanted else lambda value: value is None or value == ""


def _signed(sign: str, operand: str) -> Holds:
    if sign == "=":
        return _equal(_operand(operand)) if operand else lambda value: value is None
    if sign == "<>":
        equal = _signed("=", operand)
        return lambda value: not equal(value)
    against, holds = _operand(operand), _SIGNS[sign]
    return lambda value: value is not None and type(value) is type(against) and holds(compare(value, against))


def _operand(spelled: str) -> Scalar:
    """What a condition's text stands for: a number, a logical value, an error, or text."""
    found = number_in(spelled)
    if found is not None:
        return found
    if spelled.upper() in ("TRUE", "FALSE"):
        return spelled.upper() == "TRUE"
    try:
        return ErrorValue(spelled.upper())
    except ValueError:
        return spelled


def _equal(wanted: Scalar) -> Holds:
    if isinstance(wanted, Decimal):
        return lambda value: _is_figure(value, wanted)
    if isinstance(wanted, bool | ErrorValue) or not isinstance(wanted, str):
        return lambda value: value is wanted
    matches = pattern(wanted)
    return lambda value: isinstance(value, str) and not isinstance(value, ErrorValue) and matches(value)


def _is_figure(value: Scalar, wanted: Decimal) -> bool:
    """Whether a value is a number, also one kept as text."""
    if type(value) is Decimal:
        return compare_numbers(value, wanted) == 0
    if isinstance(value, str) and not isinstance(value, ErrorValue):
        found = number_in(value)
        return found is not None and compare_numbers(found, wanted) == 0
    return False


def pattern(wanted: str) -> Callable[[str], bool]:
    """Whether a whole text is the wanted one without case; `*` is any text, `?` any character, `~` escapes them."""
    if not any(mark in wanted for mark in "*?~"):
        same = wanted.lower()
        return lambda value: value.lower() == same
    parts = _parts(wanted[:_LONGEST_PATTERN])
    return lambda value: _matches(parts, value)


def finder(wanted: str) -> Callable[[str, int], int]:
    """Where a wanted text with wildcards begins in another, from a place on (from 0); -1 where it does not."""
    parts = _parts(wanted[:_LONGEST_PATTERN])

    def find(value: str, start: int) -> int:
        first, at = -1, start
        for index, part in enumerate(parts):
            match = part.search(value, at)
            if match is None:
                return -1
            first, at = match.start() if index == 0 else first, match.end()
        return first

    return find


def _parts(wanted: str) -> list[re.Pattern[str]]:
    """The pieces between asterisks, each of which is looked for in turn: time stays linear in the text."""
    pieces, piece, marks = list[str](), "", iter(wanted)
    for mark in marks:
        if mark == "*":
            pieces.append(piece)
            piece = ""
        elif mark == "~":
            piece += re.escape(next(marks, "~"))
        else:
            piece += "." if mark == "?" else re.escape(mark)
    return [re.compile(each, re.IGNORECASE | re.DOTALL) for each in (*pieces, piece)]


def _matches(parts: list[re.Pattern[str]], value: str) -> bool:
    if len(parts) == 1:
        return parts[0].fullmatch(value) is not None
    first = parts[0].match(value)
    if first is None:
        return False
    at = first.end()
    for part in parts[1:-1]:
        match = part.search(value, at)
        if match is None:
            return False
        at = match.end()
    return _ends_with(parts[-1], value, at)


def _ends_with(part: re.Pattern[str], value: str, at: int) -> bool:
    """Whether a text ends in a piece, which matches texts of one length only, not before a place."""
    length = _length(part.pattern)
    return len(value) - length >= at and part.fullmatch(value, len(value) - length) is not None


def _length(piece: str) -> int:
    """How many characters a piece matches: an escaped one counts once."""
    count, marks = 0, iter(piece)
    for mark in marks:
        if mark == "\\":
            next(marks)
        count += 1
    return count
