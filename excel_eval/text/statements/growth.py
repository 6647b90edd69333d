"""增长 and 下降 in a sentence: the percentage, the difference or the multiple, and the two figures that it compares."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from excel_eval.text.passage import Claim, Sentence
from excel_eval.text.statements.percentages import row_of_rates
from excel_eval.text.tokens import Token
from excel_eval.text.units import canonical

_UP = r"增长|增加|提高|提升|上升|上涨|增幅|上浮|增收|调增|多出|净增|延长"
_DOWN = r"下降|减少|降低|压降|压减|下跌|降幅|下浮|缩减|节约|调减|减幅|净减|缩短|核减|审减|精简|节支"
_LAST_YEAR = re.compile(r"上年|去年|同期|往年")
_GROWTH = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|幅度)?(?:率)?(?:为|约|达)?$")
_SAVED = re.compile(r"(?P<what>节约|节支|核减|审减|下浮|压减|精简)(?:资金)?率(?:为|约|达)?$")
"""What a fall is called that two amounts tell of without a word between them: 送审价…，审定价…，核减率7.2%."""
_APART = {"高": 1, "高出": 1, "低": -1}
"""How far one percentage stands above another: 比目标值75%高5个百分点."""
_LATER = re.compile(r"[，,（(](?:而|其中)?(?:上年|去年|上年同期|去年同期)[^，。；]{0,10}")
_BEFORE_THAT = re.compile(r"[，,（(](?:上月|上季度?|[一二三]季度)[^，。；]{0,8}")
_FROM = re.compile(r"(?:由|从)[^，。；\d]{0,12}$")
_TO = re.compile(rf"(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<same>持平)|(?:变|调整|扩大|缩小)?(?:为|到|至)")
_THAN = re.compile(r"(?:较|比|与|同)(?:20\d\d年度?)?[^，。；\d]{0,14}$")
_WORD = re.compile(rf"[，,]?(?:相比)?[，,]?(?:有所|略有|明显|大幅)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))")
_TIMES = re.compile(r"翻了?(?P<times>[一两二三])?番")
_MORE = {"一": Decimal(1), "两": Decimal(3), "二": Decimal(3), "三": Decimal(7)}
"""How many times as much is added when a figure doubles once, twice, three times."""
_REACH = 6
"""How many figures back the two that are compared may stand."""

RATE, CHANGE, TIMES = "", "change", "times"
"""What a growth claim states: a percentage of the earlier figure, the difference, or how many times as much."""


def growth_sign(words: str) -> int:
    """+1 after 增长, -1 after 下降, 0 where the words before a percentage speak of neither."""
    match = _GROWTH.search(words[-16:].replace("资金", "")) if words else None
    return 0 if match is None else 1 if match["up"] else -1


def growths(sentence: Sentence) -> Iterator[Claim]:
    """增长 and 下降: percentages with or without the two figures, differences with them, two figures alone.

    Two figures with a percentage count as alone too where their own word goes against its word: 由230减少到275，增长19.6%.
    """
    figures = sentence.figures
    seen: dict[int, int] = {}
    for index, token in enumerate(figures):
        sign = _sign(sentence, index) if token.kind in _STATED else 0
        if not sign:
            continue
        if "分别" in sentence.before(index)[-8:]:
            yield from _row(sentence, index, sign)
            continue
        levels = _levels(sentence, index, _KINDS.get(token.kind, ("count", "amount")))
        fits = levels and (token.kind not in _DIFFERENCES or _comparable(token, levels[0]))
        seen |= {level.start: sign for level in levels or ()}
        if token.kind == "percent" or fits:
            yield _growth(sentence, (token, sign), levels)
    yield from _doublings(sentence)
    for first, second in pairwise(figures):
        moved = _alone(sentence, first, second)
        if moved is not None and (first.start not in seen or moved[0] == -seen[first.start]):
            yield _growth(sentence, (None, moved[0]), moved[1])


_DIFFERENCES = ("count", "amount", "duration")
_STATED = ("percent", "points", *_DIFFERENCES)
_KINDS = {"points": ("percent",), "duration": ("duration",)}
"""What a change of a kind compares, where that is not counts or amounts."""


def _sign(sentence: Sentence, index: int) -> int:
    words = sentence.before(index)
    return growth_sign(words) or (_APART.get(words, 0) if sentence.figures[index].kind == "points" else 0)


def _row(sentence: Sentence, index: int, sign: int) -> Iterator[Claim]:
    """三年支出50万元、55万元、66万元，分别增长10%、20%: one rate for each step where the steps are as many as the rates."""
    figures, rates = sentence.figures, row_of_rates(sentence, index)
    levels = [i for i in range(max(0, index - _REACH), index) if figures[i].kind in ("count", "amount")]
    steps = list(pairwise(levels)) if len(levels) == len(rates) + 1 else []
    by_year = [_by_years((figures[a], figures[b]), (sentence.year(a), sentence.year(b))) for a, b in steps]
    for place, rate in enumerate(rates):
        yield _growth(sentence, (figures[rate], sign), by_year[place] if by_year and all(by_year) else None)


def _comparable(token: Token, level: Token) -> bool:
    return token.unit == "倍" or canonical(token.unit) == canonical(level.unit)


def _levels(sentence: Sentence, index: int, kinds: tuple[str, ...]) -> tuple[Token, Token] | None:
    """The earlier and the later figure that a change compares: 由a增加到b, a较上年b, or a and b under two years."""
    figures = sentence.figures
    near = [i for i in range(max(0, index - _REACH), index) if figures[i].kind in kinds and figures[i].unit != "倍"]
    level = [i for i in near if not growth_sign(sentence.before(i)) or sentence.before(i).endswith("为")]
    found = None
    if len(level) > 1 and level[-1] != near[-1]:
        found = _compared(sentence, level[-2], level[-1])
    if not found and len(near) > 1:
        found = _compared(sentence, near[-2], near[-1])
    return found or _saved(sentence, index, level) or _told_later(sentence, index, level)


def _saved(sentence: Sentence, index: int, level: Sequence[int]) -> tuple[Token, Token] | None:
    """送审价3520.8万元，审定价3268.4万元，核减率7.17%, or 核减金额252.4万元: the figures before a rate of what was saved."""
    figures, told = sentence.figures, _SAVED.search(sentence.before(index))
    if not told or not level:
        return None
    level = [i for i in level if canonical(figures[i].unit) == canonical(figures[level[-1]].unit)]
    saved = [figures[i] for i in level if told["what"] in sentence.before(i)]
    left = [figures[i] for i in level if figures[i] not in saved]
    if len(left) == 2:
        return left[0], left[1]
    return _after(left[0], saved[0], -1) if len(left) == len(saved) == 1 else None


def _told_later(sentence: Sentence, index: int, level: Sequence[int]) -> tuple[Token, Token] | None:
    """门诊15.6万人次，同比增长9.9%，上年14.2万人次: the earlier figure stands behind the rate."""
    figures = sentence.figures
    if not level or index + 1 >= len(figures) or figures[index].kind != "percent":
        return None
    now, last = figures[level[-1]], figures[index + 1]
    gap = sentence.between(figures[index], last)
    words = _BEFORE_THAT if "环比" in sentence.before(index) else _LATER
    same = now.kind == last.kind and canonical(now.unit) == canonical(last.unit)
    return (last, now) if same and words.fullmatch(gap) else None


def _compared(sentence: Sentence, one: int, other: int) -> tuple[Token, Token] | None:
    """Two figures as the earlier and the later one, if the sentence sets them against each other."""
    first, second = sentence.figures[one], sentence.figures[other]
    if canonical(first.unit) != canonical(second.unit):
        return None
    if _moved(sentence, first, second) is not None:
        return first, second
    gap = sentence.between(first, second)
    before = sentence.before(one)
    if _LAST_YEAR.search(before) or _THAN.search(before):
        return _after(first, second, growth_sign(gap)) if growth_sign(gap) or "今年" in gap or "本年" in gap else None
    if _LAST_YEAR.search(gap) or _THAN.search(gap):
        return _before(first, second, growth_sign(gap))
    if growth_sign(gap):
        return None
    return _by_years((first, second), (sentence.year(one), sentence.year(other)))


def _by_years(two: tuple[Token, Token], years: tuple[int | None, int | None]) -> tuple[Token, Token] | None:
    """Two figures of two years that follow each other, the earlier first."""
    first, second = years
    if first is None or second is None or abs(second - first) != 1:
        return None
    return two if second > first else two[::-1]


def _before(now: Token, other: Token, sign: int) -> tuple[Token, Token] | None:
    """Last year's figure and this year's: the one that was named (上年80件), or what 比上年增加20件 leaves of this year's."""
    if not sign:
        return other, now
    if now.value is None or other.value is None or now.value < sign * other.value:
        return None
    return other._replace(value=now.value - sign * other.value), now


