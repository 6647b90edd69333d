"""The boxes that notes are shown in: the old drawing (VML) of a sheet, which may hold form controls and pictures as well."""

from __future__ import annotations

import re
from decimal import Decimal

from lxml import etree

from excel_eval.grid import Position, area, position
from excel_eval.ooxml.extents import MAX_COLUMNS, Extents
from excel_eval.ooxml.marks import SHEET_ORDER
from excel_eval.ooxml.note_texts import lines
from excel_eval.ooxml.parts import Parts
from excel_eval.ooxml.xmlpart import RELATIONS, XmlPart, child, children, local, namespace_of, parse, put_in_order

_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_V = "urn:schemas-microsoft-com:vml"
_O, _X = "urn:schemas-microsoft-com:office:office", "urn:schemas-microsoft-com:office:excel"
_EMPTY = (
    f'<xml xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
).encode()
_DATA, _PLACE = f"{{{_X}}}ClientData", (f"{{{_X}}}Row", f"{{{_X}}}Column")
_LAYOUT = ("shapelayout", "shapetype")
_NUMBER = re.compile(r"_x0000_s([0-9]{1,9})")
_ANCHOR = re.compile(r"\A((?:[^,]{0,40},){6}\s{0,9})([0-9]{1,7})(,[^,]{0,40})\Z")
"""Where a box begins and ends: the seventh number is its last row."""
_HEIGHT = re.compile(r"((?<![\w-])height:\s{0,9})([0-9]{1,7}(?:\.[0-9]{1,9})?)(p[tx])")
_WIDTH, _LETTERS = 288, 44
"""Pixels of a box of ours, and the Latin letters that fit into one of its lines."""
_LINE, _EDGE = 16, 12
_OTHERS_LETTERS, _OTHERS_ROW = 24, 20
"""The letters in a line, and the pixels of a row, that a person's box is taken to have when it grows."""


