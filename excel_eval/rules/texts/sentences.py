"""N05–N09 and N16: what sentences say in figures, held against the table and themselves; and how they say it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from excel_eval.book import ProjectSheet
from excel_eval.rules.claimed import AGAINST_THE_TABLE, Judged, judged, place, wrong
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.settings import Settings
from excel_eval.rules.texts.counts import folded
from excel_eval.rules.writing import Writing, writings
from excel_eval.shipped import spellings
from excel_eval.text.judging.verdict import UNJUDGED
from excel_eval.text.units import MONEY
from excel_eval.text.wording import doubled, mixed_punctuation, term_drift

_TOLD = "“{words}”：{told}"
_MONEY_ROLES = ("spent", "budget", "balance", "part", "unknown")


@rule(
    "N05",
    _TOLD,
    fix="核对表中金额，文字改为{expected}",
    scope="sheet",
    unlisted=("“{words}”：{found}在表中没有对应的金额", "核对这笔金额"),
)
def amounts_are_in_the_table(sheet: ProjectSheet) -> Iterator[At]:
    """文字中的金额都能在本项目的表中找到，支出语句=全年执行数

    An amount that contradicts its own figure of the table is an error; one that the table simply does not have (the cost
    of one activity, say) is only told of, since a table need not have it.
    """
    for each in wrong(sheet, *AGAINST_THE_TABLE):
        yield place(each, sheet)
    known = sheet.project.funds.total
    if known.executed is not None or known.budget is not None:
        unlisted = {(each.path, each.claim.text): each for each in judged(sheet) if _unlisted(each, sheet)}
        yield from (place(each, sheet, variant="unlisted", severity="info") for each in unlisted.values())


def _unlisted(each: Judged, sheet: ProjectSheet) -> bool:
    """Whether an amount of this year's money is named that the table does not have and no sum explains."""
    claim = each.claim
    this_year = claim.year is None or claim.year == sheet.project.year
    own = claim.kind == "amount" and claim.role in _MONEY_ROLES and not claim.vague and this_year
    return own and each.verdict.status == UNJUDGED and claim.upper is None and not _difference(each, sheet)


def _difference(each: Judged, sheet: ProjectSheet) -> bool:
    """Whether an amount is what a budget was changed by, or what was left of it."""
    value = each.claim.value
    if value is None:
        return True
    amount = value * MONEY[each.claim.unit] / MONEY["万元"]
    funds = sheet.project.funds
    for line in funds.lines:
        known = [figure or Decimal(0) for figure in (line.initial, line.budget, line.executed)]
        if amount in (abs(known[1] - known[0]), abs(known[1] - known[2]), abs(known[0] - known[2])):
            return True
    return False


_SUMS = ("claim_sum", "claim_difference", "claim_product")


@rule(
    "N06",
    _TOLD,
    fix="核对各分项和合计",
    scope="sheet",
    rounding=(_TOLD, "属于舍入差，不需处理；要求分毫不差时调整其中一项"),
)
def named_parts_add_up(sheet: ProjectSheet) -> Iterator[At]:
    """文字中所列各部分相加等于所写的合计，结余等于所减之差，总价等于数量乘单价"""
    for each in judged(sheet):
        if each.verdict.reason in _SUMS:
            yield place(each, sheet)
        elif each.verdict.reason == "claim_sum_rounding":
            yield place(each, sheet, variant="rounding", severity="info")


_RATES = ("claim_named", "claim_execution")
_WORDS = (
    "claim_direction", "claim_from_zero", "claim_growth", "claim_change", "claim_times", "claim_comparison",
    "claim_spent_rate",
)  # fmt: skip


@rule("N07", _TOLD, severity="warning", fix="核对文字与表中的数，改为一致", scope="sheet")
def figures_agree_with_indicators(sheet: ProjectSheet) -> Iterator[At]:
    """文字中的比率、数量、得分与指标完成值、计数、评分一致

    A wrong 100% is a matter of N08.
    """
    for each in wrong(sheet, "claim_row", "claim_points", "claim_grade", *_RATES):
        if each.claim.value != 1 or each.claim.unit != "%":
            yield place(each, sheet)


