"""An XML part: parsed without DTD, entities or network, written back in its own encoding with its own declaration."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from lxml import etree

from excel_eval.errors import InputError
from excel_eval.messages import text

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"

_PARSER = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False)
_DECLARATION = re.compile(rb"\A<\?xml\s[^>]{0,200}\?>\s{0,200}")
_ENCODING = re.compile(rb"encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9._-]{1,40})[\"']")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BARE_UTF16 = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
# Encodings in which every ASCII character stands for itself, so that a search for <!DOCTYPE cannot be fooled.
_ENCODINGS = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8", "utf-16": "utf-8",
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030",
    **{f"iso-8859-{n}": f"iso-8859-{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)},
    **{f"windows-125{n}": f"cp125{n}" for n in range(9)},
}  # fmt: skip

_KEPT_ELEMENTS = 2000
"""How much of a streamed part stays in memory: forgetting each element by itself would take as long as parsing it."""


@dataclass(slots=True)
class XmlPart:
    """A parsed part. `head` is the XML declaration as it stood, with the blanks after it."""

    name: str
    root: etree._Element
    head: bytes
    mark: bytes = b""
    encoding: str = "utf-8"

    @property
    def namespace(self) -> str:
        """The namespace of the root element."""
        return str(etree.QName(self.root).namespace or "")

    def to_bytes(self) -> bytes:
        """The part as it is written: same declaration, same encoding, comments before the root included."""
        body: bytes = etree.tostring(self.root.getroottree(), encoding="utf-8", xml_declaration=False)
        if self.encoding != "utf-8":
            return self.mark + (self.head + body).decode("utf-8").encode(self.encoding, "xmlcharrefreplace")
        return self.mark + self.head + body


def parse(name: str, content: bytes) -> XmlPart:
    """The part `name` parsed; InputError for damaged XML and for any DTD."""
    mark, encoding, head, body = _prepared(name, content)
    try:
        root = etree.fromstring(body, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _damaged(name, error) from error
    return XmlPart(name, root, head, mark, encoding)


class Stream:
    """The elements of a local name, each as it is parsed; what was handed out is forgotten soon."""

    def __init__(self, name: str, content: bytes, wanted: str) -> None:
        self._name = name
        body = io.BytesIO(_prepared(name, content)[3])
        self._events = etree.iterparse(
            body, tag=f"{{*}}{wanted}", encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False
        )

    @property
    def root(self) -> etree._Element:
        """The part without those elements, once the last was handed out."""
        root: etree._Element = self._events.root
        return root

    def __iter__(self) -> Iterator[etree._Element]:
        kept = 0
        try:
            for _, element in self._events:
                yield element
                kept += 1 + len(element)
                if kept > _KEPT_ELEMENTS:
                    _forget(element)
                    kept = 0
        except etree.XMLSyntaxError as error:
            raise _damaged(self._name, error) from error


def _forget(element: etree._Element) -> None:
    """Empty an element, and take out all that stands before it."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        del parent[:-1]


def _prepared(name: str, content: bytes) -> tuple[bytes, str, bytes, bytes]:
    """Byte-order mark, encoding, declaration, and what follows it as UTF-8; InputError for any DTD."""
    mark, encoding = _encoding(content)
    plain = content[len(mark) :]
    if encoding != "utf-8":
        plain = _as_utf8(name, plain, encoding)
    match = _DECLARATION.match(plain)
    head = match[0] if match else b""
    body = plain[len(head) :]
    if b"<!DOCTYPE" in body:
        raise InputError("ooxml.doctype", part=name)
    return mark, encoding, head, body


def _encoding(content: bytes) -> tuple[bytes, str]:
    """The byte-order mark (maybe empty) and the Python name of the encoding."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return mark, encoding
    for start, encoding in _BARE_UTF16:
        if content.startswith(start):
            return b"", encoding
    declaration = _DECLARATION.match(content)
    declared = _ENCODING.search(declaration[0]) if declaration else None
    name = declared[1].decode().lower() if declared else "utf-8"
    return b"", _ENCODINGS.get(name, "unknown")


def _as_utf8(name: str, content: bytes, encoding: str) -> bytes:
    try:
        return content.decode(encoding).encode("utf-8")
    except (UnicodeError, LookupError) as error:
        raise _damaged(name, error) from error


def _damaged(name: str, error: Exception) -> InputError:
    """The error for a part that cannot be parsed; it says where, in the person's language."""
    if isinstance(error, etree.XMLSyntaxError):
        line, column = error.position
        return InputError("ooxml.damaged_xml", part=name, detail=text("ooxml.detail_at", line=line, column=column))
    return InputError("ooxml.damaged_xml", part=name, detail=text("ooxml.detail_encoding"))


def make(name: str, namespace: str, like: etree._Element, attributes: Mapping[str, str] | None = None) -> etree._Element:
    """A new element with the prefixes of the part that it is to stand in."""
    tag = f"{{{namespace}}}{name}" if namespace else name
    made = etree.Element(tag, nsmap=cast("dict[str, str]", like.nsmap))
    for key, value in (attributes or {}).items():
        made.set(key, value)
    return made


def local(element: etree._Element) -> str:
    """An element's name without its namespace; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace_of(element: etree._Element) -> str:
    """An element's namespace, braces included ('' without one)."""
    tag = element.tag
    return tag.partition("}")[0] + "}" if isinstance(tag, str) and tag.startswith("{") else ""


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """The children of a local name that are in the element's own namespace."""
    return element.findall(f"{namespace_of(element)}{name}")


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of a local name in the element's own namespace."""
    return element.find(f"{namespace_of(element)}{name}")


def relation_id(element: etree._Element, name: str = "id") -> str | None:
    """An `r:id` attribute, transitional or strict."""
    return element.get(f"{{{RELATIONS}}}{name}") or element.get(f"{{{STRICT_RELATIONS}}}{name}")


def whole(text: str | None) -> int:
    """A number that an attribute holds, 0 where it holds none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def put_in_order(parent: etree._Element, element: etree._Element, order: tuple[str, ...]) -> None:
    """Insert a child where the schema's `order` of local names wants it."""
    rank = {name: place for place, name in enumerate(order)}
    mine = rank[local(element)]
    for place, sibling in enumerate(parent):
        if rank.get(local(sibling), -1) > mine:
            parent.insert(place, element)
            return
    parent.append(element)
