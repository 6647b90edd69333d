"""Every pattern of the package, and the readers of text, stay quick on cells made to hurt them."""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator

import pytest

import excel_eval
from excel_eval.narrate.claims import judge_text
from excel_eval.text.claims import claims
from excel_eval.text.values.cells import number
from excel_eval.text.values.quantity import quantity
from excel_eval.text.wording import remarks
from tests.growing import LENGTH, MOST, cell, growth

WORDS = (
    "1 1, 9,999, 1. 12 0.1 1- 1/2 1件 14件化解12件，化解率85.7%， 由1件到 其中1万元、 合计1件、 1% 四率： ，一是 三个方面：一是 使用完毕 2020年"
    " 〔2016〕 （ 《 “ [ {{ ' \" ( ! $A = 一 百 二十 百分之 驻京 处置甲 X … . _ 说明甲 不超过 11月底前， A1 a[1]. a_ # < - 1e 1万 元 * \\"
    " 年初1件，新增1件， 年末1件， 其余1件 每台1元，共1元， 人均1元， 占总数的1%， 完成计划的1%， 比1%高1个百分点， 1，000 1，000元 分别增长1%、 “一、二”两项 甲科、乙科2个科 1万1千1百 1亿1万 ¥1,000 三千余人 负1 ±1% 壹万元"
)
PHRASES = [*WORDS.split(" "), " ", "\u3000", "\n", "\t"]


CELLS = {phrase: cell(phrase) for phrase in PHRASES} | {
    "digits then a letter": "1" * (LENGTH - 1) + "x",
    "mixed": cell("1,234.5万元、（14件）化解 12 件，化解率85.7%；一是 二是\n"),
}


def modules() -> Iterator[str]:
    yield "excel_eval"
    for found in pkgutil.walk_packages(excel_eval.__path__, "excel_eval."):
        if not found.name.endswith("__main__"):
            yield found.name


def patterns() -> dict[str, re.Pattern[str]]:
    found: dict[str, re.Pattern[str]] = {}
    for name in modules():
        for key, value in vars(importlib.import_module(name)).items():
            many = value if isinstance(value, (tuple, list)) else value.values() if isinstance(value, dict) else [value]
            for i, one in enumerate(many):
                if isinstance(one, re.Pattern) and isinstance(one.pattern, str):
                    found[f"{name}.{key}[{i}]"] = one
    return found


PATTERNS = patterns()


def all_of(pattern: re.Pattern[str]) -> Callable[[str], object]:
    return lambda text: sum(1 for _ in pattern.finditer(text))


def test_the_patterns_of_the_package_are_found() -> None:
    assert len(PATTERNS) > 30


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_a_pattern_is_linear(name: str) -> None:
    run = all_of(PATTERNS[name])
    assert not {phrase: times for phrase, text in CELLS.items() if (times := growth(run, text)) >= MOST}


@pytest.mark.parametrize("read", [claims, judge_text, remarks, quantity, lambda text: number(text, "amount")])
def test_reading_a_cell_grows_with_its_length(read: Callable[[str], object]) -> None:
    assert not {phrase: times for phrase, text in CELLS.items() if (times := growth(read, text)) >= MOST}


def test_a_pattern_that_is_not_linear_is_found() -> None:
    assert growth(all_of(re.compile(r"\d+x")), "1" * 9000) >= MOST
