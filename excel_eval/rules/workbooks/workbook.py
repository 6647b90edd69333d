"""W02 and W08: one unit, one year and one department on all sheets, and no sheets that nobody filled in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from excel_eval.book import Book, ProjectSheet
from excel_eval.numbers import plain
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.workbooks.filled import filled_sheets
from excel_eval.rules.workbooks.grids import slip_of

_CODE = re.compile(r"^(?:\[\d{1,12}\]|\d{1,12}-)")
_MANY = 3
_SAMPLE = ("示例", "样例", "样表", "范例", "填报样")


@rule(
    "W02",
    "{label_}为{found}，其他项目表为{expected}",
    fix="核对后改为一致",
    scope="book",
)
def sheets_share_unit_and_year(book: Book) -> Iterator[At]:
    """各项目表的单位、年度、主管部门一致"""
    sheets = filled_sheets(book)
    yield from _odd_ones(_of_one_year(sheets), "year")
    for path in ("department", "unit"):
        yield from _odd_ones(sheets, path)


def _of_one_year(sheets: Sequence[ProjectSheet]) -> list[ProjectSheet]:
    """The sheets without those of projects that are there for several years, which is no slip."""
    years: dict[tuple[str, str], set[str]] = {}
    for sheet in sheets:
        years.setdefault(_project(sheet), set()).add(_said(sheet, "year"))
    return [sheet for sheet in sheets if len(years[_project(sheet)]) == 1]


def _project(sheet: ProjectSheet) -> tuple[str, str]:
    return _said(sheet, "name") or sheet.sheet, _said(sheet, "unit")


def _odd_ones(sheets: Sequence[ProjectSheet], path: str) -> Iterator[At]:
    said = [(sheet, _said(sheet, path)) for sheet in sheets]
    known = Counter(text for _, text in said if text)
    if len(known) < 2:
        return
    usual = known.most_common(1)[0][0]
    owner = next(sheet for sheet, text in said if text == usual)
    for sheet, text in said:
        if text and text != usual:
            related = (f"{owner.sheet}!{owner.cell(path)}",)
            grade = _grade(path, text, usual, known)
            found, expected = sheet.values[path].raw, owner.values[path].raw
            label = sheet.values[path].slot.label
            place = {"path": path, "sheet": sheet.sheet}
            yield at(**place, related=related, found=found, expected=expected, severity=grade, label_=label)


def _grade(path: str, text: str, usual: str, known: Counter[str]) -> str | None:
    """How grave another name is: a slip of the pen, one among many that agree, or one of several that are all in use."""
    if path == "year" or slip_of(text, usual):
        return None
    in_use = min(known.values()) > 1
    if path == "department":
        return "info" if in_use else None
    return "warning" if known[text] == 1 and known[usual] >= _MANY and len(known) == 2 else "info"


def _said(sheet: ProjectSheet, path: str) -> str:
    """What a sheet says, without the code that some systems put before a name ([105]教育部)"""
    value = sheet.stated(path)
    if isinstance(value, Decimal):
        return plain(value)
    return _CODE.sub("", "".join(unicodedata.normalize("NFKC", str(value or "")).split()))


@rule(
    "W08",
    "项目表没有填写",
    severity="warning",
    fix="填写，或删除这张工作表",
    scope="book",
    sample=("疑似模板自带的示例：{found}", "删除示例，填写实际项目"),
)
def template_sheets_are_gone(book: Book) -> Iterator[At]:
    """没有未填写的空表，没有模板自带的示例项目"""
    filled = {sheet.sheet for sheet in filled_sheets(book)}
    for sheet in book.sheets:
        if sheet.sheet not in filled:
            yield at(book.form.name_path, sheet=sheet.sheet)
        else:
            yield from _sample(sheet, book)


def _sample(sheet: ProjectSheet, book: Book) -> Iterator[At]:
    name = sheet.stated(book.form.name_path)
    for text in (str(name or ""), sheet.sheet):
        if any(word in text for word in _SAMPLE) and len(text) <= 12:
            yield at(book.form.name_path, sheet=sheet.sheet, found=text, variant="sample")
            return
