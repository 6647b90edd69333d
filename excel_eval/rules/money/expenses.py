"""F10–F13: what must hold in the spending by economic classification (amounts in 万元)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from excel_eval.book import Book, ProjectSheet
from excel_eval.messages import text
from excel_eval.numbers import fixed, rounded
from excel_eval.rules.amounts import (
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
from excel_eval.rules.money.products import quantity_times_price
from excel_eval.rules.money.sources import add_up, sources
from excel_eval.rules.money.story import codes_fit_the_story
from excel_eval.rules.prose import folded
from excel_eval.rules.rates import agrees, percent_places, stated_percent
from excel_eval.rules.settings import Settings

COLUMNS = ("budget", "executed")


def rows(sheet: ProjectSheet, key: str) -> tuple[str, ...]:
    """The paths of one column of the detail."""
    return tuple(f"expenses[{index}].{key}" for index in range(len(sheet.project.expenses)))


@rule(
    "F10",
    "支出明细{column}合计{found}，与{label}{expected}相差{difference}",
    fix="核对支出明细与资金总额，使两者相等",
    scope="sheet",
    stated=("支出明细合计填为{found}，各行之和为{expected}", "恢复求和公式，检查求和范围是否包含全部明细行"),
    stated_rounding=("支出明细合计填为{found}，各行之和为{expected}，属舍入差", "无须改动，或恢复求和公式"),
    left_out=("支出明细{column}合计与{label}不等：{label}为{found}，漏加了一行，应为{expected}", "核对后改正资金总额"),
    swapped=("{where}为{found}，疑似相邻两位数字颠倒；明细合计应等于{label}，此处应为{expected}", "对照凭证核对后改正"),
    sign=("{where}为{found}，疑似正负号有误，应为{expected}", "改正正负号"),
    unit=("{where}为{found}，与{label}相比疑似元与万元混用，应为{expected}", "统一金额单位后重新填写"),
    point=("{where}为{found}，疑似小数点错位，应为{expected}", "核对小数点位置后改正"),
    part=("{where}为{found}，与其占比不符，按{label}推算应为{expected}", "核对该行金额"),
    omitted=("{where}为{found}，按{label}推算应为{expected}，疑似漏填", "补填该行金额，或改正资金总额"),
    rounding=("支出明细{column}合计{found}，{label}为{expected}，相差{difference}，属舍入差", "无须改动"),
)
def detail_adds_up(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """支出明细（经济分类）合计=全年执行数，明细预算合计=全年预算数"""
    for column in COLUMNS:
        parts = numbers(sheet, rows(sheet, column))
        if parts:
            yield from _stated_total(sheet, column, parts, settings)
            yield from _detail(sheet, column, parts, settings)


def _stated_total(
    sheet: ProjectSheet, column: str, parts: dict[str, Decimal], settings: Settings
) -> Iterator[At]:
    """The total row, where a person typed it over the formula; one that bears the funds out is no fault of its own."""
    path = f"expenses_total.{column}"
    cell = sheet.values.get(path)
    stated = number(sheet, path)
    whole = sum(parts.values(), Decimal(0))
    if cell is None or stated is None or cell.formula or stated in (whole, number(sheet, f"funds.total.{column}")):
        return
    within = abs(stated - whole) <= rounding(sheet, {path: stated, **parts}, settings)
    found, expected = shown(sheet, stated), shown(sheet, whole)
    if within:
        yield at(path, related=parts, variant="stated_rounding", severity="info", found=found, expected=expected)
    else:
        yield at(path, related=parts, variant="stated", found=found, expected=expected, correct=whole)


def _detail(sheet: ProjectSheet, column: str, parts: dict[str, Decimal], settings: Settings) -> Iterator[At]:
    path, total_row = f"funds.total.{column}", f"expenses_total.{column}"
    total, whole = number(sheet, path), sum(parts.values(), Decimal(0))
    if total is None or total == whole:
        return
    tolerance = rounding(sheet, {path: total, **parts}, settings)
    difference = abs(total - whole)
    cells = (total_row,) if total_row in sheet.values else ()
    related = (*cells, path, *there(sheet, rows(sheet, column)))
    words = {"column": "预算" if column == "budget" else "支出", "label": label(sheet, path)}
    if difference <= tolerance:
        yield at(
            related[0], related=related[1:], severity="info", variant="rounding", found=shown(sheet, whole),
            expected=shown(sheet, total), difference=shown(sheet, difference), **words,
        )  # fmt: skip
        return
    firm = add_up(sheet, column, "total", sources(sheet, settings), settings) or number(sheet, total_row) == total
    odd = _not_their_share(sheet, column, total)
    guess = slip((path, total), parts, tolerance, firm=firm, doubtful=odd, omitted=_omitted(sheet, column))
    if not guess.kind or guess.kind == "zero":
        yield at(
            related[0], related=related[1:], found=shown(sheet, whole), expected=shown(sheet, total),
            difference=shown(sheet, difference), **words,
        )  # fmt: skip
        return
    name = sheet.project.get(guess.path.replace(f".{column}", ".name"))
    place = label(sheet, guess.path)
    where = text("explain.of_row", name=name, label=place) if name else place
    yield at(
        guess.path, related=(p for p in related if p != guess.path), variant=guess.kind, correct=guess.right,
        found=written_amount(sheet, guess.path), expected=shown(sheet, guess.right), where=where,
        **words,
    )  # fmt: skip


def _not_their_share(sheet: ProjectSheet, column: str, total: Decimal) -> list[str]:
    """The rows whose stated share of the total is another than their amount makes."""
    shares = numbers(sheet, rows(sheet, "share")) if column == "executed" and total else {}
    amounts = {path: number(sheet, path.replace(".share", ".executed")) for path in shares}
    odd = [path for path, share in shares.items() if not agrees(sheet, path, share, (amounts[path] or Decimal(0)) / total)]
    return [path.replace(".share", ".executed") for path in odd]


def _omitted(sheet: ProjectSheet, column: str) -> list[str]:
    """The rows of the detail that name a category but no amount in this column."""
    named = (f"expenses[{i}].{column}" for i, e in enumerate(sheet.project.expenses) if e.name or e.code)
    return [path for path in named if nothing(sheet, path)]


@rule(
    "F12",
    "“{name}”在本表为{found}，在“{other}”中为{expected}",
    severity="warning",
    fix="同一项目同一科目在各表中的金额应当一致，核对后统一",
    scope="book",
)
def categories_agree_across_sheets(book: Book) -> Iterator[At]:
    """同一项目的同一支出科目在各工作表中金额一致"""
    seen: dict[tuple[object, ...], list[ProjectSheet]] = {}
    for sheet in book.sheets:
        project = sheet.project
        if project.name and project.expenses:
            seen.setdefault((folded(project.name), project.unit, project.year), []).append(sheet)
    for first, *others in seen.values():
        for other in others:
            for column in COLUMNS:
                yield from _categories(first, other, column)


def _categories(first: ProjectSheet, other: ProjectSheet, column: str) -> Iterator[At]:
    one, two = _by_category(first, column), _by_category(other, column)
    for name in (*one, *(name for name in two if name not in one)) if one and two else ():
        (amount, path), (wanted, origin) = two.get(name, (Decimal(0), "")), one.get(name, (Decimal(0), ""))
        if amount != wanted:
            here, there = (other, first) if path else (first, other)
            figures = (amount, wanted) if path else (wanted, amount)
            beyond = f"{there.sheet}!{there.cell(origin)}" if path and origin else ""
            yield at(
                path or origin, related=(beyond,) if beyond else (), sheet=here.sheet, name=name,
                found=shown(here, figures[0]), expected=shown(here, figures[1]), other=there.sheet,
            )  # fmt: skip


def _by_category(sheet: ProjectSheet, column: str) -> dict[str, tuple[Decimal, str]]:
    """The sum of each category of the detail, with the path of its first row."""
    found: dict[str, tuple[Decimal, str]] = {}
    for index, expense in enumerate(sheet.project.expenses):
        path = f"expenses[{index}].{column}"
        value = number(sheet, path)
        if expense.name and value is not None:
            name = re.sub(r"^[\[【]?\d{3,7}[\]】]?", "", folded(expense.name))
            before, first = found.get(name, (Decimal(0), path))
            found[name] = before + value, first
    return found


@rule(
    "F13",
    "占比合计为{found}，应为100%",
    severity="info",
    fix="恢复占比公式，或按 支出金额÷合计 重新计算",
    scope="sheet",
    share=("占比填为{found}，{amount}÷{whole}应为{expected}", "恢复占比公式，或按 支出金额÷合计 重新计算"),
)
def shares_add_up(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """支出占比合计为100%（允许舍入差）"""
    amounts, shares = (numbers(sheet, rows(sheet, key)) for key in ("executed", "share"))
    whole = sum(amounts.values(), Decimal(0))
    if not shares or not whole:
        return
    wrong = False
    for path, share in shares.items():
        amount = amounts.get(path.replace(".share", ".executed"))
        if amount is not None and not agrees(sheet, path, share, amount / whole):
            wrong = True
            found, expected = stated_percent(sheet, path, share, amount / whole)
            figures = {"amount": shown(sheet, amount), "whole": shown(sheet, whole)}
            yield at(
                path, related=(path.replace(".share", ".executed"),), variant="share", found=found,
                expected=expected, **figures,
            )  # fmt: skip
    if len(shares) == len(amounts) and not wrong:
        yield from _hundred(sheet, shares, settings)


def _hundred(sheet: ProjectSheet, shares: dict[str, Decimal], settings: Settings) -> Iterator[At]:
    k = max(percent_places(sheet, path, share) for path, share in shares.items())
    total = sum((rounded(share * 100, k) for share in shares.values()), Decimal(0))
    if abs(total - 100) > settings.rounding * (len(shares) + 1) * Decimal(5).scaleb(-k - 1):
        first, *others = shares
        yield at(first, related=others, found=f"{fixed(total, k)}%", expected="100%")


EXPENSES = (detail_adds_up, quantity_times_price, categories_agree_across_sheets, shares_add_up, codes_fit_the_story)
