"""F11: quantity × price is the amount, in the notes of the spending detail and in columns of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from excel_eval.book import ProjectSheet
from excel_eval.numbers import plain, plain_decimal
from excel_eval.rules.amounts import UNIT_FACTOR, label, numbers, shown, shown_places
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.prose import folded

_TIMES = re.compile(r"[×xX*＊✕]")
_FACTOR = re.compile(
    r"(?<![\d.,])(\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,6})?)(万元|元)?((?:/|每)?[^\d×xX*＊✕=＝,，;；。、+]{0,8})"
)
_PRODUCT_END = re.compile(r"[,，;；。、+＝=\n]")


@rule(
    "F11",
    "说明中“{formula}”等于{expected}，而{label}为{found}",
    severity="warning",
    fix="核对数量、单价和金额，注意元与万元的换算",
    scope="sheet",
    columns=("{label}为{found}，数量{quantity}×单价{price}应为{expected}", "核对数量、单价和金额，注意元与万元的换算"),
)
def quantity_times_price(sheet: ProjectSheet) -> Iterator[At]:
    """数量×单价=金额（元与万元换算）"""
    for index in range(len(sheet.project.expenses)):
        amounts = numbers(sheet, tuple(f"expenses[{index}].{key}" for key in ("executed", "budget")))
        if amounts:
            yield from _in_note(sheet, index, amounts)
            yield from _in_columns(sheet, index, amounts)


def _in_note(sheet: ProjectSheet, index: int, amounts: dict[str, Decimal]) -> Iterator[At]:
    """A product in the note of a row, or the sum of several."""
    note = sheet.project.expenses[index].note
    found = _products(note) if note else ()
    whole = sum((amount for _, amount in found), Decimal(0))
    if found and not _any_is(sheet, amounts, {*(amount for _, amount in found), whole}):
        path, value = next(iter(amounts.items()))
        yield at(
            path, related=(f"expenses[{index}].note",), found=shown(sheet, value), expected=shown(sheet, whole),
            formula="+".join(formula for formula, _ in found), label=label(sheet, path),
        )  # fmt: skip


def _in_columns(sheet: ProjectSheet, index: int, amounts: dict[str, Decimal]) -> Iterator[At]:
    """Quantity and price in columns of their own; the price may be in 元 or in 万元."""
    factors = numbers(sheet, (f"expenses[{index}].quantity", f"expenses[{index}].price"))
    if len(factors) < 2:
        return
    quantity, price = factors.values()
    products = (plain_decimal(quantity * price / UNIT_FACTOR), plain_decimal(quantity * price))
    if not all(products) or _any_is(sheet, amounts, set(products)):
        return
    path, value = next(iter(amounts.items()))
    right = min(products, key=lambda product: abs(value.copy_abs().ln() - product.copy_abs().ln()) if value else product)
    figures = {"quantity": plain(quantity), "price": plain(price), "label": label(sheet, path)}
    expected = shown(sheet, right)
    yield at(path, related=tuple(factors), variant="columns", found=shown(sheet, value), expected=expected, **figures)


def _any_is(sheet: ProjectSheet, amounts: dict[str, Decimal], wanted: set[Decimal]) -> bool:
    """Whether one of the amounts of a row is one of those wanted, at the decimals that they show."""
    places = max((shown_places(sheet, path, value) for path, value in amounts.items()), default=0)
    return any(_same(value, wanted, places) for value in amounts.values())


def _same(value: Decimal, wanted: set[Decimal], places: int) -> bool:
    return any(abs(value - amount) <= Decimal(5).scaleb(-places - 1) for amount in wanted)


def _products(note: str) -> tuple[tuple[str, Decimal], ...]:
    """Every quantity × price of a note with its amount in 万元: 25人天×100元/人天 → 0.25."""
    found = []
    for piece in _PRODUCT_END.split(folded(note)[:4000]):
        factors = _TIMES.split(piece)
        amount = _product(factors) if 2 <= len(factors) <= 6 else None
        if amount is not None:
            found.append((piece, amount))
    return tuple(found)


def _product(factors: list[str]) -> Decimal | None:
    amount, unit = Decimal(1), None
    for factor in factors:
        match = _FACTOR.search(factor)
        if match is None:
            return None
        amount *= Decimal(match[1].replace(",", ""))
        unit = match[2] or unit
    return None if unit is None else plain_decimal(amount / 10_000 if unit == "元" else amount)
