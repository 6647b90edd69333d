"""F15: amounts of which one is in 元 where another is in 万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from excel_eval.book import ProjectSheet
from excel_eval.numbers import plain
from excel_eval.rules.amounts import UNIT_FACTOR, label, number, shown
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.money.sources import lines
from excel_eval.rules.money.spending import AMOUNT
from excel_eval.rules.prose import texts
from excel_eval.rules.settings import Settings
from excel_eval.text.judging.verdict import LIMITS
from excel_eval.text.statements.roles import amount_role
from excel_eval.text.units import MONEY


@rule(
    "F15",
    "{label}为{found}万元，超过{limit}万元，疑似按元填写",
    severity="warning",
    fix="核对金额单位；确为大额资金的可在豁免表中说明",
    scope="sheet",
    ratio=("{label}为{found}，与{other}的{expected}相差约一万倍，疑似元与万元混用", "统一金额单位后重新填写"),
    text=("文字中的{found}与{label}{expected}相差约一万倍，疑似元与万元混用", "核对文字中金额的单位"),
    small=("金额单位为元，而{label}只有{found}元，疑似按万元填写", "核对金额单位；确为元的可在豁免表中说明"),
)
def units_are_not_mixed(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """万元表中没有超过一万的金额，元表中的资金总额不小于一千元，表内和文字中的金额没有相差一万倍的"""
    amounts = {
        path: value.value
        for path, value in sheet.values.items()
        if value.slot.kind == "amount" and isinstance(value.value, Decimal) and value.value > 0
    }
    typed = {path: amount for path, amount in amounts.items() if sheet.values[path].slot.role == "input"}
    mixed = {path for path, _ in _pairs(sheet, settings)}
    large = [path for path, amount in typed.items() if amount > settings.large_amount and path not in mixed]
    if large and sheet.scale == 1:
        first, *others = large
        limit = plain(settings.large_amount)
        whole = {path for path in ("funds.total.budget", "funds.total.executed") if path in typed}
        unit = _unit_home(sheet) if whole and whole <= set(large) else []
        figures = {"found": shown(sheet, typed[first]), "limit": limit, "label": label(sheet, first)}
        yield at(first, related=[*others, *unit], scale=UNIT_FACTOR if unit else None, **figures)
    yield from _too_small(sheet)
    for path, other in _pairs(sheet, settings):
        yield at(
            path,
            related=(other,),
            variant="ratio",
            found=shown(sheet, amounts[path]),
            expected=shown(sheet, amounts[other]),
            label=label(sheet, path),
            other=label(sheet, other),
        )
    yield from _in_text(sheet, amounts, settings)


def _unit_home(sheet: ProjectSheet) -> list[str]:
    """Where the sheet says its unit of money: in a cell for it, or in a remark or a label (项目资金（万元）)."""
    if "amount_unit" in sheet.values:
        return ["amount_unit"]
    return [sheet.unit_cell] if sheet.unit_cell else []


_LEAST = Decimal("0.1")
"""Less than this in 万元 is no project's money."""


def _too_small(sheet: ProjectSheet) -> Iterator[At]:
    """A total that makes sense in 万元 alone, on a sheet that says 元."""
    totals = (f"funds.total.{key}" for key in ("budget", "initial", "executed"))
    path, total = next(((path, total) for path in totals if (total := number(sheet, path))), ("", Decimal(0)))
    if 0 < total < _LEAST and sheet.scale == UNIT_FACTOR:
        unit, related = ("amount_unit", [path]) if "amount_unit" in sheet.values else (path, _unit_home(sheet))
        found, name = shown(sheet, total), label(sheet, path)
        yield at(unit, related=related, variant="small", scale=Decimal(1), found=found, label=name)


def _ten_thousandfold(one: Decimal, other: Decimal, settings: Settings) -> bool:
    return bool(other) and abs(one / other / UNIT_FACTOR - 1) <= settings.magnitude


def _pairs(sheet: ProjectSheet, settings: Settings) -> Iterator[tuple[str, str]]:
    """(the large, the small) amounts of one source that differ by the factor of the unit."""
    for line in lines(sheet):
        budget, executed, initial = (f"funds.{line}.{key}" for key in ("budget", "executed", "initial"))
        for one, other in ((budget, executed), (executed, budget), (initial, budget), (budget, initial)):
            figures = number(sheet, one), number(sheet, other)
            if figures[0] and figures[1] and _ten_thousandfold(figures[0], figures[1], settings):
                yield one, other


def _in_text(sheet: ProjectSheet, amounts: dict[str, Decimal], settings: Settings) -> Iterator[At]:
    for path, text in texts(sheet):
        for amount in dict.fromkeys(_stated(text)):
            if amount in amounts.values():
                continue
            near = next((p for p, a in amounts.items() if _mixed(amount, a, settings)), None)
            if near:
                found = f"{plain(amount)}万元"
                expected = f"{plain(amounts[near])}万元"
                yield at(
                    path, related=(near,), variant="text", found=found, expected=expected, label=label(sheet, near)
                )
                break


_REACH, _TAIL = 24, 12


def _stated(text: str) -> Iterator[Decimal]:
    """The amounts of a text in 万元 that are no prices, floors or caps: 每人每天100元 is not a hundred 元 for 万元."""
    for match in AMOUNT.finditer(text):
        before = re.split(r"[。；\n]", text[max(0, match.start() - _REACH) : match.start()])[-1]
        if amount_role(before, text[match.end() : match.end() + _TAIL]) not in LIMITS:
            yield Decimal(match[1].replace(",", "")) * MONEY[match[2]] / UNIT_FACTOR


def _mixed(one: Decimal, other: Decimal, settings: Settings) -> bool:
    return _ten_thousandfold(one, other, settings) or bool(one and _ten_thousandfold(other, one, settings))
