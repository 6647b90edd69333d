"""Conditions and questions about values; IF and its kin calculate only the branch that they take."""

from __future__ import annotations

from collections.abc import Callable

from excel_eval.formula.function import MAX_ARGUMENTS, Frame, Function, any_scalars, counted, lazy, ranges, scalars
from excel_eval.formula.nodes import Missing, Node
from excel_eval.formula.values import ZERO, Array, Value, compare, fault, logical, number, spread, whole
from excel_eval.grid import ErrorValue, Scalar

_NOT_AVAILABLE = ErrorValue.NA


def _if(nodes: tuple[Node, ...], frame: Frame) -> Value:
    condition = frame.operand(nodes[0])
    if isinstance(condition, Array):
        return _if_array(condition, nodes, frame)
    if logical(condition):
        return frame.raw(nodes[1])
    return frame.raw(nodes[2]) if len(nodes) > 2 else False


def _if_array(condition: Array, nodes: tuple[Node, ...], frame: Frame) -> Value:
    """Both branches, chosen from value by value."""
    branches = [frame.operand(node) for node in nodes[1:]] + ([False] if len(nodes) < 3 else [])
    return spread(lambda holds, yes, no: yes if logical(holds) else no, (condition, *branches))


def _ifs(nodes: tuple[Node, ...], frame: Frame) -> Value:
    for condition, result in zip(nodes[::2], nodes[1::2], strict=False):
        if logical(frame.scalar(condition)):
            return frame.raw(result)
    return ErrorValue.NA if len(nodes) % 2 == 0 else ErrorValue.VALUE


def _switch(nodes: tuple[Node, ...], frame: Frame) -> Value:
    value = frame.scalar(nodes[0])
    if isinstance(value, ErrorValue):
        return value
    for candidate, result in zip(nodes[1::2], nodes[2::2], strict=False):
        against = frame.scalar(candidate)
        if isinstance(against, ErrorValue):
            return against
        if type(against) is type(value) and compare(value, against) == 0:
            return frame.raw(result)
    return frame.raw(nodes[-1]) if len(nodes) % 2 == 0 else ErrorValue.NA


def _choose(nodes: tuple[Node, ...], frame: Frame) -> Value:
    index = whole(frame.scalar(nodes[0]))
    return frame.raw(nodes[index]) if 1 <= index < len(nodes) else ErrorValue.VALUE


def _instead_of(caught: Callable[[Scalar], bool]) -> Callable[[tuple[Node, ...], Frame], Value]:
    """The first argument, or the second one where the first is such an error."""

    def apply(nodes: tuple[Node, ...], frame: Frame) -> Value:
        value = frame.operand(nodes[0])
        if isinstance(value, Array):
            return spread(lambda each, other: other if caught(each) else each, (value, frame.operand(nodes[1])))
        if caught(value):
            return frame.operand(nodes[1])
        return ZERO if value is None else value

    return apply


def _is_error(value: Scalar) -> bool:
    return isinstance(value, ErrorValue)


def _is_na(value: Scalar) -> bool:
    return value is _NOT_AVAILABLE


def _conditions(values: tuple[Value, ...]) -> list[bool]:
    """All conditions among the arguments; text and blanks in cells do not count."""
    found: list[bool] = []
    for argument in values:
        for value, times in counted(argument):
            if isinstance(argument, Array) and not isinstance(value, ErrorValue) and (value is None or _is_text(value)):
                continue
            found += [logical(value)] * min(times, 2)
    return found or fault(ErrorValue.VALUE)


def _is_text(value: Scalar) -> bool:
    return isinstance(value, str) and not isinstance(value, ErrorValue)


def _is_number(value: Scalar) -> bool:
    return not isinstance(value, bool | str) and value is not None


def _and(*values: Value) -> Scalar:
    return all(_conditions(values))


def _or(*values: Value) -> Scalar:
    return any(_conditions(values))


def _xor(*values: Value) -> Scalar:
    return sum(_conditions(values)) % 2 == 1


def _is_even(value: Scalar) -> Scalar:
    return whole(value) % 2 == 0


def _first(value: Value) -> Scalar:
    return value.get(0, 0) if isinstance(value, Array) else value


def _n(value: Value) -> Scalar:
    found = _first(value)
    return number(found) if isinstance(found, bool | ErrorValue) or _is_number(found) else ZERO


def _t(value: Value) -> Scalar:
    found = _first(value)
    return found if isinstance(found, str) else ""


def _is_blank(nodes: tuple[Node, ...], frame: Frame) -> Value:
    if isinstance(nodes[0], Missing):
        return False
    return spread(lambda value: value is None, (frame.operand(nodes[0]),))


LOGIC: dict[str, Function] = {
    "AND": ranges(_and, 1, MAX_ARGUMENTS),
    "CHOOSE": lazy(_choose, 2, MAX_ARGUMENTS),
    "FALSE": scalars(lambda: False, 0),
    "IF": lazy(_if, 2, 3),
    "IFERROR": lazy(_instead_of(_is_error), 2),
    "IFNA": lazy(_instead_of(_is_na), 2),
    "IFS": lazy(_ifs, 2, MAX_ARGUMENTS),
    "ISBLANK": lazy(_is_blank, 1),
    "ISERR": any_scalars(lambda value: _is_error(value) and not _is_na(value), 1),
    "ISERROR": any_scalars(_is_error, 1),
    "ISEVEN": scalars(_is_even, 1),
    "ISLOGICAL": any_scalars(lambda value: isinstance(value, bool), 1),
    "ISNA": any_scalars(_is_na, 1),
    "ISNONTEXT": any_scalars(lambda value: not _is_text(value), 1),
    "ISNUMBER": any_scalars(_is_number, 1),
    "ISODD": scalars(lambda value: not _is_even(value), 1),
    "ISTEXT": any_scalars(_is_text, 1),
    "N": ranges(_n, 1),
    "NA": scalars(lambda: ErrorValue.NA, 0),
    "NOT": scalars(lambda value: not logical(value), 1),
    "OR": ranges(_or, 1, MAX_ARGUMENTS),
    "SWITCH": lazy(_switch, 3, MAX_ARGUMENTS),
    "T": ranges(_t, 1),
    "TRUE": scalars(lambda: True, 0),
    "XOR": ranges(_xor, 1, MAX_ARGUMENTS),
}
