"""Clean projects made at random for the default form, every figure in keeping; and faults to plant in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from excel_eval.numbers import fixed, plain, rounded
from excel_eval.rules.amounts import swapped

Values = dict[str, str]
SOURCES = ("appropriation", "carryover", "other")
_INDICATORS = (
    ("产出指标", "数量指标", "培训场次", "≥", "场", 20),
    ("产出指标", "质量指标", "办结合格率", "≥", "%", 15),
    ("产出指标", "数量指标", "督查组", "=", "个", 5),
    ("产出指标", "成本指标", "人均成本", "≤", "元", 5),
    ("产出指标", "时效指标", "完成时间", "期限", "", 5),
    ("效益指标", "社会效益指标", "群众知晓率", "≥", "%", 20),
    ("效益指标", "社会效益指标", "信访秩序", "定性", "", 10),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥", "%", 10),
)


def money(rng: Random, low: int = 100, high: int = 90_000) -> Decimal:
    """An amount in 万元 with two decimals."""
    return Decimal(rng.randint(low, high)) / 100


def clean_project(rng: Random) -> Values:
    """The values of one clean project as a person types them, stated ratios at random precision."""
    values = {"name": "信访事项化解专项", "year": "2020", "department": "市信访局", "unit": "市信访局"}
    executed = _funds(rng, values)
    _expenses(rng, values, executed)
    _indicators(rng, values)
    _measures(rng, values)
    return values


def clean_annex(rng: Random) -> Values:
    """The values of one clean project in the annex grid of 2020, targets and actual values as texts."""
    return _annex(rng, _ANNEX)


def clean_cost_annex(rng: Random) -> Values:
    """The same in the annex grid of 2021, with cost as a first level."""
    return _annex(rng, _COST_ANNEX)


def _annex(rng: Random, indicators: tuple[tuple[str, str, str, str, str, int], ...]) -> Values:
    values = {"name": "信访事项化解专项", "year": "2020", "department": "市信访局", "unit": "市信访局"}
    _funds(rng, values)
    scores = Decimal(values["funds.total.score"])
    for index, (dimension, category, name, sign, unit, weight) in enumerate(indicators):
        target = rng.randint(50, 90)
        actual = target + rng.randint(0, 5) if sign == "≥" else target - rng.randint(0, 5)
        row = {"dimension": dimension, "category": category, "name": name, "weight": str(weight)}
        row |= {"target": rng.choice(_SPELT[sign]) + f"{target}{unit}", "actual": str(actual), "score": str(weight)}
        if sign == "≥" and rng.random() < 0.3:
            row |= _missed(target, target - 7, weight)
        row["actual"] += unit
        if "满意" in name:
            row["explanation"] = row.get("explanation", "") + "。问卷调查有效样本300份"
        scores += Decimal(row["score"])
        values |= {f"indicators[{index}].{key}": value for key, value in row.items()}
    return values | {"total.weight": "100", "total.score": fixed(scores, 2)}


_SPELT = {"≥": ("≥", "不低于", "不少于", "≧", "》"), "≤": ("≤", "不超过", "不高于", "≦")}
_ANNEX = (
    ("产出指标", "数量指标", "培训场次", "≥", "场", 20),
    ("产出指标", "质量指标", "办结合格率", "≥", "%", 15),
    ("产出指标", "时效指标", "平均办理时间", "≤", "天", 10),
    ("产出指标", "成本指标", "人均成本", "≤", "元", 5),
    ("效益指标", "社会效益指标", "群众知晓率", "≥", "%", 30),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥", "%", 10),
)
_COST_ANNEX = (
    ("成本指标", "经济成本指标", "人均成本", "≤", "元", 20),
    ("产出指标", "数量指标", "培训场次", "≥", "场", 20),
    ("产出指标", "质量指标", "办结合格率", "≥", "%", 12),
    ("产出指标", "时效指标", "平均办理时间", "≤", "天", 8),
    ("效益指标", "社会效益指标", "群众知晓率", "≥", "%", 20),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥", "%", 10),
)


def _funds(rng: Random, values: Values) -> Decimal:
    budgets = {source: money(rng) for source in rng.sample(SOURCES, rng.randint(2, 3))}
    spent = {source: rounded(amount * rng.randint(970, 1000) / 1000, 2) for source, amount in budgets.items()}
    for source, amount in budgets.items():
        values[f"funds.{source}.initial"] = values[f"funds.{source}.budget"] = fixed(amount, 2)
        values[f"funds.{source}.executed"] = fixed(spent[source], 2)
    budget, executed = sum(budgets.values(), Decimal(0)), sum(spent.values(), Decimal(0))
    values |= {f"funds.total.{key}": fixed(budget, 2) for key in ("initial", "budget")}
    values["funds.total.executed"] = fixed(executed, 2)
    values["funds.total.rate"] = ratio(rng, executed / budget)
    values["funds.total.score"] = fixed(10 * executed / budget, 2)
    return executed


def ratio(rng: Random, share: Decimal) -> str:
    """A true share, typed with random decimals."""
    return fixed(share * 100, rng.randint(0, 4)) + "%"


def _expenses(rng: Random, values: Values, executed: Decimal) -> None:
    rest, count = executed, rng.randint(2, 4)
    for index in range(count):
        amount = rest if index == count - 1 else rounded(rest * rng.randint(30, 60) / 100, 2)
        rest -= amount
        code, name = (("30201", "办公费"), ("30211", "差旅费"), ("30216", "培训费"), ("30227", "委托业务费"))[index]
        values |= {f"expenses[{index}].code": code, f"expenses[{index}].name": name}
        values[f"expenses[{index}].executed"] = fixed(amount, 2)
        values[f"expenses[{index}].share"] = ratio(rng, amount / executed)


def _indicators(rng: Random, values: Values) -> None:
    for index, (dimension, category, name, direction, unit, weight) in enumerate(_INDICATORS):
        target = rng.randint(50, 95)
        row = {"dimension": dimension, "category": category, "name": name, "direction": direction, "unit": unit}
        row |= {"weight": str(weight), "score": str(weight)}
        if direction == "定性":
            row |= {"target": "明显改善", "actual": "达成年度指标"}
        elif direction == "期限":
            row |= {"target": "2020-11-30", "actual": f"2020-10-{rng.randint(10, 30)}"}
        else:
            actual = {"≥": target + rng.randint(0, 4), "≤": target - rng.randint(0, 9), "=": target}[direction]
            row |= {"target": str(target), "actual": str(actual)}
            if direction == "≥" and rng.random() < 0.3:
                row |= _missed(target, target - rng.randint(1, 20), weight)
        if "满意" in name:
            row["explanation"] = row.get("explanation", "") + "。问卷调查有效样本300份"
        values |= {f"indicators[{index}].{key}": value for key, value in row.items() if value}


def _missed(target: int, actual: int, weight: int) -> Values:
    score = rounded(Decimal(weight) * actual / target, 2)
    return {"actual": str(actual), "score": plain(score), "explanation": "受疫情影响推迟，下年补办"}


def _measures(rng: Random, values: Values) -> None:
    for index in range(rng.randint(1, 3)):
        total = rng.randint(3, 400)
        done = rng.randint(total * 3 // 4, total)
        name = ("信访积案", "重点事项", "督查事项")[index]
        row = {"name": name, "unit": "件", "total": str(total), "done": str(done)}
        row |= {"claimed": ratio(rng, Decimal(done) / total)}
        if total - done:
            row["note"] = f"{total - done}件正在办理"
        values |= {f"measures[{index}].{key}": value for key, value in row.items()}


@dataclass(frozen=True)
class Fault:
    """A fault planted: where, and what stands there now."""

    kind: str
    path: str
    value: str


def plant(rng: Random, values: Values) -> Fault:
    """A random fault that breaks an identity; `values` stay as they are."""
    while True:
        kind = rng.choice(sorted(_FAULTS))
        fault = _FAULTS[kind](rng, values)
        if fault:
            return Fault(kind, *fault)


def _amount(rng: Random, values: Values) -> str:
    return rng.choice([p for p in values if p.startswith(("funds.", "expenses[")) and p.endswith(_COLUMNS)])


_COLUMNS = (".initial", ".budget", ".executed")


def _swap(rng: Random, values: Values) -> tuple[str, str] | None:
    path = _amount(rng, values)
    right = Decimal(values[path])
    others = [figure for figure in swapped(right) if abs(figure - right) > Decimal("0.1")]
    return (path, fixed(rng.choice(others), 2)) if others else None


def _unit(rng: Random, values: Values) -> tuple[str, str]:
    path = _amount(rng, values)
    return path, fixed(Decimal(values[path]) * 10_000, 2)


def _sign(rng: Random, values: Values) -> tuple[str, str]:
    path = _amount(rng, values)
    return path, "-" + values[path]


def _left_out(rng: Random, values: Values) -> tuple[str, str]:
    column = rng.choice(("initial", "budget", "executed"))
    part = rng.choice([p for p in values if p.startswith("funds.") and p.endswith(column) and "total" not in p])
    total = f"funds.total.{column}"
    return total, fixed(Decimal(values[total]) - Decimal(values[part]), 2)


def _percent(rng: Random, values: Values) -> tuple[str, str] | None:
    """Another last digit; not 0 in a rate, where a cell's format may have added it to a shorter one that is right."""
    path = rng.choice([p for p in values if p.endswith((".rate", ".claimed", ".share"))])
    number = values[path].rstrip("%")
    places = len(number.partition(".")[2])
    step = rng.choice((1, 2, -1, -3)) * Decimal(1).scaleb(-places)
    changed = fixed(Decimal(number) + step, places)
    unsure = changed.endswith("0") and places and not path.endswith(".claimed")
    return None if unsure else (path, f"{changed}%")


def _weight(rng: Random, values: Values) -> tuple[str, str]:
    path = rng.choice([p for p in values if p.endswith(".weight")])
    return path, str(int(values[path]) + rng.choice((1, 2, 5)))


def _score(rng: Random, values: Values) -> tuple[str, str] | None:
    path = rng.choice([p for p in values if p.startswith("indicators") and p.endswith(".score")])
    return (path, str(int(values[path]) - 3)) if values[path].isdigit() else None


_FAULTS: dict[str, Callable[[Random, Values], tuple[str, str] | None]] = {
    "digits swapped": _swap,
    "unit changed": _unit,
    "sign": _sign,
    "row left out": _left_out,
    "percent changed": _percent,
    "weight changed": _weight,
    "score changed": _score,
}
