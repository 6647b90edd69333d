"""The text of a Word document as its reader sees it: tables, text boxes and notes too, nothing that was deleted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from excel_eval.errors import InputError

if TYPE_CHECKING:
    from docx.document import Document

_MAX_BYTES = 256 << 20
_NOTES = ("footnotes", "endnotes")
_UNSEEN = frozenset(("del", "moveFrom", "instrText", "delText", "delInstrText", "Fallback", "pPr", "rPr"))
"""What is in the file and not on the page; Fallback says again what the choice beside it says."""
_SIGNS = {"tab": "\t", "br": "\v", "cr": "\v", "noBreakHyphen": "-"}
"""A break inside a paragraph is no end of it."""


def word_text(path: Path) -> str:
    """A line for each paragraph, cells of tables and text boxes where they stand, notes at the end. InputError if damaged."""
    _require_sound(path)
    from docx import Document
    from docx.opc.exceptions import OpcError

    try:
        document = Document(str(path))
        lines = [*_paragraphs(document.element.body), *_notes(document)]
    except (KeyError, ValueError, OSError, SyntaxError, OpcError, AttributeError):
        raise InputError("report.damaged", file=path.name) from None
    return "\n".join(lines)


def _require_sound(path: Path) -> None:
    """No more than fits into memory, and no document type in what will be parsed."""
    try:
        with ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > _MAX_BYTES:
                raise InputError("report.too_large", file=path.name)
            parts = [archive.read("word/document.xml")]
            parts += [archive.read(name) for note in _NOTES if (name := f"word/{note}.xml") in archive.namelist()]
    except (BadZipFile, KeyError, OSError, ValueError, NotImplementedError):
        raise InputError("report.damaged", file=path.name) from None
    if any(b"<!DOCTYPE" in part for part in parts):
        raise InputError("report.damaged", file=path.name)


def _notes(document: Document) -> Iterator[str]:
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if relation.reltype.rpartition("/")[2] in _NOTES and not relation.is_external:
            yield from _paragraphs(parse_xml(relation.target_part.blob))


def _paragraphs(element: Any) -> Iterator[str]:
    """The text of every paragraph under an element, in order; a box inside a paragraph follows it."""
    for child in element:
        name = _local(child)
        if name == "p":
            yield "".join(_words(child))
            for box in _boxes(child):
                yield from _paragraphs(box)
        elif name not in _UNSEEN:
            yield from _paragraphs(child)


def _words(element: Any) -> Iterator[str]:
    for child in element:
        name = _local(child)
        if name == "t":
            yield child.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name not in _UNSEEN and name != "txbxContent":
            yield from _words(child)


def _boxes(element: Any) -> Iterator[Any]:
    for child in element:
        name = _local(child)
        if name == "txbxContent":
            yield child
        elif name not in _UNSEEN:
            yield from _boxes(child)


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
