"""Pairs of counts in a sentence, one part of the other, and the percentage that belongs to each pair."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from excel_eval.text.growth import growth_sign
from excel_eval.text.passage import Claim, Sentence, clause_tail
from excel_eval.text.ratios import stated_percent
from excel_eval.text.roles import percent_bound
from excel_eval.text.tokens import Token
from excel_eval.text.units import canonical, same_kind

_DONE = re.compile(
    r"化解|办结|解决|整改|完成|处理|办理|合格|通过|达标|满意|回复|答复|落实|兑现|救助|参评|验收|实现|查处|修复|治理|发放|回收|收回"
    r"|受理|参加|参与|到位|就业|改造|建成|开工|成功|有效|采纳|处置|调解|销号|结案|其中|已|实际|到课|到会|按期"
)
_SUBSET = re.compile(
    r"(?:化解|办结|解决|整改|合格|通过|达标|回复|答复|办理完毕|处置|调解成功|销号|结案|满意|采纳)(?:了|的)?$"
)
_SYNONYMS = {
    "办结": "办理|处理|解决|答复|完成",
    "化解": "解决|处理",
    "完成": "实际|实施|已|达",
    "出勤": "实到|到",
    "到课": "实到",
    "合格": "通过|达标",
    "达标": "合格|通过",
    "及时": "按时|按期",
    "按时": "按期|及时",
    "回收": "收回",
    "存活": "成活",
    "成活": "存活",
    "参评": "参加|评价",
    "解决": "化解",
    "处置": "处理",
    "整改": "完成|销号",
    "到会": "实到|到",
    "参会": "实到|到",
    "出席": "实到|到",
    "签到": "实到|到",
    "参训": "实到|参加",
    "办理": "办结|答复",
    "回复": "答复",
    "答复": "回复",
    "发现": "查出|检出",
    "检出": "查出|发现",
    "参与": "参加",
    "参加": "参与",
}
_PLAN = re.compile(r"计划|目标|任务|年初|预计|拟|要求")
SHARE = re.compile(r"占比|占|比例|比重")
SHARE_OF = re.compile(r"的(?:比例|比重)?(?:为|达|达到)?")
"""What stands between a base and the share of it: 占总数120名的30%."""
_RATE_TAIL = re.compile(r"(?:率|度|占比|比例|比重)?(?:分别)?(?:为|达到?|是|约|仅|高达|：|:)*$")
NAME_REACH = 40
"""How many characters before a percentage may name it."""
_QUOTES = str.maketrans("", "", "“”\"'‘’")
ABOUT = re.compile(r"(?:大?约|近|将近|(?<!不)超过?|逾|不到|不足|以上)$")


@dataclass(frozen=True, slots=True)
class Window:
    """A percentage with the counts that stand before it since the last percentage or semicolon.

    `earlier` are the counts of the sentence further back, up to a semicolon.
    """

    index: int
    counts: tuple[Token, ...]
    nearby: Token | None
    earlier: tuple[Token, ...] = ()


def windows(sentence: Sentence) -> Iterator[Window]:
    """Each percentage of a sentence with the counts it may belong to, and the one base named further back."""
    if not any(token.kind == "percent" for token in sentence.figures):
        return
    counts: list[Token] = []
    earlier: list[Token] = []
    nearby: Token | None = None
    last: Token | None = None
    for index, token in enumerate(sentence.figures):
        if last is not None and re.search(r"[；;]", sentence.between(last, token)):
            nearby = nearby if last.kind == "percent" else None
            counts, earlier = [], []
        last = token
        if token.kind == "count":
            counts.append(token)
        elif token.kind == "percent":
            if len(counts) == 1:
                nearby = counts[0]
            yield Window(index, tuple(counts[-6:]), nearby, tuple(earlier))
            nearby = None if len(counts) > 1 else nearby
            counts, earlier = [], [*earlier, *counts][-4:]


def rate_name(words: str) -> str:
    """What a percentage measures, by the words before it: the last of them without 为, 达 and quotation marks."""
    return clause_tail(words.rstrip("：:为达到是由从")).translate(_QUOTES)


def stem(name: str) -> str:
    """The verb of a rate's name: 按期办结率 → 办结; blank for a share or a nameless percentage."""
    bare = _RATE_TAIL.sub("", name)
    return bare[-2:] if name.endswith(("率", "度")) or "率" in name[-3:] else ""