def _after(last: Token, other: Token, sign: int) -> tuple[Token, Token] | None:
    """Last year's figure and this year's: named (上年80件，今年100件), or what 上年80件增加20件 makes of it."""
    if not sign:
        return last, other
    if last.value is None or other.value is None:
        return None
    return last, other._replace(value=last.value + sign * other.value)


def _alone(sentence: Sentence, first: Token, second: Token) -> tuple[int, tuple[Token, Token]] | None:
    """The direction told of two figures beside each other, and the earlier and later one: 由a增加到b; a，较上年b有所下降."""
    moved = _moved(sentence, first, second)
    if moved is not None:
        return moved, (first, second)
    gap = sentence.between(first, second)
    same = first.kind in ("count", "amount") and first.kind == second.kind
    if not same or canonical(first.unit) != canonical(second.unit) or growth_sign(gap) or not _THAN.search(gap):
        return None
    told = _WORD.match(sentence.text[second.end - sentence.start :][:16])
    return None if told is None else (1 if told["up"] else -1, (second, first))


def _moved(sentence: Sentence, first: Token, second: Token) -> int | None:
    """Whether two figures are said to go up (1), down (-1), stay (0) or change (2); None where nothing is said."""
    kinds = first.kind in ("count", "amount", "percent", "duration") and first.kind == second.kind
    gap = sentence.between(first, second)
    if not kinds or canonical(first.unit) != canonical(second.unit) or len(gap) > 16:
        return None
    start = first.start - sentence.start
    match = _TO.search(gap)
    if not match or not _FROM.search(sentence.text[max(0, start - 16) : start]) or not re.search(r"[为到至]", gap):
        return None
    return 1 if match["up"] else -1 if match["down"] else 0 if match["same"] else 2


