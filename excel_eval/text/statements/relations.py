"""Two figures set against each other: 85.62万元，小于100万元; and by their names alone: 执行数与预算数持平, 支出大于预算."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from excel_eval.text.passage import Claim, Sentence, clause_tail
from excel_eval.text.statements.roles import amount_role
from excel_eval.text.tokens import Token
from excel_eval.text.units import MONEY, canonical

_FIGURES = ("count", "amount", "percent", "duration")
_MORE, _LESS, _SAME = "大于|高于|超过|多于|超出", "小于|低于|少于", "等于"
_COMPARED = re.compile(
    rf"[，,]?(?:均|已|略)?(?:(?P<no>未|没有|不)?(?:(?P<more>{_MORE})|(?P<less>{_LESS}))|(?P<same>{_SAME}))(?P<gap>[^\d，。；]{{0,8}})$"
)
_LEVEL = re.compile(r"[，,]?(?:与|和|同)[^\d，。；]{0,8}$")
_ALIKE = re.compile(r"(?P<about>基本|大致|大体)?(?:持平|相等|相同|一致)")


def comparisons(sentence: Sentence) -> Iterator[Claim]:
    """支出85.62万元，小于预算100万元: done is the first figure, base the one it is compared with."""
    for first, second in pairwise(sentence.figures):
        if first.kind in _FIGURES and first.kind == second.kind and canonical(first.unit) == canonical(second.unit):
            said = _said(sentence, first, second)
            if said:
                yield _comparison(sentence, first, second, said)


def _said(sentence: Sentence, first: Token, second: Token) -> str:
    """What is said of the first figure beside the second: more, less, same, at_most, at_least, or nothing."""
    gap = sentence.between(first, second)
    match = _COMPARED.search(gap) if len(gap) <= 20 else None
    if match and match.start() == 0 and "的" not in match["gap"]:
        return _role(match)
    alike = _ALIKE.match(sentence.text[second.end - sentence.start :][:8])
    return "same" if alike and not alike["about"] and _LEVEL.fullmatch(gap) else ""


def _role(match: re.Match[str]) -> str:
    said = "more" if match["more"] else "less" if match["less"] else "same"
    return {"more": "at_most", "less": "at_least"}[said] if match["no"] else said


def _comparison(sentence: Sentence, first: Token, second: Token, said: str) -> Claim:
    return Claim(
        "comparison",
        first.start,
        second.end,
        sentence.text[first.start - sentence.start : second.end - sentence.start],
        sentence.text,
        said,
        unit=first.unit,
        base=second.value,
        done=first.value,
        vague=first.vague or second.vague,
        base_stated=True,
        related=((first.start, first.end), (second.start, second.end)),
    )


_NAMES = (
    r"(?P<{0}initial>年初预算数?)"
    r"|(?P<{0}spent>(?:全年|实际|年度|项目|资金|总)*(?:执行数|支出数|决算数|支出|执行)(?:总?金?额)?)"
    r"|(?P<{0}budget>(?:全年|调整后|调整|本年|年度|项目|资金)*预算(?:数|安排|总?金?额)?)"
)
_FIGURE = r"(?:为?[\d.,]{1,20}(?:亿元|万元|元))?"
_UP, _DOWN = "增加|增长|调增|上升", "减少|下降|调减|压减|节约|降低"
_RELATION = re.compile(
    rf"(?:{_NAMES.format('left_')}){_FIGURE}[，,]?(?:均|略|有所)?(?:"
    rf"(?P<no>未|没有|不)?(?:(?P<more>{_MORE})|(?P<less>{_LESS}))(?:{_NAMES.format('right_')})"
    rf"|(?P<same>{_SAME})(?:{_NAMES.format('equal_')})"
    rf"|(?:与|和|同)(?:{_NAMES.format('level_')}){_FIGURE}(?P<about>基本|大致|大体)?(?:持平|相等|相同|一致)"
    rf"|(?:较|比)(?:{_NAMES.format('than_')})(?:略|有所)?(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<flat>持平))(?:了|约)?"
    r"(?:(?P<value>\d{1,15}(?:\.\d{1,8})?)(?P<unit>亿元|万元|元|%))?)(?![率科进])"
)
_NEAR = 6
"""How many figures back a sentence may give the amounts that it compares by their names."""
_WISHED = re.compile(r"不得|应|须|确保|力争|计划|目标|控制|要求|预计|防止|避免|严禁|杜绝|如|若|是否|上年|去年")


def relations(sentence: Sentence) -> Iterator[Claim]:
    """支出大于预算, 执行数与预算数持平, 全年预算较年初预算调减10万元: noun and words name the two figures of the table."""
    if "预算" not in sentence.text:
        return
    for match in _RELATION.finditer(sentence.text):
        named = [key.partition("_")[2] for key, words in match.groupdict().items() if words and "_" in key]
        around = clause_tail(sentence.text[max(0, match.start() - 16) : match.start()]) + match[0]
        if len(set(named)) == 2 and not match["about"] and not _WISHED.search(around):
            yield _relation(sentence, match, (named[0], named[1]))


def _relation(sentence: Sentence, match: re.Match[str], named: tuple[str, str]) -> Claim:
    said = "more" if match["up"] or match["more"] else "less" if match["down"] or match["less"] else "same"
    role = {"more": "at_most", "less": "at_least"}[said] if match["no"] else said
    start, end = sentence.start + match.start(), sentence.start + match.end()
    percent = match["unit"] == "%"
    left, right = (_stated(sentence, start, name) for name in named)
    known = left is not None and right is not None
    value = Decimal(match["value"]) / (100 if percent else 1) if match["value"] else None
    return Claim(
        "relation", start, end, match[0], sentence.text, role, value, unit=match["unit"] or "", noun=named[0],
        words=named[1], base=right if known else None, done=left if known else None,
        places=len((match["value"] or "").partition(".")[2]), base_stated=known,
    )  # fmt: skip


def _stated(sentence: Sentence, end: int, name: str) -> Decimal | None:
    """The amount in 万元 that a sentence itself gives for one of the two before it sets them against each other."""
    for index in range(bisect_left(sentence.figures, end, key=lambda token: token.start) - 1, -1, -1)[:_NEAR]:
        token, words = sentence.figures[index], sentence.before(index)
        if token.kind == "amount" and token.value is not None and _told_as(words, sentence.behind(index), name):
            return token.value * MONEY[token.unit] / MONEY["万元"]
    return None


def _told_as(before: str, after: str, name: str) -> bool:
    initial = "年初预算" in before
    return initial if name == "initial" else amount_role(before, after) == name and not (initial and "调整" in before)
