"""Sentences that tell of a clean project what its sheet says; and faults out of step with it, in the sentences and outside."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from random import Random

from excel_eval.numbers import fixed, plain
from tests.rules.clean_projects import SOURCES, Fault, Values

_LABELS = {"appropriation": "财政拨款", "carryover": "上年结转", "other": "其他资金"}


def told(rng: Random, values: Values) -> Values:
    """A clean project with sentences on its money and its counts, in the places that its form has for them."""
    money, counts = _money(rng, values), _counts(rng, values)
    if any(path.startswith("measures[") for path in values):
        return values | {"narrative.situation": money, "narrative.performance": counts}
    return values | {"goal.expected": "提高服务水平。", "goal.achieved": money + counts}


def _money(rng: Random, values: Values) -> str:
    year, name = values["year"], values["name"]
    budget, spent = (Decimal(values[f"funds.total.{key}"]) for key in ("budget", "executed"))
    rate = fixed(spent / budget * 100, rng.randint(1, 3))
    sentence = rng.choice((
        f"{year}年度安排{name}{_amount(rng, budget)}，实际支出{_amount(rng, spent)}。",
        f"{year}年{name}全年预算{_amount(rng, budget)}，执行{_amount(rng, spent)}，执行率{rate}%。",
        f"本项目{year}年度预算数{_amount(rng, budget)}，支出{_amount(rng, spent)}，结余{plain(budget - spent)}万元。",
    ))  # fmt: skip
    parts = [(_LABELS[s], values[f"funds.{s}.budget"]) for s in SOURCES if f"funds.{s}.budget" in values]
    listed = "、".join(f"{label}{plain(Decimal(part))}万元" for label, part in parts)
    return sentence + f"资金来源为{listed}，合计{plain(budget)}万元。" if rng.random() < 0.5 else sentence


def _amount(rng: Random, amount: Decimal) -> str:
    return rng.choice((f"{plain(amount)}万元", f"{plain(amount * 10_000)}元"))


def _counts(rng: Random, values: Values) -> str:
    sentences = []
    for index in range(3):
        row = {key: values.get(f"measures[{index}].{key}", "") for key in ("name", "unit", "total", "done")}
        if row["total"]:
            rate = fixed(Decimal(row["done"]) / Decimal(row["total"]) * 100, rng.randint(0, 2))
            sentences.append("全年受理{name}{total}{unit}，办结{done}{unit}，办结率为".format(**row) + f"{rate}%。")
    before, after = sorted(rng.sample(range(50, 400), 2))
    growth = fixed(Decimal(after - before) / before * 100, 1)
    sentences.append(f"服务人次由上年的{before}人次增加到{after}人次，增长{growth}%。")
    return "".join(rng.sample(sentences, len(sentences)))


_FIGURE = re.compile(r"\d+(?:\.\d+)?(?=万元|元|件|%)")
_TEXTS = ("narrative.situation", "narrative.performance", "goal.achieved")


def plant_out_of_step(rng: Random, values: Values) -> Fault:
    """A random fault in a sentence, or in a figure whose reason, date or count no longer fits; `values` stay."""
    while True:
        kind = rng.choice(sorted(_FAULTS))
        fault = _FAULTS[kind](rng, values)
        if fault:
            return Fault(kind, *fault)


def _sentence(rng: Random, values: Values) -> tuple[str, str]:
    """Another first digit in one figure of a text."""
    path = rng.choice([p for p in _TEXTS if p in values])
    text = values[path]
    figure = rng.choice(list(_FIGURE.finditer(text)))
    digit = rng.choice([d for d in "123456789" if d != figure[0][0]])
    return path, text[: figure.start()] + digit + text[figure.start() + 1 :]


def _unit(rng: Random, values: Values) -> tuple[str, str] | None:
    path = rng.choice([p for p in _TEXTS if p in values])
    places = [match.start() for match in re.finditer("万元", values[path])]
    at = rng.choice(places) if places else 0
    return (path, values[path][:at] + values[path][at + 1 :]) if places else None


def _year(rng: Random, values: Values) -> tuple[str, str]:
    path = next(p for p in _TEXTS if p in values)
    return path, values[path].replace(values["year"], str(int(values["year"]) - 1), 1)


def _reason(rng: Random, values: Values) -> tuple[str, str] | None:
    missed = [p for p in values if p.endswith(".explanation") and "推迟" in values[p]]
    return (rng.choice(missed), rng.choice(("", "无", "—"))) if missed else None


def _missed(rng: Random, values: Values) -> tuple[str, str] | None:
    """An actual value far below its target, on a row that gives no reason."""
    rows = [p.removesuffix(".actual") for p in values if p.endswith(".actual")]
    more = [r for r in rows if re.match(r"≥|≧|》|不", values.get(f"{r}.direction", values[f"{r}.target"]))]
    more = [r for r in more if "不超过" not in values[f"{r}.target"] and "不高于" not in values[f"{r}.target"]]
    silent = [r for r in more if f"{r}.explanation" not in values]
    row = rng.choice(silent) if silent else ""
    unit = values[f"{row}.actual"].lstrip("0123456789.") if row else ""
    return (f"{row}.actual", f"{rng.randint(2, 40)}{unit}") if row else None


def _late(rng: Random, values: Values) -> tuple[str, str] | None:
    row = next((p.removesuffix(".direction") for p in values if values[p] == "期限"), None)
    return (f"{row}.actual", f"{values['year']}-12-{rng.randint(10, 31)}") if row else None


def _count(rng: Random, values: Values) -> tuple[str, str] | None:
    paths = [p for p in values if p.startswith("measures[") and p.endswith((".total", ".done"))]
    path = rng.choice(paths) if paths else ""
    return (path, str(int(values[path]) * 3 + 1)) if paths else None


_FAULTS: dict[str, Callable[[Random, Values], tuple[str, str] | None]] = {
    "figure in a sentence": _sentence,
    "unit in a sentence": _unit,
    "year in a sentence": _year,
    "reason removed": _reason,
    "target missed": _missed,
    "late": _late,
    "count changed": _count,
}
