"""Workbooks as other programs write them, one oddity each: a cell is set, and all else stays as it was, byte for byte."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from decimal import Decimal

import pytest

from excel_eval.ooxml import package_of
from tests.ooxml.packages import Content, parts, row, sheet
from tests.ooxml.test_corpus import without

SHEET = "xl/worksheets/sheet1.xml"
ROWS = row('<c r="A1" s="1"><v>1</v></c>', '<c r="B1"><f>A1*2</f><v>2</v></c>') + row('<c r="C3"><v>3</v></c>', number=3)
NAMESPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr" '
    'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
    'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xr:uid="{00000000-0001-0000-0000-000000000000}"'
)
BEHIND = (
    '<customSheetViews><customSheetView guid="{11111111-1111-1111-1111-111111111111}"/></customSheetViews>'
    '<phoneticPr fontId="0" type="noConversion"/><ignoredErrors><ignoredError sqref="A1" numberStoredAsText="1"/></ignoredErrors>'
    '<drawing r:id="rId1"/><legacyDrawing r:id="rId2"/><legacyDrawingHF r:id="rId3"/><picture r:id="rId4"/>'
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x14">'
    '<controls><control shapeId="1025" r:id="rId5" name="Button 1"/></controls></mc:Choice></mc:AlternateContent>'
    '<tableParts count="1"><tablePart r:id="rId6"/></tableParts><extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:sparklineGroups><x14:sparklineGroup>'
    '<x14:sparklines><x14:sparkline><xm:f xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">Sheet1!A1:B1</xm:f>'
    "</x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"
)
WORKSHEETS: dict[str, Content] = {
    "another prefix": sheet(ROWS).replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x="),
    "byte-order mark": b"\xef\xbb\xbf" + sheet(ROWS).encode(),
    "UTF-16": sheet(ROWS).replace('"UTF-8"', '"UTF-16"').encode("utf-16"),
    "single quotes": sheet(ROWS).replace('version="1.0" encoding="UTF-8" standalone="yes"', "version='1.0' encoding='utf-8'"),
    "no declaration": sheet(ROWS).partition("\n")[2],
    "lines of Windows": sheet(ROWS.replace("<row", "\r\n  <row")).replace("\n", "\r\n"),
    "comment and instruction": sheet(ROWS).replace("<worksheet", "<!-- made by hand -->\n<?made by?>\n<worksheet", 1) + "<!-- end -->",
    "revisions": sheet(ROWS).replace("<worksheet", f"<worksheet {NAMESPACES}", 1),
    "everything behind the rows": sheet(ROWS, after=BEHIND),
    "pictures and rich values": sheet(row('<c r="A1" t="e" vm="1"><v>#VALUE!</v></c>', '<c r="B1" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>x</v></c>')),
    "nothing has an address": sheet("<row><c><v>1</v></c><c><v>2</v></c></row><row><c/></row>"),
    "CDATA": sheet(row('<c r="A1" t="inlineStr"><is><t><![CDATA[a<b]]></t></is></c>')),
    "dimension that is too small": sheet(ROWS, before='<dimension ref="A1:A1"/>'),
}  # fmt: skip


def packed(made: dict[str, Content], how: Callable[[zipfile.ZipFile, str, bytes], None] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            data = content.encode() if isinstance(content, str) else content
            (how or (lambda zipped, name, data: zipped.writestr(name, data)))(archive, name, data)
    return buffer.getvalue()


def stored(content: bytes) -> dict[str, tuple[int, int, bytes]]:
    """Every member as it lies in the archive: method, checksum, packed bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        found = {}
        for info in archive.infolist():
            names = struct.unpack_from("<HH", content, info.header_offset + 26)
            start = info.header_offset + 30 + sum(names)
            found[info.filename] = info.compress_type, info.CRC, content[start : start + info.compress_size]
        return found


def set_one(content: bytes, place: tuple[int, int] = (2, 2)) -> bytes:
    package = package_of(content)
    package.set_cell("Sheet1", place, value=Decimal("85.62"))
    edited = package.to_bytes()
    assert package_of(edited).grid("Sheet1").cell(*place).value == Decimal("85.62")
    return edited


@pytest.mark.parametrize("place", [(1, 1), (2, 2), (1, 7), (9, 1)])
@pytest.mark.parametrize("kind", WORKSHEETS)
def test_of_the_sheet_only_the_cell_changes(kind: str, place: tuple[int, int]) -> None:
    before = packed(parts(WORKSHEETS[kind]))
    after = set_one(before, place)
    old, new = (zipfile.ZipFile(io.BytesIO(content)).read(SHEET) for content in (before, after))
    cell = f"{'ABCDEFG'[place[1] - 1]}{place[0]}"
    assert without(new, cell) == without(old, cell)
    assert new[:40] == old[:40]
    assert {name for name, raw in stored(before).items() if stored(after)[name] != raw} == {SHEET, "xl/workbook.xml"}


def spelt(old: str, new: str, target: str) -> Callable[[], bytes]:
    """A package whose sheet part is stored under another name and reached by another target."""

    def make() -> bytes:
        made = {name.replace(old, new): content for name, content in parts(sheet(ROWS)).items()}
        relations = "xl/_rels/workbook.xml.rels"
        made[relations] = str(made[relations]).replace("worksheets/sheet1.xml", target)
        types = str(made["[Content_Types].xml"])
        made["[Content_Types].xml"] = types.replace("/xl/worksheets/sheet1.xml", "/" + new.replace("\\", "/").replace(" ", "%20"))
        return packed(made)

    return make


