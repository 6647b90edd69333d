"""增长 and 下降 in a sentence: the percentage, and the two figures that it compares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from excel_eval.text.passage import Claim, Sentence
from excel_eval.text.tokens import Token
from excel_eval.text.units import canonical

_UP = r"增长|增加|提高|提升|上升|上涨|增幅|上浮|增收"
_DOWN = r"下降|减少|降低|压降|压减|下跌|降幅|下浮|缩减|节约"
_FIGURES = ("count", "amount", "percent", "duration")
_LAST_YEAR = re.compile(r"上年|去年|同期")
_GROWTH = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|幅度)?(?:率)?(?:为|约|达)?$")
_FROM = re.compile(r"(?:由|从)[^，。；\d]{0,12}$")
_TO = re.compile(rf"(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<same>持平)|(?:变|调整|扩大|缩小)?(?:为|到|至)")


def growth_sign(words: str) -> int:
    """+1 after 增长, -1 after 下降, 0 where the words before a percentage speak of neither."""
    match = _GROWTH.search(words[-12:])
    return 0 if match is None else 1 if match["up"] else -1


def growths(sentence: Sentence) -> Iterator[Claim]:
    """增长 and 下降: percentages with or without the two figures, and two figures without a percentage."""
    figures = sentence.figures
    seen: set[int] = set()
    for index, token in enumerate(figures):
        sign = growth_sign(sentence.before(index)) if token.kind == "percent" else 0
        if sign:
            two = _two_figures(sentence, index)
            seen |= {t.start for t in two or ()}
            yield _growth(sentence, (token, sign), two)
    for first, second in pairwise(figures):
        moved = _moved(sentence, first, second)
        if moved is not None and first.start not in seen:
            yield _growth(sentence, (None, moved), (first, second))


def _two_figures(sentence: Sentence, index: int) -> tuple[Token, Token] | None:
    """The earlier and the later figure that a growth rate compares: 由a增加到b, or a and b under two years."""
    figures = sentence.figures
    near = [i for i in range(max(0, index - 6), index) if figures[i].kind in ("count", "amount")]
    if len(near) < 2:
        return None
    first, second = figures[near[-2]], figures[near[-1]]
    if canonical(first.unit) != canonical(second.unit):
        return None
    if _moved(sentence, first, second) is not None:
        return first, second
    years = sentence.year(near[-2]), sentence.year(near[-1])
    told = _LAST_YEAR.search(sentence.before(near[-2]))
    gap = sentence.between(first, second)
    if not told and _LAST_YEAR.search(gap):
        return _before(first, second, growth_sign(gap))
    if (years[0] and years[1] and years[1] == years[0] + 1) or (told and "今年" in sentence.between(first, second)):
        return first, second
    return None


def _before(now: Token, other: Token, sign: int) -> tuple[Token, Token] | None:
    """Last year's figure and this year's: the one that was named (上年80件), or what 比上年增加20件 leaves of this year's."""
    if not sign:
        return other, now
    if now.value is None or other.value is None or now.value < sign * other.value:
        return None
    return other._replace(value=now.value - sign * other.value), now


def _moved(sentence: Sentence, first: Token, second: Token) -> int | None:
    """Whether two figures are said to go up (1), down (-1), stay (0) or change (2); None where nothing is said."""
    kinds = first.kind in ("count", "amount", "percent") and first.kind == second.kind
    gap = sentence.between(first, second)
    if not kinds or canonical(first.unit) != canonical(second.unit) or len(gap) > 16:
        return None
    start = first.start - sentence.start
    match = _TO.search(gap)
    if not match or not _FROM.search(sentence.text[max(0, start - 16) : start]) or not re.search(r"[为到至]", gap):
        return None
    return 1 if match["up"] else -1 if match["down"] else 0 if match["same"] else 2


def _growth(sentence: Sentence, rate: tuple[Token | None, int], two: tuple[Token, Token] | None) -> Claim:
    token, sign = rate
    all_tokens = [*(two or ()), *([token] if token else [])]
    start, end = min(t.start for t in all_tokens), max(t.end for t in all_tokens)
    return Claim(
        "growth",
        start,
        end,
        sentence.text[start - sentence.start : end - sentence.start],
        sentence.text,
        {1: "up", -1: "down", 0: "same", 2: ""}[sign],
        token.value if token else None,
        unit=two[0].unit if two else "%",
        base=two[0].value if two else None,
        done=two[1].value if two else None,
        places=token.places if token else 0,
        vague=bool(token and token.vague),
        base_stated=two is not None,
        related=tuple((t.start, t.end) for t in all_tokens),
    )


_COMPARED = re.compile(
    r"[，,]?(?:均|已|略)?(?:(?P<more>大于|高于|超过|多于)|(?P<less>小于|低于|少于)|(?P<same>等于))[^\d，。；]{0,8}$"
)


def comparisons(sentence: Sentence) -> Iterator[Claim]:
    """支出85.62万元，小于预算100万元: done is the first figure, base the one it is compared with."""
    for first, second in pairwise(sentence.figures):
        match = _COMPARED.match(sentence.between(first, second)) if first.kind in _FIGURES else None
        if match is None or first.kind != second.kind or canonical(first.unit) != canonical(second.unit):
            continue
        yield Claim(
            "comparison",
            first.start,
            second.end,
            sentence.text[first.start - sentence.start : second.end - sentence.start],
            sentence.text,
            str(match.lastgroup),
            unit=first.unit,
            base=second.value,
            done=first.value,
            vague=first.vague or second.vague,
            base_stated=True,
            related=((first.start, first.end), (second.start, second.end)),
        )
