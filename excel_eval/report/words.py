"""The text of a written report: plain text in UTF-8 or GBK, or a Word document."""

from __future__ import annotations

from pathlib import Path

from excel_eval.errors import InputError

MAX_BYTES = 64 << 20


def text_of(path: Path) -> str:
    """The text of a .txt or .docx file, paragraphs on lines of their own. InputError for what cannot be read."""
    if not path.is_file():
        raise InputError("files.not_found", file=str(path))
    if path.stat().st_size > MAX_BYTES:
        raise InputError("report.too_large", file=path.name)
    return _word_text(path) if path.suffix.lower() == ".docx" else _plain_text(path)


def _plain_text(path: Path) -> str:
    content = path.read_bytes()
    if b"\0" in content[:4096]:
        raise InputError("report.no_text", file=path.name)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError("report.no_text", file=path.name)


def _word_text(path: Path) -> str:
    """Paragraphs and table cells in the order of the document."""
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > 4 * MAX_BYTES:
                raise InputError("report.too_large", file=path.name)
            document = archive.read("word/document.xml")
        if b"<!DOCTYPE" in document:
            raise InputError("report.damaged", file=path.name)
    except (BadZipFile, KeyError, OSError, ValueError, NotImplementedError):
        raise InputError("report.damaged", file=path.name) from None
    return _paragraphs(path)


def _paragraphs(path: Path) -> str:
    from docx import Document
    from docx.table import Table

    try:
        blocks = list(Document(str(path)).iter_inner_content())
    except (KeyError, ValueError, OSError):
        raise InputError("report.damaged", file=path.name) from None
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            lines += [cell.text for row in block.rows for cell in row.cells]
        else:
            lines.append(block.text)
    return "\n".join(lines)
