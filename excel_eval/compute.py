"""The computed values of a sheet: a form's formulas, in the order in which they depend on each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from excel_eval.errors import FormError, FormulaError
from excel_eval.form.layout import Layout, Slot
from excel_eval.form.place import place
from excel_eval.form.schema import Form, Formula
from excel_eval.formula import Node, check, evaluate, name_ranges, names, order, to_excel
from excel_eval.grid import Area, Scalar
from excel_eval.paths import generic
from excel_eval.rubric import Rubric, expand, load_rubric

Matrix = tuple[tuple[Scalar, ...], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One computed field: the generic path of its values, its formula, and when a person gives the value instead."""

    name: str
    node: Node
    input_when: Node | None = None


@dataclass(frozen=True)
class Program:
    """A form's formulas in order of calculation, with the rubric's constants in place; and its rules, by their place."""

    form: Form
    steps: tuple[Step, ...]
    rules: tuple[Step, ...]

    def step(self, path: str) -> Step | None:
        """The step that computes a path, None for an input."""
        return self._by_name.get(generic(path))

    @cached_property
    def _by_name(self) -> dict[str, Step]:
        return {step.name: step for step in self.steps}


@cache
def compiled(form: Form) -> Program:
    """The program of a form that has been loaded."""
    return compile_form(form, file=form.key)


def compile_form(form: Form, *, file: str) -> Program:
    """Check every name, every path and the order of a form's formulas; FormError says what is wrong."""
    layout = place(form, {s.key: 1 for s in form.sections if s.growing})
    _check_paths(layout, file)
    rubric = load_rubric(form.rubric) if form.rubric else None
    steps = {}
    for slot in layout.slots:
        name = generic(slot.path)
        if slot.field.formula and name not in steps:
            when = slot.field.input_when
            steps[name] = Step(
                name,
                _bound(slot.field.formula, slot.path, layout, rubric, file),
                _bound(when, slot.path, layout, rubric, file) if when else None,
            )
    rules = tuple(_rule_step(rule.path, rule.formula, layout, rubric, file) for rule in form.rules)
    return Program(form, tuple(steps[name] for name in _ordered(steps, layout, form.key, file)), rules)


def _check_paths(layout: Layout, file: str) -> None:
    seen = set()
    for slot in layout.slots:
        if slot.path in seen:
            raise FormError("form.path", file=file, path=slot.path)
        seen.add(slot.path)


def _rule_step(path: str, formula: Formula, layout: Layout, rubric: Rubric | None, file: str) -> Step:
    near = next((slot.path for slot in layout.slots if generic(slot.path) == path), None)
    if near is None:
        raise FormError("form.name", file=file, where=f"rule {path}", name=path)
    return Step(path, _bound(formula, near, layout, rubric, file))


def _bound(formula: Formula, path: str, layout: Layout, rubric: Rubric | None, file: str) -> Node:
    """The formula with the rubric in place, every name of which the sheet knows."""
    where = f"{path} {formula.source}"
    if rubric is None:
        used = {n for n in names(formula.node) if n.startswith("rubric.")}
        if used:
            raise FormError("form.rubric_name", file=file, where=where, name=min(used))
    node = expand(formula.node, rubric)
    try:
        check(node)
    except FormulaError as error:
        raise FormError("form.formula", file=file, where=path, formula=formula.source, error=error) from None
    for name in sorted(names(node)):
        if layout.resolve(name, path) is None:
            raise FormError("form.name", file=file, where=where, name=name)
    return node


def _ordered(steps: Mapping[str, Step], layout: Layout, key: str, file: str) -> Iterator[str]:
    """Step names after those they use; found on a sheet with one row in every table that grows."""
    uses = {}
    for slot in layout.slots:
        step = steps.get(generic(slot.path))
        if step:
            found = _used(step.node, slot.path, layout)
            uses[slot.path] = found | (_used(step.input_when, slot.path, layout) if step.input_when else frozenset())
    try:
        paths = order(uses)
    except FormulaError as error:
        raise FormError("form.formula", file=file, where=key, formula="", error=error) from None
    return iter(dict.fromkeys(generic(path) for path in paths))


