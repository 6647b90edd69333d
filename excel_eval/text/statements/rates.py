"""Percentages that belong to no pair of counts: rates with one base in their clause, one further back, or none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from excel_eval.text.passage import Claim, Sentence, clause_head, clause_tail
from excel_eval.text.statements.growth import growth_sign
from excel_eval.text.statements.percentages import ABOUT, NAME_REACH, SHARE, Window, rate_name, stem
from excel_eval.text.statements.roles import EXECUTION, YEAR_END, percent_bound
from excel_eval.text.tokens import Token

_LEFT = re.compile(
    r"(?:结余|结转|剩余|未执行|未使用|未支出)率$|(?:结余|结转|剩余|未使用|未支出)[^。；]{0,30}占[^，。；]{0,6}预算"
)
_ASKED = re.compile(r"满意|知晓|知悉|支持|认可|好评|信任")
"""Rates of those who were asked, whose number is never that of the cases told of before."""
_BASES = frozenset("件起宗例人名位户份批")


def rates(
    sentence: Sentence, percentages: Iterable[Window], paired: Sequence[Claim], moves: Sequence[Claim]
) -> Iterator[Claim]:
    """Percentages that belong to no pair: with one base in their own clause, one further back, or none."""
    levels = [claim.related for claim in moves if claim.unit == "%" and claim.base_stated]
    taken = {claim.related[2] for claim in paired if len(claim.related) > 2} | {spans[0] for spans in levels}
    first = {spans[1]: spans[0] for spans in levels}
    for window in percentages:
        token = sentence.figures[window.index]
        words = sentence.before(window.index, NAME_REACH)
        if (token.start, token.end) in taken or growth_sign(words):
            continue
        begun = first.get((token.start, token.end))
        name = rate_name(words) if begun is None else _name_of_level(sentence, begun[0])
        base, stated = _base(sentence, window, name)
        after = sentence.after(window.index)
        role = percent_bound(words, after) or _rate_role(name, words, sentence.lead(token, NAME_REACH))
        yield Claim(
            "rate",
            token.start,
            token.end,
            sentence.text[token.start - sentence.start : token.end - sentence.start],
            sentence.text,
            role,
            token.value,
            token.upper,
            "%",
            name,
            clause_tail(words) + clause_head(after),
            None if base is None else base.value,
            places=token.places,
            year=sentence.year(window.index),
            vague=token.vague or ABOUT.search(words) is not None,
            whole=role in ("execution", "balance") and _of_the_whole(sentence, window.index),
            base_stated=stated,
            related=() if base is None else ((base.start, base.end),),
        )


def _name_of_level(sentence: Sentence, start: int) -> str:
    """What 90% measures in 满意率由90%提高到95%, where the name stands before the first of the two."""
    first = bisect_left(sentence.figures, start, key=lambda token: token.start)
    return rate_name(sentence.before(first, NAME_REACH))


def _base(sentence: Sentence, window: Window, name: str) -> tuple[Token | None, bool]:
    """The one count that a rate may be a part of, and whether it stands in the same clause."""
    if len(window.counts) > 1 or window.nearby is None or EXECUTION.search(name):
        return None, False
    gap = sentence.between(window.nearby, sentence.figures[window.index])
    if gap in ("（", "("):
        return None, False
    lead = clause_tail(sentence.before(sentence.index(window.nearby), 16))
    if window.counts and stem(name) and stem(name) in lead:
        return None, False
    stated = bool(window.counts) and not re.search(r"[，,；;。：:、]", gap)
    elsewhere = window.nearby.unit not in _BASES or _ASKED.search(name) is not None
    return (None, False) if elsewhere and not stated else (window.nearby, stated)


_NARROWER = re.compile(
    r"季度|月|上半年|截至|阶段|首批|第.批|财政|公共预算|结转|其他资金|自有|单位资金|专户|自筹|其中|年初|上级|中央|省级|市级|县级|科目|序时"
    r"|同期|上年|去年|往年|平均|合同"
)


_SCOPE = 120


def _of_the_whole(sentence: Sentence, index: int) -> bool:
    """Whether nothing since the last percentage or semicolon says that a rate is of a part of the money or the year."""
    rate = sentence.figures[index]
    ends = [token.end for token in sentence.figures[max(0, index - 8) : index] if token.kind == "percent"]
    scope = sentence.lead(rate, min(_SCOPE, rate.start - max([sentence.start, *ends])))
    return _NARROWER.search(YEAR_END.sub("", re.split(r"[；;]", scope)[-1])) is None


def _rate_role(name: str, words: str, lead: str) -> str:
    if _LEFT.search(lead.rstrip("为是的达到约")):
        return "balance"
    if EXECUTION.search(name) or EXECUTION.search(words[-16:]):
        return "execution"
    return "share" if SHARE.search(name) else ""
