"""Functions of text; positions count from 1."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from excel_eval.formula.criteria import finder
from excel_eval.formula.function import MAX_ARGUMENTS, Frame, Function, counted, lazy, ranges, scalars
from excel_eval.formula.nodes import Node
from excel_eval.formula.number_format import formatted
from excel_eval.formula.text_numbers import number_in
from excel_eval.formula.values import ONE, Array, Value, fault, logical, number, text, whole
from excel_eval.grid import ErrorValue, Scalar
from excel_eval.numbers import fixed

MAX_TEXT = 32_767
"""How many characters a cell holds."""


def _fitting(result: str) -> Scalar:
    return result if len(result) <= MAX_TEXT else ErrorValue.VALUE


def _at_least(value: Scalar, smallest: int) -> int:
    count = whole(value)
    return count if count >= smallest else fault(ErrorValue.VALUE)


def _left(value: Scalar, count: Scalar = ONE) -> Scalar:
    return text(value)[: _at_least(count, 0)]


def _right(value: Scalar, count: Scalar = ONE) -> Scalar:
    source, length = text(value), _at_least(count, 0)
    return source[max(0, len(source) - length) :]


def _mid(value: Scalar, start: Scalar, count: Scalar) -> Scalar:
    first, length = _at_least(start, 1) - 1, _at_least(count, 0)
    return text(value)[first : first + length]


def _trim(value: Scalar) -> Scalar:
    return " ".join(part for part in text(value).split(" ") if part)


def _substitute(value: Scalar, old: Scalar, new: Scalar, which: Scalar | None = None) -> Scalar:
    source, wanted, other = text(value), text(old), text(new)
    if which is None:
        return _fitting(source.replace(wanted, other)) if wanted else source
    at, left = -1, _at_least(which, 1)
    while wanted and left:
        at = source.find(wanted, at + 1 if at < 0 else at + len(wanted))
        if at < 0:
            return source
        left -= 1
    return _fitting(source[:at] + other + source[at + len(wanted) :]) if wanted else source


def _replace(value: Scalar, start: Scalar, count: Scalar, new: Scalar) -> Scalar:
    source, first, length = text(value), _at_least(start, 1) - 1, _at_least(count, 0)
    return _fitting(source[:first] + text(new) + source[first + length :])


def _find(wanted: Scalar, value: Scalar, start: Scalar = ONE) -> Scalar:
    return _found(text(wanted), text(value), start, lambda source, first: source.find(text(wanted), first))


def _search(wanted: Scalar, value: Scalar, start: Scalar = ONE) -> Scalar:
    return _found(text(wanted), text(value), start, finder(text(wanted)))


def _found(wanted: str, source: str, start: Scalar, find: Callable[[str, int], int]) -> Scalar:
    first = _at_least(start, 1) - 1
    if first > len(source) or (first == len(source) and wanted):
        return ErrorValue.VALUE
    at = find(source, first)
    return ErrorValue.VALUE if at < 0 else Decimal(at + 1)


def _rept(value: Scalar, times: Scalar) -> Scalar:
    source, count = text(value), _at_least(times, 0)
    return source * count if len(source) * count <= MAX_TEXT else ErrorValue.VALUE


def _value(value: Scalar) -> Scalar:
    if isinstance(value, bool):
        return ErrorValue.VALUE
    return number(value)


def _char(value: Scalar) -> Scalar:
    code = whole(value)
    if not 1 <= code <= 255:
        return ErrorValue.VALUE
    return bytes((code,)).decode("cp1252", errors="replace")


def _code(value: Scalar) -> Scalar:
    source = text(value)
    if not source:
        return ErrorValue.VALUE
    return Decimal(source[0].encode("cp1252", errors="replace")[0])


def _concat(*values: Value) -> Scalar:
    return _fitting("".join(text(each) for value in values for each, times in counted(value) if each is not None))


def _textjoin(nodes: tuple[Node, ...], frame: Frame) -> Value:
    between, skip_blank = text(frame.scalar(nodes[0])), logical(frame.scalar(nodes[1]))
    parts = [text(each) for node in nodes[2:] for each in _each(frame.raw(node))]
    return _fitting(between.join(part for part in parts if part or not skip_blank))


def _each(value: Value) -> list[Scalar]:
    return list(value.values()) if isinstance(value, Array) else [value]


def _text(value: Scalar, pattern: Scalar) -> Scalar:
    wanted = text(pattern)
    if isinstance(value, bool):
        return text(value)
    if isinstance(value, str):
        found = number_in(value)
        return formatted(value if found is None else found, wanted)
    return formatted(number(value), wanted)


def _fixed(value: Scalar, places: Scalar = Decimal(2), plain: Scalar = False) -> Scalar:
    count = whole(places)
    shown = fixed(number(value), min(count, 127)) if count > 0 else fixed(number(value), count)
    return shown if logical(plain) else formatted(Decimal(shown), "#,##0" + ("." + "0" * count if count > 0 else ""))


def _proper(value: Scalar) -> Scalar:
    return text(value).title()


TEXT: dict[str, Function] = {
    "CHAR": scalars(_char, 1),
    "CLEAN": scalars(lambda value: "".join(mark for mark in text(value) if mark >= " "), 1),
    "CODE": scalars(_code, 1),
    "CONCAT": ranges(_concat, 1, MAX_ARGUMENTS),
    "CONCATENATE": scalars(lambda *values: _fitting("".join(map(text, values))), 1, MAX_ARGUMENTS),
    "EXACT": scalars(lambda left, right: text(left) == text(right), 2),
    "FIND": scalars(_find, 2, 3),
    "FIXED": scalars(_fixed, 1, 3),
    "LEFT": scalars(_left, 1, 2),
    "LEN": scalars(lambda value: Decimal(len(text(value))), 1),
    "LOWER": scalars(lambda value: text(value).lower(), 1),
    "MID": scalars(_mid, 3),
    "PROPER": scalars(_proper, 1),
    "REPLACE": scalars(_replace, 4),
    "REPT": scalars(_rept, 2),
    "RIGHT": scalars(_right, 1, 2),
    "SEARCH": scalars(_search, 2, 3),
    "SUBSTITUTE": scalars(_substitute, 3, 4),
    "TEXT": scalars(_text, 2),
    "TEXTJOIN": lazy(_textjoin, 3, MAX_ARGUMENTS),
    "TRIM": scalars(_trim, 1),
    "UNICHAR": scalars(lambda value: chr(_at_least(value, 1)) if whole(value) < 0xD800 else ErrorValue.VALUE, 1),
    "UPPER": scalars(lambda value: text(value).upper(), 1),
    "VALUE": scalars(_value, 1),
}
