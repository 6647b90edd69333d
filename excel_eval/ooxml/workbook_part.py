"""The workbook part: its sheets, defined names and calculation settings."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from lxml import etree

from excel_eval.errors import InputError
from excel_eval.grid import quoted
from excel_eval.ooxml.limits import MAX_SHEETS, check_count
from excel_eval.ooxml.parts import Parts
from excel_eval.ooxml.styles import EMPTY_STYLES, STYLES_TYPE
from excel_eval.ooxml.xmlpart import STRICT_MAIN, XmlPart, child, children, local, make, put_in_order, relation_id, whole

ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr",
    "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
_KINDS = {
    "worksheet": "worksheet", "chartsheet": "chartsheet", "dialogsheet": "dialogsheet",
    "xlMacrosheet": "macro", "xlIntlMacrosheet": "macro",
}  # fmt: skip
MARK = "excel_eval_result"
"""The sheet-level name that a sheet made by a graft carries."""
_STATES = ("visible", "hidden", "veryHidden")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it; `state` is visible, hidden or veryHidden.

    `kind` is missing where its part is; the hidden modules of Excel 5 never had one and are macros.
    """

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
            state = element.get("state", "visible")
            kind = _KINDS.get(relation.kind, "missing") if relation is not None and stored else "missing"
            if state != "visible" and not relation_id(element):
                kind = "macro"
            name = element.get("name", "")
            if name in entries:
                raise InputError("ooxml.damaged_xml", part=self.name, detail=f"“{name}” ×2")
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
        found = child(self.root, name)
        if found is None:
            found = make(name, self.document.namespace, self.root)
            put_in_order(self.root, found, ORDER)
        return found

    def drop_names(self, index: int) -> None:
        """Remove the defined names of the sheet at a place."""
        holder = child(self.root, "definedNames")
        for element in self.names():
            if holder is not None and element.get("localSheetId") == str(index):
                holder.remove(element)
        if holder is not None and not len(holder):
            self.root.remove(holder)

    def made_here(self) -> dict[str, int]:
        """The sheets that a graft made: name → place."""
        sheets = [element.get("name", "") for element in self.sheet_elements()]
        marked = [e.get("localSheetId", "") for e in self.names() if e.get("name") == MARK]
        places = [whole(place) for place in marked if place.isdigit()]
        return {sheets[place]: place for place in places if place < len(sheets)}

    def mark(self, index: int, name: str) -> None:
        """Note, in a name of the sheet itself, that a graft made it."""
        element = etree.SubElement(self.child("definedNames"), f"{{{self.document.namespace}}}definedName")
        for key, value in (("name", MARK), ("localSheetId", str(index)), ("hidden", "1")):
            element.set(key, value)
        element.text = f"{quoted(name)}!$A$1"

    def sort_names(self) -> None:
        """Put the names of the sheets that we made at the end, in a fixed order: a second graft writes the same."""
        ours = {str(place) for place in self.made_here().values()}
        mine = [element for element in self.names() if element.get("localSheetId") in ours]
        for element in sorted(mine, key=lambda e: (whole(e.get("localSheetId")), e.get("name", ""))):
            self.child("definedNames").append(element)

    def make_room(self, index: int, by: int) -> None:
        """Let everything that counts sheets from `index` on count one more, or one less."""
        for element in self.names():
            _count_on(element, "localSheetId", index, by)
        for view in self._views(told=by > 0 and index == 0):
            _count_on(view, "activeTab", index, by)
            _count_on(view, "firstSheet", index, by)

    def _views(self, *, told: bool) -> list[etree._Element]:
        """The views of the workbook; with `told` each says which sheet is open, though it is the first."""
        holder = self.child("bookViews") if told else child(self.root, "bookViews")
        views = [] if holder is None else children(holder, "workbookView")
        if told and not views and holder is not None:
            views = [make("workbookView", self.document.namespace, self.root)]
            holder.append(views[0])
        for view in views if told else ():
            view.set("activeTab", view.get("activeTab", "0"))
        return views

    def free_sheet_id(self) -> int:
        """A sheetId that no sheet has."""
        return max((whole(element.get("sheetId")) for element in self.sheet_elements()), default=0) + 1

    def forget_titles(self) -> None:
        """docProps/app.xml lists the sheets for the file dialog; a list that is no longer true is taken out."""
        for relation in self.parts.relationships("").of_kind("extended-properties"):
            if relation.target not in self.parts:
                continue
            document = self.parts.document(relation.target)
            for element in [e for e in document.root if local(e) in ("HeadingPairs", "TitlesOfParts")]:
                document.root.remove(element)
                self.parts.touch(document)

    def styles_part(self) -> str:
        """The stored name of the styles part, made where there is none."""
        part = self.related("styles")
        if part is None:
            part = self.beside("styles.xml")
            self.parts.write(part, EMPTY_STYLES)
            self.relate("styles", part, STYLES_TYPE)
        return part

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


def _count_on(element: etree._Element, attribute: str, index: int, by: int) -> None:
    number = element.get(attribute)
    if number is not None and number.isdigit() and whole(number) >= index:
        element.set(attribute, str(max(0, whole(number) + by)))


def _main_part(parts: Parts) -> str:
    """The part that the package names as its document."""
    documents = parts.relationships("").of_kind("officeDocument")
    if not documents:
        raise InputError("ooxml.missing_part", part="_rels/.rels → officeDocument")
    stored = parts.find(documents[0].target)
    if stored is None:
        raise InputError("ooxml.missing_part", part=documents[0].target)
    return stored
