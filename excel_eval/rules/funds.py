"""F01–F08 and F14: what must hold among the sources of funds, their budgets and their spending (amounts in 万元)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from excel_eval.book import Book, ProjectSheet
from excel_eval.messages import text
from excel_eval.numbers import decimals, percent, plain, rounded
from excel_eval.rubric import execution_score
from excel_eval.rules.amounts import LINES, SOURCES, Slip, filled, number, numbers, rounding, shown, slip
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.prose import is_reason
from excel_eval.rules.rates import agrees, stated_percent
from excel_eval.rules.settings import Settings

COLUMNS = ("initial", "budget", "executed")
FEN = 6
"""Decimals of a fen in 万元."""


def label(sheet: ProjectSheet, path: str) -> str:
    """The label of a value as the sheet shows it; its path where the sheet has no such place."""
    value = sheet.values.get(path)
    return value.slot.label if value else path


@rule(
    "F01",
    "{label}为{found}，各来源之和为{expected}，相差{difference}",
    fix="核对总额与各资金来源，使总额等于各来源之和",
    scope="sheet",
    zero=("{label}为{found}，而各来源之和为{expected}", "填写总额，或恢复求和公式"),
    left_out=("{label}为{found}，漏加了{part}；各来源之和应为{expected}", "总额应包含全部资金来源，检查求和范围"),
    swapped=("{label}为{found}，疑似相邻两位数字颠倒，应为{expected}", "对照原始凭证核对后改正"),
    sign=("{label}为{found}，疑似正负号有误，应为{expected}", "改正正负号"),
    unit=("{label}为{found}，与其他数相差一万倍，疑似元与万元混用，应为{expected}", "统一金额单位后重新填写"),
    point=("{label}为{found}，疑似小数点错位，应为{expected}", "核对小数点位置后改正"),
    rounding=("{label}为{found}，各来源之和为{expected}，相差{difference}，属舍入差", "无须改动"),
)
def sources_add_up(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """年度资金总额=当年财政拨款+上年结转资金+其他资金（年初预算数、全年预算数、全年执行数分别相等）"""
    for column in COLUMNS:
        yield from _source_sum(sheet, column, settings)


def _source_sum(sheet: ProjectSheet, column: str, settings: Settings) -> Iterator[At]:
    path = f"funds.total.{column}"
    names = tuple(f"funds.{source}.{column}" for source in SOURCES)
    total, parts = number(sheet, path), numbers(sheet, names)
    if total is None or not parts:
        return
    whole = sum(parts.values(), Decimal(0))
    difference = abs(total - whole)
    tolerance = rounding(sheet, {path: total, **parts}, settings)
    related = (path, *filled(sheet, names))
    if difference and difference <= tolerance and total:
        yield at(
            path,
            related=related[1:],
            severity="info",
            variant="rounding",
            found=shown(sheet, total),
            expected=shown(sheet, whole),
            label=label(sheet, path),
            difference=shown(sheet, difference),
        )
    elif difference:
        found = slip((path, total), parts, tolerance, firm=_confirmed(sheet, column, total, tolerance))
        yield _unequal(sheet, found, related, difference)


def _confirmed(sheet: ProjectSheet, column: str, total: Decimal, tolerance: Decimal) -> bool:
    """Whether the spending detail adds up to the total, so that a source is likelier wrong."""
    key = {"budget": "budget", "executed": "executed"}.get(column)
    rows = [getattr(e, key) for e in sheet.project.expenses if getattr(e, key) is not None] if key else []
    return bool(rows) and abs(sum(rows, Decimal(0)) - total) <= tolerance


def _unequal(sheet: ProjectSheet, found: Slip, related: tuple[str, ...], difference: Decimal) -> At:
    stands = number(sheet, found.path) or Decimal(0)
    part = next((p for p in related[1:] if number(sheet, p) == found.right - stands), None)
    return at(
        found.path,
        related=(path for path in related if path != found.path),
        variant=found.kind,
        found=shown(sheet, stands),
        expected=shown(sheet, found.right),
        correct=found.right,
        label=label(sheet, found.path),
        difference=shown(sheet, difference),
        part=label(sheet, part) if part else "",
    )


@rule(
    "F02",
    "{label}为{found}，超过全年预算数{budget}",
    fix="核对执行数与预算数；确有追加的，先调整全年预算数",
    scope="sheet",
)
def spent_within_budget(sheet: ProjectSheet) -> Iterator[At]:
    """全年执行数不超过全年预算数（总额及各资金来源）"""
    over = [line for line in LINES if _over(sheet, line)]
    lines, causes = (over[:1], over[1:]) if "total" in over else (over, [])
    for line in lines:
        budget, executed = f"funds.{line}.budget", f"funds.{line}.executed"
        yield at(
            executed,
            related=(budget, *(f"funds.{cause}.{key}" for cause in causes for key in ("executed", "budget"))),
            found=_shown(sheet, executed),
            expected=f"≤{_shown(sheet, budget)}",
            budget=_shown(sheet, budget),
            label=label(sheet, executed),
        )


def _over(sheet: ProjectSheet, line: str) -> bool:
    budget, executed = number(sheet, f"funds.{line}.budget"), number(sheet, f"funds.{line}.executed")
    return budget is not None and executed is not None and 0 < budget < executed


def _shown(sheet: ProjectSheet, path: str) -> str:
    value = number(sheet, path)
    return "" if value is None else shown(sheet, value)


@rule(
    "F03",
    "{label}填为{found}，{executed}÷{budget}应为{expected}",
    fix="恢复公式，或按 全年执行数÷全年预算数 四舍五入填写",
    scope="sheet",
)
def rate_follows(sheet: ProjectSheet) -> Iterator[At]:
    """执行率=全年执行数÷全年预算数，四舍五入到所显示的小数位"""
    for line in LINES:
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
    share = min(Decimal(1), executed / budget) if budget > 0 else Decimal(0)
    rate = number(sheet, "funds.total.rate")
    if _same_score(sheet, path, score, weight * share) or (rate is not None and score == rounded(weight * rate, 2)):
        return
    related = (*names, "funds.total.rate") if rate is not None else names
    figures = {"weight": plain(weight), "rate": percent(share), "found": plain(score), "expected": plain(expected)}
    yield at(path, related=related, **figures)


def _same_score(sheet: ProjectSheet, path: str, stated: Decimal, exact: Decimal) -> bool:
    """Whether a stated score is the exact one rounded to what it shows, or to hundredths first."""
    cell = sheet.values.get(path)
    places = cell.places if cell is not None and cell.places is not None else decimals(stated)
    hundredths = rounded(exact, 2)
    rights = {rounded(exact, places), rounded(hundredths, places), rounded(exact, decimals(stated)), hundredths}
    return bool({stated, rounded(stated, places)} & rights)


@rule(
    "F05",
    "全年预算数{found}与年初预算数{initial}不一致，相差{difference}，没有说明调整原因",
    severity="warning",
    fix="在“预算调整说明”或“偏差原因”中写明调整的依据和原因",
    scope="sheet",
)
def adjustment_is_explained(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """全年预算数=年初预算数+调整数；两数不一致时说明调整原因"""
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
    bare = [line for line in LINES if _unbudgeted(sheet, line)]
    for line in bare[:1] if "total" in bare else bare:
        budget, executed = f"funds.{line}.budget", f"funds.{line}.executed"
        stands = number(sheet, budget)
        yield at(
            budget,
            related=(executed, *(f"funds.{other}.budget" for other in bare if other != line)),
            found=text("explain.blank") if stands is None else shown(sheet, stands),
            label=label(sheet, budget),
            executed=_shown(sheet, executed),
        )
    for line in LINES:
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
        for line in LINES:
            yield from _balance(sheet, line)
    for before in book.sheets:
        for after in book.sheets:
            if _next_year(before, after):
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


def _next_year(before: ProjectSheet, after: ProjectSheet) -> bool:
    one, other = before.project, after.project
    same = one.name and (one.name, one.unit) == (other.name, other.unit)
    return bool(same and one.year and other.year == one.year + 1)


def _carried(before: ProjectSheet, after: ProjectSheet) -> Iterator[At]:
    budget, executed = number(before, "funds.total.budget"), number(before, "funds.total.executed")
    path = "funds.carryover.budget"
    carried = number(after, path)
    if budget is None or executed is None or carried is None or carried == budget - executed:
        return
    year = after.project.year or Decimal(0)
    yield at(
        path,
        related=tuple(f"{before.sheet}!{before.cell(f'funds.total.{key}')}" for key in ("budget", "executed")),
        variant="carried",
        sheet=after.sheet,
        found=shown(after, carried),
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
            yield at(path, found=shown(sheet, amount), label=value.slot.label)
        elif value.slot.role == "input" and decimals(amount) > FEN:
            yield at(path, variant="fen", found=shown(sheet, amount), label=value.slot.label)


FUNDS = (
    sources_add_up,
    spent_within_budget,
    rate_follows,
    execution_earns_its_share,
    adjustment_is_explained,
    budget_is_not_fitted_to_spending,
    spending_has_a_budget,
    balance_is_carried_over,
    amounts_are_money,
)
