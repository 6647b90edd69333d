"""Figures as they stand in sentences. The closed list serves narrative files and a person's placeholders alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from excel_eval.numbers import percent, plain, rounded
from excel_eval.text.numerals import rmb_uppercase

TEN_THOUSAND = Decimal(10_000)


def wan(amount: Decimal) -> str:
    """An amount in 万元: 85.62 → 85.62万元."""
    return f"{plain(amount)}万元"


def yuan(amount: Decimal) -> str:
    """An amount in 万元 as yuan: 85.62 → 856200元."""
    return f"{plain(amount * TEN_THOUSAND)}元"


def capitals(amount: Decimal) -> str:
    """An amount in 万元 as 人民币大写: 85.62 → 捌拾伍万陆仟贰佰元整."""
    return rmb_uppercase(amount * TEN_THOUSAND)


def whole(number: Decimal) -> str:
    """A number without decimals, rounded half up."""
    return plain(rounded(number))


def day(value: date) -> str:
    """A date in words: 2020年12月31日."""
    return f"{value.year}年{value.month}月{value.day}日"


def share(value: Decimal, places: int = 2) -> str:
    """A share as a percentage; more decimals where rounding would make it 100% or 0% and it is neither."""
    for more in range(places, places + 5):
        shown = rounded(value * 100, more)
        if shown not in (0, 100) or shown == value * 100:
            return percent(value, more)
    return percent(value, places)


def share1(value: Decimal) -> str:
    """A share as a percentage with one decimal: 0.857142 → 85.7%."""
    return share(value, 1)


NUMERIC: dict[str, Callable[[Decimal], str]] = {
    "万元": wan,
    "元": yuan,
    "大写": capitals,
    "整数": whole,
    "百分比": share,
    "百分比1": share1,
}
SHARES = frozenset({"rate", "share", "claimed"})
"""Keys whose values are shares: shown as percentages where no filter is named."""


def shown(path: str, value: Decimal | date | str) -> str:
    """A value as it stands in a sentence when no filter is named."""
    if isinstance(value, Decimal):
        return share(value) if path.rpartition(".")[2] in SHARES else plain(value)
    return day(value) if isinstance(value, date) else value


def filtered(name: str, path: str, value: Decimal | date | str) -> str | None:
    """A value through a filter; None where the filter is not made for such a value."""
    if name == "文字":
        return shown(path, value)
    if name == "日期":
        return day(value) if isinstance(value, date) else None
    return NUMERIC[name](value) if isinstance(value, Decimal) else None


def sentence(text: str) -> str:
    """A person's text as one sentence inside another: on one line, closed by one full stop."""
    joined = "".join(line.strip() for line in text.splitlines())
    return joined.rstrip("。；;，,、 ") + ("" if joined.endswith(("！", "？")) else "。")
