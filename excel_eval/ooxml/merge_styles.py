"""Formats of one workbook taken over into another's styles part, without writing any twice."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from excel_eval.ooxml.styles import FIRST_CUSTOM, STYLE_ORDER, codes
from excel_eval.ooxml.xmlpart import XmlPart, children, namespace_of, put_in_order, whole


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
        copy = _moved(element, namespace_of(self.target))
        if table == "cellXfs":
            for attribute, other in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
                copy.set(attribute, str(self._mapped(other, whole(copy.get(attribute)))))
            copy.set("numFmtId", str(self._number_format(whole(copy.get("numFmtId")))))
            copy.attrib.pop("xfId", "")
            if _items(self.target, "cellStyleXfs"):
                copy.set("xfId", "0")
        return copy

    def _number_format(self, number: int) -> int:
        """The target's number for a format: the same one, unless the target lets it stand for something else."""
        code = codes(self.source).get(number, "General")
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
            for number, known in enumerate(_items(self.target, table)):
                self._index[table].setdefault(_spelling(known), number)
        index = self._index[table]
        spelling = _spelling(element)
        if spelling not in index:
            index[spelling] = len(_items(self.target, table))
            self._append(table, element)
        return index[spelling]

    def _append(self, table: str, element: etree._Element) -> None:
        found = children(self.target, table)
        holder = found[0] if found else etree.Element(f"{namespace_of(self.target)}{table}")
        if not found:
            put_in_order(self.target, holder, STYLE_ORDER)
        holder.append(element)
        holder.set("count", str(sum(1 for item in holder if isinstance(item.tag, str))))
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


def _moved(element: etree._Element, namespace: str) -> etree._Element:
    """A copy of an element, its own namespace exchanged for the target's."""
    mine = namespace_of(element)
    copy = etree.Element(_renamed(element.tag, mine, namespace))
    for name, value in element.attrib.items():
        copy.set(name, value)
    copy.text = element.text
    copy.extend(_moved(inner, namespace) for inner in element if isinstance(inner.tag, str))
    return copy


def _renamed(tag: str, mine: str, namespace: str) -> str:
    return namespace + tag[len(mine) :] if mine and tag.startswith(mine) else tag
