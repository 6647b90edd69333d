"""Finding values in ranges, and where a reference lies."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from excel_eval.formula.criteria import pattern
from excel_eval.formula.function import Frame, Function, lazy
from excel_eval.formula.nodes import Missing, Node, Reference
from excel_eval.formula.values import Array, Value, array, compare, fault, logical, number, single, whole
from excel_eval.grid import ErrorValue, Scalar


def _block(node: Node, frame: Frame) -> Array:
    value = frame.raw(node)
    if isinstance(value, ErrorValue):
        fault(value)
    return value if isinstance(value, Array) else single(value)


def _wanted(node: Node, frame: Frame) -> Scalar:
    value = frame.scalar(node)
    return fault(value) if isinstance(value, ErrorValue) else value


def _exactly(wanted: Scalar) -> Callable[[Scalar], bool]:
    """Whether a value is the wanted one: text without case and with wildcards; a blank asks for 0."""
    if isinstance(wanted, str):
        matches = pattern(wanted)
        return lambda value: isinstance(value, str) and not isinstance(value, ErrorValue) and matches(value)
    against = Decimal(0) if wanted is None else wanted
    return lambda value: type(value) is type(against) and compare(value, against) == 0


def _first(values: Iterable[Scalar], holds: Callable[[Scalar], bool]) -> int:
    """Where the first such value stands, from 0; #N/A if there is none."""
    found = next((index for index, value in enumerate(values) if holds(value)), None)
    return fault(ErrorValue.NA) if found is None else found


def _last(values: Iterable[Scalar], wanted: Scalar, ahead: int) -> int:
    """Where the last of sorted values not beyond the wanted one stands, from 0; other types are passed over."""
    against = Decimal(0) if wanted is None else wanted
    found = -1
    for index, value in enumerate(values):
        if type(value) is not type(against):
            continue
        sign = compare(value, against)
        if sign == ahead:
            break
        found = index
    return fault(ErrorValue.NA) if found < 0 else found


def _line(block: Array) -> list[Scalar]:
    """A row or a column as a list; #N/A for anything wider."""
    if block.width == 1:
        return [row[0] if row else block.rest for row in block.rows]
    if block.height == 1:
        return list(block.rows[0]) if block.rows else []
    return fault(ErrorValue.NA)


def _match(nodes: tuple[Node, ...], frame: Frame) -> Value:
    wanted, values = _wanted(nodes[0], frame), _line(_block(nodes[1], frame))
    kind = number(frame.scalar(nodes[2])) if len(nodes) > 2 else Decimal(1)
    if not kind:
        return Decimal(_first(values, _exactly(wanted)) + 1)
    return Decimal(_last(values, wanted, 1 if kind > 0 else -1) + 1)


def _nearly(nodes: tuple[Node, ...], frame: Frame) -> bool:
    return logical(frame.scalar(nodes[3])) if len(nodes) > 3 else True


def _place(nodes: tuple[Node, ...], frame: Frame, values: list[Scalar]) -> int:
    wanted = _wanted(nodes[0], frame)
    return _last(values, wanted, 1) if _nearly(nodes, frame) else _first(values, _exactly(wanted))


def _vlookup(nodes: tuple[Node, ...], frame: Frame) -> Value:
    table, column = _block(nodes[1], frame), whole(frame.scalar(nodes[2]))
    if column < 1:
        return ErrorValue.VALUE
    if column > table.width:
        return ErrorValue.REF
    row = _place(nodes, frame, [table.get(row, 0) for row in range(len(table.rows))])
    return table.get(row, column - 1)


def _hlookup(nodes: tuple[Node, ...], frame: Frame) -> Value:
    table, row = _block(nodes[1], frame), whole(frame.scalar(nodes[2]))
    if row < 1:
        return ErrorValue.VALUE
    if row > table.height:
        return ErrorValue.REF
    column = _place(nodes, frame, list(table.rows[0]) if table.rows else [])
    return table.get(row - 1, column)


def _lookup(nodes: tuple[Node, ...], frame: Frame) -> Value:
    inside = frame.within_arrays()
    wanted, block = _wanted(nodes[0], frame), _block(nodes[1], inside)
    across = block.width > block.height
    if len(nodes) > 2:
        return _in_line(_block(nodes[2], inside), _last(_line(block), wanted, 1))
    if across:
        return block.get(block.height - 1, _last(block.rows[0] if block.rows else (), wanted, 1))
    return block.get(_last([row[0] for row in block.rows], wanted, 1), block.width - 1)


