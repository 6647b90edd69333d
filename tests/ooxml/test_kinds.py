"""Files named by their content, and refusals that say what to do."""

from __future__ import annotations

import random
import re
import zipfile
from pathlib import Path

import pytest

from excel_eval.errors import InputError
from excel_eval.messages import catalogue
from excel_eval.ooxml import open_package, sniff
from tests.ooxml.packages import parts, sheet, write

ROOT = Path(__file__).parents[2]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        ("项目,金额\n领导接访,5\n".encode("gbk"), "csv"),
        ("项目,金额\n".encode("utf-16"), "csv"),
        (b"<html><body><table>", "html"),
        (b"<?xml version='1.0'?><a/>", "xml"),
        (b"%PDF-1.4\n", "pdf"),
        (b"{\\rtf1 x}", "rtf"),
        (OLE, "unknown"),
        (OLE + "Workbook".encode("utf-16-le"), "xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE + "WORKBOOK".encode("utf-16-le"), "xls"),
        (OLE + "WordDocument".encode("utf-16-le"), "doc"),
        (b"\x09\x08\x10\x00", "xls"),
        (bytes(range(256)), "unknown"),
        (b"PK\x03\x04 cut off", "zip"),
    ],
)
def test_a_file_is_what_its_content_says(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert sniff(path) == kind


@pytest.mark.parametrize(("part", "mark", "kind"), [
    ("[Content_Types].xml", "application/vnd.ms-excel.sheet.binary.macroEnabled.main", "xlsb"),
    ("[Content_Types].xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml", "xlsm"),
    ("[Content_Types].xml", "x.spreadsheetml.template.main+xml", "xltx"),
    ("[Content_Types].xml", "x.wordprocessingml.document.main+xml", "docx"),
    ("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "ods"),
])  # fmt: skip
def test_a_zip_is_what_its_types_say(tmp_path: Path, part: str, mark: str, kind: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr(part, mark)
    assert sniff(tmp_path / "a.xlsx") == kind


@pytest.mark.parametrize("kind", [
    '<Default Extension="docx" ContentType="a.wordprocessingml.document"/>',
    '<Default Extension="pptx" ContentType="a.presentationml.presentation"/>',
    '<Default Extension="xlsb" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.12"/>',
    '<Default Extension="bin" ContentType="a.wordprocessingml.printerSettings"/>',
])  # fmt: skip
def test_a_workbook_may_hold_documents_of_other_kinds(tmp_path: Path, kind: str) -> None:
    made = parts(sheet(""))
    made["[Content_Types].xml"] = str(made["[Content_Types].xml"]).replace("<Default", kind + "<Default", 1)
    assert sniff(write(tmp_path / "a.xlsx", made)) == "xlsx"


def test_the_owner_file_of_an_open_workbook_is_no_input(tmp_path: Path) -> None:
    path = tmp_path / "~$a.xlsx"
    path.write_bytes(b"\x04user")
    with pytest.raises(InputError) as caught:
        open_package(path)
    assert caught.value.code == "wrong_kind"
    assert "~$" in str(caught.value)


def test_strict_workbooks_are_read_and_refused_on_writing(tmp_path: Path) -> None:
    from tests.ooxml.packages import MAIN, RELATIONS, row

    made = {
        name: str(content)
        .replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
        .replace(RELATIONS, "http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, content in parts(sheet(row('<c r="A1" t="d"><v>2020-12-31</v></c>'))).items()
    }
    package = open_package(write(tmp_path / "a.xlsx", made))
    assert package.grid("Sheet1").cell(1, 1).value == 44196
    with pytest.raises(InputError) as caught:
        package.set_cell("Sheet1", (1, 1), value="x")
    assert "另存为“Excel 工作簿(*.xlsx)”" in str(caught.value)


def test_an_encrypted_workbook_opens_with_its_password(tmp_path: Path) -> None:
    msoffcrypto = pytest.importorskip("msoffcrypto.format.ooxml")
    plain = write(tmp_path / "a.xlsx", parts(sheet("")) | {"xl/media/large.png": random.Random(1).randbytes(9000)})
    with plain.open("rb") as source, (tmp_path / "b.xlsx").open("wb") as target:
        msoffcrypto.OOXMLFile(source).encrypt("密码1", target)
    codes = []
    for password in (None, "wrong"):
        with pytest.raises(InputError) as caught:
            open_package(tmp_path / "b.xlsx", password=password)
        codes.append(caught.value.code)
    assert codes == ["encrypted", "password_wrong"]
    assert open_package(tmp_path / "b.xlsx", password="密码1").sheets[0].name == "Sheet1"


def test_a_missing_sheet_is_named(tmp_path: Path) -> None:
    package = open_package(write(tmp_path / "a.xlsx", parts(sheet(""))))
    with pytest.raises(InputError) as caught:
        package.grid("汇总")
    assert (caught.value.code, "汇总" in str(caught.value)) == ("no_such_sheet", True)


def test_every_code_has_a_sentence_in_both_languages_and_there_are_at_most_twenty() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "excel_eval" / "ooxml").glob("*.py"))
    used = {key for key in re.findall(r'"ooxml\.([a-z_]{1,40})"', source) if not key.startswith("detail_")}
    sentences = catalogue("ooxml")
    codes = {key for key in sentences if not key.startswith(("kind_", "advice_", "detail_"))}
    assert used == codes
    assert len(codes) <= 20
    assert all(set(sentence) == {"zh", "en"} for sentence in sentences.values())
