"""Figures read out of sentences: amounts, counts, pairs with their rates, growth, sums, announced lists, years."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from excel_eval.text.fold import Folded
from excel_eval.text.judging.points import grades
from excel_eval.text.passage import Claim, Sentence, clause_head, clause_tail, folded_sentences
from excel_eval.text.statements.amount_pairs import amount_pairs
from excel_eval.text.statements.differences import differences
from excel_eval.text.statements.growth import growths
from excel_eval.text.statements.listing import announced, ordinals
from excel_eval.text.statements.pairs import pairs
from excel_eval.text.statements.percentages import windows
from excel_eval.text.statements.products import products
from excel_eval.text.statements.rates import rates
from excel_eval.text.statements.relations import comparisons, relations
from excel_eval.text.statements.roles import EXECUTION, amount_role, whole_amount
from excel_eval.text.statements.shares import shares
from excel_eval.text.statements.sums import sums
from excel_eval.text.tokens import Token
from excel_eval.text.units import canonical

__all__ = ["Claim", "claims"]

_SPENT_UP = re.compile(
    r"(?:使用|支出|执行|支付|拨付|花费)完毕|(?:已?全部|全额|均已)(?:使用|支出|执行|支付|拨付)(?!率|到位)|(?<!未)用完|100%(?:使用|支出|执行)"
)
_DENIED = re.compile(
    r"未|没|尚|不|非|无法|预计|计划|将|拟|确保|争取|力争|力求|尽量"
    r"|应|可|要求|须|需|如|若|是否|目标|保证|推动|督促"
)
_CLAUSE = 24
"""How far before 使用完毕 a word may stand that takes it back: in its own clause."""
_OF_A_PART = re.compile(r"其中|上年|结转|季度|上半年|第.批|首批")
_ABOUT = re.compile(r"(?:大?约|近|将近|(?<!不)超过?|逾|不到|不足)$")
_COMPARED = re.compile(r"比|较|同期|上年|去年|往年")


def claims(text: str, name: str = "", at: int = 0) -> tuple[Claim, ...]:
    """Every claim of a text, in its order; `name` is the project's, which tells its own amounts from narrower ones.

    `at` is where the text begins in a longer one, in which the places of the claims are given.
    """
    folded, sentences = folded_sentences(text)
    found = [
        _with_bases(claim, sentences[max(0, place - 2) : place])
        for place, sentence in enumerate(sentences)
        for claim in _of_sentence(sentence, name)
    ]
    lists = list(announced(folded.text, sentences))
    said = {claim.start for claim in lists}
    found = [claim for claim in found if claim.kind != "count" or claim.start not in said]
    found += [*lists, *ordinals(folded.text)]
    return tuple(sorted((_placed(claim, folded, at) for claim in found), key=lambda c: (c.start, -c.end, c.kind)))


def _with_bases(claim: Claim, earlier: Sequence[Sentence]) -> Claim:
    """A pair whose rate may be of a number that the sentences before it give: 发出200份。收回186份，满意173份，满意率86.5%."""
    if claim.kind != "pair" or claim.value is None or claim.done is None or not claim.parts:
        return claim
    tokens = (token for sentence in earlier for token in sentence.figures[-_FURTHER:])
    bases = [t.value for t in tokens if t.kind == "count" and t.value is not None and canonical(t.unit) == claim.unit]
    return claim._replace(parts=(*claim.parts, *(base for base in bases if base >= claim.done)))


_FURTHER = 6
"""How many figures of each of the two sentences before it a rate may be of."""


def _placed(claim: Claim, folded: Folded, at: int) -> Claim:
    start, end = folded.span(claim.start, claim.end, at)
    related = tuple(folded.span(*span, at) for span in claim.related)
    return claim._replace(start=start, end=end, related=related)


def _of_sentence(sentence: Sentence, name: str) -> Iterator[Claim]:
    yield from _spent_up(sentence)
    yield from grades(sentence)
    level = list(comparisons(sentence)) if sentence.figures else []
    yield from level
    yield from (claim for claim in relations(sentence) if not any(_overlap(claim, other) for other in level))
    if not sentence.figures:
        return
    totals, moves = list(sums(sentence)), list(growths(sentence))
    parts = {span for claim in totals for span in claim.related[1:]}
    for index, token in enumerate(sentence.figures):
        if token.kind == "amount":
            amount = _amount(sentence, index, name)
            yield amount._replace(whole=False) if (token.start, token.end) in parts else amount
        elif token.kind in ("year", "document"):
            yield _year(sentence, index)
    percentages = tuple(windows(sentence))
    paired = [*pairs(sentence, percentages), *amount_pairs(sentence, percentages)]
    paired += shares(sentence, percentages, paired, totals)
    taken = {span: claim for claim in paired for span in claim.related}
    yield from paired
    yield from _counts(sentence, taken)
    yield from rates(sentence, percentages, paired, moves)
    yield from moves
    yield from totals
    yield from differences(sentence)
    yield from products(sentence)


def _overlap(one: Claim, other: Claim) -> bool:
    return one.start < other.end and other.start < one.end


def _amount(sentence: Sentence, index: int, name: str) -> Claim:
    token, before, after = sentence.figures[index], sentence.before(index), sentence.behind(index)
    role = amount_role(before, after)
    whole = whole_amount(before, after, name) and not _of_an_activity(sentence, index, before, name)
    if role == "unknown" and "其中" in sentence.lead(token, 200):
        role = "part"
    return Claim(
        "amount",
        token.start,
        token.end,
        sentence.text[token.start - sentence.start : token.end - sentence.start],
        sentence.text,
        role,
        token.value,
        token.upper,
        token.unit,
        _noun(sentence, index, before),
        before + after,
        places=token.places,
        year=sentence.year(index),
        vague=token.vague or _ABOUT.search(before) is not None,
        whole=whole,
    )


def _noun(sentence: Sentence, index: int, before: str) -> str:
    """The words before an amount in its clause; with a mark where another figure stands among them (二期培训费)."""
    noun = clause_tail(before)
    start = sentence.figures[index].start - len(noun)
    return f"…{noun}" if any(figure.end == start for figure in sentence.figures[max(0, index - 3) : index]) else noun


_BARE_VERB = re.compile(r"(?:共|实际|累计|已|均)*(?:支出|使用|支付|花费|列支|开支)(?:资金|经费|费用)?(?:共计|为|了)?")
_OF_THE_PROJECT = re.compile(r"预算|资金|经费|项目|安排|下达|批复|年")
_ACTIVITY = re.compile(r"购|采买|培训|活动|合同|协议|印制|印刷|维修|租|举办|召开|补助|救助|奖励|发放")


def _of_an_activity(sentence: Sentence, index: int, before: str, name: str) -> bool:
    """Whether an amount is what the activity told of right before it cost: 购置电脑5台，支出2.5万元.

    A word of the project's own name tells of none: 安排校外活动补助20万元，支出18万元.
    """
    _, comma, verb = before.rpartition("，")
    if not _BARE_VERB.fullmatch(verb):
        return False
    if index and sentence.figures[index - 1].kind == "count":
        return True
    own = len(verb) + len(comma)
    lead = sentence.lead(sentence.figures[index], own + 60)[: -own or None]
    lead = lead.replace(name, "") if name else lead
    return bool(lead) and (not _OF_THE_PROJECT.search(lead) or _ACTIVITY.search(lead) is not None)


def _year(sentence: Sentence, index: int) -> Claim:
    token = sentence.figures[index]
    around = sentence.before(index, 6) + sentence.after(index, 6)
    role = "comparison" if token.kind == "year" and _COMPARED.search(around) else ""
    words = sentence.text[token.start - sentence.start : token.end - sentence.start]
    return Claim(token.kind, token.start, token.end, words, sentence.text, role, token.value)


def _counts(sentence: Sentence, taken: dict[tuple[int, int], Claim]) -> Iterator[Claim]:
    for index, token in enumerate(sentence.figures):
        if token.kind != "count" or token.unit == "倍":
            continue
        span = (token.start, token.end)
        pair = taken.get(span)
        before, after = sentence.before(index), sentence.after(index)
        role = "" if pair is None else "base" if span == pair.related[0] else "done"
        yield Claim(
            "count",
            *span,
            sentence.text[span[0] - sentence.start : span[1] - sentence.start],
            sentence.text,
            role,
            token.value,
            token.upper,
            token.unit,
            clause_head(after),
            clause_tail(before) + clause_head(after),
            year=sentence.year(index),
            vague=token.vague or _ABOUT.search(before) is not None,
        )


def _spent_up(sentence: Sentence) -> Iterator[Claim]:
    for match in _SPENT_UP.finditer(sentence.text):
        clause = clause_tail(sentence.text[max(0, match.start() - _CLAUSE) : match.start()])
        if not _DENIED.search(clause):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            amounts = [t for t in sentence.figures if t.kind == "amount" and start - len(clause) <= t.start < start]
            value, unit = (amounts[-1].value, amounts[-1].unit) if amounts else (None, "")
            rate = _rate_beside(sentence, end)
            yield Claim(
                "spent_up", start, end, match[0], sentence.text, "", value, unit=unit, done=rate and rate.value,
                places=rate.places if rate else 0, whole=_OF_A_PART.search(clause) is None,
            )  # fmt: skip


def _rate_beside(sentence: Sentence, end: int) -> Token | None:
    """The execution rate right behind 使用完毕: 30万元全部执行完毕，执行率100%."""
    index = bisect_left(sentence.figures, end, key=lambda token: token.start)
    token = sentence.figures[index] if index < len(sentence.figures) else None
    near = token is not None and token.kind == "percent" and token.start - end <= _CLAUSE
    return token if near and EXECUTION.search(sentence.before(index)) else None
