"""Formats of one workbook taken over into another's styles part, without writing any twice."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from excel_eval.ooxml.styles import FIRST_CUSTOM, add, codes, collection, moved
from excel_eval.ooxml.xmlpart import XmlPart, children, namespace_of, whole


class StyleMerge:
    """Maps format numbers of `source` to those of `target`, appending what `target` lacks."""

    def __init__(self, target: XmlPart, source: XmlPart) -> None:
        self.target, self.source = target.root, source.root
        self.changed = False
        self._known: dict[tuple[str, int], int] = {}
        self._index: dict[str, dict[bytes, int]] = {}

    def xf(self, number: int) -> int:
        """A cell format (cellXfs) of the source as one of the target."""
        return self._mapped("cellXfs", number)

    def dxf(self, number: int) -> int:
        """A differential format (dxfs) of the source as one of the target."""
        return self._mapped("dxfs", number)

    def _mapped(self, table: str, number: int) -> int:
        key = (table, number)
        if key not in self._known:
            element = _item(self.source, table, number)
            self._known[key] = 0 if element is None else self._put(table, self._translated(table, element))
        return self._known[key]

    def _translated(self, table: str, element: etree._Element) -> etree._Element:
        copy = moved(element, self.target)
        if table == "cellXfs":
            for attribute, other in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
                copy.set(attribute, str(self._mapped(other, whole(copy.get(attribute)))))
            copy.set("numFmtId", str(self._number_format(whole(copy.get("numFmtId")))))
            copy.attrib.pop("xfId", "")
            if _items(self.target, "cellStyleXfs"):
                copy.set("xfId", "0")
        for own in children(copy, "numFmt"):
            own.set("numFmtId", str(self._number_of(own.get("formatCode", ""), whole(own.get("numFmtId")))))
        return copy

    def _number_format(self, number: int) -> int:
        """The target's number for a format of the source."""
        return self._number_of(codes(self.source).get(number, "General"), number)

    def _number_of(self, code: str, number: int) -> int:
        """The number of a format code: `number` itself, unless the target lets that stand for something else."""
        if codes(self.target).get(number, "General") == code:
            return number
        formats = _items(self.target, "numFmts")
        for known in formats:
            if known.get("formatCode") == code:
                return whole(known.get("numFmtId"))
        free = max([FIRST_CUSTOM - 1, *(whole(known.get("numFmtId")) for known in formats)]) + 1
        element = etree.Element(f"{namespace_of(self.target)}numFmt")
        element.set("numFmtId", str(free))
        element.set("formatCode", code)
        self._append("numFmts", element)
        return free

    def _put(self, table: str, element: etree._Element) -> int:
        """The number of an equal item of the target, or of the new one."""
        if table not in self._index:
            self._index[table] = {}
            collection(self.target, table)
            for number, known in enumerate(_items(self.target, table)):
                self._index[table].setdefault(_spelling(known), number)
        index = self._index[table]
        spelling = _spelling(element)
        if spelling not in index:
            index[spelling] = len(_items(self.target, table))
            self._append(table, element)
        return index[spelling]

    def _append(self, table: str, element: etree._Element) -> None:
        add(collection(self.target, table), element)
        self.changed = True


def _items(root: etree._Element, table: str) -> list[etree._Element]:
    found = children(root, table)
    return [item for item in found[0] if isinstance(item.tag, str)] if found else []


def _item(root: etree._Element, table: str, number: int) -> etree._Element | None:
    items = _items(root, table)
    return items[number] if 0 <= number < len(items) else None


def _spelling(element: etree._Element) -> bytes:
    """An element as canonical XML, whatever prefix its namespace has."""
    copy = deepcopy(element)
    copy.tail = None
    for each in copy.iter():
        if isinstance(each.tag, str):
            each.tag = etree.QName(each).localname
    etree.cleanup_namespaces(copy)
    spelling: bytes = etree.tostring(copy, method="c14n")
    return spelling
