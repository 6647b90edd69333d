"""X08–X10, X12, X13 and X15: what each indicator says about target, actual value and reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from excel_eval.book import ProjectSheet
from excel_eval.numbers import percent, plain
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.indicators.rows import Row, bare, read_quantity, rows, share_of, stands, year_of
from excel_eval.rules.indicators.scores import deviation
from excel_eval.rules.prose import clauses, folded, has, is_reason, written
from excel_eval.rules.settings import Settings
from excel_eval.text.units import same_unit
from excel_eval.text.values.quantity import Quantity

_NEAR = 6
"""How far before a word its contrary may stand."""


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
        short = row.score is not None and row.weight is not None and row.score < row.weight and not row.out_of_range
        if row.excluded or (row.met is not False and not short) or _explained(sheet, row, settings):
            continue
        home = "explanation" if row.path("explanation") in sheet.values else "score"
        related = [key for key in ("target", "actual", "weight", "score") if key != home]
        yield at(
            row.path(home),
            related=row.paths(*related),
            variant="" if row.met is False else "score",
            name=row.name,
            found=row.item.explanation,
            target=stands(sheet, row, "target"),
            actual=stands(sheet, row, "actual"),
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
        figures = {"target": stands(sheet, row, "target"), "actual": stands(sheet, row, "actual")}
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
        words = _falls_short(text, settings)
        if words:
            related = row.paths("target", "actual", "weight", "score")
            yield at(row.path("explanation"), related=related, name=row.name, found=words)


def _falls_short(text: str, settings: Settings) -> str | None:
    """The words by which a reason says that something was not done; 无未完成事项 says the contrary."""
    for clause in clauses(folded(text)):
        for word in settings.words("shortfall"):
            start = clause.find(word)
            if start >= 0 and not has(clause[max(0, start - _NEAR) : start], settings.words("none_of_it")):
                return word
    return None


def _unit(sheet: ProjectSheet, row: Row, key: str) -> tuple[Quantity, str]:
    """What stands in a target or actual cell, and its unit (the row's own where the cell has none)."""
    found = read_quantity(stands(sheet, row, key))
    return found, "%" if found.kind == "percent" else found.unit or row.item.unit or ""


@rule(
    "X12",
    "“{name}”指标值“{expected}”与完成值“{found}”的单位不同",
    severity="warning",
    fix="统一指标值和完成值的计量单位",
    scope="sheet",
)
def units_agree(sheet: ProjectSheet) -> Iterator[At]:
    """同一指标的年度指标值与实际完成值单位相同

    A number that can only be a share (0.98 in a file without number formats) has the unit of the percentage beside it.
    """
    for row in rows(sheet):
        if row.excluded or row.aim.kind in ("qualitative", "deadline"):
            continue
        (target, one), (actual, other) = (_unit(sheet, row, key) for key in ("target", "actual"))
        if not target.numeric or not actual.numeric or (same_unit(one, other) and bool(one) == bool(other)):
            continue
        share = "percent" in (target.kind, actual.kind) and row.actual is not None
        if (one or other) and not share:
            figures = {"expected": stands(sheet, row, "target"), "found": stands(sheet, row, "actual")}
            yield at(row.path("actual"), related=row.paths("target"), name=row.name, **figures)


@rule(
    "X13",
    "“{name}”完成值为{found}，超过100%",
    fix="核对完成值；占总体的比率不能超过100%",
    scope="sheet",
    negative=("“{name}”完成值为{found}，比率不能为负数", "核对完成值的正负号"),
    target=("“{name}”的年度指标值为{found}，占总体的比率不能超过100%", "核对年度指标值"),
)
def shares_lie_between_0_and_100(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """占总体比率的完成值在0至100%之间"""
    for row in rows(sheet):
        name = bare(row.item.name)
        part = has(name, settings.words("share_names")) and not has(name, settings.words("over_full"))
        for key in ("target", "actual") if part and not row.excluded else ():
            variant = _impossible(share_of(sheet, row, key), key)
            if variant is not None:
                found = _percent_shown(sheet, row, key)
                yield at(row.path(key), variant=variant, name=row.name, found=found, impossible=True)


def _impossible(share: Decimal | None, key: str) -> str | None:
    """The message for a share of a whole that cannot be."""
    if share is None or 0 <= share <= 1:
        return None
    if key == "target":
        return "target" if share > 1 else None
    return "" if share > 1 else "negative"


def _percent_shown(sheet: ProjectSheet, row: Row, key: str) -> str:
    seen = stands(sheet, row, key)
    return seen if "%" in seen else percent(share_of(sheet, row, key) or Decimal(0))


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


EACH = (
    shortfalls_are_explained,
    overachievement_is_explained,
    reasons_fit_scores,
    units_agree,
    shares_lie_between_0_and_100,
    directions_make_sense,
)
