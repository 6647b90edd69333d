"""Clean projects with what an accountant writes on them, every figure of every sentence in keeping; and figures to change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from random import Random

from excel_eval.numbers import fixed, plain, rounded
from excel_eval.text.numerals import rmb_uppercase
from tests.rules.clean_projects import Values, clean_project

_NAMES = ("信访救助专项资金", "领导接访费用", "道路养护工程", "智慧城管平台运维", "老旧小区改造", "残疾人就业扶持")
_WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
_NARROW = str.maketrans("０１２３４５６７８９", "0123456789")
FIGURE = re.compile(r"\d+(?:\.\d+)?(?=万元|元|件|批|%|份|人|家|个百分点)")
"""The figures of a text that a sentence claims."""


def clean_report(rng: Random) -> Values:
    """The values of a clean project with a situation and a performance in sentences."""
    values = clean_project(rng) | {"name": rng.choice(_NAMES)}
    values["narrative.situation"] = _typed(rng, "".join(_situation(rng, values)))
    values["narrative.performance"] = _typed(rng, "".join(_performance(rng, values)))
    if "narrative.deviation" not in values:
        values["narrative.deviation"] = "部分活动因疫情推迟。"
    return values


def planted(rng: Random, values: Values) -> tuple[str, str]:
    """The path of a text and the text with one digit of one of its figures changed."""
    path = rng.choice(["narrative.situation", "narrative.performance"])
    text = values[path]
    figure = rng.choice(list(FIGURE.finditer(text)))
    place = rng.choice([i for i in range(figure.start(), figure.end()) if text[i].isdigit()])
    other = rng.choice([digit for digit in "123456789" if digit != text[place].translate(_NARROW)])
    return path, text[:place] + other + text[place + 1 :]


def _typed(rng: Random, text: str) -> str:
    """A text as it is typed or pasted: now and then with full-width figures, or with lines broken as a PDF breaks them."""
    if rng.random() < 0.1:
        return text.translate(_WIDE)
    if rng.random() < 0.15:
        return "\n".join(text[i : i + 23] for i in range(0, len(text), 23))
    return text


def _situation(rng: Random, values: Values) -> Iterator[str]:
    name, year = values["name"], int(values["year"])
    budget, spent = (Decimal(values[f"funds.total.{key}"]) for key in ("budget", "executed"))
    rate, left = fixed(rounded(spent * 100 / budget, 2), 2), plain(budget - spent)
    yield f"根据某发〔{year - 2}〕{rng.randint(1, 99)}号文件，每年不少于{rng.randint(1, 9)}场活动，设立{name}。"
    yield rng.choice(
        (
            f"{year}年度安排{name}{plain(budget)}万元，实际支出{plain(spent)}万元，执行率{rate}%。",
            f"全年预算数{plain(budget)}万元，全年执行数{plain(spent)}万元，预算执行率为{rate}%，结余{left}万元。",
            f"{year}年度{name}预算{plain(budget)}万元，支出{plain(spent * 10000)}元，完成预算的{rate}%。",
            f"批复预算{plain(budget)}万元，实际支出{rmb_uppercase(spent * 10000)}，支出较预算减少{left}万元。",
        )
    )
    rows = [(values[f"expenses[{i}].name"], Decimal(values[f"expenses[{i}].executed"])) for i in range(_rows(values, "expenses"))]
    listed = "、".join(f"{label}{plain(amount)}万元" for label, amount in rows)
    yield rng.choice((f"支出{plain(spent)}万元，其中：{listed}。", f"{listed}，合计{plain(spent)}万元。", ""))


def _performance(rng: Random, values: Values) -> Iterator[str]:
    year = values["year"]
    name, total, done, rate = (values[f"measures[0].{key}"] for key in ("name", "total", "done", "claimed"))
    yield rng.choice(
        (
            f"{year}年，交办{name}{total}件，化解{done}件，化解率{rate}。",
            f"{name}{total}件，已化解{done}件，化解率达{rate}。",
            f"交办的{total}件{name}化解{done}件，化解率为{rate}。",
            f"{name}化解率{rate}（{total}件中化解{done}件）。",
        )
    )
    yield _counted(rng)
    one, other = rng.randint(5, 200), rng.randint(5, 200)
    yield rng.choice(
        (f"受理来信{one}件、来访{other}件，共计{one + other}件。", f"共受理{one + other}件，其中来信{one}件、来访{other}件。")
    )
    before = rng.randint(20, 500)
    if before != int(total):
        word, change = ("增加", int(total) - before) if int(total) > before else ("减少", before - int(total))
        share = fixed(rounded(Decimal(change) * 100 / before, 1), 1)
        yield f"{name}由上年的{before}件变为今年的{total}件，{word}{change}件，{word}{share}%。"
    yield rng.choice(("", "主要采取三项措施：一是完善制度；二是强化督查；三是加强培训。", "群众满意率由90%提高到95%，提高5个百分点。"))


def _counted(rng: Random) -> str:
    total = rng.randint(20, 300)
    done = rng.randint(total * 3 // 4, total)
    places = rng.randint(0, 4)
    rate = fixed(rounded(Decimal(done) * 100 / total, places), places)
    return rng.choice(
        (
            f"发放问卷{total}份，收回有效问卷{done}份，回收率{rate}%。",
            f"应到{total}人，实到{done}人，到会率{rate}%。",
            f"检查企业{total}家，合格{done}家，合格率{rate}%。",
            f"在{total}名受访群众中，{done}人表示满意，满意率{rate}%。",
        )
    )


def _rows(values: Values, table: str) -> int:
    return 1 + max(int(match[1]) for path in values if (match := re.match(rf"{table}\[(\d+)\]", path)))
