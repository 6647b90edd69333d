"""Our own lint of a package: the defects that other checkers pass over and that make Excel offer a repair."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from excel_eval.errors import InputError
from excel_eval.ooxml.content_types import ContentTypes
from excel_eval.ooxml.lint_sheet import examine
from excel_eval.ooxml.parts import CONTENT_TYPES, Parts
from excel_eval.ooxml.relationships import resolve, spellings
from excel_eval.ooxml.workbook_part import WorkbookPart
from excel_eval.ooxml.xmlpart import child, children, parse, whole

_POINTERS = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}


@dataclass(frozen=True, slots=True, order=True)
class Defect:
    """A defect of a package: the part, its kind (stable), and where in the part."""

    part: str
    kind: str
    place: str = ""

    def __str__(self) -> str:
        return f"{self.part}: {self.kind} {self.place}".rstrip()


@dataclass(frozen=True, slots=True)
class _State:
    """A package as it was or as it is: its parts, what they are declared to be, and how many cell styles there are."""

    names: tuple[str, ...]
    folded: frozenset[str]
    types: ContentTypes
    styles: int | None

    @classmethod
    def of(cls, names: list[str], types: ContentTypes, styles: int | None) -> _State:
        """The state with these parts."""
        return cls(tuple(names), frozenset(name.lower() for name in names), types, styles)

    def __contains__(self, part: object) -> bool:
        return any(spelling.lower() in self.folded for spelling in spellings(str(part)))


def lint(path: Path) -> list[Defect]:
    """Every defect of a workbook file that our own lint knows."""
    parts = Parts(path)
    try:
        state = _state(parts)
        return sorted(defect for name in state.names for defect in _part_defects(state, name, parts.read))
    finally:
        parts.close()


def require_clean(parts: Parts) -> None:
    """InputError when an edited part has a defect that it had not before."""
    changed, state = parts.changed, _state(parts)
    found = {defect for name in state.names if name in changed for defect in _present_defects(parts, state, name)}
    if found:
        found -= set(_before(parts, {defect.part for defect in found}))
    if found:
        worst = min(found)
        raise InputError("ooxml.result_defect", part=worst.part, detail=f"{worst.kind} {worst.place}")


def _present_defects(parts: Parts, state: _State, name: str) -> Iterator[Defect]:
    """The defects of an edited part; a sheet part was examined when it was written."""
    examined = parts.examined.get(name)
    if examined is None:
        yield from _part_defects(state, name, parts.read)
    else:
        yield from (Defect(name, kind, place) for kind, place in examined.with_styles(state.styles))


def _state(parts: Parts) -> _State:
    return _State.of(parts.names(), parts.types, _style_count(parts))


def _before(parts: Parts, names: Iterable[str]) -> Iterator[Defect]:
    """The defects that these parts had in the input."""
    types = parts.original(CONTENT_TYPES)
    if types is None:
        return
    state = _State.of(parts.original_names, ContentTypes(parse(CONTENT_TYPES, types)), _style_count(parts))
    for name in names:
        if name in state:
            yield from _part_defects(state, name, lambda part: parts.original(part) or b"", sheet=name in parts.examined)


def _style_count(parts: Parts) -> int | None:
    """How many cell styles the workbook has; None without a styles part."""
    styles = WorkbookPart(parts).related("styles")
    holder = None if styles is None else child(parts.document(styles).root, "cellXfs")
    return None if holder is None else len(holder)


def _part_defects(
    state: _State, name: str, read: Callable[[str], bytes], *, sheet: bool = False
) -> Iterator[Defect]:
    """The defects of a part by its content type; `sheet` for one that is a worksheet whatever it is declared to be."""
    found: Iterable[tuple[str, str]] = ()
    kind = state.types.of(name)
    if name.endswith(".rels"):
        found = _relation_defects(state, name, read(name))
    elif name.lower() == CONTENT_TYPES.lower():
        found = _type_defects(state, name)
    elif sheet or kind.endswith("worksheet+xml"):
        found = examine(parse(name, read(name))).with_styles(state.styles)
    elif kind.endswith("styles+xml"):
        found = _style_defects(parse(name, read(name)).root)
    elif kind.endswith("main+xml"):
        found = _workbook_defects(name, read(name))
    for defect, place in found:
        yield Defect(name, defect, place)


def _style_defects(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Cell styles that point at a font, fill or border that is not there."""
    # Not only <font>, <fill>, <border>: Hancom wraps some of them in mc:AlternateContent, which counts as one.
    counts = {name: len(holder) for name in _POINTERS.values() for holder in children(root, name)}
    for holder in children(root, "cellXfs"):
        for style in children(holder, "xf"):
            for attribute, name in _POINTERS.items():
                if whole(style.get(attribute)) >= max(counts.get(name, 0), 1):
                    yield "bad_style_part", f"{attribute} {style.get(attribute)}"


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


def _relation_defects(state: _State, name: str, content: bytes) -> Iterator[tuple[str, str]]:
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
        if inside and resolve(source, target.partition("#")[0]) not in state:
            yield "dangling_relationship", target


def _type_defects(state: _State, name: str) -> Iterator[tuple[str, str]]:
    """Parts without a content type; declarations of parts that are not there."""
    for part in state.names:
        if part != name and not state.types.of(part):
            yield "no_content_type", part
    for declared in state.types.declared():
        if declared not in state:
            yield "type_of_no_part", declared
