"""Percentages in a sentence: the pair of counts each one belongs to, growth between two figures, rates on their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from excel_eval.text.passage import Claim, Sentence, clause_head, clause_tail
from excel_eval.text.roles import percent_bound
from excel_eval.text.tokens import Token
from excel_eval.text.units import canonical, same_kind

_UP = r"增长|增加|提高|提升|上升|上涨|增幅|上浮|增收"
_DOWN = r"下降|减少|降低|压降|压减|下跌|降幅|下浮|缩减|节约"
_GROWTH = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|幅度)?(?:率)?(?:为|约|达)?$")
_FROM = re.compile(r"(?:由|从)[^，。；\d]{0,12}$")
_TO = re.compile(rf"(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<same>持平)|(?:变|调整|扩大|缩小)?(?:为|到|至)")
_DONE = re.compile(
    r"化解|办结|解决|整改|完成|处理|办理|合格|通过|达标|满意|回复|答复|落实|兑现|救助|参评|验收|实现|查处|修复|治理|发放|回收|收回"
    r"|受理|参加|参与|到位|就业|改造|建成|开工|成功|有效|采纳|处置|调解|销号|结案|其中|已|实际|到课|到会|按期"
)
_SUBSET = re.compile(
    r"(?:化解|办结|解决|整改|合格|通过|达标|回复|答复|办理完毕|处置|调解成功|销号|结案|满意|采纳)(?:了|的)?$"
)
_PLAN = re.compile(r"计划|目标|任务|年初|应|预计|拟|要求")
_EXECUTION = re.compile(
    r"预算执行率|执行率|支出进度|支付进度|预算完成率|资金使用率|资金支出率|(?:完成|占)[^，。；]{0,6}预算"
)
_SHARE = re.compile(r"占比|占|比例|比重")
_RATE_TAIL = re.compile(r"(?:率|度|占比|比例|比重)?(?:分别)?(?:为|达到?|是|约|仅|高达|：|:)*$")
_QUOTES = str.maketrans("", "", "“”\"'‘’")
_ABOUT = re.compile(r"(?:大?约|近|将近|超过?|逾|不到|不足|以上)$")


@dataclass(frozen=True, slots=True)
class Window:
    """A percentage with the counts that stand before it since the last percentage or semicolon."""

    index: int
    counts: tuple[Token, ...]
    nearby: Token | None


def windows(sentence: Sentence) -> Iterator[Window]:
    """Each percentage of a sentence with the counts it may belong to, and the one base named further back."""
    counts: list[Token] = []
    nearby: Token | None = None
    last: Token | None = None
    for index, token in enumerate(sentence.figures):
        if last is not None and re.search(r"[；;]", sentence.between(last, token)):
            nearby = nearby if last.kind == "percent" else None
            counts = []
        last = token
        if token.kind == "count":
            counts.append(token)
        elif token.kind == "percent":
            if len(counts) == 1:
                nearby = counts[0]
            yield Window(index, tuple(counts[-6:]), nearby)
            nearby = None if len(counts) > 1 else nearby
            counts = []


def rate_name(sentence: Sentence, index: int) -> str:
    """What a percentage measures: the words right before it, without 为, 达 and quotation marks."""
    words = sentence.before(index, 40).rstrip("：:为达到是")
    return clause_tail(words).translate(_QUOTES)


def stem(name: str) -> str:
    """The verb of a rate's name: 按期办结率 → 办结; blank for a share or a nameless percentage."""
    bare = _RATE_TAIL.sub("", name)
    return bare[-2:] if name.endswith(("率", "度")) or "率" in name[-3:] else ""


def growth_sign(words: str) -> int:
    """+1 after 增长, -1 after 下降, 0 where the words before a percentage speak of neither."""
    match = _GROWTH.search(words[-12:])
    return 0 if match is None else 1 if match["up"] else -1


def pairs(sentence: Sentence) -> Iterator[Claim]:
    """Two counts of which one is part of the other, with the rate that belongs to them, if any."""
    used: set[int] = set()
    for window in windows(sentence):
        words = sentence.before(window.index)
        if growth_sign(words) or percent_bound(words, sentence.after(window.index)) == "target":
            continue
        found = _done_of_base(sentence, window)
        if found:
            done, bases = found
            used |= {done.start, bases[0].start}
            yield _pair(sentence, done, bases, window.index)
    yield from _fractions(sentence)
    yield from _bare(sentence, used)


def _done_of_base(sentence: Sentence, window: Window) -> tuple[Token, tuple[Token, ...]] | None:
    """The count that was done and its possible bases, the likeliest first."""
    if len(window.counts) < 2:
        return None
    verb = stem(rate_name(sentence, window.index))
    done = _done(sentence, window.counts, verb)
    place = window.counts.index(done)
    bases = [count for count in window.counts[:place] if same_kind(count.unit, done.unit)]
    if not bases:
        return None
    bases.sort(key=lambda c: (_smaller(c, done), canonical(c.unit) != canonical(done.unit), -c.start))
    return done, tuple(bases)


def _smaller(base: Token, done: Token) -> bool:
    return base.value is not None and done.value is not None and base.value < done.value


def _done(sentence: Sentence, counts: Sequence[Token], verb: str) -> Token:
    gaps = [(later, sentence.between(earlier, later)) for earlier, later in pairwise(counts)]
    named = [token for token, words in gaps if verb and verb in words]
    told = [token for token, words in gaps if _DONE.search(words)]
    return (named or told or [counts[-1]])[-1]


