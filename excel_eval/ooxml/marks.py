"""Marks on a sheet: cells coloured by a conditional format that is ours to remove; no cell's own style changes."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from excel_eval.grid import Position, a1
from excel_eval.ooxml.merge_styles import StyleMerge
from excel_eval.ooxml.xmlpart import MAIN, XmlPart, children, local, namespace_of, parse, put_in_order

FORMULA = 'LEN("excel-eval")>0'
"""Always true; what our marks are known by."""
_SIGNS = tuple("excel-eval".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
SHEET_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
_FORMAT = (
    f'<styleSheet xmlns="{MAIN}"><dxfs count="1"><dxf><fill><patternFill patternType="solid"><fgColor rgb="FFFFD9D9"/>'
    '<bgColor rgb="FFFFD9D9"/></patternFill></fill><border><left style="thin"><color rgb="FFC00000"/></left>'
    '<right style="thin"><color rgb="FFC00000"/></right><top style="thin"><color rgb="FFC00000"/></top>'
    '<bottom style="thin"><color rgb="FFC00000"/></bottom></border></dxf></dxfs></styleSheet>'
).encode()


def colour(sheet: XmlPart, styles: XmlPart, cells: Iterable[Position]) -> tuple[bool, bool]:
    """Colour exactly these cells, and no longer those that were coloured before: (sheet changed, styles changed)."""
    wanted = sorted(set(cells))
    earlier = _ours(sheet.root)
    if not wanted and not earlier:
        return False, False
    for block in earlier:
        sheet.root.remove(block)
    if not wanted:
        return True, False
    merge = StyleMerge(styles, parse("marks", _FORMAT))
    namespace = namespace_of(sheet.root)
    block = etree.Element(f"{namespace}conditionalFormatting")
    block.set("sqref", " ".join(a1(*cell) for cell in wanted))
    rule = etree.SubElement(block, f"{namespace}cfRule")
    for name, value in (("type", "expression"), ("dxfId", str(merge.dxf(0))), ("priority", str(_last(sheet.root) + 1))):
        rule.set(name, value)
    etree.SubElement(rule, f"{namespace}formula").text = FORMULA
    put_in_order(sheet.root, block, SHEET_ORDER)
    return True, merge.changed


def signed(content: bytes) -> bool:
    """Whether a part may hold a mark or a note of ours: it names us."""
    return any(sign in content for sign in _SIGNS)


def _ours(root: etree._Element) -> list[etree._Element]:
    return [b for b in children(root, "conditionalFormatting") if any(_formula(rule) == FORMULA for rule in b)]


def _formula(rule: etree._Element) -> str:
    return next((e.text or "" for e in rule if local(e) == "formula"), "")


def _last(root: etree._Element) -> int:
    """The highest priority number in use."""
    found = [rule.get("priority", "0") for block in children(root, "conditionalFormatting") for rule in block]
    return max((int(number) for number in found if number.isdigit()), default=0)