_ALL_DONE = re.compile(r"(?<!未)(?<!没有)全部(?:得到|予以|实现|已)?(?:化解|办结|完成|解决|办理|答复|整改|处理)(?!率)")
_NOT_SAID = ("未", "没", "计划", "力争", "确保", "争取", "将", "拟", "目标", "要求", "除", "外")
_LONG_NAME = 4


@rule(
    "N08",
    _TOLD,
    fix="核对数字与“增加、减少、持平、大于、小于、全部”等说法",
    scope="sheet",
    all_done=("文字称{name}“{words}”，而基数{total}，完成{found}", "按实际完成数改写"),
)
def words_agree_with_figures(sheet: ProjectSheet) -> Iterator[At]:
    """使用完毕、全部、100%与数字相符，增加、减少、持平、大于、小于与正负相符，基数为0不写增长率"""
    for each in wrong(sheet, *_WORDS):
        yield place(each, sheet)
    for each in wrong(sheet, *_RATES):
        if each.claim.value == 1 and each.claim.unit == "%":
            yield place(each, sheet)
    for writing in writings(sheet):
        if "全部" in writing.folded:
            yield from _all_done(sheet, writing)


def _all_done(sheet: ProjectSheet, writing: Writing) -> Iterator[At]:
    """A clause that says all of a measure's items were done, while the table says fewer were."""
    for clause in re.split(r"[，。；\n]", writing.folded):
        said = _ALL_DONE.search(clause)
        if not said or any(word in clause for word in _NOT_SAID):
            continue
        for i, measure in enumerate(sheet.project.measures):
            name, total, done = folded(measure.name), measure.total, measure.done
            if len(name) >= _LONG_NAME and name in clause and total is not None and done is not None and done < total:
                yield at(
                    writing.path,
                    related=(f"measures[{i}].done", f"measures[{i}].total"),
                    found=f"{done:f}",
                    variant="all_done",
                    name=name,
                    words=said[0],
                    total=f"{total:f}",
                )


@rule("N09", _TOLD, severity="warning", fix="核对所列的个数和序号", scope="sheet")
def lists_keep_their_promise(sheet: ProjectSheet) -> Iterator[At]:
    """“几率、几项、几个方面”与所列个数一致，序号从头到尾不缺"""
    for each in wrong(sheet, "claim_listed", "claim_ordinals"):
        yield place(each, sheet, found=each.claim.text)


_HALF = re.compile(r"[,;:?!]")
_REPEATED = re.compile(r"([一-龥]{2})[^，。；、：\n]{0,8}\1|的的|[，、；：]{2}")


@rule(
    "N16",
    "词语重复：“{found}”，疑为“{expected}”",
    severity="info",
    fix="删去重复的词语",
    scope="sheet",
    punctuation=("半角标点“{found}”与全角标点混用", "改为全角标点“{expected}”"),
    drift=("同一项目中“{found}”与“{expected}”混用", "统一用词"),
)
def wording_is_even(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """没有重复的词语，标点全角半角不混用，同一项目内用词一致"""
    texts = writings(sheet)
    for writing in texts:
        if _REPEATED.search(writing.folded):
            twice = {r.text: r.expected for r in doubled(writing.raw)}
            yield from (at(writing.path, found=found, expected=expected) for found, expected in twice.items())
        mixed = mixed_punctuation(writing.folded)[:1] if _HALF.search(writing.folded) else ()
        yield from (at(writing.path, found=r.text, expected=r.expected, variant="punctuation") for r in mixed)
    yield from _drift(sheet, texts, settings)


def _drift(sheet: ProjectSheet, texts: tuple[Writing, ...], settings: Settings) -> Iterator[At]:
    """The lesser spelling of a term of which the project, its name included, uses both."""
    pairs = spellings(settings.words("one_spelling"))
    whole = "\n".join((folded(sheet.project.name), *(writing.folded for writing in texts)))
    used = [(better, lesser) for better, lesser in pairs if better in whole and lesser in whole]
    for writing in texts if used else ():
        for better, lesser in used:
            if lesser in writing.folded and term_drift(f"{better}\n{writing.folded}", [(better, lesser)]):
                yield at(writing.path, found=lesser, expected=better, variant="drift")


SENTENCES = (
    amounts_are_in_the_table,
    named_parts_add_up,
    figures_agree_with_indicators,
    words_agree_with_figures,
    lists_keep_their_promise,
    wording_is_even,
)
