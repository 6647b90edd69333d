"""The rules that a form brings with it: a formula over its names that must not be FALSE."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from excel_eval.book import Book, ProjectSheet
from excel_eval.compute import Program, broken, compiled, compute
from excel_eval.findings import Finding, Severity
from excel_eval.form.layout import Slot
from excel_eval.form.schema import FormRule
from excel_eval.formula import Literal, Node, functions, names
from excel_eval.formula.nodes import walk
from excel_eval.grid import Scalar
from excel_eval.messages import fill, text
from excel_eval.reckoning import stored_inputs
from excel_eval.rules.configuration import is_library_rule
from excel_eval.rules.settings import Settings

_ASK_FOR_BLANKS = frozenset(
    ("ISBLANK", "ISNUMBER", "ISTEXT", "ISERROR", "LEN", "TRIM", "COUNT", "COUNTA", "COUNTBLANK", "N", "T", "IFERROR")
)
_BARE = re.compile(r"\{([a-z_][a-z0-9_.]{0,80})\}")


def form_findings(book: Book, settings: Settings) -> Iterator[Finding]:
    """Where a form's own rules do not hold; the library's own rule checks where one carries its id."""
    rules = {
        index: (rule, severity)
        for index, rule in enumerate(book.form.rules)
        if not is_library_rule(rule.id) and (severity := settings.severity(rule.id, Severity(rule.severity)))
    }
    if rules:
        program = compiled(book.form)
        for sheet in book.sheets:
            yield from _on_sheet(sheet, program, rules)


def _on_sheet(
    sheet: ProjectSheet, program: Program, rules: Mapping[int, tuple[FormRule, Severity]]
) -> Iterator[Finding]:
    stored = stored_inputs(sheet)
    stored.update(compute(program, sheet.layout, stored))
    for index, slot in broken(program, sheet.layout, stored):
        if index in rules:
            (rule, severity), node = rules[index], program.rules[index].node
            if _judgeable(node, slot, sheet, stored):
                yield _finding(rule, severity, slot, _used(node, slot, sheet), sheet)


def _used(node: Node, slot: Slot, sheet: ProjectSheet) -> tuple[Slot, ...]:
    """The single cells that a rule reads, the marked one excepted."""
    found = (sheet.layout.resolve(name, slot.path) for name in sorted(names(node)))
    return tuple(each for each in found if isinstance(each, Slot) and each.path != slot.path)


def _judgeable(node: Node, slot: Slot, sheet: ProjectSheet, stored: Mapping[str, Scalar]) -> bool:
    """No cell in it is unreadable, and none is blank or missing unless the formula itself asks for blanks."""
    found = [sheet.layout.resolve(name, slot.path) for name in names(node)]
    single = [each for each in found if isinstance(each, Slot)]
    if any(sheet.values[each.path].unreadable for each in single if each.path in sheet.values):
        return False
    asks = bool(_ASK_FOR_BLANKS & functions(node)) or any(each == Literal("") for each in walk(node))
    return asks or (None not in found and all(stored.get(each.path) not in (None, "") for each in single))


def _finding(
    rule: FormRule, severity: Severity, slot: Slot, used: tuple[Slot, ...], sheet: ProjectSheet
) -> Finding:
    found = sheet.values[slot.path].raw if slot.path in sheet.values else None
    message = rule.message or text("own_rules.broken", label=slot.label, formula=rule.formula.source)
    figures = {"found": found or "", "label": slot.label} | _shown(f"{message}{rule.suggestion}", slot, sheet)
    return Finding(
        rule=rule.id,
        severity=severity,
        sheet=sheet.sheet,
        cell=slot.cell,
        message=fill(message, figures),
        suggestion=fill(rule.suggestion, figures),
        path=slot.path,
        label=slot.label,
        found=found,
        related=tuple(each.cell for each in used),
    )


def _shown(message: str, slot: Slot, sheet: ProjectSheet) -> dict[str, str]:
    """What stands in the cells that a form's own message names in braces, seen from the marked one: `{limit}`."""
    named = {name: sheet.layout.resolve(name, slot.path) for name in _BARE.findall(message)}
    cells = {name: sheet.values.get(found.path) for name, found in named.items() if isinstance(found, Slot)}
    return {name: value.raw or "" for name, value in cells.items() if value}
