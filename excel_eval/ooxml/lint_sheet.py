"""Defects of one sheet part: order of rows and cells, merges, formulas, validations, lengths, style ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from excel_eval.grid import MAX_COLUMN, MAX_ROW, Area, a1, area, column_number
from excel_eval.ooxml.limits import MAX_LIST, MAX_TEXT
from excel_eval.ooxml.reading import Tags, tags
from excel_eval.ooxml.strings import text_of
from excel_eval.ooxml.xmlpart import XmlPart

Found = Iterator[tuple[str, str]]
_STRINGS = re.compile(r'"[^"]*"' + r"|'[^']*'" + r"|\[[^\[\]]{0,300}\]")
_DELIMITERS = re.compile(r"[\"'(){};]")
_LONELY = re.compile(r"[-+*/^&=<>]\s{0,99}(?:[*/^&,)]|$)|(?:^|[(,])\s{0,99}[*/^&]")
"""An operator without what it needs on both sides."""
_ARRAY = re.compile(r"\{[^{}]{0,8192}\}")
_MAX_FORMULA = 8192
_PAIRS = {")": "(", "}": "{"}


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found in a sheet part: its defects as (kind, place), and the cell styles that it uses."""

    defects: tuple[tuple[str, str], ...]
    styles: frozenset[str]

    def with_styles(self, count: int | None) -> Found:
        """The defects, and every style that a workbook of `count` cell styles has not got."""
        yield from self.defects
        for style in sorted(self.styles) if count is not None else ():
            if not 0 <= _whole(style) < max(count or 0, 1):
                yield "bad_style", style


def examine(document: XmlPart) -> Examined:
    """Every defect of a sheet part that can be seen without its workbook."""
    names, root = tags(document.namespace), document.root
    styles: set[str] = set()
    data = root.find(names.data)
    found: list[tuple[str, str]] = []
    if data is not None and not _in_order(data, names, styles):
        styles.clear()
        found += _row_defects(data, names, styles)
    found += _content_defects(root, names)
    found += _merge_defects(root, names)
    found += _validation_defects(root, names)
    return Examined(tuple(found), frozenset(styles))


def _in_order(data: etree._Element, names: Tags, styles: set[str]) -> bool:
    """Whether every row and cell bears its address, in order: the quick way to see that nothing is wrong."""
    last, good = 0, set[tuple[str, ...]]()
    for row in data.iterchildren(names.row):
        label = row.get("r", "")
        number = _whole(label)
        if not last < number <= MAX_ROW:
            return False
        last, cut, letters = number, -len(label), []
        for cell in row.iterchildren(names.cell):
            reference = cell.get("r", "")
            if reference[cut:] != label:
                return False
            letters.append(reference[:cut])
            styles.add(cell.get("s", "0"))
        pattern = tuple(letters)
        if pattern not in good:
            columns = [_column(each + label, number) for each in pattern]
            if not all(a < b <= MAX_COLUMN for a, b in pairwise([0, *columns])):
                return False
            good.add(pattern)
    return True


def _row_defects(data: etree._Element, names: Tags, styles: set[str]) -> Found:
    last, seen = 0, set[int]()
    for row in data.iterchildren(names.row):
        label = row.get("r")
        number = last + 1 if label is None else _whole(label)
        if not 1 <= number <= MAX_ROW:
            yield "bad_row", str(label)[:40]
        elif number in seen:
            yield "duplicate_row", str(number)
        elif number < last:
            yield "row_order", str(number)
        seen.add(number)
        last = max(last, number)
        yield from _cell_defects(row, number, names, styles)


def _cell_defects(row: etree._Element, number: int, names: Tags, styles: set[str]) -> Found:
    last, seen = 0, set[int]()
    for cell in row.iterchildren(names.cell):
        reference = cell.get("r")
        column = last + 1 if reference is None else _column(reference, number)
        if column <= last or column > MAX_COLUMN:
            yield _order_defect(column, seen), _place(reference, number, column)
        seen.add(column)
        last = max(last, column)
        styles.add(cell.get("s", "0"))


def _order_defect(column: int, seen: set[int]) -> str:
    if not 1 <= column <= MAX_COLUMN:
        return "bad_cell"
    return "duplicate_cell" if column in seen else "cell_order"


def _place(reference: str | None, number: int, column: int) -> str:
    return a1(max(number, 1), max(column, 1)) if reference is None else reference[:40]


def _content_defects(root: etree._Element, names: Tags) -> Found:
    """Formulas that are misspelt, and texts that are too long."""
    for element in root.iter(names.formula):
        for kind in formula_defects(element.text or ""):
            yield kind, _cell_of(element)
        value = element.getnext()
        if value is not None and len(value.text or "") > MAX_TEXT:
            yield "text_too_long", _cell_of(element)
    for element in root.iter(names.inline):
        if len(text_of(element)) > MAX_TEXT:
            yield "text_too_long", _cell_of(element)


def _cell_of(element: etree._Element) -> str:
    cell = element.getparent()
    return "" if cell is None else cell.get("r", "")[:40]


def formula_defects(formula: str) -> Iterator[str]:
    """What is wrong with the spelling of a stored formula: its '=', separators, brackets, quotes, length."""
    if formula.startswith("="):
        yield "formula_equals_sign"
    if len(formula) > _MAX_FORMULA:
        yield "formula_too_long"
    bare = _STRINGS.sub("x", formula) if _DELIMITERS.search(formula) else formula
    if '"' in bare or _unbalanced(bare):
        yield "formula_brackets"
    if ";" in _ARRAY.sub("x", bare):
        yield "formula_separator"
    if _LONELY.search(bare):
        yield "formula_operator"


def _unbalanced(formula: str) -> bool:
    open_: list[str] = []
    for character in formula:
        if character in "({":
            open_.append(character)
        elif character in _PAIRS and (not open_ or open_.pop() != _PAIRS[character]):
            return True
    return bool(open_)


def _merge_defects(root: etree._Element, names: Tags) -> Found:
    """Merged ranges that are none, or that overlap; swept from top to bottom."""
    areas: list[Area] = []
    for element in root.iter(names.merge):
        try:
            areas.append(area(element.get("ref", "")))
        except ValueError:
            yield "bad_merge", element.get("ref", "")[:40]
    open_: list[Area] = []
    for merged in sorted(areas):
        open_ = [other for other in open_ if other.bottom >= merged.top]
        if any(other.left <= merged.right and merged.left <= other.right for other in open_):
            yield "overlapping_merge", str(merged)
        open_.append(merged)


def _validation_defects(root: etree._Element, names: Tags) -> Found:
    prefix = names.cell[:-1]
    for element in root.iter(f"{prefix}dataValidation"):
        first = element.find(f"{prefix}formula1")
        choices = "" if first is None else first.text or ""
        if element.get("type") == "list" and choices.startswith('"') and len(choices) - 2 > MAX_LIST:
            yield "list_too_long", element.get("sqref", "")[:40]


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _column(reference: str, number: int) -> int:
    """The column of a reference in a row, -1 for what is none."""
    letters = reference.rstrip("0123456789")
    if reference[len(letters) :] != str(number) or not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        return -1
    return column_number(letters)
