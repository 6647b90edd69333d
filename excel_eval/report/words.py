"""The text of a written report: plain text in UTF-8, UTF-16 or GBK, or a Word document."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from excel_eval.errors import InputError

MAX_BYTES = 64 << 20
_ZIP = b"PK\x03\x04"
_USUAL = re.compile(r"[一-龥\u2010-\u2030\u3000-\u303f\uff00-\uffef①-⑳㎡×·]")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def text_of(path: Path) -> str:
    """The text of a report, told by its content, paragraphs on lines of their own. InputError for what cannot be read."""
    if not path.is_file():
        raise InputError("files.not_found", file=str(path))
    if path.stat().st_size > MAX_BYTES:
        raise InputError("report.too_large", file=path.name)
    content = path.read_bytes()
    if content.startswith(_ZIP) or path.suffix.lower() == ".docx":
        from excel_eval.report.word import word_text

        return word_text(path)
    return _plain_text(content, path.name)


def unit_of(path: Path) -> str:
    """What the lines of `text_of` are to a person: paragraphs in a Word document, else lines."""
    return "paragraph" if path.suffix.lower() == ".docx" else "line"


def _plain_text(content: bytes, name: str) -> str:
    for encoding in _encodings(content):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError("report.no_text", file=name)


def _encodings(content: bytes) -> tuple[str, ...]:
    """The encodings that a text may be in; none where it is no text."""
    start = content[:4096]
    if start.startswith(_WIDE):
        return ("utf-16",)
    if b"\0" not in start:
        return ("utf-8-sig", "gb18030")
    wide = (encoding for encoding in ("utf-16-le", "utf-16-be") if not len(content) % 2)
    return tuple(encoding for encoding in wide if _reads(start[: len(start) // 2 * 2].decode(encoding, "replace")))


_MOSTLY = 0.9


def _reads(text: str) -> bool:
    """Whether nearly all of a text is what Chinese reports are written in."""
    return sum(c in "\r\n\t" or " " <= c <= "~" or _USUAL.match(c) is not None for c in text) >= _MOSTLY * len(text)
