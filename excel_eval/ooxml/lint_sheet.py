"""Defects of one sheet part: order of rows and cells, merges, formulas, validations, lengths, style ids."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from excel_eval.grid import MAX_COLUMN, MAX_ROW, Area, a1, area, column_number
from excel_eval.ooxml.limits import MAX_LIST, MAX_TEXT
from excel_eval.ooxml.reading import Tags, tags
from excel_eval.ooxml.strings import text_of
from excel_eval.ooxml.xmlpart import XmlPart

Found = Iterator[tuple[str, str]]
_STRINGS = re.compile(r'"[^"]*"' + r"|'[^']*'" + r"|\[[^\[\]]{0,300}\]")
_ARRAY = re.compile(r"\{[^{}]{0,8192}\}")
_MAX_FORMULA = 8192
_PAIRS = {")": "(", "}": "{"}


def sheet_defects(document: XmlPart, styles: int | None) -> Found:
    """Every defect of a sheet part; `styles` is the number of cell styles of the workbook."""
    names = tags(document.namespace)
    yield from _row_defects(document.root, names, styles)
    yield from _merge_defects(document.root, names)
    yield from _validation_defects(document.root, names)


def _row_defects(root: etree._Element, names: Tags, styles: int | None) -> Found:
    data = root.find(names.data)
    last, seen = 0, set[int]()
    for row in () if data is None else data.iterchildren(names.row):
        label = row.get("r")
        number = last + 1 if label is None else _whole(label)
        if not 1 <= number <= MAX_ROW:
            yield "bad_row", str(label)
        elif number in seen:
            yield "duplicate_row", str(number)
        elif number < last:
            yield "row_order", str(number)
        seen.add(number)
        last = max(last, number)
        yield from _cell_defects(row, number, names, styles)


def _cell_defects(row: etree._Element, number: int, names: Tags, styles: int | None) -> Found:
    last, seen = 0, set[int]()
    for cell in row.iterchildren(names.cell):
        reference = cell.get("r")
        column = last + 1 if reference is None else _column(reference, number)
        if column <= last or column > MAX_COLUMN:
            yield _order_defect(column, seen), _place(reference, number, column)
        seen.add(column)
        last = max(last, column)
        style = cell.get("s")
        if style is not None and styles is not None and not 0 <= _whole(style) < max(styles, 1):
            yield "bad_style", _place(reference, number, column)
        if len(cell):
            yield from ((kind, _place(reference, number, column)) for kind in _content_defects(cell, names))


def _order_defect(column: int, seen: set[int]) -> str:
    if not 1 <= column <= MAX_COLUMN:
        return "bad_cell"
    return "duplicate_cell" if column in seen else "cell_order"


def _place(reference: str | None, number: int, column: int) -> str:
    return a1(max(number, 1), max(column, 1)) if reference is None else reference[:40]


def _content_defects(cell: etree._Element, names: Tags) -> Iterator[str]:
    for item in cell:
        if item.tag == names.formula and item.text:
            yield from formula_defects(item.text)
        elif (item.tag == names.inline and len(text_of(item)) > MAX_TEXT) or (
            item.tag == names.value and cell.get("t") == "str" and len(item.text or "") > MAX_TEXT
        ):
            yield "text_too_long"


def formula_defects(formula: str) -> Iterator[str]:
    """What is wrong with the spelling of a stored formula: its '=', separators, brackets, quotes, length."""
    if formula.startswith("="):
        yield "formula_equals_sign"
    if len(formula) > _MAX_FORMULA:
        yield "formula_too_long"
    bare = _STRINGS.sub("x", formula)
    if '"' in bare or _unbalanced(bare):
        yield "formula_brackets"
    if ";" in _ARRAY.sub("x", bare):
        yield "formula_separator"


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
