"""Setting cells: the right element in the right place, its surroundings kept, and nothing else touched."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_eval.errors import InputError
from excel_eval.grid import ErrorValue, Scalar
from excel_eval.ooxml import CellRefused, Package, open_package, package_of
from tests.ooxml.packages import HEAD, MAIN, PACKAGE, RELATIONS, parts, read, row, sheet, write

COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
PART = "xl/worksheets/sheet1.xml"
FULL = row('<c r="A1" s="1"><v>1</v></c>', '<c r="C1" t="s" cm="1" vm="2" s="1"><f>A1</f><v>0</v></c>') + row(number=3)


def edited(tmp_path: Path, content: str, *cells: tuple[tuple[int, int], Scalar, str | None]) -> str:
    package = open_package(write(tmp_path / "a.xlsx", parts(content)))
    for place, value, formula in cells:
        package.set_cell("Sheet1", place, value=value, formula=formula)
    package.save(tmp_path / "b.xlsx")
    return read(tmp_path / "b.xlsx", PART)


@pytest.mark.parametrize(
    ("value", "formula", "stored"),
    [
        (Decimal("85.62"), None, '<c r="A1" s="1"><v>85.62</v></c>'),
        (Decimal(1) / 3, None, '<c r="A1" s="1"><v>0.3333333333333333</v></c>'),
        (Decimal("1E-12"), None, '<c r="A1" s="1"><v>1e-12</v></c>'),
        ("a<b", None, '<c r="A1" s="1" t="inlineStr"><is><t xml:space="preserve">a&lt;b</t></is></c>'),
        ("x\x01_x000D_", None, '<t xml:space="preserve">x_x0001__x005F_x000D_</t>'),
        ("=1+1", None, '<is><t xml:space="preserve">=1+1</t></is>'),
        (True, None, '<c r="A1" s="1" t="b"><v>1</v></c>'),
        (ErrorValue.DIV0, None, '<c r="A1" s="1" t="e"><v>#DIV/0!</v></c>'),
        (None, None, '<c r="A1" s="1"/>'),
        (Decimal(2), "1+1", '<c r="A1" s="1"><f>1+1</f><v>2</v></c>'),
        ("x", 'IF(1,"x")', '<c r="A1" s="1" t="str"><f>IF(1,"x")</f><v>x</v></c>'),
        ("", '""', '<c r="A1" s="1" t="str"><f>""</f><v></v></c>'),
        (None, "1+1", '<c r="A1" s="1"><f>1+1</f></c>'),
    ],
)
def test_a_value_is_stored_with_its_type_and_the_style_kept(
    tmp_path: Path, value: Scalar, formula: str | None, stored: str
) -> None:
    written = edited(tmp_path, sheet(FULL), ((1, 1), value, formula))
    assert stored in written.replace("<v/>", "<v></v>")


def test_type_and_metadata_of_the_old_content_go(tmp_path: Path) -> None:
    assert '<c r="C1" s="1"><v>5</v></c>' in edited(tmp_path, sheet(FULL), ((1, 3), Decimal(5), None))


def test_new_rows_and_cells_come_in_order(tmp_path: Path) -> None:
    places = [(2, 2), (1, 2), (1, 9), (5, 1), (4, 1)]
    written = edited(tmp_path, sheet(FULL), *((place, Decimal(7), None) for place in places))
    found = [piece.split('"')[0] for piece in written.split(' r="')[1:]]
    assert found == ["1", "A1", "B1", "C1", "I1", "2", "B2", "3", "4", "A4", "5", "A5"]


def test_spans_and_dimension_grow_with_a_new_cell(tmp_path: Path) -> None:
    content = sheet('<row r="1" spans="1:3" ht="20"><c r="A1"/></row>', before='<dimension ref="A1:C1"/>')
    written = edited(tmp_path, content, ((1, 5), "x", None))
    assert '<row r="1" spans="1:5" ht="20">' in written
    assert '<dimension ref="A1:E1"/>' in written


def test_a_new_cell_takes_the_style_of_its_row(tmp_path: Path) -> None:
    content = sheet('<row r="1" s="1" customFormat="1"><c r="A1"/></row>')
    assert '<c r="B1" s="1"><v>1</v></c>' in edited(tmp_path, content, ((1, 2), Decimal(1), None))


def test_blanking_a_cell_that_is_not_there_makes_none(tmp_path: Path) -> None:
    assert "B9" not in edited(tmp_path, sheet(FULL), ((9, 2), None, None))


MASTER = row('<c r="A1"><f t="shared" si="0" ref="A1:A2">B1</f><v>1</v></c>') + row(
    '<c r="A2"><f t="shared" si="0"/><v>1</v></c>', number=2
)


@pytest.mark.parametrize(
    ("rows", "after", "place"),
    [
        (MASTER, "", (1, 1)),
        (row('<c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c>'), "", (1, 1)),
        (row('<c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c>'), "", (2, 1)),
        (row('<c r="B2"><f t="dataTable" ref="B2:C3" r1="A1"/><v>1</v></c>', number=2), "", (3, 3)),
        ("", '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>', (2, 2)),
    ],
)
def test_cells_that_would_break_others_are_refused(tmp_path: Path, rows: str, after: str, place: tuple[int, int]) -> None:
    with pytest.raises(CellRefused):
        edited(tmp_path, sheet(rows, after=after), (place, Decimal(1), None))


def test_cached_values_are_refreshed_without_touching_formulas(tmp_path: Path) -> None:
    package = open_package(write(tmp_path / "a.xlsx", parts(sheet(MASTER))))
    package.set_cached("Sheet1", (1, 1), Decimal(5))
    package.drop_cached("Sheet1", (2, 1))
    package.save(tmp_path / "b.xlsx")
    written = read(tmp_path / "b.xlsx", PART)
    assert '<c r="A1"><f t="shared" si="0" ref="A1:A2">B1</f><v>5</v></c>' in written
    assert '<c r="A2"><f t="shared" si="0"/></c>' in written


def test_the_calculation_chain_goes_and_a_full_calculation_is_asked_for(tmp_path: Path) -> None:
    made = parts(sheet(FULL), workbook='<definedNames><definedName name="a">1</definedName></definedNames><extLst/>')
    made["xl/calcChain.xml"] = f'<calcChain xmlns="{MAIN}"><c r="C1"/></calcChain>'
    relation = f'<Relationship Id="rId95" Type="{RELATIONS}/calcChain" Target="calcChain.xml"/></Relationships>'
    made["xl/_rels/workbook.xml.rels"] = str(made["xl/_rels/workbook.xml.rels"]).replace("</Relationships>", relation)
    override = '<Override PartName="/xl/calcChain.xml" ContentType="x/calcChain+xml"/></Types>'
    made["[Content_Types].xml"] = str(made["[Content_Types].xml"]).replace("</Types>", override)
    package = open_package(write(tmp_path / "a.xlsx", made))
    package.set_cell("Sheet1", (1, 1), value=Decimal(1))
    package.save(tmp_path / "b.xlsx")
    with zipfile.ZipFile(tmp_path / "b.xlsx") as archive:
        assert not [name for name in archive.namelist() if "calcChain" in archive.read(name).decode() + name]
    assert '</definedNames><calcPr fullCalcOnLoad="1"/><extLst/>' in read(tmp_path / "b.xlsx", "xl/workbook.xml")


def test_everything_around_a_cell_is_kept(tmp_path: Path) -> None:
    odd = (
        "<?xml version='1.0' encoding='utf-8'?>\r\n<!-- before --><?app do?>"
        f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}" xmlns:mc="{COMPATIBILITY}"'
        ' xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" mc:Ignorable="x14ac">\n'
        "  <sheetData>\n"
        '    <row r="1" x14ac:dyDescent="0.2"><c r="A1"><v>1</v></c><!-- in --></row>\n  </sheetData>\n'
        '  <sheetProtection sheet="1"/><extLst><ext uri="{x}"><a:b xmlns:a="urn:a">&#13;c</a:b></ext></extLst>\n'
        "</worksheet>"
    )
    written = edited(tmp_path, odd, ((1, 1), Decimal(2), None))
    assert written == odd.replace("<v>1</v>", "<v>2</v>")


OPAQUE = (
    "xl/media/图片.png",
    "xl/cellimages.xml",
    "xl/slicers/slicer1.xml",
    "xl/threadedComments/t1.xml",
    "xl/vbaProject.bin",
)


def test_other_parts_are_copied_byte_for_byte_without_being_inflated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = parts(sheet(FULL)) | dict.fromkeys(OPAQUE, b"not even <xml " * 99)
    package = open_package(write(tmp_path / "a.xlsx", made))
    package.set_cell("Sheet1", (1, 1), value=Decimal(1))
    inflated: list[str] = []
    original = package._parts.archive.read
    monkeypatch.setattr(package._parts.archive, "read", lambda member: inflated.append(member.filename) or original(member))
    package.save(tmp_path / "b.xlsx")
    assert not set(inflated) & set(OPAQUE)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as before, zipfile.ZipFile(tmp_path / "b.xlsx") as after:
        assert after.namelist() == before.namelist()
        assert after.testzip() is None
        for name in OPAQUE:
            assert after.read(name) == before.read(name)
            old, new = before.getinfo(name), after.getinfo(name)
            assert (old.date_time, old.external_attr, old.compress_size) == (
                new.date_time,
                new.external_attr,
                new.compress_size,
            )


def test_what_was_written_is_never_packed_so_tightly_that_it_would_be_refused(tmp_path: Path) -> None:
    rows = "".join(row(f'<c r="A{n}"><v>1</v></c>' + " " * 400, number=n) for n in range(1, 6000))
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts(sheet(rows)).items():
            archive.writestr(name, content)
    package = open_package(tmp_path / "a.xlsx")
    package.set_cell("Sheet1", (1, 2), value=Decimal(1))
    package.save(tmp_path / "b.xlsx")
    assert open_package(tmp_path / "b.xlsx").grid("Sheet1").cell(1, 2).value == 1


def test_a_style_is_added_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", parts(sheet(FULL)))
    first = styled(path)
    (tmp_path / "b.xlsx").write_bytes(first.to_bytes())
    second = styled(tmp_path / "b.xlsx")
    assert second.to_bytes() == first.to_bytes()
    assert first.grid("Sheet1").cell(1, 1).format == "0.0000"


def styled(path: Path) -> Package:
    package = open_package(path)
    wishes = {"number_format": "0.0000", "font": "<font><b/><sz val='11'/></font>", "locked": False}
    style = package.add_style(1, **wishes)
    assert package.add_style(1, **wishes) == style
    package.set_cell("Sheet1", (1, 1), value=Decimal(1), style=style)
    return package


def test_signed_workbooks_are_read_but_not_written(tmp_path: Path) -> None:
    made = parts(sheet(FULL)) | {"_xmlsignatures/origin.sigs": ""}
    package = open_package(write(tmp_path / "a.xlsx", made))
    assert package.grid("Sheet1").cell(1, 1).value == 1
    with pytest.raises(InputError) as caught:
        package.set_cell("Sheet1", (1, 1), value=Decimal(1))
    assert caught.value.code == "signed"


def test_custom_properties_are_read(tmp_path: Path) -> None:
    made = parts(sheet(FULL))
    made["docProps/custom.xml"] = (
        f'{HEAD}<Properties xmlns="urn:p" xmlns:vt="urn:vt"><property name="版本"><vt:lpwstr>1</vt:lpwstr></property>'
        "</Properties>"
    )
    made["_rels/.rels"] = str(made["_rels/.rels"]).replace(
        "</Relationships>",
        f'<Relationship Id="c" Type="{PACKAGE}/custom-properties" Target="/docProps/custom.xml"/></Relationships>',
    )
    assert open_package(write(tmp_path / "a.xlsx", made)).custom_properties() == {"版本": "1"}


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
SCALARS = st.one_of(
    st.none(), st.booleans(), TEXTS.filter(bool), st.sampled_from(ErrorValue),
    st.decimals(-(10**12), 10**12, places=3),
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 12), SCALARS), max_size=20))
def test_what_was_set_is_read_back(cells: list[tuple[int, int, Scalar]]) -> None:
    import io

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts(sheet(FULL)).items():
            archive.writestr(name, content)
    package = package_of(buffer.getvalue())
    expected: dict[tuple[int, int], Scalar] = {}
    for r, column, value in cells:
        package.set_cell("Sheet1", (r, column), value=value)
        expected[r, column] = value
    package.release("Sheet1")
    grid = package_of(package.to_bytes()).grid("Sheet1")
    assert {place: grid.cell(*place).value for place in expected} == expected


def test_a_large_workbook_is_not_kept_in_memory_and_loses_no_edit(tmp_path: Path) -> None:
    filler = "".join(row(*(f'<c r="{letter}{n}"><v>{n}</v></c>' for letter in "ABCDEFGH"), number=n) for n in range(1, 900))
    package = open_package(write(tmp_path / "a.xlsx", parts(*[sheet(filler)] * 14)))
    names = [entry.name for entry in package.sheets]
    for name in names:
        package.set_cell(name, (1, 1), value=name)
    assert sum(package.sheet(name).loaded for name in names) < 10
    again = package_of(package.to_bytes())
    assert [again.grid(name).cell(1, 1).value for name in names] == names
