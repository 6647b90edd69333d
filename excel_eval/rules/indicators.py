"""X08–X10, X12, X13, X15–X17, X19 and X20: what each indicator says about target, actual value and reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

from excel_eval.book import ProjectSheet
from excel_eval.numbers import decimals, percent, plain, plain_decimal, rounded
from excel_eval.rules.amounts import number
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.prose import TEXTS, folded, has, is_reason, written
from excel_eval.rules.rates import agrees
from excel_eval.rules.rows import Row, bare, rows, year_of
from excel_eval.rules.scores import SCORES, deviation
from excel_eval.rules.settings import Settings
from excel_eval.rules.weights import WEIGHTS
from excel_eval.text.quantity import Quantity, quantity
from excel_eval.text.units import MONEY, same_unit


@lru_cache(maxsize=4096)
def _quantity(text: str) -> Quantity:
    return quantity(text or None)


def _stands(sheet: ProjectSheet, row: Row, key: str) -> str:
    """What a person sees in a target or actual cell."""
    cell = sheet.values.get(row.path(key))
    value = getattr(row.item, key)
    if cell is not None and cell.raw is not None:
        return cell.raw.strip()
    return plain(value) if isinstance(value, Decimal) else str(value or "")


@rule(
    "X08",
    "“{name}”指标值{target}，完成值{actual}，没有完成，却没有说明偏差原因",
    fix="填写偏差原因分析及改进措施，不能只写“无”“正常”",
    scope="sheet",
    score=("“{name}”得分{score}，低于分值{weight}，却没有说明偏差原因", "填写扣分原因，不能只写“无”“正常”"),
)
def shortfalls_are_explained(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """未完成的指标或得分低于分值的指标，说明偏差原因（不能是无、—、正常、略）"""
    for row in rows(sheet):
        short = row.score is not None and row.weight is not None and row.score < row.weight
        if row.excluded or (row.met is not False and not short) or _explained(sheet, row, settings):
            continue
        home = "explanation" if row.path("explanation") in sheet.values else "score"
        related = [key for key in ("actual", "score") if key != home]
        yield at(
            row.path(home),
            related=row.paths(*related),
            variant="" if row.met is False else "score",
            name=row.name,
            found=row.item.explanation,
            target=_stands(sheet, row, "target"),
            actual=_stands(sheet, row, "actual"),
            score="" if row.score is None else plain(row.score),
            weight="" if row.weight is None else plain(row.weight),
        )


def _explained(sheet: ProjectSheet, row: Row, settings: Settings) -> bool:
    """A reason in the row; else 偏差原因 names the indicator, or is all the form has room for."""
    if is_reason(row.item.explanation, settings):
        return True
    deviation_text = written(sheet, "narrative.deviation")
    if row.path("explanation") not in sheet.values:
        return is_reason(deviation_text, settings)
    return bool(row.item.name) and bare(row.item.name) in deviation_text


@rule(
    "X09",
    "“{name}”指标值{target}，完成值{actual}，偏离度{found}超过{expected}，没有说明原因",
    severity="warning",
    fix="说明超额完成的原因；指标值设定偏低的，应适度调减得分",
    scope="sheet",
)
def overachievement_is_explained(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """偏离度超过30%的说明原因"""
    for row in rows(sheet):
        over = deviation(row)
        if over is None or over <= settings.overachieved or _explained(sheet, row, settings):
            continue
        if row.score is not None and row.weight is not None and row.score < row.weight:
            continue
        home = "explanation" if row.path("explanation") in sheet.values else "actual"
        figures = {"target": _stands(sheet, row, "target"), "actual": _stands(sheet, row, "actual")}
        related = [key for key in ("target", "actual") if key != home]
        limit = percent(settings.overachieved)
        found = percent(over, 1)
        yield at(row.path(home), related=row.paths(*related), name=row.name, found=found, expected=limit, **figures)


@rule(
    "X10",
    "“{name}”已得满分，原因栏却写“{found}”",
    severity="warning",
    fix="核对完成情况：未完成应扣分，已完成则删去原因",
    scope="sheet",
)
def reasons_fit_scores(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """得满分的指标不写未完成的原因"""
    for row in rows(sheet):
        text = row.item.explanation
        full = row.score is not None and row.score == row.weight
        if not isinstance(text, str) or row.excluded or not full or row.met is False:
            continue
        told = folded(text)
        words = next((word for word in settings.words("shortfall") if word in told), None)
        if words:
            yield at(row.path("explanation"), related=row.paths("score", "actual"), name=row.name, found=words)


def _unit(sheet: ProjectSheet, row: Row, key: str) -> tuple[Quantity, str]:
    """What stands in a target or actual cell, and its unit (the row's own where the cell has none)."""
    found = _quantity(_stands(sheet, row, key))
    return found, "%" if found.kind == "percent" else found.unit or row.item.unit or ""


@rule(
    "X12",
    "“{name}”指标值“{expected}”与完成值“{found}”的单位不同",
    severity="warning",
    fix="统一指标值和完成值的计量单位",
    scope="sheet",
)
def units_agree(sheet: ProjectSheet) -> Iterator[At]:
    """同一指标的年度指标值与实际完成值单位相同"""
    for row in rows(sheet):
        if row.excluded or row.aim.kind in ("qualitative", "deadline"):
            continue
        (target, one), (actual, other) = (_unit(sheet, row, key) for key in ("target", "actual"))
        if not target.numeric or not actual.numeric or (same_unit(one, other) and bool(one) == bool(other)):
            continue
        if one or other:
            figures = {"expected": _stands(sheet, row, "target"), "found": _stands(sheet, row, "actual")}
            yield at(row.path("actual"), related=row.paths("target"), name=row.name, **figures)


@rule(
    "X13",
    "“{name}”完成值为{found}，超过100%",
    fix="核对完成值；占总体的比率不能超过100%",
    scope="sheet",
    negative=("“{name}”完成值为{found}，比率不能为负数", "核对完成值的正负号"),
)
def shares_lie_between_0_and_100(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """占总体比率的完成值在0至100%之间"""
    for row in rows(sheet):
        name = bare(row.item.name)
        share = _share(sheet, row)
        part = has(name, settings.words("share_names")) and not has(name, settings.words("over_full"))
        if row.excluded or share is None or not part:
            continue
        if share > 1 or share < 0:
            variant = "" if share > 1 else "negative"
            yield at(row.path("actual"), variant=variant, name=row.name, found=_percent_shown(sheet, row, share))


def _percent_shown(sheet: ProjectSheet, row: Row, share: Decimal) -> str:
    stands = _stands(sheet, row, "actual")
    return stands if "%" in stands else percent(share)


def _share(sheet: ProjectSheet, row: Row) -> Decimal | None:
    """The actual value as a share, where it is a percentage by its text or by its unit."""
    found = _quantity(_stands(sheet, row, "actual"))
    if found.value is None or not found.numeric:
        return None
    if found.kind == "percent":
        return found.value
    return found.value / 100 if row.item.unit and same_unit(row.item.unit, "%") and not found.unit else None


@rule(
    "X15",
    "“{name}”越少越好，方向却是“{found}”",
    severity="warning",
    fix="成本、差错等指标的方向应为≤或<",
    scope="sheet",
    late=("“{name}”的期限{found}在{expected}年度之后", "核对期限；跨年的应说明"),
)
def directions_make_sense(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """指标方向合理：成本、差错类指标不用≥，期限不在年度之后"""
    year = year_of(sheet)
    for row in rows(sheet):
        direction = bare(row.item.direction) or row.aim.target.operator
        name = bare(row.item.name)
        words = f"{bare(row.category)}{name}" if "成本" in bare(row.category) else name
        fewer = has(words, settings.words("fewer_is_better")) and not has(words, settings.words("more_is_better"))
        if direction in ("≥", ">", ">=") and fewer and not row.excluded:
            home = "direction" if row.item.direction else "target"
            yield at(row.path(home), related=row.paths("name"), name=row.name, found=direction, expected="≤")
        target = row.aim.value
        if isinstance(target, date) and year and target.year > year:
            figures = {"found": target.isoformat(), "expected": str(year)}
            yield at(row.path("target"), related=("year",), variant="late", name=row.name, **figures)


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
        found = _quantity(_stands(sheet, row, "actual"))
        unit = found.unit or row.item.unit or ("万元" if sheet.scale == 1 else "元")
        if found.value is None or unit not in MONEY or executed is None:
            continue
        wanted = plain_decimal(executed * 10_000 / MONEY[unit])
        places = max(decimals(found.value), 2 if MONEY[unit] > 1 else 0)
        if found.value != wanted and found.value != rounded(wanted, places):
            figures = {"found": f"{plain(found.value)}{unit}", "expected": f"{plain(wanted)}{unit}"}
            yield at(row.path("actual"), related=("funds.total.executed",), name=row.name, **figures)


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
        stands = _stands(sheet, row, "target")
        full = f"{row.item.direction or ''}{stands}{row.item.unit or ''}"
        if text is None or bare(text) in (bare(stands), bare(full)) or _same_target(text, (stands, full)):
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
        words = f"{bare(row.item.name)}{bare(row.dimension)}{bare(row.category)}"
        share = _share(sheet, row)
        if row.excluded or share is None or not has(words, settings.words("satisfaction")):
            continue
        pair = _pair(sheet, row)
        if pair is None and not _sampled(sheet, row):
            found = percent(share)
            yield at(row.path("actual"), severity="info", related=row.paths("explanation"), name=row.name, found=found)
        elif pair and not agrees(sheet, row.path("actual"), share, pair[0] / pair[1]):
            right = percent(pair[0] / pair[1], max(decimals(share * 100), 1))
            figures = {"satisfied": plain(pair[0]), "valid": plain(pair[1]), "found": percent(share, 4)}
            yield at(row.path("actual"), variant="rate", name=row.name, expected=right, **figures)


def _pair(sheet: ProjectSheet, row: Row) -> tuple[Decimal, Decimal] | None:
    """(satisfied, valid answers) where the row's explanation says both."""
    text = folded(row.item.explanation or "")
    valid, satisfied = _VALID.search(text), _SATISFIED.search(text)
    if not valid or not satisfied or not int(valid[1]):
        return None
    return Decimal(satisfied[1]), Decimal(valid[1])


def _sampled(sheet: ProjectSheet, row: Row) -> bool:
    """Whether a number of people asked stands in the row, in a sentence about the survey, or among the counts."""
    if _SAMPLE.search(folded(row.item.explanation or "")) or _SAMPLE.search(_stands(sheet, row, "actual")):
        return True
    if any(m.total is not None and has(m.name or "", ("满意", "问卷", "调查")) for m in sheet.project.measures):
        return True
    pieces = (piece for path in TEXTS for piece in re.split(r"[。；\n]", written(sheet, path)))
    return any(has(piece, _ASKED) and _SAMPLE.search(piece) for piece in pieces)


EACH = (
    shortfalls_are_explained,
    overachievement_is_explained,
    reasons_fit_scores,
    units_agree,
    shares_lie_between_0_and_100,
    directions_make_sense,
    total_cost_is_spending,
    targets_are_as_approved,
    deadlines_are_kept,
    satisfaction_has_a_sample,
)
INDICATORS = tuple(sorted((*WEIGHTS, *SCORES, *EACH), key=lambda each: each.id))
