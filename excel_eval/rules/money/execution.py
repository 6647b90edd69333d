"""F02–F04: spending stays within the budget, its rate and score follow (amounts in 万元)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from excel_eval.book import ProjectSheet
from excel_eval.numbers import alike, decimals, percent, plain, rounded, settled
from excel_eval.rubric import execution_score
from excel_eval.rules.amounts import (
    label,
    number,
    shown,
    written_amount,
)
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.money.sources import lines
from excel_eval.rules.rates import agrees, stated_percent


@rule(
    "F02",
    "{label}为{found}，超过全年预算数{budget}",
    fix="核对执行数与预算数；确有追加的，先调整全年预算数",
    scope="sheet",
)
def spent_within_budget(sheet: ProjectSheet) -> Iterator[At]:
    """全年执行数不超过全年预算数（总额及各资金来源）"""
    over = [line for line in lines(sheet) if _over(sheet, f"funds.{line}")]
    told, causes = (over[:1], over[1:]) if "total" in over else (over, [])
    for line in told:
        budget, executed = f"funds.{line}.budget", f"funds.{line}.executed"
        yield at(
            executed,
            related=(budget, *(f"funds.{cause}.{key}" for cause in causes for key in ("executed", "budget"))),
            found=written_amount(sheet, executed),
            expected=f"≤{written_amount(sheet, budget)}",
            budget=written_amount(sheet, budget),
            label=label(sheet, executed),
        )


def _over(sheet: ProjectSheet, line: str) -> bool:
    budget, executed = number(sheet, f"{line}.budget"), number(sheet, f"{line}.executed")
    return budget is not None and executed is not None and 0 < budget < executed


@rule(
    "F03",
    "{label}填为{found}，{executed}÷{budget}应为{expected}",
    fix="恢复公式，或按 全年执行数÷全年预算数 四舍五入填写",
    scope="sheet",
)
def rate_follows(sheet: ProjectSheet) -> Iterator[At]:
    """执行率=全年执行数÷全年预算数，四舍五入到所显示的小数位"""
    for line in lines(sheet):
        paths = tuple(f"funds.{line}.{key}" for key in ("rate", "executed", "budget"))
        rate, executed, budget = (number(sheet, path) for path in paths)
        if rate is None or executed is None or budget is None or budget <= 0:
            continue
        true = executed / budget
        if not agrees(sheet, paths[0], rate, true):
            found, expected = stated_percent(sheet, paths[0], rate, true)
            yield at(
                paths[0],
                related=paths[1:],
                found=found,
                expected=expected,
                label=label(sheet, paths[0]),
                executed=shown(sheet, executed),
                budget=shown(sheet, budget),
            )


@rule(
    "F04",
    "预算执行得分填为{found}，{weight}分×执行率{rate}应为{expected}分",
    fix="恢复公式，或按 分值×执行率（不超过分值）填写",
    scope="sheet",
)
def execution_earns_its_share(sheet: ProjectSheet) -> Iterator[At]:
    """预算执行得分=分值×执行率，最高为分值"""
    path = "funds.total.score"
    names = ("funds.total.budget", "funds.total.executed", "funds.total.weight")
    score, budget, executed, weight = (number(sheet, name) for name in (path, *names))
    expected = execution_score(budget, executed, weight)
    if score is None or expected is None or budget is None or executed is None or weight is None:
        return
    share = max(Decimal(0), min(Decimal(1), executed / budget)) if budget > 0 else Decimal(0)
    rate = number(sheet, "funds.total.rate")
    if _same_score(sheet, path, score, weight * share, weight) or (rate is not None and score == rounded(weight * rate, 2)):
        return
    related = (*names, "funds.total.rate") if rate is not None else names
    figures = {"weight": plain(weight), "rate": percent(share), "found": plain(score), "expected": plain(expected)}
    yield at(path, related=related, correct=expected, **figures)


def _same_score(sheet: ProjectSheet, path: str, stated: Decimal, exact: Decimal, weight: Decimal) -> bool:
    """Whether a stated score is the exact one rounded to what it shows, or to hundredths first.

    Full marks shown with decimals, 10.0, are no rounding of 9.57.
    """
    cell, short = sheet.values.get(path), settled(stated)
    places = cell.places if cell is not None and cell.places is not None else decimals(short)
    if stated == weight and places and rounded(exact, places) != stated:
        return False
    hundredths = rounded(exact, 2)
    rights = {rounded(exact, places), rounded(hundredths, places), rounded(exact, decimals(short)), hundredths}
    return alike(stated, exact) or bool({short, rounded(short, places)} & rights)


EXECUTION = (spent_within_budget, rate_follows, execution_earns_its_share)
