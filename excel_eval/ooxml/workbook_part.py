"""The workbook part: its sheets, defined names and calculation settings."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from lxml import etree

from excel_eval.errors import InputError
from excel_eval.ooxml.limits import MAX_SHEETS, check_count
from excel_eval.ooxml.parts import Parts
from excel_eval.ooxml.xmlpart import STRICT_MAIN, XmlPart, child, children, put_in_order, relation_id

ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr",
    "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
_KINDS = {
    "worksheet": "worksheet", "chartsheet": "chartsheet", "dialogsheet": "dialogsheet",
    "xlMacrosheet": "macro", "xlIntlMacrosheet": "macro",
}  # fmt: skip
_STATES = ("visible", "hidden", "veryHidden")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it. `kind` is missing where its part is; `state` visible, hidden or veryHidden."""

    name: str
    part: str
    state: str
    kind: str


class WorkbookPart:
    """xl/workbook.xml, or whatever its name is, read and edited."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.name = _main_part(parts)
        self.document: XmlPart = parts.document(self.name)
        self.relations = parts.relationships(self.name)

    @property
    def root(self) -> etree._Element:
        """The root element."""
        return self.document.root

    @property
    def strict(self) -> bool:
        """Whether this is the strict variant of the format."""
        return self.document.namespace == STRICT_MAIN

    def touch(self) -> None:
        """Note that the workbook part was edited."""
        self.parts.touch(self.document)

    def sheet_elements(self) -> list[etree._Element]:
        """The <sheet> elements in order."""
        sheets = child(self.root, "sheets")
        return [] if sheets is None else children(sheets, "sheet")

    def sheets(self) -> tuple[SheetEntry, ...]:
        """The sheets in order; InputError when there are none, or two of the same name."""
        elements = self.sheet_elements()
        check_count(self.name, len(elements), MAX_SHEETS)
        relations = {relation.id: relation for relation in self.relations.all()}
        entries: dict[str, SheetEntry] = {}
        for element in elements:
            relation = relations.get(relation_id(element) or "")
            stored = None if relation is None or relation.external else self.parts.find(relation.target)
            kind = _KINDS.get(relation.kind, "missing") if relation is not None and stored else "missing"
            state = element.get("state", "visible")
            name = element.get("name", "")
            if name in entries:
                raise InputError("ooxml.damaged_xml", part=self.name, detail=f"sheet {name!r} ×2")
            entries[name] = SheetEntry(name, stored or "", state if state in _STATES else "visible", kind)
        if not entries:
            raise InputError("ooxml.no_sheets", part=self.name)
        return tuple(entries.values())

    @property
    def date1904(self) -> bool:
        """Whether days are counted from 1904."""
        settings = child(self.root, "workbookPr")
        return settings is not None and settings.get("date1904") in ("1", "true")

    def names(self) -> list[etree._Element]:
        """The <definedName> elements."""
        names = child(self.root, "definedNames")
        return [] if names is None else children(names, "definedName")

    def child(self, name: str) -> etree._Element:
        """A child of the root, made in its place when it is not there."""
        element = child(self.root, name)
        if element is None:
            element = etree.Element(f"{{{self.document.namespace}}}{name}", nsmap=self.root.nsmap)
            put_in_order(self.root, element, ORDER)
        return element

    def recalculate_on_load(self) -> None:
        """Ask the program that opens the workbook to calculate everything; drop the calculation chain."""
        settings = self.child("calcPr")
        if settings.get("fullCalcOnLoad") != "1":
            settings.set("fullCalcOnLoad", "1")
            self.touch()
        for relation in self.relations.of_kind("calcChain"):
            self.relations.remove(relation.id)
            self.parts.touch(self.relations.document)
            self.parts.remove(relation.target)

    def related(self, kind: str) -> str | None:
        """The stored name of the part with a relationship of a kind (styles, sharedStrings, theme …)."""
        found = (self.parts.find(relation.target) for relation in self.relations.of_kind(kind))
        return next((name for name in found if name), None)

    def beside(self, name: str) -> str:
        """A part's name in the folder of the workbook part."""
        return posixpath.join(posixpath.dirname(self.name), name)

    def relate(self, kind: str, part: str, content_type: str) -> str:
        """Add a part's relationship and content type; returns the relationship's id."""
        identifier = self.relations.add(kind, part)
        self.parts.touch(self.relations.document)
        self.parts.types.put(part, content_type)
        return identifier


def _main_part(parts: Parts) -> str:
    """The part that the package names as its document."""
    documents = parts.relationships("").of_kind("officeDocument")
    if not documents:
        raise InputError("ooxml.missing_part", part="_rels/.rels → officeDocument")
    stored = parts.find(documents[0].target)
    if stored is None:
        raise InputError("ooxml.missing_part", part=documents[0].target)
    return stored
