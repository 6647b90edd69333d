"""F05–F08 and F14: how budgets change, what they leave over, and amounts that are amounts (in 万元)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from excel_eval.book import Book, ProjectSheet
from excel_eval.model import Project
from excel_eval.numbers import decimals, percent, plain, rounded
from excel_eval.rules.amounts import label, number, numbers, rounding, shown, written_amount
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.money.sources import COLUMNS, lines
from excel_eval.rules.prose import is_reason
from excel_eval.rules.settings import Settings

FEN = 6
"""Decimals of a fen in 万元."""


@rule(
    "F05",
    "全年预算数{found}与年初预算数{initial}不一致，相差{difference}，没有说明调整原因",
    severity="warning",
    fix="在“预算调整说明”或“偏差原因”中写明调整的依据和原因",
    scope="sheet",
    sum=("{label}为{found}，全年预算{budget}－年初预算{initial}应为{expected}", "核对调整数，使 年初预算＋调整＝全年预算"),
)
def adjustment_is_explained(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """全年预算数=年初预算数+调整数；两数不一致时说明调整原因"""
    for line in lines(sheet):
        yield from _adjusted(sheet, line, settings)
    initial, budget = number(sheet, "funds.total.initial"), number(sheet, "funds.total.budget")
    homes = tuple(path for path in ("adjustment_reason", "narrative.deviation") if path in sheet.values)
    if initial is None or budget is None or initial == budget or not homes:
        return
    if any(is_reason(sheet.project.get(path), settings) for path in homes):
        return
    yield at(
        "funds.total.budget",
        related=("funds.total.initial", homes[0]),
        found=shown(sheet, budget),
        initial=shown(sheet, initial),
        difference=shown(sheet, abs(budget - initial)),
    )


def _adjusted(sheet: ProjectSheet, line: str, settings: Settings) -> Iterator[At]:
    """The stated adjustment of a line, on a sheet that has a column for it; in one that is used, a blank is none."""
    path, *others = (f"funds.{line}.{key}" for key in ("adjustment", "initial", "budget"))
    figures = numbers(sheet, (path, *others))
    blank = path not in figures and not numbers(sheet, [f"funds.{other}.adjustment" for other in lines(sheet)])
    if path not in sheet.values or blank or sheet.values[path].unreadable or not set(others) <= figures.keys():
        return
    initial, budget = (figures[other] for other in others)
    stated, right = figures.get(path, Decimal(0)), budget - initial
    if abs(stated - right) > rounding(sheet, figures, settings):
        yield at(
            path, related=others, variant="sum", label=label(sheet, path), found=written_amount(sheet, path),
            expected=shown(sheet, right), initial=shown(sheet, initial), budget=shown(sheet, budget),
        )  # fmt: skip


@rule(
    "F06",
    "全年预算数由{initial}调减为{found}，恰好等于全年执行数，执行率因此为100%",
    severity="warning",
    fix="确认预算调整有批复；不能按支出倒改预算",
    scope="sheet",
)
def budget_is_not_fitted_to_spending(sheet: ProjectSheet) -> Iterator[At]:
    """全年预算数不是按全年执行数倒改而来"""
    paths = tuple(f"funds.total.{column}" for column in COLUMNS)
    initial, budget, executed = (number(sheet, path) for path in paths)
    if initial is None or budget is None or not 0 < budget < initial or budget != executed:
        return
    yield at(paths[1], related=(paths[0], paths[2]), found=shown(sheet, budget), initial=shown(sheet, initial))


@rule(
    "F07",
    "{label}为{found}，而全年执行数为{executed}",
    fix="补填全年预算数；没有预算的支出应说明资金来源",
    scope="sheet",
    undefined=("预算数和执行数都是0，执行率无意义，却填为{found}", "执行率填“—”，不能填100%"),
)
def spending_has_a_budget(sheet: ProjectSheet) -> Iterator[At]:
    """有支出必有预算；预算数与执行数都是0时执行率无意义，不是100%"""
    bare = [line for line in lines(sheet) if _unbudgeted(sheet, line)]
    for line in bare[:1] if "total" in bare else bare:
        budget, executed = f"funds.{line}.budget", f"funds.{line}.executed"
        yield at(
            budget,
            related=(executed, *(f"funds.{other}.budget" for other in bare if other != line)),
            found=written_amount(sheet, budget),
            label=label(sheet, budget),
            executed=written_amount(sheet, executed),
        )
    for line in lines(sheet):
        yield from _undefined_rate(sheet, line)


def _unbudgeted(sheet: ProjectSheet, line: str) -> bool:
    budget, executed = number(sheet, f"funds.{line}.budget"), number(sheet, f"funds.{line}.executed")
    return executed is not None and executed > 0 and not budget and f"funds.{line}.budget" in sheet.values


def _undefined_rate(sheet: ProjectSheet, line: str) -> Iterator[At]:
    paths = tuple(f"funds.{line}.{key}" for key in ("rate", "budget", "executed"))
    rate, budget, executed = (number(sheet, path) for path in paths)
    if rate and budget == 0 and executed == 0:
        yield at(paths[0], related=paths[1:], variant="undefined", found=percent(rate), expected="—")


@rule(
    "F08",
    "{label}填为{found}，预算{budget}－执行{executed}应为{expected}",
    severity="warning",
    fix="按 全年预算数－全年执行数 填写结余，并与下年“上年结转资金”衔接",
    scope="book",
    carried=(
        "{year}年上年结转资金为{found}，而{before}年“{name}”未支出数为{expected}（预算{budget}－执行{executed}）",
        "核对上年结余与本年结转数",
    ),
)
def balance_is_carried_over(book: Book) -> Iterator[At]:
    """结余=全年预算数－全年执行数且不小于0；下年上年结转资金等于本年未支出数"""
    for sheet in book.sheets:
        for line in lines(sheet):
            yield from _balance(sheet, line)
    of_year: dict[object, list[ProjectSheet]] = {}
    for sheet in book.sheets:
        if sheet.project.name and sheet.project.year:
            of_year.setdefault(_in_year(sheet.project, 0), []).append(sheet)
    for before in book.sheets:
        for after in of_year.get(_in_year(before.project, 1), ()):
            yield from _carried(before, after)


def _balance(sheet: ProjectSheet, line: str) -> Iterator[At]:
    paths = tuple(f"funds.{line}.{key}" for key in ("balance", "budget", "executed"))
    balance, budget, executed = (number(sheet, path) for path in paths)
    if balance is None or budget is None or executed is None or balance == budget - executed:
        return
    yield _unbalanced(sheet, paths, (balance, budget, executed))


def _unbalanced(sheet: ProjectSheet, paths: tuple[str, ...], figures: tuple[Decimal, Decimal, Decimal]) -> At:
    balance, budget, executed = figures
    return at(
        paths[0],
        related=tuple(sheet.cell(path) or path for path in paths[1:]),
        sheet=sheet.sheet,
        found=shown(sheet, balance),
        expected=shown(sheet, budget - executed),
        label=label(sheet, paths[0]),
        budget=shown(sheet, budget),
        executed=shown(sheet, executed),
    )


def _in_year(project: Project, later: int) -> tuple[str | None, str | None, Decimal | None]:
    """What the sheet of the same project has in common with this one so many years later."""
    return project.name, project.unit, None if project.year is None else project.year + later


def _carried(before: ProjectSheet, after: ProjectSheet) -> Iterator[At]:
    budget, executed = number(before, "funds.total.budget"), number(before, "funds.total.executed")
    path = "funds.carryover.budget"
    carried = number(after, path)
    if budget is None or executed is None or path not in after.values:
        return
    if (carried or Decimal(0)) == budget - executed or (carried is None and not after.values[path].blank):
        return
    year = after.project.year or Decimal(0)
    yield at(
        path,
        related=tuple(f"{before.sheet}!{before.cell(f'funds.total.{key}')}" for key in ("budget", "executed")),
        variant="carried",
        severity="info" if carried is None else None,
        sheet=after.sheet,
        found=written_amount(after, path),
        expected=shown(after, budget - executed),
        year=plain(year),
        before=plain(year - 1),
        name=before.project.name,
        budget=shown(after, budget),
        executed=shown(after, executed),
    )


@rule(
    "F14",
    "{label}为{found}，金额不应为负数",
    fix="核对正负号；退款、收回用说明反映",
    scope="sheet",
    fen=("{label}为{found}，超过“分”的精度", "金额最多到分：万元6位小数，元2位小数"),
)
def amounts_are_money(sheet: ProjectSheet) -> Iterator[At]:
    """金额不为负数，小数位不超过分（万元6位，元2位）"""
    for path, value in sheet.values.items():
        amount = value.value
        if value.slot.kind != "amount" or not isinstance(amount, Decimal):
            continue
        if amount < 0:
            yield at(path, found=shown(sheet, amount), label=value.slot.label, correct=-amount)
        elif value.slot.role == "input" and decimals(amount) > FEN:
            right = rounded(amount, FEN)
            yield at(path, variant="fen", found=shown(sheet, amount), label=value.slot.label, correct=right)


BUDGETS = (
    adjustment_is_explained,
    budget_is_not_fitted_to_spending,
    spending_has_a_budget,
    balance_is_carried_over,
    amounts_are_money,
)