def _in_line(results: Array, place: int) -> Scalar:
    return results.get(place, 0) if results.width == 1 else results.get(0, place)


def _xlookup(nodes: tuple[Node, ...], frame: Frame) -> Value:
    """The exact match, first to last; the other ways of matching are #VALUE!."""
    for node, usual in zip(nodes[4:], (0, 1), strict=False):
        if not isinstance(node, Missing) and number(frame.scalar(node)) != usual:
            return ErrorValue.VALUE
    wanted, values = _wanted(nodes[0], frame), _line(_block(nodes[1], frame))
    same = _plainly(wanted)
    place = next((index for index, value in enumerate(values) if same(value)), None)
    if place is not None:
        return _in_line(_block(nodes[2], frame), place)
    return frame.raw(nodes[3]) if len(nodes) > 3 and not isinstance(nodes[3], Missing) else ErrorValue.NA


def _plainly(wanted: Scalar) -> Callable[[Scalar], bool]:
    """Whether a value is the wanted one, without wildcards."""
    return lambda value: type(value) is type(wanted) and (wanted is None or compare(value, wanted) == 0)


def _index(nodes: tuple[Node, ...], frame: Frame) -> Value:
    block = _block(nodes[0], frame)
    row = whole(frame.scalar(nodes[1]))
    column = whole(frame.scalar(nodes[2])) if len(nodes) > 2 else None
    if column is None:
        row, column = (1, row) if block.height == 1 and block.width > 1 else (row, 0 if block.width > 1 else 1)
    if row < 0 or column < 0:
        return ErrorValue.VALUE
    if row > block.height or column > block.width:
        return ErrorValue.REF
    top, left = max(row - 1, 0), max(column - 1, 0)
    return block.corner(top, left, 1 if row else block.height, 1 if column else block.width)


def _place_of(which: int) -> Callable[[tuple[Node, ...], Frame], Value]:
    """The first row (0) or column (1) of a reference, or of the formula's own cell."""

    def apply(nodes: tuple[Node, ...], frame: Frame) -> Value:
        if not nodes:
            return ErrorValue.VALUE if frame.here is None else Decimal(frame.here[which])
        if not isinstance(nodes[0], Reference):
            return ErrorValue.VALUE
        area = nodes[0].area
        return Decimal(area.corner[which]) if not _spans(nodes[0], which) else _numbered(nodes[0], which)

    return apply


def _spans(node: Reference, which: int) -> bool:
    return node.area.bottom > node.area.top if which == 0 else node.area.right > node.area.left


def _numbered(node: Reference, which: int) -> Value:
    """ROW(A1:A3) is {1;2;3} where arrays are taken; its corner otherwise."""
    area = node.area
    if which == 0:
        return array(tuple((Decimal(row),) for row in range(area.top, area.bottom + 1)))
    return array((tuple(Decimal(column) for column in range(area.left, area.right + 1)),))


def _extent(of: Callable[[Array], int]) -> Callable[[tuple[Node, ...], Frame], Value]:
    return lambda nodes, frame: Decimal(of(_block(nodes[0], frame)))


def _hyperlink(nodes: tuple[Node, ...], frame: Frame) -> Value:
    """What a link shows: its friendly name, or its address."""
    return frame.scalar(nodes[-1])


LOOKUP: dict[str, Function] = {
    "COLUMN": lazy(_place_of(1), 0, 1),
    "COLUMNS": lazy(_extent(lambda block: block.width), 1),
    "HLOOKUP": lazy(_hlookup, 3, 4),
    "HYPERLINK": lazy(_hyperlink, 1, 2),
    "INDEX": lazy(_index, 2, 3),
    "LOOKUP": lazy(_lookup, 2, 3),
    "MATCH": lazy(_match, 2, 3),
    "ROW": lazy(_place_of(0), 0, 1),
    "ROWS": lazy(_extent(lambda block: block.height), 1),
    "VLOOKUP": lazy(_vlookup, 3, 4),
    "XLOOKUP": lazy(_xlookup, 3, 6),
}
