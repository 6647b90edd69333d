"""Counts and ratios: what must hold between a base, the part of it that was done, and the percentage stated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from excel_eval.book import ProjectSheet
from excel_eval.model import Measure, Project
from excel_eval.numbers import alike, decimals, fixed, plain, rounded
from excel_eval.rules.amounts import number
from excel_eval.rules.claimed import AGAINST_THE_TABLE, Judged, place, wrong
from excel_eval.rules.core import At, Rule, at, rule
from excel_eval.rules.texts.counts import (
    batches_within_persons,
    called,
    counted,
    folded,
    unfinished_items_are_explained,
    unlike_units_stay_apart,
)
from excel_eval.text.judging.ratios import Pair, attainable, stated_percent

_MOST_PLACES = 8
"""A percentage shown with more decimals than this comes from a formula and is compared at these."""


def shown(sheet: ProjectSheet, path: str) -> tuple[Decimal, int] | None:
    """The share stated at a path as it is shown, and the decimals of its percentage; None where none stands."""
    share = number(sheet, path)
    if share is None:
        return None
    value = sheet.values.get(path)
    places = value.places if value and value.places is not None else decimals(share * 100)
    places = min(places, _MOST_PLACES)
    return rounded(share, places + 2), places


def _typed(sheet: ProjectSheet, index: int) -> Iterator[str]:
    """Where a person states the rate of a measure: in the column for it, and over the formula beside it."""
    yield f"measures[{index}].claimed"
    computed = sheet.values.get(f"measures[{index}].rate")
    if computed is not None and computed.formula is None:
        yield computed.path


def percentage(share: Decimal, places: int) -> str:
    """A share as a percentage with the decimals it was given: 97.6%."""
    return f"{fixed(share * 100, places)}%"


def _pairs(project: Project, without: int) -> list[Pair]:
    return [
        (m.done, m.total)
        for i, m in enumerate(project.measures)
        if i != without and m.total and m.total > 0 and m.done is not None
    ]


_RATE_MESSAGE = "{name}：{total}中完成{done}，应为{expected}，填报为{found}"


@rule(
    "N01",
    _RATE_MESSAGE,
    fix="核对基数、完成数和比率，比率改为{expected}",
    scope="sheet",
    swapped_digits=(_RATE_MESSAGE, "疑似数字前后颠倒（{expected}写成{found}）；核对后改为{expected}"),
    truncated=(_RATE_MESSAGE, "疑似直接舍去尾数，未四舍五入；改为{expected}"),
    other_pair=(_RATE_MESSAGE, "疑似填成了另一行的比率；改为{expected}"),
    wrong_denominator=(_RATE_MESSAGE, "疑似用错了基数；改为{expected}"),
    complement=(_RATE_MESSAGE, "疑似填成了未完成部分的比率；改为{expected}"),
    shifted_point=(_RATE_MESSAGE, "疑似小数点错位；改为{expected}"),
    text=("“{words}”：{told}", "核对后改为{expected}"),
)
def rate_follows_from_counts(sheet: ProjectSheet) -> Iterator[At]:
    """上报比率=完成数÷基数，四舍五入到所显示的小数位"""
    for i, measure in enumerate(sheet.project.measures):
        total, done = measure.total, measure.done
        if total is not None and done is not None and 0 <= done <= total and total > 0:
            yield from _told_once(sheet, [each for path in _typed(sheet, i) for each in _rate(sheet, path, (done, total), i)])
    wrong_amounts = [*wrong(sheet, *AGAINST_THE_TABLE)]
    for each in wrong(sheet, "claim_pair"):
        if not any(_within(other, each) for other in wrong_amounts):
            yield place(each, sheet, variant="text")


def _rate(sheet: ProjectSheet, path: str, pair: Pair, index: int) -> Iterator[At]:
    """The rate of a measure that a path states, where it is another than its counts give."""
    stated, exact, (done, total) = shown(sheet, path), number(sheet, path), pair
    if stated is None or (exact is not None and alike(exact, done / total)):
        return
    share, places = stated
    checked = stated_percent(done, total, share, places, _pairs(sheet.project, index))
    if not checked.ok:
        yield at(
            path,
            related=(f"measures[{index}].total", f"measures[{index}].done"),
            found=percentage(share, places),
            expected=percentage(checked.expected, places),
            variant=checked.slip,
            name=called(sheet.project.measures[index], index),
            total=plain(total),
            done=plain(done),
        )


def _told_once(sheet: ProjectSheet, wrong: list[At]) -> list[At]:
    """Two rates of a row that say the same against its counts are one finding."""
    stated = [found for each in wrong if each.path and (found := shown(sheet, each.path))]
    places = min((places for _, places in stated), default=0)
    if len({rounded(share, places + 2) for share, _ in stated}) != 1:
        return wrong
    first, *others = wrong
    return [replace(first, related=(*first.related, *(each.path for each in others if each.path)))]


def _within(amount: Judged, pair: Judged) -> bool:
    """Whether an amount that the table contradicts is one of those that a rate is stated for."""
    here = amount.path == pair.path and amount.claim.sentence == pair.claim.sentence
    return here and any(start <= amount.claim.start < end for start, end in pair.claim.related)


@rule(
    "N02",
    "{name}：完成数{found}大于基数{total}",
    fix="核对基数和完成数，完成数不应大于基数",
    scope="sheet",
    negative=("{name}：{what}为{found}，不应小于0", "改为不小于0的数"),
    none=("{name}：基数为0，完成数却为{done}", "补填基数，或核对完成数"),
    no_base=("{name}：基数为0，却填报了比率{found}", "填写基数，或删去比率"),
    whole=("{name}：{what}为{found}，以“{unit}”计数的应为整数", "改为整数"),
    over=("{name}：填报比率{found}大于100%", "核对比率，完成数不应大于基数"),
    text=("“{words}”：{told}", "核对基数和完成数"),
)
def done_within_total(sheet: ProjectSheet) -> Iterator[At]:
    """完成数不大于基数，基数大于0，按件、名、次等计数的为整数"""
    for i, measure in enumerate(sheet.project.measures):
        yield from _possible_counts(measure, i)
        yield from _base_and_part(measure, i)
    for each in wrong(sheet, "claim_more_done", "claim_no_base"):
        yield place(each, sheet, variant="text")


def _possible_counts(measure: Measure, i: int) -> Iterator[At]:
    figures: dict[str, Any] = {"name": called(measure, i), "unit": folded(measure.unit)}
    for key, what, value in (("total", "基数", measure.total), ("done", "完成数", measure.done)):
        if value is not None and value < 0:
            yield at(f"measures[{i}].{key}", found=plain(value), variant="negative", what=what, impossible=True, **figures)
        elif value is not None and value != value.to_integral_value() and counted(measure.unit):
            yield at(f"measures[{i}].{key}", found=plain(value), variant="whole", what=what, impossible=True, **figures)


def _base_and_part(measure: Measure, i: int) -> Iterator[At]:
    path, name = f"measures[{i}]", called(measure, i)
    total, done, claimed = measure.total, measure.done, measure.claimed
    if total == 0 and done:
        figures = {"found": "0", "done": plain(done), "name": name}
        yield at(f"{path}.total", related=(f"{path}.done", f"{path}.claimed"), variant="none", impossible=True, **figures)
    elif total is not None and done is not None and done > total >= 0:
        most, related = plain(total), (f"{path}.total",)
        figures = {"found": plain(done), "expected": f"≤{most}", "name": name, "total": most}
        yield at(f"{path}.done", related=related, impossible=True, **figures)
    elif total == 0 and claimed is not None:
        yield at(f"{path}.total", related=(f"{path}.claimed",), found=_percent(claimed), variant="no_base", name=name)
    elif claimed is not None and claimed > 1 and total is not None and done is None:
        yield at(f"{path}.claimed", related=(f"{path}.total",), found=_percent(claimed), variant="over", name=name)


def _percent(share: Decimal) -> str:
    return f"{plain(share * 100)}%"


@rule(
    "N03",
    "{name}：基数{total}，任何整数完成数都得不出{found}",
    severity="warning",
    fix="补填完成数，核对基数和比率",
    scope="sheet",
    text=("“{words}”：{told}", "写明这个比率的基数，或改正比率"),
)
def rate_is_attainable(sheet: ProjectSheet) -> Iterator[At]:
    """填报的比率，对所填的基数存在一个整数完成数

    A warning where the base is stated; only told of where it was taken from the words before, and may be another.
    """
    for i, measure in enumerate(sheet.project.measures):
        stated, total = shown(sheet, f"measures[{i}].claimed"), measure.total
        if stated is None or measure.done is not None or not _whole_base(total, measure.unit):
            continue
        share, places = stated
        if total and 0 <= share <= 1 and not attainable(total, share, places):
            found = percentage(share, places)
            path, name = f"measures[{i}]", called(measure, i)
            yield at(f"{path}.claimed", related=(f"{path}.total",), found=found, name=name, total=plain(total))
    for each in wrong(sheet, "claim_impossible", "claim_over"):
        yield place(each, sheet, variant="text")
    for each in wrong(sheet, "claim_impossible_nearby"):
        yield place(each, sheet, variant="text", severity="info")


def _whole_base(total: Decimal | None, unit: str | None) -> bool:
    whole = total is not None and total > 0 and total == total.to_integral_value()
    return whole and (counted(unit) or not folded(unit))


MEASURES: tuple[Rule, ...] = (
    rate_follows_from_counts,
    done_within_total,
    rate_is_attainable,
    unfinished_items_are_explained,
    batches_within_persons,
    unlike_units_stay_apart,
)
