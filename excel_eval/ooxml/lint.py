"""Our own lint of a package: the defects that other checkers pass over and that make Excel offer a repair."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from excel_eval.errors import InputError
from excel_eval.ooxml.lint_sheet import sheet_defects
from excel_eval.ooxml.parts import CONTENT_TYPES, Parts
from excel_eval.ooxml.relationships import resolve
from excel_eval.ooxml.workbook_part import WorkbookPart
from excel_eval.ooxml.xmlpart import child, children, parse


@dataclass(frozen=True, slots=True, order=True)
class Defect:
    """A defect of a package: the part, its kind (stable), and where in the part."""

    part: str
    kind: str
    place: str = ""

    def __str__(self) -> str:
        return f"{self.part}: {self.kind} {self.place}".rstrip()


def lint(path: Path) -> list[Defect]:
    """Every defect of a workbook file that our own lint knows."""
    parts = Parts(path)
    try:
        return sorted(_all_defects(parts, parts.names()))
    finally:
        parts.close()


def require_clean(parts: Parts) -> None:
    """InputError when an edited part has a defect that it had not before."""
    found = set(_all_defects(parts, parts.changed & set(parts.names())))
    if found:
        found -= {defect for name in {defect.part for defect in found} for defect in _before(parts, name)}
    if found:
        worst = min(found)
        raise InputError("ooxml.result_defect", part=worst.part, detail=f"{worst.kind} {worst.place}")


def _before(parts: Parts, name: str) -> Iterator[Defect]:
    """The defects that a part had in the input."""
    content = parts.original(name)
    if content is not None:
        yield from _part_defects(parts, name, content)


def _all_defects(parts: Parts, names: Iterable[str]) -> Iterator[Defect]:
    for name in names:
        yield from _part_defects(parts, name, parts.read(name))


def _part_defects(parts: Parts, name: str, content: bytes) -> Iterator[Defect]:
    if name.endswith(".rels"):
        found = _relation_defects(parts, name, content)
    elif name.lower() == CONTENT_TYPES.lower():
        found = _type_defects(parts, name)
    else:
        found = _content_defects(parts, name, content)
    for kind, place in found:
        yield Defect(name, kind, place)


def _content_defects(parts: Parts, name: str, content: bytes) -> Iterator[tuple[str, str]]:
    kind = parts.types.of(name)
    if kind.endswith("worksheet+xml"):
        yield from sheet_defects(parse(name, content), _style_count(parts))
    elif kind.endswith("main+xml"):
        yield from _workbook_defects(name, content)


def _style_count(parts: Parts) -> int | None:
    """How many cell styles the workbook has; None without a styles part."""
    styles = WorkbookPart(parts).related("styles")
    holder = None if styles is None else child(parts.document(styles).root, "cellXfs")
    return None if holder is None else len(holder)


def _workbook_defects(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    root = parse(name, content).root
    holder, sheets = child(root, "definedNames"), child(root, "sheets")
    entries = [] if sheets is None else children(sheets, "sheet")
    seen: set[tuple[str, str]] = set()
    for element in [] if holder is None else children(holder, "definedName"):
        key = element.get("localSheetId", ""), element.get("name", "").lower()
        if key in seen:
            yield "duplicate_name", key[1]
        if key[0] and (not key[0].isdigit() or int(key[0]) >= len(entries)):
            yield "name_of_no_sheet", key[1]
        seen.add(key)
    yield from _repeated("duplicate_sheet", [entry.get("name", "").lower() for entry in entries])
    yield from _repeated("duplicate_sheet_id", [entry.get("sheetId", "") for entry in entries])


def _repeated(kind: str, values: list[str]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            yield kind, value
        seen.add(value)


def _relation_defects(parts: Parts, name: str, content: bytes) -> Iterator[tuple[str, str]]:
    folder, _, file = name.rpartition("/_rels/") if "/_rels/" in name else ("", "", posixpath.basename(name))
    source = posixpath.join(folder, file.removesuffix(".rels"))
    seen: set[str] = set()
    for element in parse(name, content).root:
        if not isinstance(element.tag, str):
            continue
        identifier, target = element.get("Id", ""), element.get("Target", "")
        if identifier in seen:
            yield "duplicate_relationship", identifier
        seen.add(identifier)
        inside = element.get("TargetMode", "").lower() != "external" and not target.startswith("#")
        if inside and resolve(source, target.partition("#")[0]) not in parts:
            yield "dangling_relationship", target


def _type_defects(parts: Parts, name: str) -> Iterator[tuple[str, str]]:
    """Parts without a content type; declarations of parts that are not there."""
    types = parts.types
    for part in parts.names():
        if part != name and not types.of(part):
            yield "no_content_type", part
    for declared in types.declared():
        if declared not in parts:
            yield "type_of_no_part", declared
