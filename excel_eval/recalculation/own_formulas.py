"""The formulas that stand in a person's workbook: what each reads, and whether our language can calculate it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from excel_eval.errors import FormulaError
from excel_eval.formula import (
    Call,
    Node,
    Reference,
    check,
    functions,
    name_ranges,
    names,
    parse,
    references,
    substitute,
)
from excel_eval.formula.nodes import Literal, children, walk
from excel_eval.grid import MAX_COLUMN, MAX_ROW, Area

Read = tuple[str | None, Area]
"""A sheet (None: the formula's own) and an area in it."""

_READS_ELSEWHERE = frozenset(("INDIRECT", "OFFSET", "TABLE"))
"""What reads cells that do not stand in its arguments; TABLE is how the reader spells a data table (what-if analysis)."""
_PLACES_ONLY = frozenset(("ROW", "COLUMN", "ROWS", "COLUMNS"))
_SIZED = frozenset(("SUMIF", "AVERAGEIF"))
_OF_DAYS = frozenset(("DATE", "DATEVALUE", "DAY", "EDATE", "EOMONTH", "MONTH", "TEXT", "VALUE", "WEEKDAY", "YEAR"))
_MOST_NAMES = 16
_FRACTION = re.compile(r"[?#0] {0,9}/ {0,9}[?#0-9]")
"""A number format of fractions, 3 1/4, which TEXT does not know here."""
_OF_TABLE = re.compile(
    r'"[^"]*"|(?<![\w.!])(?P<table>[^\W\d][\w.]{0,254}+)\[(?:[^\[\]]{1,300}+|\[[^\[\]]{0,300}+\]){0,9}+\]'
)
"""A text, or a structured reference: Table1[Amount], Table1[[#This Row],[Amount]]."""


@dataclass(frozen=True, slots=True)
class OwnFormula:
    """A formula of a sheet: its tree (None: not calculated by us), what it reads, and whether that is all it reads."""

    node: Node | None
    reads: tuple[Read, ...]
    complete: bool = True


_OPAQUE = OwnFormula(None, (), complete=False)


class Reading:
    """Understands the formulas of one workbook; each distinct one once (once a sheet, where it uses names)."""

    def __init__(self, sheets: Mapping[str, object], defined: Mapping[str, str], *, date1904: bool = False) -> None:
        self._sheets = {name.lower(): name for name in sheets}
        self._defined = {name.lower(): text for name, text in defined.items()}
        self._tables = {name[:-2].lower(): text for name, text in defined.items() if name.endswith("[]")}
        self._named = frozenset(name.rpartition("!")[2].upper() for name in defined)
        self._date1904 = date1904
        self._known: dict[tuple[str, str | None], OwnFormula] = {}

    def formula(self, text: str, sheet: str) -> OwnFormula:
        """A formula as it stands in a sheet."""
        found = self._known.get((text, None)) or self._known.get((text, sheet))
        if found is None:
            named, found = self._understood(text, sheet)
            self._known[text, sheet if named else None] = found
        return found

    def _understood(self, text: str, sheet: str) -> tuple[bool, OwnFormula]:
        """Whether the formula uses names, and what it is in a sheet."""
        try:
            node = parse(text)
        except FormulaError:
            return self._over_tables(text, sheet)
        named = bool(names(node))
        return named, self._analysed(self._without_names(node, sheet, 0) if named else node)

    def _over_tables(self, text: str, sheet: str) -> tuple[bool, OwnFormula]:
        """A formula over columns of tables: not calculated, but known to read no more than the whole tables."""
        plain = _OF_TABLE.sub(lambda found: self._tables.get((found["table"] or "").lower(), found[0]), text)
        if plain == text:
            return False, _OPAQUE
        named, formula = self._understood(plain, sheet)
        return named, OwnFormula(None, formula.reads, formula.complete)

    def _analysed(self, node: Node) -> OwnFormula:
        used = functions(node)
        complete = not (names(node) or used & _READS_ELSEWHERE or used & self._named or _spans_sheets(node))
        reads = tuple(self._reads(node))
        return OwnFormula(node if complete and self._covered(node) else None, reads, complete)

    def _covered(self, node: Node) -> bool:
        """Whether our language gives what Excel gives: functions known, nothing read outside this workbook."""
        if any(each.external or not self._has(each.sheet) for each in references(node)):
            return False
        if (self._date1904 and functions(node) & _OF_DAYS) or any(map(_as_fraction, walk(node))):
            return False
        try:
            check(node)
        except FormulaError:
            return False
        return True

    def _has(self, sheet: str | None) -> bool:
        return sheet is None or sheet.lower() in self._sheets

    def _without_names(self, node: Node, sheet: str, level: int) -> Node:
        """The tree with defined names replaced by what they stand for, as far as that does not depend on the place."""
        if level > _MOST_NAMES or name_ranges(node) or not names(node):
            return node
        return substitute(node, lambda name: self._meaning(name, sheet, level))

    def _meaning(self, name: str, sheet: str, level: int) -> Node | None:
        text = self._defined.get(f"'{sheet}'!{name}".lower()) or self._defined.get(name.lower())
        if text is None:
            return None
        try:
            node = parse(text)
        except FormulaError:
            return None
        return self._without_names(node, sheet, level + 1) if all(map(_fixed, references(node))) else None

    def _reads(self, node: Node) -> Iterator[Read]:
        for each, area in _areas(node):
            if self._has(each.sheet) and not each.external:
                yield (None if each.sheet is None else self._sheets[each.sheet.lower()]), area


def _spans_sheets(node: Node) -> bool:
    """Whether a reference goes through several sheets, 'Jan:Dec'!A1; a colon is in no sheet's name."""
    return any(":" in (each.sheet or "") for each in references(node))


def _fixed(reference: Reference) -> bool:
    """Whether a reference means the same from every cell: it names its sheet, and all of it bears dollar signs."""
    ends = reference.spelling.split(":")
    return reference.sheet is not None and all(
        end.startswith("$") and end.count("$") == _parts(end.replace("$", "")) for end in ends
    )


def _parts(end: str) -> int:
    """How many dollar signs fix an end of a reference: one for a whole row or column, two for a cell."""
    return 1 if end.isalpha() or end.isdigit() else 2


def _areas(node: Node) -> Iterator[tuple[Reference, Area]]:
    """Every reference whose values are read, with its area; SUMIF reads as much of its third range as of its first."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Reference):
            yield current, current.area
        if not isinstance(current, Call):
            waiting.extend(children(current))
            continue
        skipped = current.function in _PLACES_ONLY
        waiting.extend(each for each in current.arguments if not (skipped and isinstance(each, Reference)))
        if current.function in _SIZED:
            yield from _stretched(current.arguments)


def _stretched(arguments: tuple[Node, ...]) -> Iterator[tuple[Reference, Area]]:
    if len(arguments) == 3 and isinstance(arguments[0], Reference) and isinstance(arguments[2], Reference):
        like, (top, left) = arguments[0].area, arguments[2].area.corner
        bottom, right = top + like.bottom - like.top, left + like.right - like.left
        yield arguments[2], Area(top, left, min(bottom, MAX_ROW), min(right, MAX_COLUMN))


def _as_fraction(node: Node) -> bool:
    """Whether a node is a text that could format fractions."""
    return isinstance(node, Literal) and isinstance(node.value, str) and _FRACTION.search(node.value) is not None
