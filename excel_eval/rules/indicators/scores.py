"""X04–X07, X11 and X21: scores that follow from the values, the total and the grade (points)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from excel_eval.book import ProjectSheet
from excel_eval.numbers import decimals, plain, rounded
from excel_eval.rubric import Band, Rubric, band, expected_score
from excel_eval.rules.amounts import number
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.indicators.rows import Row, rows, rubric_of
from excel_eval.rules.prose import is_reason
from excel_eval.rules.settings import Settings

SCORE, WEIGHT = "funds.total.score", "funds.total.weight"


@rule("X04", "“{name}”得分{found}，应在0至{weight}之间", fix="核对得分，不能为负数或超过分值", scope="sheet")
def scores_lie_within_weights(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """各指标得分不小于0且不大于分值"""
    for row in rows(sheet):
        if row.out_of_range and row.score is not None and row.weight is not None and row.weight >= 0:
            figures = {"found": plain(row.score), "expected": f"0–{plain(row.weight)}", "weight": plain(row.weight)}
            right = _nearest(sheet, row, rubric_of(settings))
            yield at(row.path("score"), related=row.paths("weight"), name=row.name, correct=right, impossible=True, **figures)


def _nearest(sheet: ProjectSheet, row: Row, rubric: Rubric | None) -> Decimal:
    """The score that the row's figures earn, else what the total leaves for it, else the nearest within its points."""
    right = earned(row, rubric) if rubric else None
    score, weight = row.score or Decimal(0), max(row.weight or Decimal(0), Decimal(0))
    if right is not None:
        return rounded(right, 2)
    left = _left_by_total(sheet, row)
    return left if left is not None and 0 <= left <= weight else max(Decimal(0), min(abs(score), weight))


def _left_by_total(sheet: ProjectSheet, row: Row) -> Decimal | None:
    """What the stated total leaves for a row beside the scores of the others."""
    stated = number(sheet, "total.score")
    execution = number(sheet, SCORE) or sheet.project.funds.total.score or Decimal(0)
    others = [each.score for each in rows(sheet) if each.index != row.index and not each.excluded]
    if stated is None or None in others:
        return None
    return stated - execution - sum((score for score in others if score is not None), Decimal(0))


@rule(
    "X05",
    "“{name}”得分{found}，按指标值{target}、完成值{actual}、分值{weight}应得{expected}",
    fix="核对指标值和完成值；无误的，按评分公式改正得分并说明扣分原因",
    scope="sheet",
)
def scores_follow_from_values(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """得分=按指标值、完成值和方向计算的得分（误差不超过0.01）"""
    rubric = rubric_of(settings)
    for row in rows(sheet) if rubric else ():
        right = earned(row, rubric) if rubric else None
        if right is None or row.score is None or row.weight is None or row.out_of_range:
            continue
        if _close(sheet, row, right, settings) or _lowered(row, settings):
            continue
        yield at(
            row.path("score"),
            related=row.paths("target", "actual", "weight"),
            name=row.name,
            found=plain(row.score),
            expected=plain(rounded(right, 2)),
            target=_written(sheet, row, "target"),
            actual=_written(sheet, row, "actual"),
            weight=plain(row.weight),
            correct=rounded(right, 2),
        )


def earned(row: Row, rubric: Rubric) -> Decimal | None:
    """The exact score that a row's values earn, None where only a person can say."""
    level = replace(row.item, dimension=row.dimension, category=row.category)
    found = expected_score(level, rubric)
    return found.exact if found.exact is not None else found.score


def _close(sheet: ProjectSheet, row: Row, exact: Decimal, settings: Settings) -> bool:
    """Whether a score is the exact one within the tolerance, or as rounded as it shows; full marks are no rounding."""
    score = row.score or Decimal(0)
    cell = sheet.values.get(row.path("score"))
    if score == row.weight != rounded(exact, 1):
        return False
    places = cell.places if cell is not None and cell.places is not None else decimals(score)
    shown_right = {rounded(exact, places), rounded(rounded(exact, 2), places)}
    return abs(score - rounded(exact, 2)) <= settings.score or bool({score, rounded(score, places)} & shown_right)


def _lowered(row: Row, settings: Settings) -> bool:
    """A score cut because the target was set far too low, with a reason (10号: 按照偏离度适度调减分值)."""
    over = deviation(row)
    return over is not None and over > settings.overachieved and is_reason(row.item.explanation, settings)


def deviation(row: Row) -> Decimal | None:
    """How far the actual value lies above the target, as a share of it (偏离度), for ≥ and > indicators."""
    target, actual = row.aim.value, row.actual
    if row.aim.kind != "positive" or not isinstance(target, Decimal) or not isinstance(actual, Decimal) or target <= 0:
        return None
    return (actual - target) / target


def _written(sheet: ProjectSheet, row: Row, key: str) -> str:
    cell = sheet.values.get(row.path(key))
    stands = getattr(row.item, key)
    if cell is not None and cell.raw:
        return cell.raw
    return plain(stands) if isinstance(stands, Decimal) else str(stands)


@rule(
    "X11",
    "“{name}”评为“{level}”，得分{found}，应在{expected}之间",
    fix="使得分与完成程度相符：达成80%以上，部分达成60%–80%，未达成60%以下",
    scope="sheet",
)
def qualitative_scores_lie_in_their_band(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """定性指标得分在所选档次之内"""
    rubric = rubric_of(settings)
    for row in rows(sheet) if rubric else ():
        found = band(row.item, rubric) if rubric and row.aim.kind == "qualitative" else None
        if found is None or row.score is None or row.weight is None or row.out_of_range:
            continue
        if not found.holds(row.score, row.weight):
            low, high = (plain(rounded(row.weight * share, 2)) for share in (found.start, found.end))
            expected = f"{low}–{high}" if found.end == 1 else f"{low}–{high}（不含{high}）"
            yield at(
                row.path("score"), related=row.paths("actual", "weight"), name=row.name, level=found.label,
                found=plain(row.score), expected=expected, correct=_inside(sheet, row, found),
            )  # fmt: skip


def _inside(sheet: ProjectSheet, row: Row, found: Band) -> Decimal:
    """A score of the band: the one that the total leaves, else full marks in the best one, else its lower end."""
    weight, left = row.weight or Decimal(0), _left_by_total(sheet, row)
    if left is not None and found.holds(left, weight):
        return left
    return weight if found.end == 1 else rounded(weight * found.start, 2)


SCORES = (scores_lie_within_weights, scores_follow_from_values, qualitative_scores_lie_in_their_band)