class Boxes:
    """The boxes of one sheet's notes."""

    def __init__(self, parts: Parts, sheet_name: str, sheet: XmlPart) -> None:
        self._parts, self._sheet = parts, sheet
        self._relations = parts.relationships(sheet_name)
        legacy = child(sheet.root, "legacyDrawing")
        relation = None if legacy is None else self._relations.by_id(legacy.get(f"{{{RELATIONS}}}id"))
        self._drawing = parts.document(relation.target) if relation else None
        self._extents: Extents | None = None
        self._of_cell: dict[Position, list[etree._Element]] | None = None
        self._number = 0

    def remove(self, cells: set[Position]) -> None:
        """Take out the boxes of the notes on these cells."""
        if self._drawing is None or not cells:
            return
        for box in (box for cell in cells for box in self._boxes().pop(cell, ())):
            self._drawing.root.remove(box)
        self._parts.touch(self._drawing)

    def resize(self, cell: Position, words: str, sign: int) -> None:
        """Let a person's box grow (1) by the rows that `words` take, or shrink (-1) by as many."""
        box = next(iter(self._boxes().get(cell, ())), None)
        if box is None or self._drawing is None:
            return
        rows = -(-lines(words, _OTHERS_LETTERS) * _LINE // _OTHERS_ROW)
        anchor = box.find(f".//{{{_X}}}Anchor")
        if anchor is not None:
            anchor.text = _moved(_ANCHOR, anchor.text or "", sign * rows)
        else:
            box.set("style", _moved(_HEIGHT, box.get("style", ""), sign * rows * _OTHERS_ROW))
        self._parts.touch(self._drawing)

    def _boxes(self) -> dict[Position, list[etree._Element]]:
        """The boxes that stand in the drawing, by the cells of their notes."""
        if self._of_cell is None:
            self._of_cell = {}
            for box in () if self._drawing is None else self._drawing.root:
                place = _noted(box)
                if place:
                    self._of_cell.setdefault(place, []).append(box)
        return self._of_cell

    def add(self, cell: Position, words: str) -> None:
        """A hidden box for a new note: right of its cell, as high as its text."""
        assert self._drawing is not None
        self._number = (self._number or _highest(self._drawing.root)) + 1
        self._drawing.root.append(_box(self._number, cell, self._anchor(cell, lines(words, _LETTERS))))
        self._parts.touch(self._drawing)

    def _anchor(self, cell: Position, height: int) -> str:
        extents = self._extents = self._extents or Extents(self._sheet.root)
        row, column = cell[0] - 1, min(_right_of(self._sheet.root, cell), MAX_COLUMNS - 1)
        to_column, x = extents.right(column, 15, _WIDTH)
        to_row, y = extents.below(row, 2, height * _LINE + _EDGE)
        return f"{column}, 15, {row}, 2, {to_column}, {x}, {to_row}, {y}"

    def prepare(self) -> bool:
        """Make the drawing if there is none; whether the sheet was edited for it."""
        if self._drawing is not None:
            return False
        name = self._parts.free_name("xl/drawings/vmlDrawing", ".vml")
        self._drawing = parse(name, _EMPTY)
        self._parts.types.put_default(name, _TYPE)
        element = etree.Element(f"{namespace_of(self._sheet.root)}legacyDrawing")
        element.set(f"{{{RELATIONS}}}id", self._relations.add("vmlDrawing", name))
        put_in_order(self._sheet.root, element, SHEET_ORDER)
        self._parts.touch(self._drawing)
        self._parts.touch(self._relations.document)
        return True

    def drop_if_empty(self) -> bool:
        """Remove a drawing in which nothing is left; whether the sheet was edited."""
        legacy = child(self._sheet.root, "legacyDrawing")
        if self._drawing is None or legacy is None or any(local(each) not in _LAYOUT for each in self._drawing.root):
            return False
        self._relations.remove(legacy.get(f"{{{RELATIONS}}}id", ""))
        self._parts.remove(self._drawing.name)
        self._sheet.root.remove(legacy)
        self._drawing = None
        return True


def _moved(pattern: re.Pattern[str], text: str, by: int) -> str:
    """A text with the figure that the pattern's second group finds made larger; as it is where it finds none."""
    return pattern.sub(lambda match: f"{match[1]}{max(Decimal(0), Decimal(match[2]) + by)}{match[3]}", text, count=1)


def _noted(box: etree._Element) -> Position | None:
    """The cell whose note a shape is the box of."""
    data = box.find(_DATA)
    if data is None or data.get("ObjectType") != "Note":
        return None
    places = [data.findtext(name, "").strip() for name in _PLACE]
    return (int(places[0]) + 1, int(places[1]) + 1) if all(place.isdigit() for place in places) else None


def _highest(drawing: etree._Element) -> int:
    """The highest number of a shape, by which programs tell shapes apart."""
    found = [1024]
    for shape in drawing:
        for name in (shape.get("id", ""), shape.get(f"{{{_O}}}spid", "")):
            match = _NUMBER.fullmatch(name)
            found += [int(match[1])] if match else []
    return max(found)


def _right_of(sheet: etree._Element, cell: Position) -> int:
    """The column, counted from 0, after a cell or the merged range that it is the corner of."""
    holder = child(sheet, "mergeCells")
    for each in () if holder is None else children(holder, "mergeCell"):
        reference = each.get("ref", "")
        try:
            if position(reference.partition(":")[0]) == cell:
                return area(reference).right
        except ValueError:
            continue
    return cell[1]


def _box(number: int, cell: Position, anchor: str) -> etree._Element:
    source = (
        f'<v:shape xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}" id="_x0000_s{number}" type="#_x0000_t202" '
        'style="position:absolute;margin-left:60pt;margin-top:2pt;width:216pt;height:80pt;z-index:1;visibility:hidden" '
        'fillcolor="#ffe1e1" o:insetmode="auto"><v:fill color2="#ffe1e1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
        "</v:textbox>"
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>{cell[0] - 1}</x:Row><x:Column>{cell[1] - 1}</x:Column></x:ClientData></v:shape>"
    )
    return parse("note", source.encode()).root
