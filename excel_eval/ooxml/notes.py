"""Notes on cells, beside those that stand there: the comments part, and the drawing that gives each note its box."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from lxml import etree

from excel_eval.errors import InputError
from excel_eval.grid import Position, a1, position
from excel_eval.ooxml.marks import SHEET_ORDER
from excel_eval.ooxml.parts import Parts
from excel_eval.ooxml.strings import escaped
from excel_eval.ooxml.xmlpart import MAIN, RELATIONS, XmlPart, child, children, local, namespace_of, parse, put_in_order

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_V = "urn:schemas-microsoft-com:vml"
_O, _X = "urn:schemas-microsoft-com:office:office", "urn:schemas-microsoft-com:office:excel"
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EMPTY_COMMENTS = _HEAD + f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'.encode()
_EMPTY_VML = (
    f'<xml xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
).encode()
_SHAPE = "excel-eval-note-"
_WIDTH = 3
MAX_NOTE = 2000


def set_notes(parts: Parts, sheet_name: str, sheet: XmlPart, notes: Mapping[Position, str], author: str) -> bool:
    """Let exactly these notes of `author` stand on a sheet; whether the sheet part itself was edited.

    A cell that bears somebody else's note keeps that one. Where the drawing of the notes cannot be read, none is made.
    """
    try:
        return _Notes(parts, sheet_name, sheet).put(notes, author)
    except InputError:
        return False


class _Notes:
    def __init__(self, parts: Parts, sheet_name: str, sheet: XmlPart) -> None:
        self.parts, self.sheet_name, self.sheet = parts, sheet_name, sheet
        self.relations = parts.relationships(sheet_name)
        found = self.relations.of_kind("comments")
        self.comments_name = found[0].target if found else None
        self.comments = parts.document(found[0].target) if found else None
        drawing = self.relations.by_id(_legacy(sheet))
        self.vml_name = drawing.target if drawing else None
        self.vml = parts.document(drawing.target) if drawing else None

    def put(self, notes: Mapping[Position, str], author: str) -> bool:
        removed = self._remove(author)
        taken = self._taken()
        wanted = {cell: text for cell, text in sorted(notes.items()) if a1(*cell) not in taken}
        if not wanted:
            self._forget_author(author)
            return self._drop_if_empty() if removed else False
        edited = self._prepare()
        assert self.comments is not None and self.vml is not None
        number = self._author(author)
        for cell, text in wanted.items():
            self._add_comment(cell, text, number)
            self.vml.root.append(_shape(cell))
        self._sort()
        self.parts.touch(self.comments)
        self.parts.touch(self.vml)
        return edited

    def _list(self) -> etree._Element | None:
        return None if self.comments is None else child(self.comments.root, "commentList")

    def _taken(self) -> set[str]:
        holder = self._list()
        return set() if holder is None else {c.get("ref", "") for c in children(holder, "comment")}

    def _authors(self) -> list[etree._Element]:
        holder = None if self.comments is None else child(self.comments.root, "authors")
        return [] if holder is None else children(holder, "author")

    def _author(self, name: str) -> int:
        names = [element.text or "" for element in self._authors()]
        if name in names:
            return names.index(name)
        assert self.comments is not None
        holder = child(self.comments.root, "authors")
        if holder is None:
            holder = etree.Element(f"{namespace_of(self.comments.root)}authors")
            self.comments.root.insert(0, holder)
        etree.SubElement(holder, f"{namespace_of(holder)}author").text = name
        return len(names)

    def _remove(self, author: str) -> bool:
        """Take out the author's earlier notes and their boxes."""
        names = [element.text or "" for element in self._authors()]
        holder = self._list()
        if author not in names or holder is None or self.comments is None:
            return False
        number = str(names.index(author))
        ours = [comment for comment in children(holder, "comment") if comment.get("authorId") == number]
        places = {_place(comment.get("ref", "")) for comment in ours}
        for comment in ours:
            holder.remove(comment)
        self.parts.touch(self.comments)
        if self.vml is not None:
            for shape in [s for s in self.vml.root if (s.get("id") or "").startswith(_SHAPE) or _noted(s) in places]:
                self.vml.root.remove(shape)
            self.parts.touch(self.vml)
        return True

    def _forget_author(self, author: str) -> None:
        """Take the author's name out where it is the last and no note bears it."""
        holder, names = self._list(), self._authors()
        if holder is None or not names or names[-1].text != author or self.comments is None:
            return
        number = str(len(names) - 1)
        if len(names) > 1 and not any(comment.get("authorId") == number for comment in holder):
            names[-1].getparent().remove(names[-1])  # type: ignore[union-attr]
            self.parts.touch(self.comments)

    def _drop_if_empty(self) -> bool:
        """Remove parts that held nothing but our notes; whether the sheet was edited."""
        shapes = [] if self.vml is None else [s for s in self.vml.root if local(s) == "shape"]
        if self._taken() or shapes or self.comments_name is None:
            return False
        for kind in ("comments", "vmlDrawing"):
            for relation in self.relations.of_kind(kind):
                if relation.target in (self.comments_name, self.vml_name):
                    self.relations.remove(relation.id)
                    self.parts.remove(relation.target)
        self.parts.touch(self.relations.document)
        element = child(self.sheet.root, "legacyDrawing")
        if element is not None:
            self.sheet.root.remove(element)
        return True

    def _prepare(self) -> bool:
        """Make the parts that are not there yet; whether the sheet was edited."""
        types = self.parts.types
        if self.comments is None:
            self.comments_name = _free(self.parts, "xl/comments", ".xml")
            self.comments = parse(self.comments_name, _EMPTY_COMMENTS)
            self.relations.add("comments", self.comments_name)
            types.put(self.comments_name, _COMMENTS_TYPE)
            self.parts.touch(self.comments)
            self.parts.touch(self.relations.document)
        if self._list() is None:
            etree.SubElement(self.comments.root, f"{namespace_of(self.comments.root)}commentList")
        if self.vml is not None:
            return False
        self.vml_name = _free(self.parts, "xl/drawings/vmlDrawing", ".vml")
        self.vml = parse(self.vml_name, _EMPTY_VML)
        types.put_default(self.vml_name, _VML_TYPE)
        element = etree.Element(f"{namespace_of(self.sheet.root)}legacyDrawing")
        element.set(f"{{{RELATIONS}}}id", self.relations.add("vmlDrawing", self.vml_name))
        put_in_order(self.sheet.root, element, SHEET_ORDER)
        self.parts.touch(self.vml)
        self.parts.touch(self.relations.document)
        return True

    def _add_comment(self, cell: Position, text: str, author: int) -> None:
        holder = self._list()
        assert holder is not None
        namespace = namespace_of(holder)
        comment = etree.SubElement(holder, f"{namespace}comment")
        comment.set("ref", a1(*cell))
        comment.set("authorId", str(author))
        piece = etree.SubElement(etree.SubElement(comment, f"{namespace}text"), f"{namespace}t")
        piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        piece.text = escaped(text[:MAX_NOTE])

    def _sort(self) -> None:
        holder = self._list()
        assert holder is not None
        for comment in sorted(children(holder, "comment"), key=lambda c: _place(c.get("ref", ""))):
            holder.append(comment)