def described(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """A member whose sizes stand behind it, as programs write that cannot go back in a file."""
    with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as file:
        file.write(data)


def without_parts(*gone: str) -> dict[str, Content]:
    made = {name: content for name, content in parts(sheet(ROWS)).items() if not any(each in name for each in gone)}
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        made[name] = "<".join(piece for piece in str(made[name]).split("<") if not any(each in piece for each in gone))
    return made


class Unseekable(io.RawIOBase):
    """A file to which a zip is written in one go, so that each member bears a data descriptor."""

    def __init__(self) -> None:
        self.content = io.BytesIO()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        return self.content.write(data)


def streamed() -> bytes:
    target = Unseekable()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts(sheet(ROWS)).items():
            archive.writestr(name, content)
    return target.content.getvalue()


def commented() -> bytes:
    buffer = io.BytesIO(packed(parts(sheet(ROWS))))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = "注释".encode()
    return buffer.getvalue()


PACKAGES: dict[str, Callable[[], bytes]] = {
    "target from the root": spelt("xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml"),
    "sheet in the root": spelt("xl/worksheets/sheet1.xml", "sheet1.xml", "/sheet1.xml"),
    "blank in the name": spelt("xl/worksheets/sheet1.xml", "xl/worksheets/Sheet 1.xml", "worksheets/Sheet%201.xml"),
    "percent in the name": spelt("xl/worksheets/sheet1.xml", "xl/worksheets/Sheet%201.xml", "worksheets/Sheet%201.xml"),
    "capitals": spelt("xl/worksheets/sheet1.xml", "xl/worksheets/SHEET1.XML", "worksheets/sheet1.xml"),
    "backslashes": spelt("xl/worksheets/sheet1.xml", "xl\\worksheets\\sheet1.xml", "worksheets\\sheet1.xml"),
    "dots in the target": spelt("xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml", "./theme/../worksheets/sheet1.xml"),
    "no styles": lambda: packed(without_parts("styles")),
    "no shared strings": lambda: packed(without_parts("sharedStrings")),
    "stored": lambda: packed(parts(sheet(ROWS)), lambda z, n, d: z.writestr(n, d, zipfile.ZIP_STORED)),
    "sizes of zip64": lambda: packed(parts(sheet(ROWS)), described),
    "data descriptors": streamed,
    "junk before": lambda: b"junk" * 9 + packed(parts(sheet(ROWS))),
    "comment": commented,
    "folders": lambda: packed({"xl/": b"", "xl/worksheets/": b"", **parts(sheet(ROWS))}),
}


@pytest.mark.parametrize("kind", PACKAGES)
def test_of_the_package_only_the_sheet_and_the_workbook_change(kind: str) -> None:
    before = PACKAGES[kind]()
    after = set_one(before)
    old, new = stored(before) if kind != "junk before" else stored(before[36:]), stored(after)
    assert list(new) == list(old)
    changed = {name for name in old if old[name] != new[name]}
    assert len(changed) == 2
    assert "xl/workbook.xml" in changed
    assert zipfile.ZipFile(io.BytesIO(after)).comment == zipfile.ZipFile(io.BytesIO(before)).comment


@pytest.mark.parametrize("kind", ["chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"])
def test_sheets_of_other_kinds_are_neither_read_nor_touched(kind: str) -> None:
    made = parts(sheet(ROWS), "<not even XML", names=("Sheet1", "别的"))
    relations = "xl/_rels/workbook.xml.rels"
    made[relations] = str(made[relations]).replace('/worksheet" Target="worksheets/sheet2', f'/{kind}" Target="worksheets/sheet2')
    before = packed(made)
    after = set_one(before)
    assert stored(after)["xl/worksheets/sheet2.xml"] == stored(before)["xl/worksheets/sheet2.xml"]
    assert next(entry.kind for entry in package_of(after).sheets) == "worksheet"
    assert package_of(after).sheets[1].kind in (kind, "macro")


def test_what_the_engine_does_not_know_is_not_even_inflated() -> None:
    broken = dict.fromkeys(("xl/cellimages.xml", "xl/richData/rdrichvalue.xml", "xl/metadata.xml", "xl/persons/person.xml", "xl/slicers/slicer1.xml", "xl/threadedComments/threadedComment1.xml", "xl/timelines/timeline1.xml", "xl/pivotCache/pivotCacheDefinition1.xml", "xl/connections.xml", "xl/queryTables/queryTable1.xml", "xl/externalLinks/externalLink1.xml", "xl/vbaProject.bin", "customXml/item1.xml", "xl/printerSettings/printerSettings1.bin", "xl/activeX/activeX1.xml", "xl/embeddings/oleObject1.bin", "xl/drawings/vmlDrawing1.vml", "docProps/thumbnail.wmf", "xl/webextensions/taskpanes.xml"), b"\xff not XML")  # fmt: skip
    before = packed(parts(sheet(ROWS)) | broken)
    old, new = stored(before), stored(set_one(before))
    assert {name: new[name] for name in broken} == {name: old[name] for name in broken}
