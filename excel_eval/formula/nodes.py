"""The tree of a formula: frozen nodes, and the questions one asks of a whole tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from excel_eval.grid import Area, ErrorValue

LEVEL = {"=": 1, "<>": 1, "<": 1, "<=": 1, ">": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}
"""How tightly a binary operator binds; unary minus (6) and percent (7) bind tighter still."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, text, TRUE or FALSE, or an error, as written in the formula."""

    value: Decimal | str | bool | ErrorValue


@dataclass(frozen=True, slots=True)
class Missing:
    """An argument left empty, as the second one of IF(a,,b)."""


@dataclass(frozen=True, slots=True)
class Name:
    """A form name (`funds.total.budget`, `measures[2].done`, `budget`) or a name defined in the workbook."""

    path: str


@dataclass(frozen=True, slots=True)
class NameRange:
    """All cells from one form name to another: `funds.appropriation.budget:funds.other.budget`."""

    first: str
    last: str

    @property
    def path(self) -> str:
        """Both names with a colon: what a scope is asked for."""
        return f"{self.first}:{self.last}"


@dataclass(frozen=True, slots=True)
class Reference:
    """An A1 reference; `spelling` keeps its dollar signs, `book` is set where it leads to another workbook."""

    sheet: str | None
    area: Area
    spelling: str
    book: str | None = None

    @property
    def external(self) -> bool:
        """Whether it leads to another workbook."""
        return self.book is not None


@dataclass(frozen=True, slots=True)
class Constants:
    """An array written out: {1,2;3,4}."""

    rows: tuple[tuple[Decimal | str | bool | ErrorValue, ...], ...]


@dataclass(frozen=True, slots=True)
class Unary:
    """A sign before an operand."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Percent:
    """An operand followed by a percent sign."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands joined by operators of one level, calculated from left to right: a+b-c is one chain."""

    operands: tuple[Node, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function, named in capitals without prefix, with its arguments."""

    function: str
    arguments: tuple[Node, ...]


Node = Literal | Missing | Name | NameRange | Reference | Constants | Unary | Percent | Chain | Call


def chain(operands: tuple[Node, ...], operators: tuple[str, ...]) -> Chain:
    """A chain whose first operand, if it is a chain of the same level, is drawn into it: (a+b)+c is a+b+c."""
    first = operands[0]
    if isinstance(first, Chain) and LEVEL[first.operators[0]] == LEVEL[operators[0]]:
        return Chain(first.operands + operands[1:], first.operators + operators)
    return Chain(operands, operators)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below."""
    if isinstance(node, Chain):
        return node.operands
    if isinstance(node, Call):
        return node.arguments
    return (node.operand,) if isinstance(node, Unary | Percent) else ()


def walk(node: Node) -> Iterator[Node]:
    """The node and all nodes below it, from left to right."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def depth(node: Node) -> int:
    """How many nodes lie on the longest way down."""
    deepest, level = 0, [node]
    while level:
        deepest, level = deepest + 1, [child for parent in level for child in children(parent)]
    return deepest


def names(node: Node) -> frozenset[str]:
    """All names used; of a range between two names, both ends."""
    found: set[str] = set()
    for each in walk(node):
        if isinstance(each, Name):
            found.add(each.path)
        elif isinstance(each, NameRange):
            found.update((each.first, each.last))
    return frozenset(found)


def name_ranges(node: Node) -> frozenset[tuple[str, str]]:
    """All ranges between two names, as (first, last)."""
    return frozenset((each.first, each.last) for each in walk(node) if isinstance(each, NameRange))


def references(node: Node) -> tuple[Reference, ...]:
    """All A1 references, from left to right."""
    return tuple(each for each in walk(node) if isinstance(each, Reference))


def functions(node: Node) -> frozenset[str]:
    """All functions called, in capitals without prefix."""
    return frozenset(each.function for each in walk(node) if isinstance(each, Call))


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """The same node over changed children."""
    if isinstance(node, Chain):
        return chain(tuple(change(child) for child in node.operands), node.operators)
    if isinstance(node, Call):
        return Call(node.function, tuple(change(child) for child in node.arguments))
    return replace(node, operand=change(node.operand)) if isinstance(node, Unary | Percent) else node


def substitute(node: Node, exchange: Callable[[str], Node | None]) -> Node:
    """The tree with every name for which `exchange` gives another tree replaced by that."""
    if isinstance(node, Name):
        return exchange(node.path) or node
    return rebuilt(node, lambda child: substitute(child, exchange))


def expand(node: Node, macro: Callable[[str, tuple[Node, ...]], Node | None]) -> Node:
    """The tree with every call replaced for which `macro(function, arguments)` gives another, inner calls first."""
    inner = rebuilt(node, lambda child: expand(child, macro))
    return (macro(inner.function, inner.arguments) or inner) if isinstance(inner, Call) else inner
