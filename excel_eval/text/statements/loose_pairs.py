"""Pairs of counts whose rate stands before them, behind a fraction, in a row of rates, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from excel_eval.text.judging.ratios import stated_percent
from excel_eval.text.passage import Claim, Sentence, clause_head
from excel_eval.text.statements.pair_claims import PLAN, due_and_done, lead_of, pair_claim, smaller
from excel_eval.text.statements.percentages import NAME_REACH, Window, rate_name, row_of_rates, stem
from excel_eval.text.tokens import Token
from excel_eval.text.units import canonical, same_kind

_SUBSET = re.compile(
    r"(?:化解|办结|解决|整改|合格|通过|达标|回复|答复|办理完毕|处置|调解成功|销号|结案|满意|采纳)(?:了|的)?$"
)


SEVERAL = re.compile(r"分别(?:为|是|达到?)?[:：]?$")
"""What stands before a row of rates, one for each of several pairs."""


def rows(sentence: Sentence, percentages: Iterable[Window]) -> Iterator[Claim]:
    """来信200件办结190件，来访50批办结48批，办结率分别为95%、96%: as many pairs as there are rates."""
    for window in percentages:
        rates = row_of_rates(sentence, window.index) if SEVERAL.search(sentence.before(window.index)) else []
        if len(rates) < 2 or len(window.counts) != 2 * len(rates):
            continue
        counts, half = window.counts, len(rates)
        layouts = [tuple(zip(counts[::2], counts[1::2], strict=True)), tuple(zip(counts[:half], counts[half:], strict=True))]
        fitting = [pairs for pairs in layouts if all(_may_be(base, done) for base, done in pairs)]
        scored = sorted(fitting, key=lambda pairs: -_right(sentence, pairs, rates))
        if scored:
            sure = len(scored) == 1 or _right(sentence, scored[0], rates) >= len(rates) - 1
            for (base, done), rate in zip(scored[0], rates, strict=True):
                yield pair_claim(sentence, done, (base,), rate, whole=sure)


def _may_be(base: Token, done: Token) -> bool:
    return same_kind(base.unit, done.unit) and not smaller(base, done)


def _right(sentence: Sentence, pairs: Sequence[tuple[Token, Token]], rates: Sequence[int]) -> int:
    """How many of the rates come out right if these are their pairs."""
    found = 0
    for (base, done), index in zip(pairs, rates, strict=True):
        rate = sentence.figures[index]
        if base.value and done.value is not None and rate.value is not None:
            found += stated_percent(done.value, base.value, rate.value, rate.places).ok
    return found


def around(sentence: Sentence, percentages: Iterable[Window], used: set[int]) -> Iterator[Claim]:
    """A rate between its two counts: 参训120人，合格率95%，合格114人; 建成58个，达标率96.7%（全县60个）."""
    for window in percentages:
        behind = sentence.figures[window.index + 1 : window.index + 2]
        if not window.counts or not behind or behind[0].kind != "count":
            continue
        first, last = window.counts[-1], behind[0]
        if {first.start, last.start} & used or not same_kind(first.unit, last.unit):
            continue
        found = _around(sentence, window.index, first, last)
        if found:
            used |= {first.start, last.start}
            yield pair_claim(sentence, found[0], (found[1],), window.index, whole=True)


def _around(sentence: Sentence, index: int, first: Token, last: Token) -> tuple[Token, Token] | None:
    """The part and the whole of a count before a rate and one behind it, where its verb stands at just one of them."""
    rate = sentence.figures[index]
    verb = stem(rate_name(sentence.before(index, NAME_REACH)))
    gap = sentence.between(rate, last)
    if not verb or gap[:1] not in ("，", ",", "（", "("):
        return None
    told = [verb in lead_of(sentence, first), verb in gap]
    if told == [False, True] or (told[1] and gap[0] in "（(") or due_and_done(sentence, first, last):
        return (last, first) if not smaller(first, last) else None
    return (first, last) if told == [True, False] and gap[0] in "（(" and smaller(first, last) else None


def bracketed(sentence: Sentence, used: set[int]) -> Iterator[Claim]:
    """化解率85.7%（14件中化解12件）, and 办结率95%，受理200件、办结190件."""
    for index, rate in enumerate(sentence.figures[:-2]):
        counts = sentence.figures[index + 1 : index + 3]
        told = _tells(sentence, index, counts) if rate.kind == "percent" else ""
        if told and all(count.kind == "count" for count in counts) and same_kind(counts[0].unit, counts[1].unit):
            base, done = counts if not smaller(*counts) else counts[::-1]
            if not {base.start, done.start} & used:
                used |= {base.start, done.start}
                words = sentence.text[rate.start - sentence.start : counts[1].end - sentence.start]
                pair = pair_claim(sentence, done, (base,), index, whole=told == "sure")
                yield pair._replace(start=rate.start, end=counts[1].end, text=words)


def _tells(sentence: Sentence, index: int, counts: Sequence[Token]) -> str:
    """Whether two counts behind a rate are what it comes from: sure in brackets or by its own verb, likely where it is alone."""
    gap = sentence.between(sentence.figures[index], counts[0])
    verb = stem(rate_name(sentence.before(index, NAME_REACH)))
    alone = not index or sentence.figures[index - 1].kind not in ("count", "percent")
    behind = sentence.between(*counts) + clause_head(sentence.after(sentence.index(counts[1])))
    if gap[:1] in ("（", "(") or (alone and gap[:1] in ("，", ",", "：", ":") and bool(verb) and verb in behind):
        return "sure"
    return "likely" if alone and gap[:1] in ("，", ",") else ""


_FRACTION_REACH = 6
_MEANT = re.compile(r"[=＝（(]|[，,]?(?:即|为|是|达到?|占|约)")
"""What ties a percentage to the fraction before it."""


def fractions(sentence: Sentence) -> Iterator[Claim]:
    """85.7%（12/14）, 12/14=85.7% and 12/14，85.7%."""
    for index, token in enumerate(sentence.figures):
        if token.kind == "fraction" and token.value is not None and token.upper:
            rates = sorted(_rates_of(sentence, index))
            if rates:
                yield _of_fraction(sentence, token, rates[0][-1], sure=not rates[0][0])


def _rates_of(sentence: Sentence, index: int) -> Iterator[tuple[bool, int, int]]:
    """(whether it is unsure, how far it stands, its place) for the percentages beside a fraction."""
    figures = sentence.figures
    for place in (index - 1, index + 1):
        if 0 <= place < len(figures) and figures[place].kind == "percent":
            gap = sentence.between(figures[min(place, index)], figures[max(place, index)])
            tied = _MEANT.match(gap) if place > index else gap[:1] in ("（", "(")
            if len(gap) <= _FRACTION_REACH and not re.search(r"[；;。]", gap):
                yield not tied, len(gap), place


def _of_fraction(sentence: Sentence, token: Token, place: int, *, sure: bool) -> Claim:
    rate = sentence.figures[place]
    start, end = min(token.start, rate.start), max(token.end, rate.end)
    words = sentence.text[start - sentence.start : end - sentence.start]
    name = rate_name(sentence.before(place, NAME_REACH))
    parts = () if token.upper is None else (token.upper,)
    return Claim(
        "pair", start, end, words, sentence.text, "", rate.value, rate.upper, "", name, name, token.upper, token.value,
        rate.places, whole=sure, base_stated=True, parts=parts,
        related=((token.start, token.end), (token.start, token.end), (rate.start, rate.end)),
    )  # fmt: skip


def bare(sentence: Sentence, used: set[int]) -> Iterator[Claim]:
    """14件化解12件 without a rate, and 74批74人次."""
    counts = [token for token in sentence.figures if token.kind == "count"]
    for first, second in pairwise(counts):
        gap = sentence.between(first, second)
        if {first.start, second.start} & used or len(gap) > 24 or re.search(r"[；;\d]|共|合计|总|累计", gap):
            continue
        lead = lead_of(sentence, first)
        if first.unit in ("批", "批次", "户", "组") and second.unit in ("人", "人次", "名") and len(gap) <= 2:
            yield _plain_pair(sentence, (second, first), "persons", lead)
        elif same_kind(first.unit, second.unit) and _SUBSET.search(gap) and not PLAN.search(lead):
            yield _plain_pair(sentence, (first, second), "", lead + gap)


def _plain_pair(sentence: Sentence, pair: tuple[Token, Token], role: str, words: str) -> Claim:
    base, done = pair
    start, end = min(base.start, done.start), max(base.end, done.end)
    return Claim(
        "pair", start, end, sentence.text[start - sentence.start : end - sentence.start], sentence.text, role,
        unit=canonical(done.unit), words=words, base=base.value, done=done.value, base_stated=True,
        vague=base.vague or done.vague, related=((base.start, base.end), (done.start, done.end)),
    )  # fmt: skip
