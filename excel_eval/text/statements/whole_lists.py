"""Whether a list of parts names every part of its total: by its names, its mark, or the shares that stand behind its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from excel_eval.text.passage import Sentence, clause_tail
from excel_eval.text.tokens import Token

MARK = re.compile(r"其中[:：]?|包括[:：]?|包含[:：]?|(?P<apart>分别(?:为|是)?[:：]?)")
"""What announces the parts of a total that stands before it."""
_OPEN_LIST = re.compile(r"等|主要|另|其余|不含|左右")


def completeness(sentence: Sentence, mark: re.Match[str], parts: Sequence[Token]) -> str:
    """all where every part is named (其中：, 包括, 分别为, three parts or more), siblings (来信、来访), else among."""
    words = sentence.text[mark.start() : parts[-1].end - sentence.start + 2]
    if _OPEN_LIST.search(words):
        return "among"
    if mark[0] != "其中" and len(parts) > 2:
        return "all"
    names, sum_of_shares = names_of(sentence, parts), shared(sentence, parts)
    if _closed(names) or whole(sum_of_shares):
        return "all"
    if sum_of_shares is not None:
        return "overlapping" if sum_of_shares > 1 else "among"
    return "siblings" if all(_siblings(names[0], name) for name in names[1:]) else "among"


def names_of(sentence: Sentence, parts: Sequence[Token]) -> list[str]:
    """What each part of a list is called."""
    return [MARK.sub("", clause_tail(sentence.before(sentence.index(part)))) for part in parts]


_LAST = re.compile(r"其他|其它|自筹")
"""What names the last of all parts, which leaves nothing out."""
_YEAR = re.compile(r"20\d\d年度?(?:投入|安排|支出|下达|拨付|完成)?(?:资金)?")
_GRADE = re.compile(
    r"(?:评为|评定为|达到|获评|等级为)?[“\"]?(?:优秀?|良好?|中等?|差|合格|不合格|基本合格)[”\"]?(?:等?级)?的?(?:有|共|项目)*"
)


def _closed(names: Sequence[str]) -> bool:
    """Whether a list says by its names that it is whole: it ends in 其他, or sorts everything by grade or year."""
    by_year = all(_YEAR.fullmatch(name) for name in names)
    return graded(names) or by_year or (len(names) > 2 and _LAST.search(names[-1]) is not None)


def graded(names: Sequence[str]) -> bool:
    """Whether names sort everything by grade: 优, 良, 合格, 不合格."""
    return len(names) > 1 and all(_GRADE.fullmatch(name) for name in names)


def shared(sentence: Sentence, parts: Sequence[Token]) -> Decimal | None:
    """What the shares that stand behind the parts make up, if each part has one."""
    behind = [sentence.figures[sentence.index(part) + 1 : sentence.index(part) + 2] for part in parts]
    shares = [token.value for row in behind for token in row if token.kind == "percent" and token.value is not None]
    return sum(shares, Decimal(0)) if len(shares) == len(parts) else None


def whole(shares: Decimal | None) -> bool:
    """Whether shares make up 100%."""
    return shares is not None and abs(shares - 1) <= Decimal("0.01")


def _siblings(one: str, other: str) -> bool:
    """Whether two names differ in one character, as those of two halves do: 来信 and 来访, 线上 and 线下."""
    if {one, other} == {"男", "女"} or other in (f"不{one}", f"未{one}"):
        return True
    return 1 < len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
