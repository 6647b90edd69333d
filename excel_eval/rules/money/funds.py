"""F01: sources add up to the total, and which figure is likelier wrong where they do not (amounts in 万元)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from excel_eval.book import ProjectSheet
from excel_eval.messages import text
from excel_eval.numbers import rounded
from excel_eval.paths import split
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
from excel_eval.rules.money.sources import COLUMNS, sums
from excel_eval.rules.rates import percent_places
from excel_eval.rules.settings import Settings


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
