"""Every pattern of the package, and the readers of text, stay quick on cells made to hurt them."""

import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator

import pytest

import excel_eval
from excel_eval.text.cells import number
from excel_eval.text.claims import claims
from excel_eval.text.quantity import quantity
from excel_eval.text.report import judge_text
from excel_eval.text.wording import remarks

LENGTH, LIMIT = 32_767, 0.1
WORDS = (
    "1 1, 9,999, 1. 12 0.1 1- 1/2 1件 14件化解12件，化解率85.7%， 由1件到 其中1万元、 合计1件、 1% 四率： ，一是 三个方面：一是 使用完毕 2020年"
    " 〔2016〕 （ 《 “ [ {{ ' \" ( ! $A = 一 百 二十 百分之 驻京 处置甲 X … . _ 说明甲 不超过 11月底前， A1 a[1]. a_ # < - 1e 1万 元 * \\"
)
PHRASES = [*WORDS.split(" "), " ", "\u3000", "\n", "\t"]


def cell(phrase: str) -> str:
    return (phrase * (LENGTH // len(phrase) + 1))[:LENGTH]


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


def quickest(run: Callable[[], object], limit: float) -> float:
    """The best of up to three runs, so that a busy machine does not fail the test."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        run()
        best = min(best, time.process_time() - start)
        if best < limit:
            break
    return best


def test_the_patterns_of_the_package_are_found() -> None:
    assert len(PATTERNS) > 30


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_a_pattern_is_linear(name: str) -> None:
    slow = {phrase: spent for phrase, text in CELLS.items() if (spent := spent_on(PATTERNS[name], text)) >= LIMIT}
    assert not slow


def spent_on(pattern: re.Pattern[str], text: str) -> float:
    """Seconds for a full cell; taken for 0 where an eighth of it is so quick that even a square of it would pass."""
    part = text[: LENGTH // 8]
    if quickest(lambda: sum(1 for _ in pattern.finditer(part)), LIMIT / 64) < LIMIT / 64:
        return 0.0
    return quickest(lambda: sum(1 for _ in pattern.finditer(text)), LIMIT)


@pytest.mark.parametrize("read", [claims, judge_text, remarks, quantity, lambda text: number(text, "amount")])
def test_a_full_cell_is_read_well_under_a_second(read: Callable[[str], object]) -> None:
    slow = {phrase: spent for phrase, text in CELLS.items() if (spent := quickest(lambda text=text: read(text), 1.0)) >= 1.0}
    assert not slow


def test_a_pattern_that_is_not_linear_is_found() -> None:
    assert spent_on(re.compile(r"\d+x"), "1" * 9000) >= LIMIT