def pairs(sentence: Sentence, percentages: Iterable[Window]) -> Iterator[Claim]:
    """Two counts of which one is part of the other, with the rate that belongs to them, if any."""
    used: set[int] = set()
    for window in percentages:
        if len(window.counts) + len(window.earlier) < 2 or not window.counts:
            continue
        words = sentence.before(window.index, NAME_REACH)
        if growth_sign(words) or percent_bound(words, sentence.after(window.index)) == "target":
            continue
        found = _done_of_base(sentence, window)
        if found:
            done, bases = found
            used |= {done.start, bases[0].start}
            yield _pair(sentence, done, bases, window.index)
    yield from _bracketed(sentence, used)
    yield from _fractions(sentence)
    yield from _bare(sentence, used)


def _done_of_base(sentence: Sentence, window: Window) -> tuple[Token, tuple[Token, ...]] | None:
    """The count that was done and its possible bases, the likeliest first."""
    name = rate_name(sentence.before(window.index, NAME_REACH))
    verb = stem(name)
    if len(window.counts) == 1:
        return _continued(sentence, window, verb)
    done = _done(sentence, window.counts, verb)
    if SHARE_OF.fullmatch(sentence.between(window.counts[-1], sentence.figures[window.index])):
        return _share_of(sentence, window.counts)
    place = window.counts.index(done)
    bases = [count for count in window.counts[:place] if same_kind(count.unit, done.unit)]
    strong = _named_done(sentence, window.counts[place - 1], done, verb, name)
    if not strong:
        bases = [count for count in bases if canonical(count.unit) == canonical(done.unit)]
    if not bases or not place:
        return None
    bases.sort(key=lambda c: (_smaller(c, done), canonical(c.unit) != canonical(done.unit), -c.start))
    return done, tuple(bases)


def _share_of(sentence: Sentence, counts: Sequence[Token]) -> tuple[Token, tuple[Token, ...]] | None:
    """女性36名，占总数120名的30%: the base stands last."""
    done, base = counts[-2:]
    fits = same_kind(done.unit, base.unit) and "占" in clause_tail(sentence.before(sentence.index(base)))
    return (done, (base,)) if fits else None


def _continued(sentence: Sentence, window: Window, verb: str) -> tuple[Token, tuple[Token, ...]] | None:
    """收回285份，回收率95%，其中满意270份，满意率94.7%: a part of what the pair before it speaks of."""
    (done,) = window.counts
    bases = [count for count in reversed(window.earlier) if canonical(count.unit) == canonical(done.unit)]
    bases = [count for count in bases if not _smaller(count, done)]
    if not bases or not verb or verb not in clause_tail(sentence.before(sentence.index(done))):
        return None
    rate = sentence.figures[window.index]
    return done, tuple(sorted(bases, key=lambda base: not _explains(done, base, rate)))


def _explains(done: Token, base: Token, rate: Token) -> bool:
    if done.value is None or not base.value or rate.value is None:
        return False
    return stated_percent(done.value, base.value, rate.value, rate.places).ok


def _named_done(sentence: Sentence, earlier: Token, done: Token, verb: str, name: str) -> bool:
    """Whether the words before the part that was done speak of what the rate measures (化解12件，化解率)."""
    words = sentence.between(earlier, done)
    told = "|".join(part for part in (re.escape(verb), _SYNONYMS.get(verb, "")) if part)
    return bool(verb and re.search(told, words)) or bool(SHARE.search(name))


def _smaller(base: Token, done: Token) -> bool:
    return base.value is not None and done.value is not None and base.value < done.value


