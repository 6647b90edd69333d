"""N10: one name of a project in the sheet's name, its head, its sentences and the summary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from excel_eval.book import Book, ProjectSheet
from excel_eval.form.labels import narrow
from excel_eval.grid import a1
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.workbooks.summary_tables import TOTALS, Summary, keys, matched, others, summaries
from excel_eval.rules.writing import Writing, writings

_LETTERS = re.compile(r"[^0-9A-Za-z一-龥]")
_COPY = re.compile(r"[(（]\d{1,3}[)）]\s?$")
_GENERIC = re.compile(
    r"(?:sheet|工作表|项目|表|附件|附表|自评|评价)?[0-9a-z一二三四五六七八九十]{0,12}(?:项目)?", re.IGNORECASE
)
_ALIKE = 0.5
_CUT = 30
"""A tab as long as that was cut off."""
_PHASE = re.compile(r"第?[一二三四五六七八九十0-9]{1,3}(?:期|阶段|标段|批)(?:工程|项目)?")
_TITLE_CELLS = tuple((row, column) for row in range(1, 5) for column in (1, 2, 3))
_DRIFT = 0.6
SPENT = re.compile(
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


def _plainly(words: str) -> str:
    """The name in the words of a spending sentence, without those before and after it."""
    return letters(_AFTER_NAME.sub("", _BEFORE_NAME.sub("", words)))


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
    summary=("汇总中的“{found}”与项目名称“{expected}”不一致", "核对后统一名称"),
    title=("标题中的“{found}”与项目名称“{expected}”不一致", "核对后统一名称"),
)
def name_is_one(book: Book) -> Iterator[At]:
    """工作表名、标题、支出语句、汇总中的项目名称一致

    A name on the tab that has nothing in common with the project's is only told of: it may be a code or a short name.
    """
    names = {letters(sheet.project.name) for sheet in book.sheets if sheet.project.name}
    for sheet in book.sheets:
        if sheet.project.name:
            texts = [place for writing in writings(sheet) for place in _name_in_text(sheet, sheet.project.name, writing)]
            tab = [*_sheet_name(sheet, sheet.project.name, names), *_phase(book, sheet, sheet.project.name)]
            said = letters(sheet.sheet)
            yield from (_with_texts(place, [each for each in texts if each.found == said]) for place in tab)
            yield from _name_in_title(book, sheet, sheet.project.name)
            yield from (place for place in texts if not tab or place.found != said)
    for summary in summaries(book):
        yield from _name_in_summary(book, summary)


def _with_texts(tab: At, texts: Sequence[At]) -> At:
    """What is said of the name on a tab, with the cells of the texts that say that name too."""
    return replace(tab, related=(*tab.related, *(place.path for place in texts if place.path)))


def _phase(book: Book, sheet: ProjectSheet, name: str) -> Iterator[At]:
    """A project that is a phase by its name, on a tab without: another phase may have been meant.

    Only told of, unless a sentence, or another sheet, says the name without the phase too: a tab may be short.
    """
    said, own = letters(_COPY.sub("", sheet.sheet)), letters(name)
    if len(sheet.sheet) >= _CUT or not own.startswith(said) or not _PHASE.fullmatch(own.removeprefix(said)):
        return
    texts = [w.path for w in writings(sheet) if any(_plainly(m["name"]) == said for m in SPENT.finditer(w.folded))]
    cells = (c.value for grid in others(book) for c in grid.cells.values() if isinstance(c.value, str))
    sure = texts or any(letters(text) == said for text in cells if len(text) <= len(name) + _CUT)
    figures: dict[str, Any] = {"sheet": sheet.sheet, "found": sheet.sheet, "expected": name, "related": texts}
    yield at("name", severity=None if sure else "info", **figures)


def _name_in_summary(book: Book, summary: Summary) -> Iterator[At]:
    """A line of a person's own summary that its amounts, or its likeness, show to be misnamed."""
    lines = [(row, name) for row, name in summary.rows() if name.rstrip(":") not in TOTALS]
    for row, sheet in matched(book, summary, lines).items():
        name, own = summary.name(row), sheet.project.name
        said = letters(name)
        short = said and own and (said in letters(own) or letters(own) in said or _subsequence(said, letters(own)))
        if own and name not in keys(book, sheet) and not short:
            cell, related = a1(row, summary.name_column), (f"{sheet.sheet}!{sheet.cell('name')}",)
            where: dict[str, Any] = {"sheet": summary.grid.name, "cell": cell, "related": related}
            yield at(None, **where, found=name, expected=own, variant="summary")


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
    for place, value in title_cells(book, sheet):
        match = _NAMED_TITLE.fullmatch(letters(value))
        said = match["name"] if match else ""
        if said and said not in own and own.removesuffix("项目") not in said and _alike(said, own) >= _DRIFT:
            where: dict[str, Any] = {"sheet": sheet.sheet, "cell": a1(*place), "related": ("name",)}
            yield at(None, **where, found=said, expected=name, variant="title")


def title_cells(book: Book, sheet: ProjectSheet) -> Iterator[tuple[tuple[int, int], str]]:
    """The short texts at the head of a sheet that are no value of the form."""
    grid = book.grids.get(sheet.sheet)
    texts = [(place, grid.cell(*place).value) for place in _TITLE_CELLS] if grid else []
    short = [(place, text) for place, text in texts if isinstance(text, str) and len(text) <= 60]
    values = {slot.area.corner for slot in sheet.layout.slots} if short else set()
    return ((place, text) for place, text in short if place not in values)


def _name_in_text(sheet: ProjectSheet, name: str, writing: Writing) -> Iterator[At]:
    own = letters(name)
    for match in SPENT.finditer(writing.folded):
        said = _plainly(match["name"])
        if said and said not in own and own.removesuffix("项目") not in said and _alike(said, own) >= _DRIFT:
            yield at(writing.path, related=("name",), sheet=sheet.sheet, found=said, expected=name, variant="text")
