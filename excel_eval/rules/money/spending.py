"""F09 and F17: low rates with their reasons, floors and caps quoted in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from excel_eval.book import ProjectSheet
from excel_eval.numbers import percent, plain
from excel_eval.rules.amounts import UNIT_FACTOR, number, shown
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.prose import NARRATIVES, clauses, has, is_reason, said, sentences, texts
from excel_eval.rules.settings import Settings
from excel_eval.text.units import MONEY

AMOUNT = re.compile(r"(?<![\d.,])(\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,6})?)(亿元|百万元|千元|万元|元)")
_OWN_REASONS = ("narrative.deviation", "adjustment_reason", "funds.total.explanation")
REASONS = (*_OWN_REASONS, "funds.total.reason")
"""Where a low rate is explained; the last is a column that people add, beside the reasons of the indicators."""


def amounts_in(text: str) -> list[Decimal]:
    """Every amount of a folded text, in 万元."""
    return [Decimal(m[1].replace(",", "")) * MONEY[m[2]] / UNIT_FACTOR for m in AMOUNT.finditer(text)]


@rule(
    "F09",
    "执行率{found}低于{limit}（预算{budget}，执行{executed}，结余{balance}），没有说明原因",
    fix="在“偏差原因”中写明未执行完的原因和结余资金的去向",
    scope="sheet",
    spent_up=(
        "文字称“{words}”，而预算{budget}只执行{executed}，执行率{rate}，结余{balance}",
        "按实际执行数改写，例如写明预算、支出、执行率和结余",
    ),
)
def low_rate_is_explained(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """执行率低于90%的说明原因；执行率不到100%时，文字不得写使用完毕、全部支出"""
    budget, executed = number(sheet, "funds.total.budget"), number(sheet, "funds.total.executed")
    if budget is None or executed is None or budget <= 0 or executed >= budget:
        return
    figures = {
        "budget": shown(sheet, budget),
        "executed": shown(sheet, executed),
        "balance": shown(sheet, budget - executed),
        "rate": percent(executed / budget),
    }
    if executed / budget < settings.low_rate and not is_explained(sheet, settings):
        homes = [path for path in REASONS if path in sheet.values][:1]
        yield at(
            "funds.total.executed",
            related=("funds.total.budget", *homes),
            found=figures["rate"],
            expected=f"≥{percent(settings.low_rate)}",
            limit=percent(settings.low_rate),
            **figures,
        )
    for path, text in texts(sheet, (*NARRATIVES, "goal.achieved")):
        words = _claims_all(text, (budget, executed), settings)
        if words:
            related = ("funds.total.executed", "funds.total.budget")
            yield at(path, related=related, variant="spent_up", words=words, found=words, **figures)


def is_explained(sheet: ProjectSheet, settings: Settings) -> bool:
    """A reason in its own cell; where the form has none, in the reasons of the indicators."""
    if any(is_reason(sheet.project.get(path), settings) for path in REASONS if path in sheet.values):
        return True
    own = any(path in sheet.values for path in _OWN_REASONS)
    return not own and any(is_reason(indicator.explanation, settings) for indicator in sheet.project.indicators)


def _claims_all(text: str, figures: tuple[Decimal, Decimal], settings: Settings) -> str | None:
    """The words that say everything was spent, where no amount of a part of the money stands with them."""
    for sentence in sentences(text):
        for clause in clauses(sentence):
            words = said(clause, settings.words("spent_up"), settings)
            amounts = amounts_in(clause)
            if words and (not amounts or any(amount in figures for amount in amounts)) and not _partly(clause):
                return words
    return None


def _partly(clause: str) -> bool:
    return clause.startswith(("其中", "上年", "结转")) and "全部" not in clause[:2]


_LIMIT = re.compile(
    r"不(少于|低于|高于|大于|多于|超过)"
    r"(?<![\d.,])(\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,6})?)(亿元|百万元|千元|万元|元|%)"
)
_FLOOR = ("少于", "低于")


@rule(
    "F17",
    "依据要求不少于{expected}，实际为{found}",
    severity="warning",
    fix="核对依据中的下限，未达到的应说明原因",
    scope="sheet",
    cap=("依据要求不超过{expected}，实际为{found}", "核对依据中的上限，超过的应说明原因"),
    share=("依据要求“{words}”不超过{expected}，实际为{found}", "核对依据中的比例上限，超过的应说明原因"),
)
def quoted_limits_hold(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """项目依据中引用的资金下限、上限和比例上限得到遵守"""
    for path, text in texts(sheet, ("narrative.situation", "narrative.principles", "goal.expected")):
        for sentence in sentences(text):
            for match in _LIMIT.finditer(sentence):
                yield from _limit(sheet, path, sentence, match, settings)


def _limit(
    sheet: ProjectSheet, path: str, sentence: str, match: re.Match[str], settings: Settings
) -> Iterator[At]:
    before = clauses(sentence[: match.start()] or " ")[-1:] or [""]
    around = before[0] + sentence[match.end() : match.end() + 6]
    figure = Decimal(match[2].replace(",", ""))
    if match[3] == "%":
        if match[1] not in _FLOOR:
            yield from _capped_share(sheet, path, before[0], figure / 100, settings)
        return
    amount = figure * MONEY[match[3]] / UNIT_FACTOR
    about = f"{before[0]}{sentence}" if not before[0] else before[0]
    if has(around, settings.words("not_about_funds")) or not has(about, settings.words("about_funds")):
        return
    name = "funds.total.executed" if number(sheet, "funds.total.executed") is not None else "funds.total.budget"
    actual = number(sheet, name)
    floor = match[1] in _FLOOR
    if actual is not None and (actual < amount if floor else actual > amount):
        figures = {"found": f"{plain(actual)}万元", "expected": f"{plain(amount)}万元"}
        yield at(name, related=(path,), variant="" if floor else "cap", **figures)


def _capped_share(
    sheet: ProjectSheet, path: str, clause: str, cap: Decimal, settings: Settings
) -> Iterator[At]:
    words = [word for word in settings.words("capped_shares") if word in clause]
    for index, measure in enumerate(sheet.project.measures):
        named = next((word for word in words if word in (measure.name or "")), None)
        if named and measure.total and measure.done is not None and measure.done / measure.total > cap:
            found = percent(measure.done / measure.total)
            yield at(
                f"measures[{index}].done", related=(path,), variant="share", words=named, found=found,
                expected=percent(cap),
            )  # fmt: skip


SPENDING = (low_rate_is_explained, quoted_limits_hold)
