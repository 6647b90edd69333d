"""F01–F04: sources add up to the total, spending stays within the budget, rate and score follow (amounts in 万元)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from excel_eval.book import ProjectSheet
from excel_eval.messages import text
from excel_eval.numbers import alike, decimals, percent, plain, rounded, settled
from excel_eval.paths import split
from excel_eval.rubric import execution_score
from excel_eval.rules.amounts import (
    Slip,
    label,
    nothing,
    number,
    numbers,
    rounding,
    shown,
    slip,
    there,
    written_amount,
)
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.rates import agrees, percent_places, stated_percent
from excel_eval.rules.settings import Settings
from excel_eval.rules.sources import COLUMNS, lines, sums


@rule(
    "F01",
    "{label}为{found}，{parts}之和为{expected}，相差{difference}",
    fix="核对总额与各资金来源，使总额等于{parts}之和",
    scope="sheet",
    zero=("{label}为{found}，而{parts}之和为{expected}", "填写总额，或恢复求和公式"),
    left_out=("{label}为{found}，漏加了{part}；{parts}之和应为{expected}", "应包含全部分项，检查求和范围"),
    swapped=("{label}为{found}，疑似相邻两位数字颠倒，应为{expected}", "对照原始凭证核对后改正"),
    sign=("{label}为{found}，疑似正负号有误，应为{expected}", "改正正负号"),
    omitted=("{label}为{found}，按总额推算应为{expected}，疑似漏填", "补填该项资金，或改正总额"),
    part=("{label}为{found}，与该行的执行率或预算数不符，按总额推算应为{expected}", "核对该项资金与总额"),
    unit=("{label}为{found}，与其他数相差一万倍，疑似元与万元混用，应为{expected}", "统一金额单位后重新填写"),
    point=("{label}为{found}，疑似小数点错位，应为{expected}", "核对小数点位置后改正"),
    rounding=("{label}为{found}，{parts}之和为{expected}，相差{difference}，属舍入差", "无须改动"),
)
def sources_add_up(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """年度资金总额=当年财政拨款+上年结转资金+其他资金（年初预算数、全年预算数、全年执行数分别相等）"""
    for whole, rows in sums(sheet, settings):
        for column in COLUMNS:
            yield from _source_sum(sheet, column, whole, rows, settings)


def _source_sum(
    sheet: ProjectSheet, column: str, whole: str, rows: Sequence[str], settings: Settings
) -> Iterator[At]:
    path = f"funds.{whole}.{column}"
    names = there(sheet, (f"funds.{source}.{column}" for source in rows))
    total, parts = number(sheet, path), numbers(sheet, names)
    if not parts or (total is None and not nothing(sheet, path)):
        return
    expected = sum(parts.values(), Decimal(0))
    difference = abs((total or Decimal(0)) - expected)
    tolerance = rounding(sheet, {path: total or expected, **parts}, settings)
    if difference and difference <= tolerance and total:
        yield at(
            path,
            related=names,
            severity="info",
            variant="rounding",
            found=shown(sheet, total),
            expected=shown(sheet, expected),
            label=label(sheet, path),
            difference=shown(sheet, difference),
            parts=_called(whole),
        )
    elif difference:
        found = _likeliest(sheet, names, (path, total or Decimal(0)), parts, tolerance)
        yield _unequal(sheet, found, (path, *names), difference)


def _called(whole: str) -> str:
    """What the parts of a line are called: a total has sources, a source has its detail."""
    return text("explain.sources" if whole == "total" else "explain.breakdown")


def _likeliest(
    sheet: ProjectSheet,
    names: Sequence[str],
    total: tuple[str, Decimal],
    parts: dict[str, Decimal],
    tolerance: Decimal,
) -> Slip:
    """Which figure is likelier wrong, by the figures themselves, the spending detail and the other columns."""
    column, whole = split(total[0])[1], sum(parts.values(), Decimal(0))
    omitted = [name for name in names if nothing(sheet, name) and _has_money(sheet, split(name)[0])]
    odd = [name for name, part in parts.items() if _odd(sheet, name, total[1] - (whole - part))]
    if _rate_fits(sheet, total[0], whole) and not _rate_fits(sheet, *total):
        odd = []
    firm = _confirmed(sheet, column, total[1], tolerance)
    beside = partial(_beside, sheet)
    return slip(total, parts, tolerance, firm=firm, doubtful=odd, omitted=omitted, beside=beside)


def _beside(sheet: ProjectSheet, path: str, right: Decimal) -> bool:
    """Whether another column of the same line says this figure."""
    line, column = split(path)
    return any(number(sheet, f"{line}.{other}") == right for other in COLUMNS if other != column)


def _odd(sheet: ProjectSheet, path: str, right: Decimal) -> bool:
    """Whether a figure does not go with its line's rate or budget, while the one that the total wants would."""
    line, column = split(path)
    budget, executed = (number(sheet, f"{line}.{key}") for key in ("budget", "executed"))
    if right <= 0 or column == "initial" or budget is None or executed is None:
        return False
    most, spent = (right, executed) if column == "budget" else (budget, right)
    if 0 < budget < executed and spent <= most:
        return True
    stands = budget if column == "budget" else executed
    return _rate_fits(sheet, path, right) and not _rate_fits(sheet, path, stands)


def _typed_rate(sheet: ProjectSheet, line: str) -> Decimal | None:
    """The rate of a line as far as a person stated it."""
    cell = sheet.values.get(f"{line}.rate")
    return number(sheet, f"{line}.rate") if cell is not None and cell.formula is None else None


def _rate_fits(sheet: ProjectSheet, path: str, figure: Decimal) -> bool:
    """Whether the rate that a person stated for a line is that of this figure at the path and the line's other one."""
    line, column = split(path)
    rate = _typed_rate(sheet, line)
    money = {key: number(sheet, f"{line}.{key}") for key in ("budget", "executed")} | {column: figure}
    budget, executed = money["budget"], money["executed"]
    if rate is None or not budget or budget < 0 or executed is None:
        return False
    places = percent_places(sheet, f"{line}.rate", rate)
    return rounded(rate * 100, places) == rounded(executed / budget * 100, places)


def _has_money(sheet: ProjectSheet, line: str) -> bool:
    return any(number(sheet, f"{line}.{column}") for column in COLUMNS)


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
        found=written_amount(sheet, found.path),
        expected=shown(sheet, found.right),
        correct=found.right,
        label=label(sheet, found.path),
        difference=shown(sheet, difference),
        part=label(sheet, part) if part else "",
        parts=_called(related[0].split(".")[1]),
    )


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


FUNDS = (sources_add_up, spent_within_budget, rate_follows, execution_earns_its_share)
