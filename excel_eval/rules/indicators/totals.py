"""X06, X07 and X21: the total follows from the scores, the grade from the total, and results are not too good."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from excel_eval.book import ProjectSheet
from excel_eval.numbers import decimals, percent, plain, rounded
from excel_eval.rubric import Rubric, grade, total_score
from excel_eval.rubric.scoring import Part, exact_execution
from excel_eval.rules.amounts import label, number, shown
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.indicators.rows import Row, bare, rows, rubric_of
from excel_eval.rules.indicators.scores import earned
from excel_eval.rules.money.spending import is_explained
from excel_eval.rules.settings import Settings

SCORE, WEIGHT = "funds.total.score", "funds.total.weight"


@rule(
    "X06",
    "{label}为{found}，各项得分之和为{expected}",
    fix="恢复求和公式，或改为 指标得分合计＋预算执行得分",
    scope="sheet",
    over=("{label}为{found}，超过满分{expected}", "核对各项得分"),
)
def total_is_the_sum(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """总分=Σ指标得分＋预算执行得分，不超过100

    A subtotal and a total that bear each other out against the scores are one finding, at the subtotal.
    """
    found, rubric = rows(sheet), rubric_of(settings)
    counted = [row for row in found if not row.excluded]
    if rubric is None or not counted or any(row.score is None for row in counted):
        return
    whole = sum((rounded(row.score, 2) for row in counted if row.score is not None), Decimal(0))
    related = tuple(row.path("score") for row in counted)
    subtotal = number(sheet, "indicators_total.score")
    rights = _totals(sheet, found, rubric, whole)
    stated = None if _execution_lost(sheet) else number(sheet, "total.score")
    if subtotal is not None and not _any_close(sheet, "indicators_total.score", subtotal, [whole, *rights]):
        both = stated is not None and stated == subtotal + (_execution(sheet)[0] or 0) <= rubric.full
        yield _sum(sheet, "indicators_total.score", subtotal, whole, (*related, "total.score") if both else related)
        if both:
            return
    adds_up = stated is not None and rights and _any_close(sheet, "total.score", stated, rights)
    if stated is not None and stated > rubric.full:
        if adds_up and _too_many_points(sheet, found, rubric):
            return
        figures = {"found": plain(stated), "expected": plain(rubric.full)}
        yield at("total.score", variant="over", related=related, label=label(sheet, "total.score"), **figures)
    elif stated is not None and rights and not adds_up:
        yield _sum(sheet, "total.score", stated, rights[0], (SCORE, *related))


def _execution_lost(sheet: ProjectSheet) -> bool:
    """Whether the line of the execution score was not found on a sheet that has other lines of funds."""
    lines = {path.split(".")[1] for path in sheet.values if path.startswith("funds.")}
    return bool(lines) and "total" not in lines


def _too_many_points(sheet: ProjectSheet, found: Sequence[Row], rubric: Rubric) -> bool:
    """Whether the points themselves exceed the full score, or scores their points, so that the sum of scores must."""
    points = sum((row.weight or Decimal(0) for row in found), _execution(sheet)[1])
    return points > rubric.full or any(row.out_of_range for row in found)


def _sum(sheet: ProjectSheet, path: str, stated: Decimal, right: Decimal, related: Sequence[str]) -> At:
    figures = {"found": plain(stated), "expected": plain(right), "label": label(sheet, path)}
    return at(path, related=[p for p in related if p in sheet.values], correct=right, **figures)


def _execution(sheet: ProjectSheet) -> tuple[Decimal | None, Decimal]:
    """What the execution rate scores, as stated, else as computed; and its points."""
    stated = number(sheet, SCORE)
    score = stated if stated is not None else sheet.project.funds.total.score
    return score, number(sheet, WEIGHT) or sheet.project.funds.total.weight or Decimal(0)


def _parts(found: Sequence[Row]) -> list[Part]:
    return [Part(row.weight, row.score, row.excluded) for row in found]


def _totals(sheet: ProjectSheet, found: Sequence[Row], rubric: Rubric, whole: Decimal) -> list[Decimal]:
    """The totals that would be right: rescaled as the rubric says, or the plain sum where rows do not apply."""
    execution, points = _execution(sheet)
    right = total_score(execution, points, _parts(found), rubric).total
    if right is None:
        return []
    return [right, *([whole + (execution or 0)] if any(row.excluded for row in found) else [])]


def _any_close(sheet: ProjectSheet, path: str, stated: Decimal, rights: Sequence[Decimal]) -> bool:
    cell = sheet.values.get(path)
    places = cell.places if cell is not None and cell.places is not None else decimals(stated)
    return any(rounded(stated, places) == rounded(right, places) or stated == right for right in rights)


@rule(
    "X07",
    "评价等级填为“{found}”，总分{score}应为“{expected}”",
    fix="按总分改正评价等级",
    scope="sheet",
    rounding=("总分{score}评为“{expected}”，而未经舍入的总分{exact}应评为“{found}”", "在评价结论中说明总分的舍入"),
)
def grade_fits_the_total(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """评价等级与总分相符；舍入使等级改变时提示"""
    found, rubric = rows(sheet), rubric_of(settings)
    if rubric is None or not found:
        return
    stated = number(sheet, "total.score")
    score = stated if stated is not None else sheet.project.total.score
    right = grade(score, rubric)
    word = sheet.stated("total.grade") or sheet.project.total.grade
    if score is None or right is None:
        return
    if isinstance(word, str) and not _same_grade(word, right, rubric, settings):
        figures = {"found": bare(word), "expected": right, "score": plain(score)}
        yield at("total.grade", related=("total.score",), **figures)
        return
    exact = _exact_total(sheet, found, rubric)
    if exact is not None and grade(exact, rubric) != right and rounded(exact, 2) == rounded(score, 2):
        yield at(
            "total.grade", related=("total.score",), severity="warning", variant="rounding", score=plain(score),
            exact=plain(rounded(exact, 6)), found=grade(exact, rubric), expected=right,
        )  # fmt: skip


def _same_grade(word: str, right: str, rubric: Rubric, settings: Settings) -> bool:
    said = bare(word).strip("“”\"'")
    labels = [each.label for each in rubric.grades]
    return right in (said, settings.grades.get(said) if said not in labels else None)


def _exact_total(sheet: ProjectSheet, found: Sequence[Row], rubric: Rubric) -> Decimal | None:
    """The total before any rounding, where no row was left out."""
    funds = sheet.project.funds.total
    execution = exact_execution(funds.budget, funds.executed, number(sheet, WEIGHT) or funds.weight)
    if any(row.excluded for row in found) or (execution is None and _execution(sheet)[1]):
        return None
    exact = execution or Decimal(0)
    for row in found:
        right = earned(row, rubric)
        if right is None and row.score is None:
            return None
        exact += right if right is not None else row.score or Decimal(0)
    return exact


@rule(
    "X21",
    "指标得分率{results}，预算执行得分率{execution}，结果明显好于支出（{found}，超过{expected}）",
    severity="warning",
    fix="核实指标值是否偏低，或说明少花钱多办事的原因",
    scope="sheet",
    lagging=("预算{budget}只执行{executed}，{found}没有执行，超过{expected}", "加快执行，或说明结余原因"),
    idle=("全年预算数为0，执行率无从计算", "核对全年预算数；没有预算的项目不作执行率评价"),
)
def results_fit_spending(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """指标完成情况没有明显好于预算执行情况（相差不超过5%）；执行率不低于90%或已说明原因的只作提示"""
    found = [row for row in rows(sheet) if not row.excluded]
    execution, points = _execution(sheet)
    if not found or any(row.score is None or row.weight is None or row.out_of_range for row in found):
        return
    weights, scores = (sum((getattr(row, key) for row in found), Decimal(0)) for key in ("weight", "score"))
    if execution is not None and points and weights and scores and sheet.project.funds.total.budget:
        results, spent = scores / weights, execution / points
        ahead = (results - spent) / results
        if ahead > settings.better_than_spending:
            figures = {"results": percent(results), "execution": percent(spent), "found": percent(ahead)}
            related = [p for p in ("funds.total.executed", "funds.total.budget", "total.score") if p in sheet.values]
            severity = "info" if spent >= settings.low_rate or is_explained(sheet, settings) else None
            limit = percent(settings.better_than_spending)
            yield at(SCORE, related=related, severity=severity, expected=limit, **figures)
    yield from _lagging(sheet, settings)


def _lagging(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    budget, executed = number(sheet, "funds.total.budget"), number(sheet, "funds.total.executed")
    if budget == 0 and not executed:
        yield at("funds.total.budget", related=("funds.total.executed",), severity="info", variant="idle", found="0")
    if not budget or executed is None or budget < 0 or (budget - executed) / budget <= settings.underspent:
        return
    figures = {"budget": shown(sheet, budget), "executed": shown(sheet, executed)}
    unspent, limit = percent((budget - executed) / budget), percent(settings.underspent)
    yield at(
        "funds.total.executed", related=("funds.total.budget",), severity="info", variant="lagging", found=unspent,
        expected=limit, **figures,
    )  # fmt: skip


TOTALS = (total_is_the_sum, grade_fits_the_total, results_fit_spending)
