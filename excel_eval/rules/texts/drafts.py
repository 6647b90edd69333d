"""What a draft leaves behind: placeholders, odd document numbers, purposes without a result, contradictions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from excel_eval.book import Book, ProjectSheet, Value
from excel_eval.model import Project
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.settings import Settings
from excel_eval.rules.writing import Writing, bare, writings
from excel_eval.text.wording import MARKS

_DOCUMENT = re.compile(
    r"(?<=[一-龥])[〔\[［【(（﹝](?P<year>(?:19|20)\d\d)年?[〕\]］】)）﹞]字?第?(?P<number>\d{1,5})号"
)


@rule(
    "N14",
    "文号“{found}”应写作“{expected}”",
    severity="info",
    fix="改为六角括号的规范写法",
    scope="sheet",
    later=("文号“{found}”的年份晚于评价年度{year}", "核对文号的年份"),
)
def document_numbers_are_regular(sheet: ProjectSheet) -> Iterator[At]:
    """文号写作“某发〔2020〕1号”，用六角括号，年份不晚于评价年度"""
    year = sheet.project.year
    for writing in writings(sheet):
        for match in _DOCUMENT.finditer(writing.folded) if "号" in writing.folded else ():
            regular = f"〔{match['year']}〕{int(match['number'])}号"
            if match[0] != regular:
                yield at(writing.path, found=match[0], expected=regular)
            elif year is not None and int(match["year"]) > year:
                yield at(writing.path, related=("year",), found=match[0], variant="later", year=year)


_GUIDANCE = re.compile(r"[（(]?(?:请|简要|简述|概述|说明|填写|描述)[^。；\d]{2,60}(?:情况|内容|等|措施|原因|依据)。?[）)]?")
_LONGEST_GUIDANCE = 70
_COUNTED = re.compile(r"\d|[一两二三四五六七八九十百千万][^\s]?[件名人个次户起批项台套]")


@rule(
    "N15",
    "文字中有未替换的占位内容“{found}”",
    fix="换成实际内容，或删去",
    scope="sheet",
    guidance=("填写说明没有替换：{found}", "换成实际内容"),
)
def no_placeholders_are_left(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """文字中没有××、待填、（100字以内）、成排的点等占位内容"""
    left_over = settings.words("left_over")
    for path, value in sheet.values.items():
        text = value.value
        if type(text) is str and value.slot.field.role == "input" and not value.slot.field.choices:
            found = _left_over(text, left_over)
            if found:
                yield at(path, found=found)
            elif len(text) <= _LONGEST_GUIDANCE and (text == value.slot.field.note or _is_guidance(value)):
                yield at(path, found=text, variant="guidance")


def _is_guidance(value: Value) -> bool:
    """Whether a long text cell holds nothing but an instruction (简述项目立项依据和资金使用情况)"""
    return value.slot.kind == "long" and isinstance(value.value, str) and bool(_GUIDANCE.fullmatch(value.value))


def _left_over(text: str, words: tuple[str, ...]) -> str | None:
    """The first placeholder of a text; the tool's own `{{ … }}` are none."""
    if "{" in text:
        text = bare(text)
    marks = MARKS.search(text) if len(text) > 1 else None
    return marks[0] if marks else next((word for word in words if word in text), None)


@rule(
    "N17",
    "本项目说“{found}”，而项目“{other}”说“{expected}”",
    severity="info",
    fix="核对两个项目的说法",
    scope="book",
)
def projects_do_not_contradict(book: Book, settings: Settings) -> Iterator[At]:
    """一个项目说没有发生的事，另一个项目没有说发生过"""
    if len(book.sheets) < 2:
        return
    denied: dict[str, tuple[ProjectSheet, Writing, str]] = {}
    said: list[tuple[str, ProjectSheet, Writing, str]] = []
    for sheet in book.sheets:
        for writing in writings(sheet):
            for event, sentence in _events(writing, settings):
                if any(word in sentence for word in settings.words("not_happened")):
                    denied.setdefault(event, (sheet, writing, sentence))
                elif _happened(sentence, settings):
                    said.append((event, sheet, writing, sentence))
    for event, sheet, writing, sentence in said:
        if event in denied and denied[event][0] is not sheet:
            yield _contradiction(sheet, writing, sentence, denied[event])


def _events(writing: Writing, settings: Settings) -> Iterator[tuple[str, str]]:
    """(event, clause) of every event that a text speaks of; the longest name of an event counts."""
    named = [event for event in settings.words("happenings") if event in writing.folded]
    for sentence in re.split(r"[。；\n]", writing.folded) if named else ():
        found = [event for event in named if event in sentence]
        if found:
            yield found[-1], sentence


def _happened(sentence: str, settings: Settings) -> bool:
    """Whether a sentence says that something happened, and not that it was kept from happening."""
    words = settings.words
    return any(word in sentence for word in words("happened")) and not any(word in sentence for word in words("prevented"))


def _contradiction(
    sheet: ProjectSheet, writing: Writing, sentence: str, denial: tuple[ProjectSheet, Writing, str]
) -> At:
    other, text, denying = denial
    where: dict[str, Any] = {"sheet": sheet.sheet, "related": (f"{other.sheet}!{other.cell(text.path)}",)}
    name = other.project.name or other.sheet
    return at(writing.path, **where, found=sentence[:60], expected=denying[:60], other=name)


@rule(
    "N18",
    "项目情况写到“{found}”，项目绩效和指标中没有相应的数字",
    severity="info",
    fix="在项目绩效、绩效指标或计数与比率中补充数量",
    none=("项目绩效没有任何数字，也没有填写定量指标和计数", "补充产出数量，如件数、人次、台数"),
)
def purposes_have_results(project: Project, settings: Settings) -> Iterator[At]:
    """项目情况写到的用途，项目绩效中至少有一个数字"""
    situation, performance = project.narrative.situation, project.narrative.performance
    if not situation or not performance:
        return
    counted = [m.name or "" for m in project.measures if m.total is not None or m.claimed is not None]
    counted += [i.name or "" for i in project.indicators if i.actual is not None]
    sentences = [s for s in re.split(r"[。；;\n，,]", bare(performance)) if _COUNTED.search(s)]
    if not counted and not sentences:
        yield at("narrative.performance", variant="none")
        return
    results = "\n".join((*counted, *sentences))
    missing = [word for word in settings.words("purposes") if word in situation and word not in results]
    if missing:
        yield at("narrative.performance", related=("narrative.situation",), found="、".join(missing))


DRAFTS = (
    document_numbers_are_regular,
    no_placeholders_are_left,
    projects_do_not_contradict,
    purposes_have_results,
)
