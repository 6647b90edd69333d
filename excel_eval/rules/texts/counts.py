"""Counts beside each other: what is left unfinished, batches against persons, and units that must not be added."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from excel_eval.book import ProjectSheet
from excel_eval.model import Measure, Project
from excel_eval.numbers import plain
from excel_eval.rules.claimed import judged, place
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.writing import writings

COUNTED = frozenset("件名人个次户起批项家台套场期篇份册本封张页辆座所处间栋幢条组队班门宗例头只株棵盏部把块位") | {
    f"{one}{tail}" for one in "人批户场车件台家组期班名" for tail in ("次", "(次)", "数", "套", "(套)")
}
"""Units of things that come whole."""
SAME_COUNT = (frozenset("人名位"), frozenset("件起宗项"), frozenset(("场", "次", "场次")))
"""Units that name the same kind of thing."""
_SUM_ROWS = ("合计", "总计", "小计", "共计", "总数")
_UNIT_WORDS = re.compile(r"\(?(?:批次|人次|户次|户数|人数|批数|次数|组数|[批人户次组件名])\)?$")


def folded(word: str | None) -> str:
    """A label or unit as it is compared: NFKC, without blanks."""
    return "".join(unicodedata.normalize("NFKC", word or "").split())


def counted(unit: str | None) -> bool:
    """Whether a unit is one of things that come whole."""
    return folded(unit) in COUNTED


def same_kind(first: str, second: str) -> bool:
    """Whether two units count the same kind of thing."""
    return first == second or any(first in group and second in group for group in SAME_COUNT)


def called(measure: Measure, index: int) -> str:
    """A measure as a person names it."""
    return measure.name or f"第{index + 1}行"


_UNFINISHED = "未|尚未|没有|没能|尚有|还有|仍有|剩余|剩下|其余|另有|正在|仍在|待"
_LEFT_BEFORE = re.compile(rf"(?:{_UNFINISHED})[^，。；、：\d]{{0,8}}?(?<![\d.,])(\d{{1,9}})(?![\d.,%年月日])")
_LEFT_AFTER = re.compile(rf"(?<![\d.,])(\d{{1,9}})([^\d\s，。；、%年月日])[^，。；、\d]{{0,6}}?(?:{_UNFINISHED})")
_PUT_OFF = re.compile(
    r"^(?:其中)?(\d{1,9})[^\d\s，。；、%年月日][^。；\d]{0,24}(?:列入|转入|结转|顺延|推迟|延至|纳入|移至)[^。；\d]{0,6}[下次明来]一?年"
)
"""A note that opens with what is left to the next year: 2件涉及改造，已列入下年度计划."""
_SHARE_NAMES = ("占", "比例", "比重", "发生率", "参评", "满意", "投诉", "重复")


@rule(
    "N04",
    "{name}：基数{total}，完成{done}，未完成应为{expected}，说明中为{found}",
    severity="warning",
    fix="核对未完成的数量，说明改为{expected}",
    unexplained=("{name}：基数{total}，完成{done}，有{expected}未完成，没有说明", "在说明或偏差原因中写明未完成的原因"),
)
def unfinished_items_are_explained(project: Project) -> Iterator[At]:
    """基数−完成数=说明中所列未完成的数量，未完成的逐项说明

    A number that does not fit is a warning. Unfinished items without a word on them are only told of: the explanation may
    stand where no program finds it, in an attachment or in a sentence of its own.
    """
    for i, measure in enumerate(project.measures):
        total, done = measure.total, measure.done
        if total is None or done is None or not 0 <= done < total:
            continue
        path, left = f"measures[{i}]", plain(total - done)
        figures: dict[str, Any] = {"name": called(measure, i), "total": plain(total), "done": plain(done)}
        said = _left_over(folded(measure.note))
        related = (f"{path}.total", f"{path}.done")
        if said and left not in said and str(sum(map(int, said))) != left:
            yield at(f"{path}.note", related=related, found=said[0], expected=left, **figures)
        elif not _explained(project, measure):
            yield at(f"{path}.note", related=related, expected=left, variant="unexplained", severity="info", **figures)


def _left_over(note: str) -> list[str]:
    """The figures that a note says are unfinished."""
    ways = (_LEFT_BEFORE, _LEFT_AFTER, _PUT_OFF)
    found = next((figures for way in ways if (figures := [match[1] for match in way.finditer(note)])), [])
    return [str(int(figure)) for figure in found]


def _explained(project: Project, measure: Measure) -> bool:
    texts = (measure.note, project.narrative.deviation, project.narrative.problems)
    return any(texts) or not counted(measure.unit) or any(word in folded(measure.name) for word in _SHARE_NAMES)


@rule(
    "N12",
    "{name}：{first}{more}大于{second}{less}",
    severity="warning",
    fix="核对两个数，{first}不应大于{second}",
    scope="sheet",
    equal=("{name}：{first}与{second}都是{found}", "确认是否每{one}恰好一人"),
    text=("“{words}”：{told}", "核对两个数"),
    text_equal=("“{words}”：两个数都是{found}", "确认是否每次恰好一人"),
    groups=("“{words}”：次数{less}少于组数{found}", "确认是否每个组都开展了工作"),
)
def batches_within_persons(sheet: ProjectSheet) -> Iterator[At]:
    """批次不大于人次，户数不大于人数；相等时提示核对

    Groups that were out fewer times than there are groups are possible and only told of.
    """
    yield from _in_rows(sheet.project)
    for each in judged(sheet):
        claim = each.claim
        if claim.role == "persons" and claim.base is not None:
            if each.verdict.reason == "claim_batches":
                yield place(each, sheet, variant="text", found=claim.text)
            elif claim.base == claim.done and claim.base > 1:
                yield place(each, sheet, variant="text_equal", severity="info", found=plain(claim.base))
    for writing in writings(sheet):
        for match in _GROUPS.finditer(writing.folded):
            if int(match["times"]) < int(match["groups"]):
                figures = {"found": match["groups"], "less": match["times"], "words": match[0]}
                yield at(writing.path, severity="info", variant="groups", **figures)


_GROUPS = re.compile(
    r"(?<![\d.,])(?P<groups>\d{1,4})个[^，。；、\d]{0,10}组(?![织合成])[^。；\d]{0,24}?(?P<times>\d{1,6})次(?!/)"
)


def _in_rows(project: Project) -> Iterator[At]:
    rows = [(i, m, _stem(m.name), folded(m.unit)) for i, m in enumerate(project.measures) if m.total is not None]
    for i, few, stem, unit in rows:
        for j, many, other, person in rows:
            if stem == other and (unit, person) in _FEWER:
                yield from _compared((i, few), (j, many), stem)


_FEWER = frozenset((few, many) for few in ("批", "批次", "户", "户次", "组") for many in ("人", "人次", "名"))


def _stem(name: str | None) -> str:
    return _UNIT_WORDS.sub("", folded(name))


def _compared(few: tuple[int, Measure], many: tuple[int, Measure], stem: str) -> Iterator[At]:
    (i, first), (j, second) = few, many
    less, more = second.total, first.total
    path, related = f"measures[{i}].total", (f"measures[{j}].total",)
    if less is None or more is None or more < less:
        return
    figures: dict[str, Any] = {"name": stem, "first": f"{folded(first.unit)}数", "second": f"{folded(second.unit)}数"}
    if more > less:
        found, limit = plain(more), plain(less)
        yield at(path, related=related, found=found, expected=f"≤{limit}", more=found, less=limit, **figures)
    elif more > 1:
        one = folded(first.unit)[:1]
        yield at(path, related=related, found=plain(more), severity="info", variant="equal", one=one, **figures)


_ALL = re.compile(r"(?:共计?|合计|总计|累计)[^，。；\d]{0,12}(?<![\d.,])(?P<all>\d{1,9})(?![\d.,%])(?P<unit>[^\d\s，。；、]?)")
_PART = re.compile(r"(?<![\d.,])(\d{1,9})(人次|户次|批次|场次|[件名人起次户批项场期])")
_ROW = 120
"""How many characters before a total its parts are looked for."""


@rule(
    "N13",
    "{name}{found}把不同单位的数量（{units}）相加",
    severity="warning",
    fix="不同单位的数量分别列示，不要相加",
    scope="sheet",
    text=("“{words}”把不同单位的数量相加", "不同单位的数量分别列示，不要相加"),
)
def unlike_units_stay_apart(sheet: ProjectSheet) -> Iterator[At]:
    """件、名、起、次等不同单位的数量不相加"""
    yield from _unlike_rows(sheet.project)
    for writing in writings(sheet):
        for match in _ALL.finditer(writing.folded):
            words = _added(writing.folded, match)
            if words:
                yield at(writing.path, found=match["all"], variant="text", words=words)


def _added(text: str, total: re.Match[str]) -> str:
    """The words of a total and of the counts right before it that add up to it, where these are of unlike kinds."""
    begin = max(0, total.start() - _ROW, text.rfind("。", 0, total.start()) + 1, text.rfind("；", 0, total.start()) + 1)
    left = int(total["all"])
    units: list[str] = []
    for part in reversed(list(_PART.finditer(text, begin, total.start()))):
        left -= int(part[1])
        units.append(part[2])
        if left <= 0:
            unlike = any(not same_kind(units[0], unit) for unit in units[1:])
            of_these = not total["unit"] or any(unit.startswith(total["unit"]) for unit in units)
            return text[part.start() : total.end()] if not left and unlike and of_these else ""
    return ""


def _unlike_rows(project: Project) -> Iterator[At]:
    for i, row in enumerate(project.measures):
        if row.total and folded(row.name).rstrip(":") in _SUM_ROWS:
            parts = [(j, m) for j, m in enumerate(project.measures[:i]) if m.total is not None]
            units = list(dict.fromkeys(folded(m.unit) for _, m in parts if m.unit))
            unlike = any(not same_kind(units[0], unit) for unit in units[1:])
            if unlike and row.total == sum((m.total or Decimal(0) for _, m in parts), Decimal(0)):
                related = tuple(f"measures[{j}].total" for j, _ in parts)
                name, found = folded(row.name), plain(row.total)
                yield at(f"measures[{i}].total", related=related, found=found, name=name, units="、".join(units))
