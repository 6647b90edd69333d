"""The styles part: number formats of cells, and new formats added without duplicates."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from lxml import etree

from excel_eval.ooxml.xmlpart import MAIN, XmlPart, child, children, local, make, namespace_of, parse, put_in_order, whole

STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
EMPTY_STYLES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    "</fills>"
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
).encode()
STYLE_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
    "extLst",
)  # fmt: skip
BUILTIN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;¥-#,##0", 6: "¥#,##0;[Red]¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00", 8: "¥#,##0.00;[Red]¥-#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;[Red]-#,##0.00", 41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"_ ;_ @_ ', 43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
FIRST_CUSTOM = 176
_COLLECTIONS = {"font": "fonts", "fill": "fills", "border": "borders"}
_APPLY = {
    "numFmtId": "applyNumberFormat", "fontId": "applyFont", "fillId": "applyFill", "borderId": "applyBorder",
}  # fmt: skip

Markup = str | etree._Element
"""A piece of SpreadsheetML without namespace, '<font><b/></font>', or the element itself."""


def codes(root: etree._Element) -> dict[int, str]:
    """What each number of a format stands for, in a styles part."""
    holder = child(root, "numFmts")
    own = [] if holder is None else children(holder, "numFmt")
    return BUILTIN | {whole(item.get("numFmtId")): item.get("formatCode") or "General" for item in own}


def collection(root: etree._Element, name: str) -> etree._Element:
    """The fonts, cellXfs … of a styles part; where it has none, they begin with the first that every workbook has.

    A cell without a style shows that first one, and Excel keeps the first two fills to itself.
    """
    found = child(root, name)
    if found is None:
        found = make(name, namespace_of(root)[1:-1], root)
        put_in_order(root, found, STYLE_ORDER)
    first = None if len(found) else child(etree.fromstring(EMPTY_STYLES), name)
    for item in () if first is None else first:
        add(found, moved(item, root))
    return found


def add(holder: etree._Element, element: etree._Element) -> None:
    """Put an element at the end of a collection, and count it."""
    holder.append(element)
    holder.set("count", str(sum(1 for item in holder if isinstance(item.tag, str))))


def moved(element: etree._Element, root: etree._Element) -> etree._Element:
    """A copy of a piece of SpreadsheetML (or of one without namespace) in the namespace of the part of `root`."""
    if namespace_of(element) not in ("", f"{{{MAIN}}}"):
        return copy.deepcopy(element)
    attributes = {str(key): str(value) for key, value in element.attrib.items()}
    copied = make(local(element), namespace_of(root)[1:-1], root, attributes)
    copied.text = element.text
    copied.extend([moved(item, root) for item in element if isinstance(item.tag, str)])
    return copied


class Styles:
    """The styles of a workbook; `edited` turns True with the first thing added."""

    def __init__(self, document: XmlPart | None = None) -> None:
        self.document = document or parse("xl/styles.xml", EMPTY_STYLES)
        self.edited = False
        self._keys: dict[str, dict[Any, int]] = {}

    @property
    def formats(self) -> list[str]:
        """The number format code of every cell style id."""
        meaning = codes(self.document.root)
        return [meaning.get(whole(xf.get("numFmtId")), "General") for xf in self._items("cellXfs")]

    @property
    def count(self) -> int:
        """How many cell styles there are."""
        return len(self._items("cellXfs"))

    def _items(self, collection: str) -> list[etree._Element]:
        parent = child(self.document.root, collection)
        return [] if parent is None else [item for item in parent if isinstance(item.tag, str)]

    def number_format(self, code: str) -> int:
        """The id of a number format code, added if the workbook has not got it."""
        known = {text: identifier for identifier, text in reversed(codes(self.document.root).items())}
        if code in known:
            return known[code]
        identifier = max([FIRST_CUSTOM - 1, *(whole(item.get("numFmtId")) for item in self._items("numFmts"))]) + 1
        self._append("numFmts", self._element("numFmt", numFmtId=str(identifier), formatCode=code))
        return identifier

    def collection_id(self, name: str, element: etree._Element) -> int:
        """The index of an equal element in fonts, fills, borders, cellXfs or dxfs, appended if there is none."""
        keys = self._keys.get(name)
        if keys is None:
            keys = self._keys[name] = {}
            collection(self.document.root, name)
            for index, item in enumerate(self._items(name)):
                keys.setdefault(canonical(item), index)
        key = canonical(element)
        if key not in keys:
            keys[key] = len(self._items(name))
            self._append(name, element)
        return keys[key]

    def _append(self, name: str, element: etree._Element) -> None:
        add(collection(self.document.root, name), element)
        self.edited = True

    def _element(self, name: str, **attributes: str) -> etree._Element:
        return make(name, self.document.namespace, self.document.root, attributes)

    def adopted(self, markup: Markup) -> etree._Element:
        """A piece of markup as an element of this part's namespace."""
        return moved(etree.fromstring(markup) if isinstance(markup, str) else markup, self.document.root)

    def derive(self, base: int, parts: Mapping[str, Any]) -> int:
        """A cell style like `base` with number_format, font, fill, border, alignment or locked changed."""
        styles = self._items("cellXfs")
        xf = copy.deepcopy(styles[base]) if 0 <= base < len(styles) else self._element("xf", numFmtId="0", xfId="0")
        for name, value in parts.items():
            if value is not None:
                self._apply(xf, name, value)
        return self.collection_id("cellXfs", xf)

    def _apply(self, xf: etree._Element, name: str, value: Any) -> None:
        if name == "number_format":
            self._point(xf, "numFmtId", self.number_format(value))
        elif name in _COLLECTIONS:
            self._point(xf, f"{name}Id", self.collection_id(_COLLECTIONS[name], self.adopted(value)))
        elif name == "alignment":
            self._inner(xf, self.adopted(value), "applyAlignment")
        elif name == "locked":
            self._inner(xf, self._element("protection", locked="1" if value else "0"), "applyProtection")

    def _point(self, xf: etree._Element, attribute: str, identifier: int) -> None:
        xf.set(attribute, str(identifier))
        xf.set(_APPLY[attribute], "1")

    def _inner(self, xf: etree._Element, element: etree._Element, flag: str) -> None:
        for old in children(xf, local(element)):
            xf.remove(old)
        put_in_order(xf, element, ("alignment", "protection", "extLst"))
        xf.set(flag, "1")


def canonical(element: etree._Element) -> tuple[Any, ...]:
    """What two equal formats have in common, whatever their prefixes and order of attributes."""
    items = tuple(canonical(item) for item in element if isinstance(item.tag, str))
    attributes = tuple(sorted((str(key), str(value)) for key, value in element.attrib.items()))
    return local(element), attributes, (element.text or "").strip(), items
