"""Whole sheets of one workbook taken over into another: their charts, links, filters, formats and defined names with them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from excel_eval.ooxml.merge_styles import StyleMerge
from excel_eval.ooxml.parts import Parts
from excel_eval.ooxml.relationships import Relation, relations_part
from excel_eval.ooxml.xmlpart import RELATIONS, XmlPart, child, children, local, parse, put_in_order, relation_id

MARK = "excel_eval_result"
"""The sheet-level name that a sheet we made carries."""
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_WORKBOOK_ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr",
    "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
_NUMBERED = re.compile(r"(.{0,200}?)(\d{0,9})(\.[A-Za-z0-9]{1,10})")


def made_here(workbook: XmlPart) -> dict[str, int]:
    """Sheets that an earlier graft made: name → position."""
    names = [sheet.get("name", "") for sheet in _sheets(workbook)]
    found = {}
    for defined in _defined(workbook):
        index = defined.get("localSheetId", "")
        if defined.get("name") == MARK and index.isdigit() and int(index) < len(names):
            found[names[int(index)]] = int(index)
    return found


def graft(
    parts: Parts, workbook: str, source: Parts, source_workbook: str, names: Sequence[str], at: int | None = None, *, replace: bool = True
) -> None:
    """Take over the named sheets: one made by an earlier graft is replaced where it stands, a new one is put at `at` or last."""
    if not replace:
        for name in names:
            remove_sheet(parts, workbook, name)
    Graft(parts, workbook, source, source_workbook).sheets(names, at)


def remove_sheet(parts: Parts, workbook: str, name: str) -> None:
    """Take a sheet out of the workbook, with its names and the parts that only it uses; nothing where there is none."""
    document = parts.document(workbook)
    index = next((place for place, sheet in enumerate(_sheets(document)) if sheet.get("name") == name), None)
    if index is None:
        return
    element = _sheets(document)[index]
    relations = parts.relationships(workbook)
    relation = relations.by_id(relation_id(element))
    if relation is not None:
        drop_below(parts, relation.target)
        parts.remove(relation.target)
        relations.remove(relation.id)
        parts.touch(relations.document)
    for defined in _defined(document):
        if defined.get("localSheetId") == str(index):
            defined.getparent().remove(defined)  # type: ignore[union-attr]
    _sheets(document)[index].getparent().remove(element)  # type: ignore[union-attr]
    _make_room(document, index, -1)
    parts.touch(document)


def drop_below(parts: Parts, part: str) -> None:
    """Remove the parts that only this part uses: its drawings, their charts."""
    for relation in parts.relationships(part).all():
        if not relation.external and relation.target in parts:
            drop_below(parts, relation.target)
            parts.remove(relation.target)


class Graft:
    """One graft under way, from the workbook part of `source` into that of `parts`."""

    def __init__(self, parts: Parts, workbook: str, source: Parts, source_workbook: str) -> None:
        self.parts, self.source = parts, source
        self.workbook, self.source_workbook = parts.document(workbook), source.document(source_workbook)
        self.name, self.source_name = workbook, source_workbook
        self.types, self.source_types = parts.types, source.types
        self.strings = self._shared_strings()
        self.styles = self._style_merge()
        self._written: dict[str, None] = {}

    def _shared_strings(self) -> list[etree._Element]:
        found = self.source.relationships(self.source_name).of_kind("sharedStrings")
        return [e for e in self.source.document(found[0].target).root if local(e) == "si"] if found else []

    def _style_merge(self) -> StyleMerge:
        source = self.source.relationships(self.source_name).of_kind("styles")[0].target
        relations = self.parts.relationships(self.name)
        found = relations.of_kind("styles")
        if not found:
            target = posixpath.join(posixpath.dirname(self.name), "styles.xml")
            self.parts.write(target, self.source.read(source))
            self.types.put(target, self.source_types.of(source))
            relations.add("styles", target)
            self.parts.touch(relations.document)
        else:
            target = found[0].target
        self.styles_part = self.parts.document(target)
        return StyleMerge(self.styles_part, self.source.document(source))

    def sheets(self, names: Sequence[str], at: int | None) -> None:
        """Take over every named sheet in order."""
        place = at
        for name in names:
            ours = made_here(self.workbook)
            if name in ours:
                self._replace(name, ours[name])
            else:
                self._add(name, place)
                place = None if place is None else place + 1
        if self.styles.changed:
            self.parts.touch(self.styles_part)
        self.types.put_last(self._written)
        self.parts.touch(self.workbook)

    def _replace(self, name: str, index: int) -> None:
        element = _sheets(self.workbook)[index]
        relation = self.parts.relationships(self.name).by_id(relation_id(element))
        if relation is None:
            return
        drop_below(self.parts, relation.target)
        self._put_sheet(name, relation.target)
        for defined in _defined(self.workbook):
            if defined.get("localSheetId") == str(index):
                defined.getparent().remove(defined)  # type: ignore[union-attr]
        self._copy_names(name, index)

    def _add(self, name: str, at: int | None) -> None:
        sheets = _holder(self.workbook, "sheets")
        count = len(_sheets(self.workbook))
        index = count if at is None else max(0, min(at, count))
        target = self._free("xl/worksheets/sheet1.xml")
        self._put_sheet(name, target)
        relations = self.parts.relationships(self.name)
        identifier = relations.add("worksheet", target)
        self.parts.touch(relations.document)
        element = etree.Element(f"{{{self.workbook.namespace}}}sheet")
        element.set("name", name)
        element.set("sheetId", str(max((int(s.get("sheetId", "0")) for s in _sheets(self.workbook)), default=0) + 1))
        element.set(f"{{{RELATIONS}}}id", identifier)
        if index < count:
            _make_room(self.workbook, index)
            _sheets(self.workbook)[index].addprevious(element)
        else:
            sheets.append(element)
        self._copy_names(name, index)
        self._forget_titles()

    def _put_sheet(self, name: str, target: str) -> None:
        """Write the source's sheet as the part `target`, with everything that it uses."""
        part = self._source_part(name)
        content = self._copied(part, target)
        for cell in content.root.iter(f"{{{content.namespace}}}c", f"{{{content.namespace}}}row"):
            self._restyle(cell, "s")
            if cell.get("t") == "s":
                self._inline(cell)
        for column in content.root.iter(f"{{{content.namespace}}}col"):
            self._restyle(column, "style")
        for rule in content.root.iter(f"{{{content.namespace}}}cfRule"):
            if rule.get("dxfId") is not None:
                rule.set("dxfId", str(self.styles.dxf(int(rule.get("dxfId", "0")))))
        for view in content.root.iter(f"{{{content.namespace}}}sheetView"):
            view.attrib.pop("tabSelected", None)
        self.parts.write(target, content.to_bytes())
        self.types.put(target, _SHEET_TYPE)
        self._written[target] = None

    def _restyle(self, element: etree._Element, attribute: str) -> None:
        number = element.get(attribute)
        if number is not None:
            element.set(attribute, str(self.styles.xf(int(number))))

    def _inline(self, cell: etree._Element) -> None:
        """A cell with a shared string of the source as one with its own text."""
        namespace = etree.QName(cell).namespace
        value = child(cell, "v")
        text = etree.SubElement(cell, f"{{{namespace}}}is")
        if value is not None:
            text.extend(deepcopy(piece) for piece in self.strings[int(value.text or "0")])
            cell.remove(value)
        cell.set("t", "inlineStr")

    def _source_part(self, name: str) -> str:
        element = next(sheet for sheet in _sheets(self.source_workbook) if sheet.get("name") == name)
        relation = self.source.relationships(self.source_name).by_id(relation_id(element))
        if relation is None:
            raise KeyError(name)
        return relation.target

    def _copied(self, part: str, target: str) -> XmlPart:
        """A part parsed afresh, the parts that it uses copied under free names and its relationships written."""
        content = parse(target, self.source.read(part))
        relations = self.source.relationships(part).all()
        if relations or relations_part(target) in self.parts:
            self._copy_relations(target, relations)
        return content

    def _copy_relations(self, target: str, relations: list[Relation]) -> None:
        mine = self.parts.relationships(target)
        for known in mine.all():
            mine.remove(known.id)
        for relation in relations:
            if relation.external:
                element = etree.SubElement(mine.document.root, f"{{{mine.document.namespace}}}Relationship")
                element.set("Id", relation.id)
                element.set("Type", relation.type)
                element.set("Target", relation.target)
                element.set("TargetMode", "External")
            else:
                mine.add(relation.type, self._copy_part(relation.target), identifier=relation.id)
        self.parts.write(relations_part(target), mine.document.to_bytes())

    def _copy_part(self, part: str) -> str:
        target = self._free(part)
        below = self.source.relationships(part).all()
        self.parts.write(target, self.source.read(part))
        if below:
            self._copy_relations(target, below)
        content_type = self.source_types.of(part)
        if content_type.endswith("+xml"):
            self.types.put(target, content_type)
            self._written[target] = None
        else:
            self.types.put_default(part.rpartition(".")[2], content_type)
        return target

    def _free(self, part: str) -> str:
        """A name like the part's own that the target does not have yet."""
        match = _NUMBERED.fullmatch(part)
        stem, suffix = (match[1], match[3]) if match else (part, "")
        number = 1
        while f"{stem}{number}{suffix}" in self.parts:
            number += 1
        return f"{stem}{number}{suffix}"

    def _copy_names(self, name: str, index: int) -> None:
        """The defined names of a source sheet, for the sheet's place in the target."""
        place = [sheet.get("name") for sheet in _sheets(self.source_workbook)].index(name)
        for defined in _defined(self.source_workbook):
            if defined.get("localSheetId") == str(place):
                element = etree.SubElement(_holder(self.workbook, "definedNames"), f"{{{self.workbook.namespace}}}definedName")
                for key, value in defined.attrib.items():
                    element.set(key, value)
                element.set("localSheetId", str(index))
                element.text = defined.text
        _sort_names(_holder(self.workbook, "definedNames"))

    def _forget_titles(self) -> None:
        """docProps/app.xml lists the sheets for the file dialog; a list that is no longer true is taken out."""
        for relation in self.parts.relationships("").of_kind("extended-properties"):
            document = self.parts.document(relation.target)
            stale = [e for e in document.root if local(e) in ("HeadingPairs", "TitlesOfParts")]
            for element in stale:
                document.root.remove(element)
            if stale:
                self.parts.touch(document)