def _place(reference: str) -> Position:
    try:
        return position(reference)
    except ValueError:
        return 0, 0


def _noted(shape: etree._Element) -> Position | None:
    """The cell whose note a shape is the box of; programs give our boxes names of their own."""
    row, column = shape.find(f".//{{{_X}}}Row"), shape.find(f".//{{{_X}}}Column")
    texts = [(each.text or "").strip() for each in (row, column) if each is not None]
    if len(texts) != 2 or not all(text.isdigit() for text in texts):
        return None
    return int(texts[0]) + 1, int(texts[1]) + 1


def _legacy(sheet: XmlPart) -> str | None:
    element = child(sheet.root, "legacyDrawing")
    return None if element is None else element.get(f"{{{RELATIONS}}}id")


def _free(parts: Parts, stem: str, suffix: str) -> str:
    number = 1
    while posixpath.normpath(f"{stem}{number}{suffix}") in parts:
        number += 1
    return f"{stem}{number}{suffix}"


def _shape(cell: Position) -> etree._Element:
    """The hidden box of a note: to the right of its cell, high enough for a few lines."""
    row, column = cell[0] - 1, cell[1] - 1
    anchor = f"{column + 1}, 15, {row}, 2, {column + 1 + _WIDTH}, 31, {row + 5}, 1"
    source = (
        f'<v:shape xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}" id="{_SHAPE}{row}-{column}" type="#_x0000_t202" '
        'style="position:absolute;margin-left:60pt;margin-top:2pt;width:240pt;height:80pt;z-index:1;visibility:hidden" '
        'fillcolor="#ffe1e1" o:insetmode="auto"><v:fill color2="#ffe1e1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
        "</v:textbox>"
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
    return parse("note", source.encode()).root