def _pair(sentence: Sentence, done: Token, bases: tuple[Token, ...], index: int) -> Claim:
    rate = sentence.figures[index]
    words = sentence.before(index)
    role = "plan" if _PLAN.search(_lead(sentence, bases[0])) else ""
    start, end = min(bases[0].start, done.start), rate.end
    name = rate_name(sentence, index)
    return Claim(
        "pair",
        start,
        end,
        sentence.text[start - sentence.start : end - sentence.start],
        sentence.text,
        role or percent_bound(words, sentence.after(index)),
        rate.value,
        rate.upper,
        canonical(done.unit),
        name,
        _lead(sentence, bases[0]) + sentence.between(bases[0], done) + name,
        bases[0].value,
        done.value,
        rate.places,
        sentence.year(index),
        rate.vague or _ABOUT.search(words) is not None,
        base_stated=True,
        parts=tuple(base.value for base in bases if base.value is not None),
        related=((bases[0].start, bases[0].end), (done.start, done.end), (rate.start, rate.end)),
    )


def _lead(sentence: Sentence, token: Token) -> str:
    index = sentence.index(token)
    return clause_tail(sentence.before(index))


def _fractions(sentence: Sentence) -> Iterator[Claim]:
    """85.7%（12/14）and 12/14，85.7%."""
    figures = sentence.figures
    for index, token in enumerate(figures):
        if token.kind != "fraction" or token.value is None or not token.upper:
            continue
        beside = [i for i in (index - 1, index + 1) if 0 <= i < len(figures) and figures[i].kind == "percent"]
        near = [i for i in beside if len(sentence.between(*sorted((token, figures[i]), key=lambda t: t.start))) <= 6]
        if near:
            rate = figures[near[0]]
            start, end = min(token.start, rate.start), max(token.end, rate.end)
            words = sentence.text[start - sentence.start : end - sentence.start]
            name = rate_name(sentence, near[0])
            yield Claim(
                "pair", start, end, words, sentence.text, "", rate.value, rate.upper, "", name, name,
                token.upper, token.value, rate.places, base_stated=True, parts=(token.upper,),
                related=((token.start, token.end), (token.start, token.end), (rate.start, rate.end)),
            )  # fmt: skip


def _bare(sentence: Sentence, used: set[int]) -> Iterator[Claim]:
    """14件化解12件 without a rate, and 74批74人次."""
    counts = [token for token in sentence.figures if token.kind == "count"]
    for first, second in pairwise(counts):
        gap = sentence.between(first, second)
        if {first.start, second.start} & used or len(gap) > 24 or re.search(r"[；;\d]", gap):
            continue
        lead = _lead(sentence, first)
        if first.unit in ("批", "批次", "户", "组") and second.unit in ("人", "人次", "名") and len(gap) <= 2:
            yield _plain_pair(sentence, (second, first), "persons", lead)
        elif same_kind(first.unit, second.unit) and _SUBSET.search(gap) and not _PLAN.search(lead):
            yield _plain_pair(sentence, (first, second), "", lead + gap)


def _plain_pair(sentence: Sentence, pair: tuple[Token, Token], role: str, words: str) -> Claim:
    base, done = pair
    start, end = min(base.start, done.start), max(base.end, done.end)
    return Claim(
        "pair", start, end, sentence.text[start - sentence.start : end - sentence.start], sentence.text, role,
        unit=canonical(done.unit), words=words, base=base.value, done=done.value, base_stated=True,
        vague=base.vague or done.vague, related=((base.start, base.end), (done.start, done.end)),
    )  # fmt: skip


def rates(sentence: Sentence, paired: Sequence[Claim]) -> Iterator[Claim]:
    """Percentages that belong to no pair: with one base in their own clause, one further back, or none."""
    taken = {claim.related[2] for claim in paired if len(claim.related) > 2}
    for window in windows(sentence):
        token = sentence.figures[window.index]
        words = sentence.before(window.index)
        if (token.start, token.end) in taken or growth_sign(words):
            continue
        name = rate_name(sentence, window.index)
        base, stated = _base(sentence, window, name)
        yield Claim(
            "rate",
            token.start,
            token.end,
            sentence.text[token.start - sentence.start : token.end - sentence.start],
            sentence.text,
            percent_bound(words, sentence.after(window.index)) or _rate_role(name, words),
            token.value,
            token.upper,
            "%",
            name,
            clause_tail(words) + clause_head(sentence.after(window.index)),
            None if base is None else base.value,
            places=token.places,
            year=sentence.year(window.index),
            vague=token.vague or _ABOUT.search(words) is not None,
            base_stated=stated,
            related=() if base is None else ((base.start, base.end),),
        )


def _base(sentence: Sentence, window: Window, name: str) -> tuple[Token | None, bool]:
    """The one count that a rate may be a part of, and whether it stands in the same clause."""
    if len(window.counts) > 1 or window.nearby is None or _EXECUTION.search(name):
        return None, False
    gap = sentence.between(window.nearby, sentence.figures[window.index])
    lead = sentence.before(sentence.index(window.nearby), 8)
    if window.counts and stem(name) and lead.endswith(stem(name)):
        return None, False
    stated = bool(window.counts) and not re.search(r"[，,；;。：:、]", gap)
    return window.nearby, stated


def _rate_role(name: str, words: str) -> str:
    if _EXECUTION.search(name) or _EXECUTION.search(words[-16:]):
        return "execution"
    return "share" if _SHARE.search(name) else ""


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
    told = re.search(r"上年|去年", sentence.before(near[-2]))
    if (years[0] and years[1] and years[1] == years[0] + 1) or (told and "今年" in sentence.between(first, second)):
        return first, second
    return None


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
