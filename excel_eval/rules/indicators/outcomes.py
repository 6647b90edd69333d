"""X16, X17, X19 and X20: cost, approved targets, deadlines and satisfaction held against what stands elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from excel_eval.book import ProjectSheet
from excel_eval.numbers import decimals, percent, plain, plain_decimal, rounded
from excel_eval.rules.amounts import number
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.indicators.rows import Row, bare, read_quantity, rows, share_of, stands, year_of
from excel_eval.rules.prose import TEXTS, folded, has, written
from excel_eval.rules.rates import agrees
from excel_eval.rules.settings import Settings
from excel_eval.text.units import MONEY, same_unit
from excel_eval.text.values.quantity import quantity


@rule(
    "X16",
    "“{name}”完成值{found}，与全年执行数{expected}不一致",
    fix="项目总成本的完成值应等于全年执行数",
    scope="sheet",
)
def total_cost_is_spending(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """项目总成本的实际完成值=全年执行数"""
    executed = number(sheet, "funds.total.executed")
    for row in rows(sheet) if executed is not None else ():
        name = re.sub(r"[(（].{0,12}[)）]|指标$|控制数?$", "", bare(row.item.name))
        if row.excluded or not (name in settings.words("total_cost") or name.startswith("项目总成本")):
            continue
        found = read_quantity(stands(sheet, row, "actual"))
        unit = found.unit or row.item.unit or ("万元" if sheet.scale == 1 else "元")
        if found.value is None or unit not in MONEY or executed is None:
            continue
        wanted = plain_decimal(executed * 10_000 / MONEY[unit])
        places = max(decimals(found.value), 2 if MONEY[unit] > 1 else 0)
        if found.value != wanted and found.value != rounded(wanted, places):
            figures = {"found": f"{plain(found.value)}{unit}", "expected": f"{plain(wanted)}{unit}"}
            right = rounded(wanted, places)
            yield at(row.path("actual"), related=("funds.total.executed",), name=row.name, correct=right, **figures)


@rule(
    "X17",
    "“{name}”的年度指标值为“{found}”，批复的是“{expected}”",
    severity="warning",
    fix="指标值以批复的绩效目标为准；调整过的应有批复文件",
    scope="sheet",
)
def targets_are_as_approved(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """年度指标值与批复的绩效目标一致"""
    approved = {bare(name): text for name, text in settings.approved_targets.items()}
    for row in rows(sheet) if approved else ():
        text = approved.get(bare(row.item.name))
        seen = stands(sheet, row, "target")
        full = f"{row.item.direction or ''}{seen}{row.item.unit or ''}"
        if text is None or bare(text) in (bare(seen), bare(full)) or _same_target(text, (seen, full)):
            continue
        yield at(row.path("target"), name=row.name, found=full, expected=text)


def _same_target(approved: str, stands: tuple[str, str]) -> bool:
    wanted = quantity(approved)
    found = [quantity(text) for text in stands]
    return wanted.numeric and any(
        (each.value, each.operator) == (wanted.value, wanted.operator) and same_unit(each.unit, wanted.unit)
        for each in found
    )


@rule(
    "X19",
    "“{name}”期限{expected}，实际{found}完成，晚于期限",
    severity="warning",
    fix="核对完成日期；确实逾期的说明原因并扣分",
    scope="sheet",
    year=("“{name}”的完成日期{found}不在{expected}年度内", "核对完成日期的年份"),
)
def deadlines_are_kept(sheet: ProjectSheet) -> Iterator[At]:
    """时限指标的实际完成日期不晚于期限，且在年度之内"""
    year = year_of(sheet)
    for row in rows(sheet):
        target, actual = row.aim.value, row.actual
        if row.excluded or not isinstance(actual, date):
            continue
        if isinstance(target, date) and actual > target:
            figures = {"found": actual.isoformat(), "expected": target.isoformat()}
            yield at(row.path("actual"), related=row.paths("target"), name=row.name, **figures)
        elif year and actual.year != year and not (isinstance(target, date) and target.year > year):
            figures = {"found": actual.isoformat(), "expected": str(year)}
            yield at(row.path("actual"), related=("year",), variant="year", name=row.name, **figures)


_SAMPLE = re.compile(r"(?<![\d.,])\d{1,7}(?:,\d{3}){0,2}(?:余|多)?(?:份|人次|人|名|户|张|家|位|件|条|个样本)")
_ASKED = ("问卷", "调查", "回访", "发放", "回收", "评价", "有效", "满意", "样本", "抽样", "受访")
_SURVEY = ("问卷", "调查", "回访", "抽样", "测评", "访谈")
"""What a sentence on satisfaction calls a survey; 问卷 does so by itself, the others are words of many trades."""
_MANY = r"(\d{1,7})(?:份|人次|人|名|户|张|位|件|条)"
_VALID = re.compile(r"有效(?:问卷|样本|回收|评价|答卷|票)?[^\d，。；]{0,4}" + _MANY)
_SATISFIED = re.compile(r"(?<!不)满意(?:的|问卷|及以上|以上)?[^\d，。；率度]{0,4}" + _MANY)


@rule(
    "X20",
    "“{name}”完成值{found}，没有说明调查了多少人（样本数）",
    severity="warning",
    fix="在原因栏或“项目绩效”中写明发放、回收的有效份数和满意的份数",
    scope="sheet",
    rate=("“{name}”完成值{found}，而满意{satisfied}、有效{valid}，应为{expected}", "核对满意度的计算"),
)
def satisfaction_has_a_sample(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """满意度=满意数÷有效样本数，并说明样本数"""
    for row in rows(sheet):
        words = f"{bare(row.item.name)}{bare(row.category or row.dimension)}"
        share = share_of(sheet, row)
        if row.excluded or share is None or not has(words, settings.words("satisfaction")):
            continue
        pair = _pair(sheet, row)
        if pair is None and not _sampled(sheet, row):
            grade = None if _surveyed(sheet, row) else "info"
            related, found = row.paths("explanation"), percent(share)
            yield at(row.path("actual"), severity=grade, related=related, name=row.name, found=found)
        elif pair and not agrees(sheet, row.path("actual"), share, pair[0] / pair[1]):
            right = percent(pair[0] / pair[1], max(decimals(share * 100), 1))
            figures = {"satisfied": plain(pair[0]), "valid": plain(pair[1]), "found": percent(share, 4)}
            related = row.paths("explanation")
            correct = rounded(pair[0] / pair[1] * (1 if "%" in stands(sheet, row, "actual") else 100), 6)
            yield at(
                row.path("actual"), related=related, variant="rate", name=row.name, expected=right, correct=correct, **figures
            )  # fmt: skip


def _pair(sheet: ProjectSheet, row: Row) -> tuple[Decimal, Decimal] | None:
    """(satisfied, valid answers) where the row's explanation says both."""
    text = folded(row.item.explanation or "")
    valid, satisfied = _VALID.search(text), _SATISFIED.search(text)
    if not valid or not satisfied or not int(valid[1]):
        return None
    return Decimal(satisfied[1]), Decimal(valid[1])


def _sampled(sheet: ProjectSheet, row: Row) -> bool:
    """Whether a number of people asked stands in the row, in a sentence about the survey, or among the counts."""
    if _SAMPLE.search(folded(row.item.explanation or "")) or _SAMPLE.search(stands(sheet, row, "actual")):
        return True
    if any(m.total is not None and has(m.name or "", ("满意", "问卷", "调查")) for m in sheet.project.measures):
        return True
    pieces = (piece for path in TEXTS for piece in re.split(r"[。；\n]", written(sheet, path)))
    return any(has(piece, _ASKED) and _SAMPLE.search(piece) for piece in pieces)


def _surveyed(sheet: ProjectSheet, row: Row) -> bool:
    """Whether the row or a sentence on satisfaction speaks of a survey, so that its size could have been said."""
    pieces = [piece for path in TEXTS for piece in re.split(r"[。；\n]", written(sheet, path))]
    told = [piece for piece in pieces if "满意" in piece or _SURVEY[0] in piece]
    return any(has(text, _SURVEY) for text in (folded(row.item.explanation or ""), *told))


OUTCOMES = (total_cost_is_spending, targets_are_as_approved, deadlines_are_kept, satisfaction_has_a_sample)
