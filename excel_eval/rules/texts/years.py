"""N11: one year in the title, the sentences, the dates, the name of the file and the day of saving."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from excel_eval.book import Book, ProjectSheet
from excel_eval.form.labels import narrow
from excel_eval.grid import a1
from excel_eval.numbers import plain
from excel_eval.rules.claimed import judged
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.indicators.rows import rows
from excel_eval.rules.settings import Settings
from excel_eval.rules.texts.identity import SPENT, title_cells
from excel_eval.rules.writing import Writing, writings
from excel_eval.text.units import MONEY

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


@rule(
    "N11",
    "支出语句的年度为{found}，本表年度为{expected}",
    fix="核对后改为{expected}年度",
    scope="book",
    title=("表头的年度为{found}，本表年度为{expected}", "核对后统一年度"),
    text=("文字中的年度为{found}，本表年度为{expected}", "核对是否写错年度"),
    cell=("本表年度为{found}，而表中的文字、日期和文件名说的是{expected}年", "核对后把年度改为{expected}，或改正其他各处"),
    file=("文件名的年度为{found}，各项目表年度为{expected}", "核对文件名或表中的年度"),
    early=("填报日期{found}早于{expected}年度结束，全年数尚未产生", "核对填报日期和年度"),
    saved=("文件最后保存于{found}，早于{expected}年度结束，表中却已有全年执行数", "核对年度，或是否沿用了上年的表"),
)
def year_is_one(book: Book, settings: Settings) -> Iterator[At]:
    """表头、文字、文件名中的年度与本表年度一致，其他年度只出现在文号、名称和比较中

    An error where the title or the spending sentence says another year; a warning for other sentences, the name of the
    file, and dates before the year's figures can be there.
    """
    month, settled = int(settings.full_year_month), set[str]()
    for sheet in book.sheets:
        year = sheet.project.year
        if year is not None and year == year.to_integral_value():
            yield from _filing_date(sheet, int(year), month)
            others = [*_title(book, sheet, int(year))]
            others += [place for writing in writings(sheet) for place in _years(sheet, writing, int(year))]
            agreed = _agreed(book, sheet, int(year), others)
            yield from (_in_its_cell(sheet, int(year), agreed, others),) if agreed else others
            settled.add(agreed)
    yield from _file_name(book, settled)
    yield from _saved(book, month)


def _agreed(book: Book, sheet: ProjectSheet, year: int, others: Sequence[At]) -> str:
    """The other year that two of title, texts, dates and the name of the file agree on; blank where they do not."""
    if not others and _years_of_file(book) <= {str(year)}:
        return ""
    dates = {str(value.year) for row in rows(sheet) for value in (row.aim.value, row.actual) if isinstance(value, date)}
    titles, texts = ({place.found for place in others if (place.variant == "title") is title} for title in (True, False))
    kinds = [found for found in (titles, texts, dates, _years_of_file(book)) if len(found) == 1]
    said = Counter(found for kind in kinds for found in kind if found and found != str(year))
    agreed, times = next(iter(said.most_common(1)), ("", 0))
    return agreed if times > 1 and not any(str(year) in kind for kind in kinds) else ""


def _in_its_cell(sheet: ProjectSheet, year: int, agreed: str, others: Sequence[At]) -> At:
    """The year of a sheet that everything else on it contradicts."""
    cells = [place.cell or (sheet.cell(place.path) if place.path else None) for place in others]
    related = tuple(cell for cell in cells if cell)
    figures: dict[str, Any] = {"sheet": sheet.sheet, "found": str(year), "expected": agreed}
    return at("year", related=related, variant="cell", **figures)


def _title(book: Book, sheet: ProjectSheet, year: int) -> Iterator[At]:
    for place, value in title_cells(book, sheet):
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


_NO_YEAR = re.compile(r"(?<![\d.])((?:0\d|[3-9]\d|2[1-9])\d\d)年(?=度|\d{1,2}月)")
"""What was meant for a year and is none: 0221年度."""


def _years(sheet: ProjectSheet, writing: Writing, year: int) -> Iterator[At]:
    """The first wrong year of a text: an error in a spending sentence, a warning where no comparison explains it."""
    if none := _NO_YEAR.search(writing.folded):
        slip: dict[str, Any] = {"sheet": sheet.sheet, "expected": str(year), "found": none[1], "related": ("year",)}
        yield at(writing.path, severity="warning", variant="text", **slip)
        return
    for sentence in writing.sentences if "20" in writing.folded else ():
        spoken = _QUOTED.sub("", sentence)
        opening = _NOW.match(spoken) if writing.path in _DONE_IN else None
        said = (*_YEAR.findall(spoken), *(opening.groups() if opening else ()))
        others = [found for found in said if int(found) != year]
        if not others or str(year) in spoken:
            continue
        figures: dict[str, Any] = {"sheet": sheet.sheet, "expected": str(year), "related": ("year",)}
        spent = [m for m in SPENT.finditer(spoken) if not _COMPARED.search(spoken[: m.start()][-8:])]
        if spent:
            yield at(writing.path, found=spent[0]["year"], **figures)
            return
        if writing.computed or not (_ELSEWHERE.search(spoken) or writing.path in _ABOUT_LATER):
            yield at(writing.path, found=others[0], severity="warning", variant="text", **figures)
            return
    yield from _spent_in_another_year(sheet, writing, year)


def _spent_in_another_year(sheet: ProjectSheet, writing: Writing, year: int) -> Iterator[At]:
    """A sentence that gives to another year what this sheet spent; its budget too, where the two are one figure."""
    funds = sheet.project.funds.total
    own = {"spent": funds.executed, "budget": funds.budget}
    met: dict[str, set[str]] = {}
    others = {found for found in _BARE_YEAR.findall(writing.folded) if found != str(year)}
    for each in judged(sheet) if others else ():
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


def _years_of_file(book: Book) -> set[str]:
    return set(re.findall(r"(?<!\d)(20\d\d)(?=年)", book.source.stem)) if book.source else set()


def _file_name(book: Book, settled: set[str]) -> Iterator[At]:
    """The name of the file where it says another year; not where a sheet is told so already."""
    years = {plain(year) for sheet in book.sheets if isinstance(year := sheet.project.year, Decimal)}
    said = _years_of_file(book)
    if years and said and not years & said and not settled & said:
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