def _sheets(workbook: XmlPart) -> list[etree._Element]:
    holder = child(workbook.root, "sheets")
    return [] if holder is None else children(holder, "sheet")


def _defined(workbook: XmlPart) -> list[etree._Element]:
    holder = child(workbook.root, "definedNames")
    return [] if holder is None else children(holder, "definedName")


def _holder(workbook: XmlPart, name: str) -> etree._Element:
    found = child(workbook.root, name)
    if found is None:
        found = etree.Element(f"{{{workbook.namespace}}}{name}")
        put_in_order(workbook.root, found, _WORKBOOK_ORDER)
    return found


def _sort_names(holder: etree._Element) -> None:
    """Names of the sheets that we made go to the end, in a fixed order, so that a second graft writes the same."""
    ours = {e.get("localSheetId") for e in children(holder, "definedName") if e.get("name") == MARK}
    mine = [e for e in children(holder, "definedName") if e.get("localSheetId") in ours and e.get("localSheetId")]
    for element in sorted(mine, key=lambda e: (int(e.get("localSheetId", "0")), e.get("name", ""))):
        holder.append(element)


def _make_room(workbook: XmlPart, index: int, by: int = 1) -> None:
    """Everything that counts sheets from `index` on counts one further, or one less."""
    for defined in _defined(workbook):
        number = defined.get("localSheetId")
        if number is not None and int(number) >= index:
            defined.set("localSheetId", str(max(0, int(number) + by)))
    views = child(workbook.root, "bookViews")
    for view in () if views is None else children(views, "workbookView"):
        for attribute in ("activeTab", "firstSheet"):
            number = view.get(attribute)
            if number is not None and int(number) >= index:
                view.set(attribute, str(max(0, int(number) + by)))

