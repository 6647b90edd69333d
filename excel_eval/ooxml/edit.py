"""Cells of a sheet part set in place: order, style and everything around them kept."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from excel_eval.errors import InputError
from excel_eval.grid import Area, Position, Scalar, a1, area
from excel_eval.ooxml.reading import Tags, cell_position, merged_areas, row_number
from excel_eval.ooxml.strings import escaped
from excel_eval.ooxml.values import stored
from excel_eval.ooxml.xmlpart import XmlPart, child, put_in_order

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TYPED = ("t", "cm", "vm")
_AFTER_ROWS = ("sheetCalcPr", "sheetProtection", "mergeCells", "pageMargins", "pageSetup", "drawing", "extLst")


class CellRefused(InputError):  # noqa: N818 - a cell is refused; nothing went wrong
    """A cell that must not be set: part of an array, a data table or a merged range, or master of a shared formula."""

    def __init__(self, part: str, cell: str, reason: str) -> None:
        super().__init__("ooxml.cell_refused", part=part, cell=cell, reason=reason)


class SheetEdit:
    """A parsed sheet part that is being edited, with an index of its rows."""

    def __init__(self, document: XmlPart, names: Tags) -> None:
        self._document, self._names = document, names
        self._rows: dict[int, etree._Element] = {}
        self._cells: dict[int, dict[int, etree._Element]] = {}
        self._merged: tuple[Area, ...] = merged_areas(document.root, names, document.name)
        self._arrays, self._shared = self._formula_areas()
        number = 0
        data = self._data()
        for row in data.iterchildren(names.row):
            label = row.get("r")
            number = number + 1 if label is None else row_number(label, document.name)
            self._rows[number] = row

    def _data(self) -> etree._Element:
        data = self._document.root.find(self._names.data)
        if data is None:
            data = etree.Element(self._names.data)
            following = [e for e in self._document.root if _local(e) in _AFTER_ROWS]
            if following:
                following[0].addprevious(data)
            else:
                self._document.root.append(data)
        return data

    def _formula_areas(self) -> tuple[tuple[Area, ...], frozenset[etree._Element]]:
        """The areas of arrays and data tables, and the cells that are masters of shared formulas."""
        arrays: list[Area] = []
        masters: list[etree._Element] = []
        for formula in self._document.root.iter(self._names.formula):
            kind, reference = formula.get("t"), formula.get("ref")
            if kind in ("array", "dataTable") and reference:
                arrays.append(_area(reference, self._document.name))
            elif kind == "shared" and formula.text and (parent := formula.getparent()) is not None:
                masters.append(parent)
        return tuple(arrays), frozenset(masters)

    def set_cell(self, place: Position, value: Scalar, formula: str | None, style: int | None) -> None:
        """Put a value, or a formula with its value, into a cell; CellRefused where that would break another."""
        self._require_free(place)
        cell = self._cell(place, make=value is not None or formula is not None or style is not None)
        if cell is None:
            return
        self._require_no_master(cell, place)
        self._clear(cell, keep_formula=False)
        if style is not None:
            cell.set("s", str(style))
        if formula is not None:
            etree.SubElement(cell, self._names.formula).text = escaped(formula)
        self._put_value(cell, value, inline=formula is None)
        self._extend_dimension(place)

    def set_cached(self, place: Position, value: Scalar) -> bool:
        """Refresh the cached value of a formula or of an array's member (None drops it); whether it is one."""
        cell = self._cell(place, make=False)
        if cell is None or (cell.find(self._names.formula) is None and not self._in_array(place)):
            return False
        self._clear(cell, keep_formula=True)
        self._put_value(cell, value, inline=False)
        return True

    def _in_array(self, place: Position) -> bool:
        return any(place in array for array in self._arrays)

    def style(self, place: Position) -> int:
        """The style id of a cell; that of its row or 0 where there is no cell."""
        cell = self._cell(place, make=False)
        text = "0" if cell is None else cell.get("s", "0")
        return int(text) if text.isdigit() else 0

    def _require_free(self, place: Position) -> None:
        for merged in self._merged:
            if place in merged and place != merged.corner:
                raise CellRefused(self._document.name, a1(*place), str(merged))
        for array in self._arrays:
            if place in array:
                raise CellRefused(self._document.name, a1(*place), str(array))

    def _require_no_master(self, cell: etree._Element, place: Position) -> None:
        if cell in self._shared and (formula := cell.find(self._names.formula)) is not None:
            raise CellRefused(self._document.name, a1(*place), formula.get("ref", ""))

    def _clear(self, cell: etree._Element, *, keep_formula: bool) -> None:
        """Take out value and type; `s` stays. Metadata (`cm`, `vm`) belongs to the old content."""
        dropped = (self._names.value, self._names.inline, *(() if keep_formula else (self._names.formula,)))
        for child_ in [item for item in cell if item.tag in dropped]:
            cell.remove(child_)
        for name in ("t", "vm") if keep_formula else _TYPED:
            cell.attrib.pop(name, "")

    def _put_value(self, cell: etree._Element, value: Scalar, *, inline: bool) -> None:
        if value is None:
            return
        kind, text = stored(value)
        if kind == "str" and inline:
            if text:
                self._put_text(cell, text)
            return
        if kind:
            cell.set("t", kind)
        element = etree.Element(self._names.value)
        element.text = escaped(text) or None  # parsed and written again, <v></v> is <v/>
        self._insert(cell, element)

    def _put_text(self, cell: etree._Element, text: str) -> None:
        cell.set("t", "inlineStr")
        holder = etree.Element(self._names.inline)
        piece = etree.SubElement(holder, self._names.cell[:-1] + "t")
        piece.set(_SPACE, "preserve")
        piece.text = escaped(text)
        self._insert(cell, holder)

    def _insert(self, cell: etree._Element, element: etree._Element) -> None:
        """Put a value where the schema wants it: after the formula, before an extension list."""
        formula = cell.find(self._names.formula)
        cell.insert(0 if formula is None else cell.index(formula) + 1, element)

    def _cell(self, place: Position, *, make: bool) -> etree._Element | None:
        number, column = place
        row = self._rows.get(number) if not make else self._row(number)
        if row is None:
            return None
        cells = self._columns(number, row)
        if column not in cells and make:
            cells[column] = self._new_cell(row, place, cells)
        return cells.get(column)

    def _columns(self, number: int, row: etree._Element) -> dict[int, etree._Element]:
        if number not in self._cells:
            found: dict[int, etree._Element] = {}
            column, label = 0, row.get("r") or str(number)
            for cell in row.iterchildren(self._names.cell):
                _, column = cell_position(cell.get("r"), number, label, column, self._document.name)
                found[column] = cell
            self._cells[number] = found
        return self._cells[number]

    def _new_cell(self, row: etree._Element, place: Position, cells: dict[int, etree._Element]) -> etree._Element:
        cell = etree.Element(self._names.cell)
        cell.set("r", a1(*place))
        if row.get("customFormat") in ("1", "true") and row.get("s"):
            cell.set("s", row.get("s", "0"))
        _insert_by_number(row, cell, place[1], cells)
        _widen_spans(row, place[1])
        return cell

    def _row(self, number: int) -> etree._Element:
        if number not in self._rows:
            row = etree.Element(self._names.row)
            row.set("r", str(number))
            _insert_by_number(self._data(), row, number, self._rows)
            self._rows[number] = row
        return self._rows[number]

    def _extend_dimension(self, place: Position) -> None:
        element = child(self._document.root, "dimension")
        if element is None:
            return
        try:
            used = area(element.get("ref", ""))
        except ValueError:
            return
        if place not in used:
            top, left = min(used.top, place[0]), min(used.left, place[1])
            wider = Area(top, left, max(used.bottom, place[0]), max(used.right, place[1]))
            element.set("ref", str(wider))

    def child(self, name: str, order: tuple[str, ...]) -> etree._Element:
        """A child of the root, made in its place when it is not there."""
        element = child(self._document.root, name)
        if element is None:
            element = etree.Element(self._names.cell[:-1] + name)
            put_in_order(self._document.root, element, order)
        return element


def _insert_by_number(parent: etree._Element, new: etree._Element, number: int, known: dict[int, etree._Element]) -> None:
    """Insert a row or a cell before the first of its siblings that has a higher number."""
    later = _nearest_above(number, known)
    if later is None:
        last = known.get(max(known)) if known else None
        if last is not None and last.getparent() is parent:
            last.addnext(new)
        else:
            parent.append(new)
    else:
        known[later].addprevious(new)


def _nearest_above(number: int, known: Iterable[int]) -> int | None:
    return min((each for each in known if each > number), default=None)


def _widen_spans(row: etree._Element, column: int) -> None:
    spans = row.get("spans", "")
    first, colon, last = spans.partition(":")
    if not (colon and first.isdigit() and last.isdigit()):
        return
    if not int(first) <= column <= int(last):
        row.set("spans", f"{min(int(first), column)}:{max(int(last), column)}")


def _area(reference: str, part: str) -> Area:
    try:
        return area(reference)
    except ValueError as error:
        raise InputError("ooxml.bad_reference", part=part, cell=reference[:40]) from error


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
