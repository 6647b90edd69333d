"""Whole sheets of one workbook taken over into another: charts, links, filters, formats and defined names with them."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from excel_eval.ooxml.charts import explicit
from excel_eval.ooxml.copy_parts import PartCopy, drop_below
from excel_eval.ooxml.merge_styles import StyleMerge
from excel_eval.ooxml.parts import Parts
from excel_eval.ooxml.rename import renamed_bytes, renamed_sheet, renamed_text
from excel_eval.ooxml.workbook_part import MARK, WorkbookPart
from excel_eval.ooxml.xmlpart import RELATIONS, child, local, parse, relation_id, whole

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def graft(workbook: WorkbookPart, source: WorkbookPart, names: Sequence[str], at: int | None) -> tuple[str, ...]:
    """Take over the named sheets and return the names that they have now.

    One made by an earlier graft is replaced where it stands, a new one is put at `at` or last. Where a person's own
    sheet has the name, the new one gets another, and so does every reference to it.
    """
    return Graft(workbook, source, names).sheets(at)


def remove_sheet(workbook: WorkbookPart, name: str) -> None:
    """Take a sheet out of the workbook, with its names and the parts that only it uses; nothing where there is none."""
    names = [sheet.get("name") for sheet in workbook.sheet_elements()]
    if name not in names:
        return
    index = names.index(name)
    element = workbook.sheet_elements()[index]
    relation = workbook.relations.by_id(relation_id(element))
    if relation is not None:
        drop_below(workbook.parts, relation.target)
        workbook.parts.remove(relation.target)
        workbook.relations.remove(relation.id)
        workbook.parts.touch(workbook.relations.document)
    workbook.drop_names(index)
    workbook.child("sheets").remove(element)
    workbook.make_room(index, -1)
    workbook.touch()
    workbook.forget_titles()


class Graft:
    """One graft under way, from one workbook into another."""

    def __init__(self, workbook: WorkbookPart, source: WorkbookPart, names: Sequence[str]) -> None:
        self.workbook, self.source = workbook, source
        self.parts: Parts = workbook.parts
        self.names = self._target_names(names)
        self.strings = self._shared_strings()
        self.styles = self._style_merge()
        self._others = {old: new for old, new in self.names.items() if old != new}
        self.copies = PartCopy(self.parts, source.parts, self._edited)

    def _edited(self, part: str, content: bytes) -> bytes:
        if self.source.parts.types.of(part).endswith("drawingml.chart+xml"):
            content = explicit(part, content)
        return renamed_bytes(part, content, self._others)

    def _target_names(self, names: Sequence[str]) -> dict[str, str]:
        """Each sheet's name in the source, and the one it gets: another where a person's own sheet has it."""
        taken = {sheet.get("name", "").lower() for sheet in self.workbook.sheet_elements()}
        ours = {name.lower() for name in self.workbook.made_here()}
        chosen: dict[str, str] = {}
        for name in names:
            number, candidate = 1, name
            while candidate.lower() in taken and candidate.lower() not in ours:
                number += 1
                candidate = f"{name[:26]}({number})"
            chosen[name] = candidate
        return chosen

    def _shared_strings(self) -> list[etree._Element]:
        part = self.source.related("sharedStrings")
        return [] if part is None else [e for e in self.source.parts.document(part).root if local(e) == "si"]

    def _style_merge(self) -> StyleMerge:
        theirs = self.source.styles_part()
        self.styles_part = self.parts.document(self.workbook.styles_part())
        return StyleMerge(self.styles_part, self.source.parts.document(theirs))

    def sheets(self, at: int | None) -> tuple[str, ...]:
        """Take over every named sheet in order."""
        place = at
        for old, new in self.names.items():
            ours = self.workbook.made_here()
            if new in ours:
                self._replace(old, ours[new])
            else:
                self._add(old, new, place)
                place = None if place is None else place + 1
        if self.styles.changed:
            self.parts.touch(self.styles_part)
        self.workbook.touch()
        return tuple(self.names.values())

    def _replace(self, name: str, index: int) -> None:
        element = self.workbook.sheet_elements()[index]
        relation = self.workbook.relations.by_id(relation_id(element))
        if relation is None:
            return
        drop_below(self.parts, relation.target)
        self._put_sheet(name, relation.target)
        self.workbook.drop_names(index)
        self._copy_names(name, index)

    def _add(self, name: str, new: str, at: int | None) -> None:
        count = len(self.workbook.sheet_elements())
        index = count if at is None else max(0, min(at, count))
        target = self.copies.free("xl/worksheets/sheet1.xml")
        self._put_sheet(name, target)
        element = etree.Element(f"{{{self.workbook.document.namespace}}}sheet")
        element.set("name", new)
        element.set("sheetId", str(self.workbook.free_sheet_id()))
        element.set(f"{{{RELATIONS}}}id", self.workbook.relate("worksheet", target, _SHEET_TYPE))
        if index < count:
            self.workbook.make_room(index, 1)
            self.workbook.sheet_elements()[index].addprevious(element)
        else:
            self.workbook.child("sheets").append(element)
        self._copy_names(name, index)
        self.workbook.forget_titles()

    def _put_sheet(self, name: str, target: str) -> None:
        """Write the source's sheet as the part `target`, with everything that it uses."""
        part = self._source_part(name)
        content = parse(target, self.source.parts.read(part))
        self.copies.relations(target, self.source.parts.relationships(part).all())
        namespace = content.namespace
        for row in content.root.iter(f"{{{namespace}}}row"):
            self._restyle(row, "s")
        for cell in content.root.iter(f"{{{namespace}}}c"):
            self._restyle(cell, "s", plain="0")
            cell.attrib.pop("cm", "")
            if cell.get("t") == "s":
                self._inline(cell)
        for column in content.root.iter(f"{{{namespace}}}col"):
            self._restyle(column, "style")
        for rule in content.root.iter(f"{{{namespace}}}cfRule"):
            if rule.get("dxfId") is not None:
                rule.set("dxfId", str(self.styles.dxf(whole(rule.get("dxfId")))))
        for view in content.root.iter(f"{{{namespace}}}sheetView"):
            view.attrib.pop("tabSelected", "")
        renamed_sheet(content.root, self._others)
        self.parts.write(target, content.to_bytes())
        self.parts.types.put(target, _SHEET_TYPE)

    def _restyle(self, element: etree._Element, attribute: str, plain: str | None = None) -> None:
        """Give an element the target's style; one that names none has style `plain`, which the target may lay out anew."""
        number = element.get(attribute, plain)
        style = "0" if number is None else str(self.styles.xf(whole(number)))
        if attribute in element.attrib or style != "0":
            element.set(attribute, style)

    def _inline(self, cell: etree._Element) -> None:
        """A cell with a shared string of the source as one with its own text."""
        value = child(cell, "v")
        text = etree.SubElement(cell, str(cell.tag)[:-1] + "is")
        if value is not None:
            text.extend(deepcopy(piece) for piece in self.strings[whole(value.text)])
            cell.remove(value)
        cell.set("t", "inlineStr")

    def _source_part(self, name: str) -> str:
        return next(entry.part for entry in self.source.sheets() if entry.name == name)

    def _copy_names(self, name: str, index: int) -> None:
        """The names that a source sheet defines or may use, for its place in the target, and the mark that it is ours.

        Names of the whole source become the sheet's own, so that none meets a name of the person's.
        """
        place = [sheet.get("name") for sheet in self.source.sheet_elements()].index(name)
        usable = [e for e in self.source.names() if e.get("localSheetId") in (None, str(place))]
        usable.sort(key=lambda e: e.get("localSheetId") is not None)
        mine = {e.get("name", "").lower(): e for e in usable}
        holder = self.workbook.child("definedNames")
        for defined in mine.values():
            element = etree.SubElement(holder, f"{{{self.workbook.document.namespace}}}definedName")
            for key, value in defined.attrib.items():
                element.set(key, value)
            element.set("localSheetId", str(index))
            element.text = renamed_text(defined.text or "", self._others)
        if MARK not in mine:
            self.workbook.mark(index, self.names[name])
        self.workbook.sort_names()
