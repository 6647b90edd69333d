"""What formulas may say of the rubric: `rubric.execution_weight`, `rubric.full`, `rubric.rescale`, GRADE(x)."""

from __future__ import annotations

from decimal import Decimal

from excel_eval.formula import nodes
from excel_eval.formula.nodes import Call, Chain, Literal, Node
from excel_eval.rubric.schema import Rubric

NAMES = ("rubric.execution_weight", "rubric.full", "rubric.rescale")
GRADE = "GRADE"


def expand(node: Node, rubric: Rubric | None) -> Node:
    """The formula with the rubric's constants written out and GRADE(x) as nested IFs, so that Excel can calculate it.

    Without a rubric the formula comes back as it is.
    """
    if rubric is None:
        return node

    def constant(name: str) -> Node | None:
        return Literal(_constants(rubric)[name]) if name in NAMES else None

    def macro(function: str, arguments: tuple[Node, ...]) -> Node | None:
        return _graded(arguments[0], rubric) if function == GRADE and len(arguments) == 1 else None

    return nodes.expand(nodes.substitute(node, constant), macro)


def _constants(rubric: Rubric) -> dict[str, Decimal | bool]:
    weight = rubric.execution_weight or Decimal(0)
    return dict(zip(NAMES, (weight, rubric.full, rubric.rescale), strict=True))


def _graded(score: Node, rubric: Rubric) -> Node:
    """IF(x>=90,"优",IF(x>=80,"良",…)): the grades from the best to the worst."""
    *others, lowest = rubric.grades
    node: Node = Literal(lowest.label)
    for grade in reversed(others):
        reached = Chain((score, Literal(grade.start)), (">=",))
        node = Call("IF", (reached, Literal(grade.label), node))
    return node
