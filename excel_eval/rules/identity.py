"""Whose sheet it is and of which year: one name and one year in the sheet's name, its head, its sentences, its file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from excel_eval.book import Book, ProjectSheet
from excel_eval.form.labels import narrow
from excel_eval.grid import a1
from excel_eval.numbers import plain
from excel_eval.rules.claimed import judged
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.settings import Settings
from excel_eval.rules.writing import Writing, writings
from excel_eval.text.units import MONEY

_LETTERS = re.compile(r"[^0-9A-Za-z一-龥]")
_COPY = re.compile(r"[(（]\d{1,3}[)）]\s?$")
_GENERIC = re.compile(
    r"(?:sheet|工作表|项目|表|附件|附表|自评|评价)?[0-9a-z一二三四五六七八九十]{0,12}(?:项目)?", re.IGNORECASE
)
_ALIKE = 0.5
_DRIFT = 0.6
_SPENT = re.compile(
    r"(?<!\d)(?P<year>20\d\d)年度?(?P<name>[^，。；：\d\n\ufffc]{2,30})"
    r"(?<![\d.,])\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,6})?(?:亿元|万元|元)(?:已?全部|已)?(?:使用|支出|执行|支付|用完)"
)
_BEFORE_NAME = re.compile(
    r"^(?:我局|我单位|本单位|本局|全市|全县|全区|财政|安排|共|实际|累计|年初|预算|用于|使用|支出)*"
)
_AFTER_NAME = re.compile(r"(?:项目|共计?|实际|累计|全年|已|使用|支出|执行|安排|总计|合计|为)*$")


def letters(text: str | None) -> str:
    """A name without blanks and punctuation, in half width."""
    return _LETTERS.sub("", narrow(text or ""))


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


@rule(
    "N10",
    "工作表名“{found}”与项目名称“{expected}”不一致",
    severity="warning",
    fix="核对后统一名称",
    scope="book",
    other=("工作表名“{found}”是另一个项目的名称，本表项目名称为“{expected}”", "复制工作表后请改工作表名和项目名称"),
    text=("文字中的“{found}”与项目名称“{expected}”不一致", "文字中的名称改为“{expected}”"),
    title=("标题中的“{found}”与项目名称“{expected}”不一致", "核对后统一名称"),
)
def name_is_one(book: Book) -> Iterator[At]:
    """工作表名、标题、支出语句中的项目名称一致

    A name on the tab that has nothing in common with the project's is only told of: it may be a code or a short name.
    """
    names = {letters(sheet.project.name) for sheet in book.sheets if sheet.project.name}
    for sheet in book.sheets:
        if sheet.project.name:
            yield from _sheet_name(sheet, sheet.project.name, names)
            yield from _name_in_title(book, sheet, sheet.project.name)
            for writing in writings(sheet):
                yield from _name_in_text(sheet, sheet.project.name, writing)


def _sheet_name(sheet: ProjectSheet, name: str, names: set[str]) -> Iterator[At]:
    said, own = letters(_COPY.sub("", sheet.sheet)), letters(name)
    if not said or said in own or own in said or _subsequence(said, own):
        return
    figures: dict[str, Any] = {"sheet": sheet.sheet, "found": sheet.sheet, "expected": name}
    if said in names:
        yield at("name", variant="other", **figures)
    elif not _GENERIC.fullmatch(said) and not said.endswith("表"):
        yield at("name", severity=None if _alike(said, own) >= _ALIKE else "info", **figures)


def _subsequence(short: str, long: str) -> bool:
    """Whether all characters of a short name occur in a long one in order: 信访救助 in 信访问题专项救助"""
    rest = iter(long)
    return len(short) > 1 and all(character in rest for character in short)


_NAMED_TITLE = re.compile(r"(?:20\d\d年度?)?(?P<name>[一-龥A-Za-z0-9]{3,40}?)(?:项目)?(?:支出)?绩效(?:自?评价?|自评)(?:表|报告)")


def _name_in_title(book: Book, sheet: ProjectSheet, name: str) -> Iterator[At]:
    """A title that bears a project's name, much like this one's and yet another."""
    own = letters(name)
    for place, value in _title_cells(book, sheet):
        match = _NAMED_TITLE.fullmatch(letters(value))
        said = match["name"] if match else ""
        if said and said not in own and own.removesuffix("项目") not in said and _alike(said, own) >= _DRIFT:
            where: dict[str, Any] = {"sheet": sheet.sheet, "cell": a1(*place), "related": ("name",)}
            yield at(None, **where, found=said, expected=name, variant="title")


def _title_cells(book: Book, sheet: ProjectSheet) -> Iterator[tuple[tuple[int, int], str]]:
    """The short texts at the head of a sheet that are no value of the form."""
    grid = book.grids.get(sheet.sheet)
    for place in _TITLE_CELLS if grid else ():
        value = grid.cells[place].value if grid and place in grid.cells else None
        if isinstance(value, str) and len(value) <= 60 and all(slot.area.corner != place for slot in sheet.layout.slots):
            yield place, value


def _name_in_text(sheet: ProjectSheet, name: str, writing: Writing) -> Iterator[At]:
    own = letters(name)
    for match in _SPENT.finditer(writing.folded):
        said = letters(_AFTER_NAME.sub("", _BEFORE_NAME.sub("", match["name"])))
        if said and said not in own and own.removesuffix("项目") not in said and _alike(said, own) >= _DRIFT:
            yield at(writing.path, related=("name",), sheet=sheet.sheet, found=said, expected=name, variant="text")


_YEAR = re.compile(r"(?<!\d)(20\d\d)年度")
_ELSEWHERE = re.compile(
    r"比|较|同期|上年|去年|往年|历年|增|减|下降|持平|自20|[从由]20|起|以来|至20|—|-|结转|计划|拟|将|下一|明年|下年|规划|方案|"
    r"通知|意见|文件|要点|办法|预算编制|编制|编报|得分|等级|评价结果|考核结果"
)
_TITLE = re.compile(r"(?<!\d)(20\d\d)年度")
_COMPARED = re.compile(r"比|较|同期|上年|去年|往年|结转|自$|[从由]$")
_QUOTED = re.compile(r"《[^《》]{1,200}》|[〔\[（(【]20\d\d[〕\]）)】]")
_ABOUT_LATER = ("narrative.improvements", "narrative.problems")
_NOW = re.compile(r"(?<!\d)(20\d\d)年度?(?:[，,]|(?=全|共|累计|我|本|实际|市|县|区))")
"""A year that opens a sentence on what was done."""
_DONE_IN = ("narrative.performance", "goal.achieved")
_BARE_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_TITLE_CELLS = tuple((row, column) for row in range(1, 5) for column in (1, 2, 3))


@rule(
    "N11",
    "支出语句的年度为{found}，本表年度为{expected}",
    fix="核对后改为{expected}年度",
    scope="book",
    title=("表头的年度为{found}，本表年度为{expected}", "核对后统一年度"),
    text=("文字中的年度为{found}，本表年度为{expected}", "核对是否写错年度"),
    file=("文件名的年度为{found}，各项目表年度为{expected}", "核对文件名或表中的年度"),
    early=("填报日期{found}早于{expected}年度结束，全年数尚未产生", "核对填报日期和年度"),
    saved=("文件最后保存于{found}，早于{expected}年度结束，表中却已有全年执行数", "核对年度，或是否沿用了上年的表"),
)
def year_is_one(book: Book, settings: Settings) -> Iterator[At]:
    """表头、文字、文件名中的年度与本表年度一致，其他年度只出现在文号、名称和比较中

    An error where the title or the spending sentence says another year; a warning for other sentences, the name of the
    file, and dates before the year's figures can be there.
    """
    month = int(settings.full_year_month)
    for sheet in book.sheets:
        year = sheet.project.year
        if year is not None and year == year.to_integral_value():
            yield from _title(book, sheet, int(year))
            yield from _filing_date(sheet, int(year), month)
            for writing in writings(sheet):
                yield from _years(sheet, writing, int(year))
    yield from _file_name(book)
    yield from _saved(book, month)


def _title(book: Book, sheet: ProjectSheet, year: int) -> Iterator[At]:
    for place, value in _title_cells(book, sheet):
        found = _TITLE.search(narrow(value)) if "20" in value else None
        if found and int(found[1]) != year:
            where: dict[str, Any] = {"sheet": sheet.sheet, "cell": a1(*place), "related": _year_cell(sheet)}
            yield at(None, **where, found=found[1], expected=str(year), variant="title")


def _year_cell(sheet: ProjectSheet) -> tuple[str, ...]:
    return tuple(cell for cell in (sheet.cell("year"),) if cell)


def _filing_date(sheet: ProjectSheet, year: int, month: int) -> Iterator[At]:
    """A filing date before November of the year itself: the figures of a whole year cannot be there yet."""
    filed = sheet.stated("date")
    if isinstance(filed, date) and (filed.year, filed.month) < (year, month):
        figures: dict[str, Any] = {"sheet": sheet.sheet, "found": filed.isoformat(), "expected": str(year)}
        yield at("date", related=("year",), severity="warning", variant="early", **figures)


def _years(sheet: ProjectSheet, writing: Writing, year: int) -> Iterator[At]:
    """The first wrong year of a text: an error in a spending sentence, a warning where no comparison explains it."""
    for sentence in writing.sentences if "20" in writing.folded else ():
        spoken = _QUOTED.sub("", sentence)
        opening = _NOW.match(spoken) if writing.path in _DONE_IN else None
        said = (*_YEAR.findall(spoken), *(opening.groups() if opening else ()))
        others = [found for found in said if int(found) != year]
        if not others or str(year) in spoken:
            continue
        figures: dict[str, Any] = {"sheet": sheet.sheet, "expected": str(year), "related": ("year",)}
        spent = [m for m in _SPENT.finditer(spoken) if not _COMPARED.search(spoken[: m.start()][-8:])]
        if spent:
            yield at(writing.path, found=spent[0]["year"], **figures)
            return
        if not _ELSEWHERE.search(spoken) and writing.path not in _ABOUT_LATER:
            yield at(writing.path, found=others[0], severity="warning", variant="text", **figures)
            return
    yield from _spent_in_another_year(sheet, writing, year)


def _spent_in_another_year(sheet: ProjectSheet, writing: Writing, year: int) -> Iterator[At]:
    """A sentence that gives to another year what this sheet spent; its budget too, where the two are one figure."""
    funds = sheet.project.funds.total
    own = {"spent": funds.executed, "budget": funds.budget}
    met: dict[str, set[str]] = {}
    for each in judged(sheet) if _BARE_YEAR.search(writing.folded) else ():
        claim = each.claim
        elsewhere = each.path == writing.path and claim.year not in (None, year) and claim.unit in MONEY
        if elsewhere and claim.value is not None and claim.value * MONEY[claim.unit] == _in_yuan(own.get(claim.role)):
            met.setdefault(claim.sentence, set()).add(claim.role)
    for sentence, roles in met.items():
        sure = "spent" in roles and (funds.executed != funds.budget or "budget" in roles)
        found = _BARE_YEAR.search(sentence)
        if sure and found and str(year) not in sentence and not _COMPARED.search(sentence):
            figures: dict[str, Any] = {"sheet": sheet.sheet, "expected": str(year), "related": ("year",)}
            yield at(writing.path, found=found[1], severity="warning", variant="text", **figures)
            return


def _in_yuan(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount * MONEY["万元"]


def _file_name(book: Book) -> Iterator[At]:
    years = {plain(year) for sheet in book.sheets if isinstance(year := sheet.project.year, Decimal)}
    said = set(re.findall(r"(?<!\d)(20\d\d)(?=年)", book.source.stem)) if book.source else set()
    if years and said and not years & said:
        found, expected = "、".join(sorted(said)), "、".join(sorted(years))
        yield at(None, severity="warning", found=found, expected=expected, variant="file")


def _saved(book: Book, month: int) -> Iterator[At]:
    """A workbook saved before November of the year it is about, with what was spent in it; one finding for all sheets."""
    saved = book.saved
    early = [sheet for sheet in book.sheets if saved and _before_its_figures(sheet, saved, month)]
    if early and saved:
        first, *others = early
        related = ("funds.total.executed", *(f"{sheet.sheet}!{sheet.cell('year')}" for sheet in others))
        figures: dict[str, Any] = {"found": saved.isoformat(), "expected": plain(first.project.year or Decimal(0))}
        yield at("year", sheet=first.sheet, related=related, severity="warning", variant="saved", **figures)


def _before_its_figures(sheet: ProjectSheet, saved: date, month: int) -> bool:
    """Whether a sheet has the spending of a year that was not over when it was saved; older days are no one's."""
    year = sheet.project.year
    if year is None or sheet.project.funds.total.executed is None or sheet.cell("year") is None:
        return False
    return saved.year >= year - 1 and (saved.year, saved.month) < (year, month)


IDENTITY = (name_is_one, year_is_one)
