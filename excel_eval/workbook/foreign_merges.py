"""Merged ranges of ods and xlsb workbooks, which their parser does not tell; used in the child process alone."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

Merge = tuple[int, int, int, int]
"""(top, left, bottom, right), counted from 1."""
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_BUNDLE_SHEET, _MERGE_CELL = 156, 176
_FARTHEST = 1 << 20
_UNTELLING = (
    struct.error,
    IndexError,
    KeyError,
    UnicodeDecodeError,
    ElementTree.ParseError,
    zipfile.BadZipFile,
    NotImplementedError,
)
"""What a damaged part gives rise to; the values that the parser found are worth more than a refusal."""


def merges_of(path: str) -> dict[str, list[Merge]]:
    """Merged ranges by sheet name; none for a file that is neither ods nor xlsb, or where they cannot be made out."""
    if not zipfile.is_zipfile(path):
        return {}
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "content.xml" in names:
                return _of_ods(archive)
            return _of_xlsb(archive) if "xl/workbook.bin" in names else {}
    except _UNTELLING:
        return {}


def _of_ods(archive: zipfile.ZipFile) -> dict[str, list[Merge]]:
    found: dict[str, list[Merge]] = {}
    table, row = "", 0
    with archive.open("content.xml") as file:
        for event, element in ElementTree.iterparse(file, ("start", "end")):
            if event == "start" and element.tag == f"{_TABLE}table":
                table, row = element.get(f"{_TABLE}name", ""), 1
                found[table] = []
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                found[table] += _of_row(element, row)
                row += _count(element, "number-rows-repeated")
                element.clear()
    return found


def _of_row(row: ElementTree.Element, number: int) -> Iterator[Merge]:
    column = 1
    for cell in row:
        if cell.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            down, across = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            if down > 1 or across > 1:
                yield number, column, number + down - 1, column + across - 1
            column += _count(cell, "number-columns-repeated")


def _count(element: ElementTree.Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return min(int(text), _FARTHEST) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _of_xlsb(archive: zipfile.ZipFile) -> dict[str, list[Merge]]:
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.bin.rels"))
    parts = {each.get("Id", ""): each.get("Target", "") for each in relations.iter(_RELATION)}
    found = {}
    for record, data in _records(archive.read("xl/workbook.bin")):
        if record == _BUNDLE_SHEET:
            relation, rest = _text(data[8:])
            part = "xl/" + parts.get(relation, "").removeprefix("/xl/")
            if part in archive.namelist():
                found[_text(rest)[0]] = list(_of_part(archive.read(part)))
    return found


def _of_part(content: bytes) -> Iterator[Merge]:
    for record, data in _records(content):
        if record == _MERGE_CELL:
            top, bottom, left, right = struct.unpack_from("<4I", data)
            yield top + 1, left + 1, bottom + 1, right + 1


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a binary part: number and size in seven bits a byte, then the data."""
    at = 0
    while at < len(content):
        record, at = content[at] & 0x7F | (content[at] & 0x80 and content[at + 1] << 7), at + 1 + (content[at] >> 7)
        size = 0
        for shift in range(0, 28, 7):
            byte, at = content[at], at + 1
            size |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
        yield record, content[at : at + size]
        at += size


def _text(data: bytes) -> tuple[str, bytes]:
    """A text with its length before it, and what follows."""
    end = 4 + 2 * struct.unpack_from("<I", data)[0]
    return data[4:end].decode("utf-16-le"), data[end:]