def _used(node: Node, near: str, layout: Layout) -> frozenset[str]:
    found: set[str] = set()
    for name in names(node):
        slots = layout.resolve(name, near)
        found.update(s.path for s in ((slots,) if isinstance(slots, Slot) else slots or ()))
    for first, last in name_ranges(node):
        found.update(slot.path for slot in _between(layout, near, first, last))
    return frozenset(found)


def _between(layout: Layout, near: str, first: str, last: str) -> tuple[Slot, ...]:
    """The slots in the rectangle from one name to another, from top left."""
    key = _between, near, first, last
    if key not in layout.derived:
        layout.derived[key] = _rectangle(layout, near, first, last)
    found: tuple[Slot, ...] = layout.derived[key]
    return found


def _rectangle(layout: Layout, near: str, first: str, last: str) -> tuple[Slot, ...]:
    ends = [layout.resolve(first, near), layout.resolve(last, near)]
    a, b = (end if isinstance(end, Slot) else end[-1] for end in ends if end)
    area = Area(min(a.area.top, b.area.top), min(a.area.left, b.area.left), b.area.top, b.area.left)
    return tuple(slot for slot in layout.slots if slot.area.corner in area)


class _Scope:
    """The values of one sheet under the form's names, seen from one path."""

    def __init__(self, layout: Layout, values: dict[str, Scalar]) -> None:
        self.layout, self.values, self.near = layout, values, ""

    def name(self, path: str) -> Scalar | Matrix:
        if ":" in path:
            first, _, last = path.partition(":")
            slots: tuple[Slot, ...] | Slot | None = _between(self.layout, self.near, first, last)
        else:
            slots = self.layout.resolve(path, self.near)
        if slots is None:
            return None
        if isinstance(slots, Slot):
            return self.values.get(slots.path)
        return tuple((self.values.get(slot.path),) for slot in slots)

    def area(self, sheet: str | None, area: Area) -> Matrix:
        raise KeyError(sheet)


def compute(program: Program, layout: Layout, stored: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """The value of every computed slot, from what the input cells hold (in the sheet's own unit).

    A slot that the form lets a person give keeps what is stored there. A text formula's empty result is "".
    """
    values = dict(stored)
    scope = _Scope(layout, values)
    slots = _computed_slots(layout)
    results: dict[str, Scalar] = {}
    for step in program.steps:
        for slot in slots.get(step.name, ()):
            scope.near = slot.path
            if not given(step, scope):
                values[slot.path] = results[slot.path] = evaluate(step.node, scope)
    return results


def _computed_slots(layout: Layout) -> dict[str, list[Slot]]:
    """The slots that formulas compute, by the name of their step."""
    if _computed_slots not in layout.derived:
        slots: dict[str, list[Slot]] = {}
        for slot in layout.slots:
            if slot.field.formula:
                slots.setdefault(generic(slot.path), []).append(slot)
        layout.derived[_computed_slots] = slots
    found: dict[str, list[Slot]] = layout.derived[_computed_slots]
    return found


def given(step: Step, scope: _Scope) -> bool:
    """Whether a person gives this value: the form says so for this row, and something stands there."""
    if step.input_when is None or scope.values.get(scope.near) in (None, ""):
        return False
    return evaluate(step.input_when, scope) is True


def broken(program: Program, layout: Layout, values: Mapping[str, Scalar]) -> Iterator[tuple[int, Slot]]:
    """Where a rule of the form does not hold: (index of the rule, slot). `values` are stored and computed ones."""
    scope = _Scope(layout, dict(values))
    for index, step in enumerate(program.rules):
        for slot in layout.slots:
            if generic(slot.path) == step.name:
                scope.near = slot.path
                if evaluate(step.node, scope) is False:
                    yield index, slot


def excel_formula(node: Node, slot: Slot, layout: Layout) -> str:
    """The live formula of a slot, without '='."""
    key = excel_formula, slot.path
    known: tuple[Node, str] | None = layout.derived.get(key)
    if known is None or known[0] is not node:
        known = node, to_excel(node, lambda name: layout.address(name, slot.path))
        layout.derived[key] = known
    return known[1]

