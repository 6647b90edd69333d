"""COUNTIF, SUMIF, AVERAGEIF and their many-conditioned forms."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from excel_eval.formula.criteria import Holds, criterion
from excel_eval.formula.function import MAX_ARGUMENTS, Frame, Function, lazy
from excel_eval.formula.functions_statistics import mean, total
from excel_eval.formula.nodes import Node, Reference
from excel_eval.formula.values import ZERO, Array, Value, fault, single, spread
from excel_eval.grid import MAX_COLUMN, MAX_ROW, Area, ErrorValue, Scalar

Condition = tuple[Array, Holds]


def _block(node: Node, frame: Frame) -> Array:
    value = frame.raw(node)
    return value if isinstance(value, Array) else single(value)


def _conditions(nodes: tuple[Node, ...], frame: Frame) -> list[Condition]:
    """Pairs of a range and what must hold in it; all ranges must be of one size."""
    if len(nodes) % 2:
        fault(ErrorValue.VALUE)
    found = [
        (_block(block, frame), criterion(frame.scalar(wanted)))
        for block, wanted in zip(nodes[::2], nodes[1::2], strict=True)
    ]
    if len({(block.height, block.width) for block, _ in found}) > 1:
        fault(ErrorValue.VALUE)
    return found


def _meeting(conditions: list[Condition], results: Array | None) -> Iterator[tuple[Scalar, int]]:
    """The results (None: nothing) where all conditions hold, each with how many times it stands there."""
    blocks = [block for block, _ in conditions] + ([results] if results else [])
    there = max(len(block.rows) for block in blocks)
    across = max((len(row) for block in blocks for row in block.rows), default=0)
    for row in range(there):
        for column in range(across):
            if all(holds(block.get(row, column)) for block, holds in conditions):
                yield (results.get(row, column) if results else None), 1
    beyond = blocks[0].height * blocks[0].width - there * across
    if beyond > 0 and all(holds(block.rest) for block, holds in conditions):
        yield (results.rest if results else None), beyond


def _count(nodes: tuple[Node, ...], frame: Frame) -> Value:
    return Decimal(sum(times for _, times in _meeting(_conditions(nodes, frame), None)))


def _countif(nodes: tuple[Node, ...], frame: Frame) -> Value:
    """How often a condition holds; an array of conditions gives an array of counts."""
    block = _block(nodes[0], frame)

    def count(wanted: Scalar) -> Scalar:
        return Decimal(sum(times for _, times in _meeting([(block, criterion(wanted))], None)))

    return spread(count, (frame.operand(nodes[1]),))


def _figures(conditions: list[Condition], results: Array) -> list[Decimal]:
    found: list[Decimal] = []
    for value, times in _meeting(conditions, results):
        if isinstance(value, ErrorValue):
            fault(value)
        if type(value) is Decimal:
            found += [value] * times
    return found


def _single_condition(nodes: tuple[Node, ...], frame: Frame) -> list[Decimal]:
    """The figures of SUMIF(range, condition, figures); the figures' range takes the size of the first."""
    conditions = _conditions(nodes[:2], frame)
    block = conditions[0][0]
    return _figures(conditions, _sized(nodes[2], block, frame) if len(nodes) > 2 else block)


def _sized(node: Node, like: Array, frame: Frame) -> Array:
    if isinstance(node, Reference) and not node.external:
        top, left = node.area.corner
        area = Area(top, left, min(MAX_ROW, top + like.height - 1), min(MAX_COLUMN, left + like.width - 1))
        return frame.reference(node.sheet, area)
    return _block(node, frame)


def _many_conditions(nodes: tuple[Node, ...], frame: Frame) -> list[Decimal]:
    results = _block(nodes[0], frame)
    conditions = _conditions(nodes[1:], frame)
    block = conditions[0][0]
    if (results.height, results.width) != (block.height, block.width):
        fault(ErrorValue.VALUE)
    return _figures(conditions, results)


CRITERIA: dict[str, Function] = {
    "AVERAGEIF": lazy(lambda nodes, frame: mean(_single_condition(nodes, frame)), 2, 3),
    "AVERAGEIFS": lazy(lambda nodes, frame: mean(_many_conditions(nodes, frame)), 3, MAX_ARGUMENTS),
    "COUNTIF": lazy(_countif, 2),
    "COUNTIFS": lazy(_count, 2, MAX_ARGUMENTS),
    "MAXIFS": lazy(lambda nodes, frame: max(_many_conditions(nodes, frame), default=ZERO), 3, MAX_ARGUMENTS),
    "MINIFS": lazy(lambda nodes, frame: min(_many_conditions(nodes, frame), default=ZERO), 3, MAX_ARGUMENTS),
    "SUMIF": lazy(lambda nodes, frame: total(_single_condition(nodes, frame)), 2, 3),
    "SUMIFS": lazy(lambda nodes, frame: total(_many_conditions(nodes, frame)), 3, MAX_ARGUMENTS),
}
