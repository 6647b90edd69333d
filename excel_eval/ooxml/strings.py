"""Texts of cells: shared strings, rich texts, the _xHHHH_ escapes."""

from __future__ import annotations

import re

from lxml import etree

from excel_eval.ooxml.xmlpart import XmlPart, namespace_of

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|\r")


def unescaped(text: str) -> str:
    """_x000D_ → carriage return, as Excel stores what XML cannot."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def escaped(text: str) -> str:
    """A text as it is stored: characters that XML cannot hold become _xHHHH_, and what only looks so is protected."""
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return _ILLEGAL.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def text_of(item: etree._Element) -> str:
    """The text of an <si>, <is> or <text>: plain or in runs; phonetic guides are not part of it."""
    namespace = namespace_of(item)
    plain, run, phonetic = f"{namespace}t", f"{namespace}r", f"{namespace}rPh"
    parts: list[str] = []
    for child in item:
        if child.tag == plain:
            parts.append(child.text or "")
        elif child.tag == run and child.tag != phonetic:
            parts.extend(piece.text or "" for piece in child if piece.tag == plain)
    return unescaped("".join(parts))


def shared_strings(document: XmlPart) -> list[str]:
    """Every shared string, in order."""
    item = f"{{{document.namespace}}}si"
    return [text_of(element) for element in document.root if element.tag == item]
