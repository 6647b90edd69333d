"""What a file is, told by its content and never by its name."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from excel_eval.errors import InputError, reason
from excel_eval.messages import text

_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
# The main part alone tells: a workbook may hold Word documents, and Numbers calls its printer settings Word's.
_MARKERS = (
    ("[Content_Types].xml", b"spreadsheetml.sheet.main", "xlsx"),
    ("[Content_Types].xml", b"sheet.binary.macroEnabled.main", "xlsb"),
    ("[Content_Types].xml", b"ms-excel.sheet.macroEnabled.main", "xlsm"),
    ("[Content_Types].xml", b"ms-excel.template.macroEnabled.main", "xltm"),
    ("[Content_Types].xml", b"spreadsheetml.template.main", "xltx"),
    ("[Content_Types].xml", b"wordprocessingml.document.main", "docx"),
    ("[Content_Types].xml", b"presentationml.presentation.main", "pptx"),
    ("mimetype", b"opendocument.spreadsheet", "ods"),
    ("mimetype", b"opendocument", "odt"),
)
WORKBOOKS = ("xlsx", "xlsm", "xltx", "xltm")
_ADVICE = {
    "lockfile": "lockfile", "empty": "again", "unknown": "again", "zip": "unpack",
    "pdf": "other", "docx": "report", "doc": "report", "pptx": "other", "odt": "other",
}  # fmt: skip
"""What to do about a file that is no workbook; the rest can be opened in Excel and saved as one."""
VALUES_ONLY = ("xls", "et", "xlsb", "ods")
_HEAD = 4096

_DAMAGED = (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError)
"""What zipfile raises on archives that are damaged, encrypted or packed in a way of their own."""


def sniff(path: Path) -> str:
    """xlsx xlsm xltx xltm · xls et xlsb ods · encrypted, html xml csv rtf pdf docx doc pptx odt zip, empty lockfile"""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise InputError("ooxml.unreadable", file=path.name, detail=reason(error)) from error
    if path.name.startswith("~$"):
        return "lockfile"
    if not head:
        return "empty"
    if head.startswith(_CFB):
        return _compound(path)
    if head.startswith(b"PK") or (zipfile.is_zipfile(path) and not head.startswith(b"%PDF")):
        return _zipped(path)
    return _plain(head)


def _compound(path: Path) -> str:
    """The kind of an OLE compound file, by the names of its streams."""
    with path.open("rb") as file:
        content = file.read(64 << 20).upper()
    if "ENCRYPTEDPACKAGE".encode("utf-16-le") in content:
        return "encrypted"
    if "WORDDOCUMENT".encode("utf-16-le") in content:
        return "doc"
    if any(name.encode("utf-16-le") in content for name in ("WORKBOOK", "BOOK")):
        return "et" if path.suffix.lower() == ".et" else "xls"
    return "unknown"


def _zipped(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/").lstrip("/").lower(): name for name in archive.namelist()}
            marked = (kind for part, mark, kind in _MARKERS if _contains(archive, names, part, mark))
            return next(marked, _by_names(names))
    except _DAMAGED:
        return "zip"


def _contains(archive: zipfile.ZipFile, names: dict[str, str], part: str, mark: bytes) -> bool:
    name = names.get(part.lower())
    if name is None:
        return False
    try:
        with archive.open(name) as file:
            return mark.lower() in file.read(1 << 20).lower()
    except _DAMAGED:
        return False


def _by_names(names: dict[str, str]) -> str:
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("ppt/") for name in names):
        return "pptx"
    return "xlsx" if "[content_types].xml" in names and "_rels/.rels" in names else "zip"


def _plain(head: bytes) -> str:
    if head.startswith(_BIFF):
        return "xls"
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"")[:1024].lower()
    if start.startswith(b"%pdf"):
        return "pdf"
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if b"<html" in start or start.startswith((b"<!doctype html", b"<table", b"<meta", b"mime-version")):
        return "html"
    if start.startswith(b"<"):
        return "xml"
    return "csv" if _is_text(head) else "unknown"


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if any(byte < 9 or 13 < byte < 32 for byte in head):
        return False
    return any(_decodes(head, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(head: bytes, encoding: str) -> bool:
    """Whether the bytes are text of an encoding; a character cut off at the end does not count against it."""
    try:
        head.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 4
    return True


def require_workbook(path: Path, kind: str) -> None:
    """Refuse what is no xlsx or xlsm, saying what it is."""
    if kind in WORKBOOKS or kind == "encrypted":
        return
    if kind in VALUES_ONLY:
        raise InputError("ooxml.not_patchable", file=path.name, kind=kind)
    told, advice = text(f"ooxml.kind_{kind}"), text(f"ooxml.advice_{_ADVICE.get(kind, 'save')}")
    raise InputError("ooxml.wrong_kind", file=path.name, kind=told, advice=advice)
