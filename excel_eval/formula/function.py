"""What a function is: how many arguments it takes, and in which of three ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from excel_eval.formula.nodes import Node
from excel_eval.formula.values import Array, Fault, Matrix, Value, spread
from excel_eval.grid import Area, ErrorValue, Position, Scalar

MAX_ARGUMENTS = 255


class Scope(Protocol):
    """Where the values come from."""

    def name(self, path: str) -> Scalar | Matrix:
        """The value of a form name, or a column of values; KeyError where there is no such name (#NAME?).

        A range between two names is asked for as `first:last`.
        """
        ...

    def area(self, sheet: str | None, area: Area) -> Matrix:
        """The values of an A1 area from its top left; blank rows and columns at its end may be left away.

        KeyError where there is no such sheet (#REF!). References to other workbooks arrive with `[book]sheet`.
        """
        ...


class Frame(Protocol):
    """One calculation under way: what a function may ask for."""

    @property
    def here(self) -> Position | None:
        """The formula's own cell, if it is known."""
        ...

    def raw(self, node: Node) -> Value:
        """The value of a node; cells come as arrays, also a single one."""
        ...

    def operand(self, node: Node) -> Value:
        """The value of a node as an operator sees it: a single cell is its value, a range the cell beside."""
        ...

    def scalar(self, node: Node) -> Scalar:
        """The value of a node as one value."""
        ...

    def reference(self, sheet: str | None, area: Area) -> Array:
        """The values of an A1 area."""
        ...

    def within_arrays(self) -> Frame:
        """The same calculation where operators work on whole ranges, as inside SUMPRODUCT."""
        ...


Apply = Callable[[tuple[Node, ...], Frame], Value]


@dataclass(frozen=True, slots=True)
class Function:
    """A function: how many arguments it takes, and what it makes of their nodes."""

    apply: Apply
    minimum: int
    maximum: int

    def takes(self, count: int) -> bool:
        """Whether it can be called with so many arguments."""
        return self.minimum <= count <= self.maximum

    @property
    def expected(self) -> str:
        """The number of arguments as a person reads it: 2, 1–3, 1–."""
        if self.maximum == MAX_ARGUMENTS:
            return f"{self.minimum}–"
        return str(self.minimum) if self.minimum == self.maximum else f"{self.minimum}–{self.maximum}"


def lazy(apply: Apply, minimum: int, maximum: int | None = None) -> Function:
    """A function that decides itself which of its arguments are calculated."""
    return Function(apply, minimum, minimum if maximum is None else maximum)


def scalars(calculate: Callable[..., Scalar], minimum: int, maximum: int | None = None) -> Function:
    """A function of single values; the first error among them is its result, and arrays are taken value by value."""

    def guarded(*values: Scalar) -> Scalar:
        for value in values:
            if isinstance(value, ErrorValue):
                return value
        return calculate(*values)

    return any_scalars(guarded, minimum, maximum)


def any_scalars(calculate: Callable[..., Scalar], minimum: int, maximum: int | None = None) -> Function:
    """A function of single values that looks at error values too."""

    def apply(nodes: tuple[Node, ...], frame: Frame) -> Value:
        return spread(calculate, tuple(frame.operand(node) for node in nodes))

    return lazy(apply, minimum, maximum)


def ranges(calculate: Callable[..., Scalar], minimum: int, maximum: int | None = None) -> Function:
    """A function that takes each argument as it is: a scalar, or an array for cells and ranges."""

    def apply(nodes: tuple[Node, ...], frame: Frame) -> Value:
        try:
            return calculate(*(frame.raw(node) for node in nodes))
        except Fault as error:
            return error.value

    return lazy(apply, minimum, maximum)


def counted(value: Value) -> Iterator[tuple[Scalar, int]]:
    """Every value with how many times it stands there; what lies beyond the filled part comes at once."""
    if not isinstance(value, Array):
        yield value, 1
        return
    for row in value.rows:
        for each in row:
            yield each, 1
    beyond = value.beyond
    if beyond > 0:
        yield value.rest, beyond