def _doublings(sentence: Sentence) -> Iterator[Claim]:
    """翻一番 behind two figures."""
    for match in _TIMES.finditer(sentence.text) if "番" in sentence.text else ():
        start, end = sentence.start + match.start(), sentence.start + match.end()
        token = Token("count", start, end, None, None, "倍")
        last = bisect_right(sentence.figures, start, key=lambda figure: figure.start)
        before = sentence.figures[max(0, last - _REACH) : last]
        levels = _levels(Sentence(sentence.text, sentence.start, (*before, token)), len(before), ("count", "amount"))
        if levels:
            yield _growth(sentence, (token._replace(value=_MORE[match["times"] or "一"]), 1), levels)


def _growth(sentence: Sentence, rate: tuple[Token | None, int], two: tuple[Token, Token] | None) -> Claim:
    token, sign = rate
    all_tokens = [*(two or ()), *([token] if token else [])]
    start, end = min(t.start for t in all_tokens), max(t.end for t in all_tokens)
    states = RATE if token is None or token.kind == "percent" else TIMES if token.unit == "倍" else CHANGE
    return Claim(
        "growth",
        start,
        end,
        sentence.text[start - sentence.start : end - sentence.start],
        sentence.text,
        {1: "up", -1: "down", 0: "same", 2: ""}[sign],
        token.value if token else None,
        unit=two[0].unit if two else "%",
        noun=states,
        base=two[0].value if two else None,
        done=two[1].value if two else None,
        places=token.places if token else 0,
        vague=bool(token and token.vague) or any(level.vague for level in two or ()),
        base_stated=two is not None,
        related=tuple((t.start, t.end) for t in all_tokens),
    )