def _done(sentence: Sentence, counts: Sequence[Token], verb: str) -> Token:
    gaps = [(later, sentence.between(earlier, later)) for earlier, later in pairwise(counts)]
    named = [token for token, words in gaps if verb and verb in words]
    told = [token for token, words in gaps if _DONE.search(words)]
    return (named or told or [counts[-1]])[-1]


def _pair(sentence: Sentence, done: Token, bases: tuple[Token, ...], index: int) -> Claim:
    rate = sentence.figures[index]
    words = sentence.before(index, NAME_REACH)
    role = "plan" if _PLAN.search(_lead(sentence, bases[0])) else ""
    start, end = min(bases[0].start, done.start), rate.end
    name = rate_name(words)
    value = done.value
    if _is_rest(sentence, done, stem(name)) and bases[0].value is not None and value is not None:
        value = bases[0].value - value
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
        value,
        rate.places,
        sentence.year(index),
        rate.vague or ABOUT.search(words) is not None,
        _before(sentence, done).kind != "percent" and _named_done(sentence, _before(sentence, done), done, stem(name), name),
        base_stated=True,
        parts=tuple(base.value for base in bases if base.value is not None),
        related=((bases[0].start, bases[0].end), (done.start, done.end), (rate.start, rate.end)),
    )


def _is_rest(sentence: Sentence, done: Token, verb: str) -> bool:
    """Whether a count is of what was not done: 抽检120批次，不合格2批次，合格率98.3%."""
    words = clause_tail(sentence.before(sentence.index(done)))
    return bool(verb) and re.search(rf"[不未]{re.escape(verb)}", words) is not None


def _before(sentence: Sentence, token: Token) -> Token:
    return sentence.figures[sentence.index(token) - 1]


def _lead(sentence: Sentence, token: Token) -> str:
    index = sentence.index(token)
    return clause_tail(sentence.before(index))


def _bracketed(sentence: Sentence, used: set[int]) -> Iterator[Claim]:
    """化解率85.7%（14件中化解12件）, and 办结率95%，受理200件、办结190件."""
    for index, rate in enumerate(sentence.figures[:-2]):
        counts = sentence.figures[index + 1 : index + 3]
        told = rate.kind == "percent" and _tells(sentence, index, counts)
        if told and all(count.kind == "count" for count in counts) and same_kind(counts[0].unit, counts[1].unit):
            base, done = counts if not _smaller(*counts) else counts[::-1]
            if not {base.start, done.start} & used:
                used |= {base.start, done.start}
                words = sentence.text[rate.start - sentence.start : counts[1].end - sentence.start]
                pair = _pair(sentence, done, (base,), index)
                yield pair._replace(start=rate.start, end=counts[1].end, text=words)


def _tells(sentence: Sentence, index: int, counts: Sequence[Token]) -> bool:
    """Whether two counts behind a rate are said to be what it comes from: in brackets, or by its own verb."""
    gap = sentence.between(sentence.figures[index], counts[0])
    verb = stem(rate_name(sentence.before(index, NAME_REACH)))
    alone = not index or sentence.figures[index - 1].kind not in ("count", "percent")
    return gap[:1] in ("（", "(") or (alone and gap[:1] in ("，", ",") and bool(verb) and verb in sentence.between(*counts))


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
            name = rate_name(sentence.before(near[0], NAME_REACH))
            yield Claim(
                "pair", start, end, words, sentence.text, "", rate.value, rate.upper, "", name, name,
                token.upper, token.value, rate.places, whole=True, base_stated=True, parts=(token.upper,),
                related=((token.start, token.end), (token.start, token.end), (rate.start, rate.end)),
            )  # fmt: skip


def _bare(sentence: Sentence, used: set[int]) -> Iterator[Claim]:
    """14件化解12件 without a rate, and 74批74人次."""
    counts = [token for token in sentence.figures if token.kind == "count"]
    for first, second in pairwise(counts):
        gap = sentence.between(first, second)
        if {first.start, second.start} & used or len(gap) > 24 or re.search(r"[；;\d]|共|合计|总", gap):
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
