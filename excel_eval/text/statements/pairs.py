"""Pairs of counts in a sentence, one part of the other, and the percentage that belongs to each pair."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from excel_eval.text.judging.ratios import stated_percent
from excel_eval.text.passage import Claim, Sentence, clause_tail
from excel_eval.text.statements.growth import growth_sign
from excel_eval.text.statements.loose_pairs import SEVERAL, around, bare, bracketed, fractions, rows
from excel_eval.text.statements.pair_claims import PLAN, lead_of, names_done, pair_claim, smaller
from excel_eval.text.statements.percentages import NAME_REACH, SHARE_OF, Window, rate_name, stem
from excel_eval.text.statements.roles import percent_bound
from excel_eval.text.tokens import Token
from excel_eval.text.units import canonical, same_kind

_DONE = re.compile(
    r"化解|办结|解决|整改|完成|处理|办理|合格|通过|达标|满意|回复|答复|落实|兑现|救助|参评|验收|实现|查处|修复|治理|发放|回收|收回"
    r"|受理|参加|参与|到位|就业|改造|建成|开工|成功|有效|采纳|处置|调解|销号|结案|其中|已|实际|到课|到会|按期"
)


def pairs(sentence: Sentence, percentages: Iterable[Window]) -> Iterator[Claim]:
    """Two counts of which one is part of the other, with the rate that belongs to them, if any."""
    used: set[int] = set()
    for window in percentages:
        if len(window.counts) + len(window.earlier) < 2 or not window.counts:
            continue
        words = sentence.before(window.index, NAME_REACH)
        if SEVERAL.search(words) or growth_sign(words) or percent_bound(words, sentence.after(window.index)) == "target":
            continue
        found = _done_of_base(sentence, window)
        if found:
            done, bases = found
            used |= {done.start, bases[0].start}
            sure = _shares_of(sentence, window) or (len(window.counts) == 1 and _of_those(sentence, window.counts[0]))
            whole = True if sure else None
            yield pair_claim(sentence, done, bases, window.index, whole=whole)
    for claim in rows(sentence, percentages):
        used |= {claim.related[0][0], claim.related[1][0]}
        yield claim
    yield from around(sentence, percentages, used)
    yield from bracketed(sentence, used)
    yield from fractions(sentence)
    yield from bare(sentence, used)


def _done_of_base(sentence: Sentence, window: Window) -> tuple[Token, tuple[Token, ...]] | None:
    """The count that was done and its possible bases, the likeliest first."""
    name = rate_name(sentence.before(window.index, NAME_REACH))
    verb = stem(name)
    if len(window.counts) == 1:
        return _continued(sentence, window, verb)
    done = _done(sentence, window.counts, verb)
    if _shares_of(sentence, window):
        return _share_of(sentence, window.counts)
    place = window.counts.index(done)
    bases = [count for count in window.counts[:place] if same_kind(count.unit, done.unit)]
    told = _core(name) if _core(name) in lead_of(sentence, done) else verb
    bases = [count for count in bases if not told or not _done_too(sentence, count, told)]
    if place and not names_done(sentence, window.counts[place - 1], done, name):
        bases = [count for count in bases if canonical(count.unit) == canonical(done.unit)]
    bases = [count for count in bases if not (smaller(count, done) and _beside(sentence, count, done))]
    if not bases or not place:
        return _reversed(sentence, window.counts, name)
    bases.sort(key=lambda c: (smaller(c, done), canonical(c.unit) != canonical(done.unit), -c.start))
    return done, tuple(bases)


def _beside(sentence: Sentence, one: Token, other: Token) -> bool:
    """Whether two counts merely stand beside each other, each with its own noun: 12个乡镇186个行政村."""
    return re.fullmatch(r"[^，。；、中]{0,6}", sentence.between(one, other)) is not None


def _core(name: str) -> str:
    """What a rate is of, in full: 集中供养 of 集中供养率."""
    return name.removesuffix("率")


def _reversed(sentence: Sentence, counts: Sequence[Token], name: str) -> tuple[Token, tuple[Token, ...]] | None:
    """合格人数287人，参训人数290人，培训合格率99%: the part stands first and alone bears the name of the rate."""
    done, base = counts[0], counts[-1]
    core = _core(name)
    if len(counts) != 2 or len(core) < 2 or not smaller(done, base) or not same_kind(done.unit, base.unit):
        return None
    told = [core in lead_of(sentence, count) for count in (done, base)]
    return (done, (base,)) if told == [True, False] else None


def _shares_of(sentence: Sentence, window: Window) -> bool:
    """Whether a percentage is told of the count right before it (占总数120名的30%)."""
    return bool(window.counts) and bool(SHARE_OF.fullmatch(sentence.between(window.counts[-1], sentence.figures[window.index])))


def _share_of(sentence: Sentence, counts: Sequence[Token]) -> tuple[Token, tuple[Token, ...]] | None:
    """女性36名，占总数120名的30%: the base stands last."""
    done, base = counts[-2:]
    fits = same_kind(done.unit, base.unit) and "占" in clause_tail(sentence.before(sentence.index(base)))
    return (done, (base,)) if fits else None


def _continued(sentence: Sentence, window: Window, verb: str) -> tuple[Token, tuple[Token, ...]] | None:
    """收回285份，回收率95%，其中满意270份，满意率94.7%: a part of what the pair before it speaks of."""
    (done,) = window.counts
    bases = [count for count in reversed(window.earlier) if canonical(count.unit) == canonical(done.unit)]
    bases = [count for count in bases if not smaller(count, done)]
    if not bases or not verb or verb not in clause_tail(sentence.before(sentence.index(done))):
        return None
    rate = sentence.figures[window.index]
    return done, tuple(sorted(bases, key=lambda base: not _explains(done, base, rate)))


def _explains(done: Token, base: Token, rate: Token) -> bool:
    if done.value is None or not base.value or rate.value is None:
        return False
    return stated_percent(done.value, base.value, rate.value, rate.places).ok


def _of_those(sentence: Sentence, done: Token) -> bool:
    """Whether a count is plainly told of the figures before it: 其中满意270份, 已整改34家."""
    return re.match(r"其中|均?已", lead_of(sentence, done)) is not None


_REST = re.compile(r"超额|超出|多完成|少完成|增加|减少|正在|尚|待|拟|剩余|其余|另有|没有|仍有")


def _done_too(sentence: Sentence, count: Token, verb: str) -> bool:
    """Whether a count is itself of what was done (1至10月办结150件), so that it is no base."""
    lead = lead_of(sentence, count)
    return verb in lead and not PLAN.search(lead) and not re.search(rf"[应需待]{re.escape(verb)}|中", lead)


def _done(sentence: Sentence, counts: Sequence[Token], verb: str) -> Token:
    gaps = [(later, sentence.between(earlier, later)) for earlier, later in pairwise(counts)]
    gaps = [(later, words) for later, words in gaps if not _REST.search(clause_tail(words))] or gaps
    named = [token for token, words in gaps if verb and verb in words]
    plain = [token for token, words in gaps if token in named and not re.search(rf"[不未]{re.escape(verb)}", words)]
    named = plain if len(plain) == 1 else named
    told = [token for token, words in gaps if _DONE.search(words)]
    return (named or told or [counts[-1]])[-1]
