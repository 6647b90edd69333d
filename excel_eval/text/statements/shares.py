"""Percentages told as the share of a figure that is named or listed before: 占专任教师的39%, 完成计划的96%, 其中…，占67%."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from excel_eval.text.passage import Claim, Sentence, clause_head, clause_tail
from excel_eval.text.statements.amount_pairs import amount_pair
from excel_eval.text.statements.growth import growth_sign
from excel_eval.text.statements.loose_pairs import SEVERAL
from excel_eval.text.statements.pair_claims import pair_claim, smaller
from excel_eval.text.statements.percentages import NAME_REACH, SHARE_OF, Window, row_of_rates
from excel_eval.text.statements.roles import EXECUTION, amount_role
from excel_eval.text.tokens import Token
from excel_eval.text.units import MONEY, canonical, same_kind

_OF = re.compile(
    r"[，,、（(]?(?:约|仅|只|已|共)?(?:占比?|(?P<plan>完成了?|达到?|为|相当于))(?P<of>[^，。；、：:\d（）()]{0,14}?)"
    r"的?(?:比例|比重|比率)?(?:为|达到?|约)?"
)
"""What stands between a part and its share: ，占政府采购支出总额的."""
_PLANNED = re.compile(r"计划|任务|目标|合同")
_ANY = re.compile(r"(?:全部|全|总|其|所有|本)?(?:数量?|量|额|计|和)?")
"""Names of a total that may be any: 总数, 总额, 全部."""
_LEAD = re.compile(r"^(?:全部|全[年市县区省镇]|年度|本[年市县区]|当年|总)+")
_MOST, _GAP = 12, 24


def shares(
    sentence: Sentence, percentages: Iterable[Window], paired: Sequence[Claim], totals: Sequence[Claim]
) -> Iterator[Claim]:
    """The percentages that no pair has yet and that are told of the figure right before them."""
    taken = {claim.related[2] for claim in paired if len(claim.related) > 2}
    wholes = {part: claim for claim in totals for part in claim.related[1:]}
    for window in percentages:
        rate = sentence.figures[window.index]
        if (rate.start, rate.end) in taken:
            continue
        words = sentence.before(window.index, NAME_REACH)
        if SEVERAL.search(words):
            yield from _row(sentence, window.index, totals)
        elif window.index and not growth_sign(words):
            yield from _share(sentence, window.index, wholes)


def _share(sentence: Sentence, index: int, wholes: dict[tuple[int, int], Claim]) -> Iterator[Claim]:
    part, rate = sentence.figures[index - 1], sentence.figures[index]
    gap = sentence.between(part, rate)
    told = _OF.fullmatch(gap) if len(gap) <= _GAP and _counted(part) else None
    if not told:
        yield from _of_the_last(sentence, index)
    if not told or EXECUTION.search(gap) or (told["plan"] and not _PLANNED.search(told["of"])):
        return
    if amount_role(gap, sentence.after(index)) in ("floor", "cap"):
        return
    near = [token for token in _around(sentence, index) if _alike(token, part)]
    if told["plan"]:
        near = [token for token in near if not re.search(r"[；;]", sentence.between(*sorted((token, part))))]
    found = _whole(sentence, part, near, wholes) if _ANY.fullmatch(told["of"]) else _named(sentence, told["of"], near)
    if found:
        yield _pair(sentence, part, found[0], index, sure=found[1])


def _of_the_last(sentence: Sentence, index: int) -> Iterator[Claim]:
    """造林3200亩，成活率92%，完成任务3000亩的106.7%: the base stands right before its share, the part further back."""
    base, rate = sentence.figures[index - 1], sentence.figures[index]
    verb = re.search(r"占|完成|为|相当于", clause_tail(sentence.before(index - 1)))
    if not verb or not _counted(base) or not SHARE_OF.fullmatch(sentence.between(base, rate)):
        return
    near = (t for t in reversed(sentence.figures[max(0, index - 1 - _MOST) : index - 1]) if _alike(t, base))
    part = next(near, None)
    if part:
        yield _pair(sentence, part, (base,), index, sure=True)


def _around(sentence: Sentence, index: int) -> list[Token]:
    """The figures before a part, the nearest first, then the two behind its share."""
    figures = sentence.figures
    return [*reversed(figures[max(0, index - 1 - _MOST) : index - 1]), *figures[index + 1 : index + 3]]


def _counted(token: Token) -> bool:
    return token.kind in ("count", "amount") and token.value is not None and token.upper is None and token.unit != "倍"


def _alike(token: Token, part: Token) -> bool:
    same = token.kind == part.kind and (part.kind == "amount" or same_kind(token.unit, part.unit))
    return same and _counted(token)


def _named(sentence: Sentence, name: str, near: Sequence[Token]) -> tuple[tuple[Token, ...], bool] | None:
    """The nearest figure that bears a name: 专任教师118人 for 占专任教师的39%."""
    core = _LEAD.sub("", name)
    found = [token for token in near if len(core) > 1 and core in _called(sentence, token)]
    return ((found[0],), True) if found else None


def _called(sentence: Sentence, token: Token) -> str:
    index = sentence.index(token)
    return clause_tail(sentence.before(index)) + "|" + clause_head(sentence.after(index))


def _whole(
    sentence: Sentence, part: Token, near: Sequence[Token], wholes: dict[tuple[int, int], Claim]
) -> tuple[tuple[Token, ...], bool] | None:
    """The total that a part belongs to: that of its list, the figure before 其中, else whatever is larger before it."""
    before = [token for token in near if token.start < part.start and not _less(token, part)]
    listed = wholes.get((part.start, part.end))
    if listed:
        own = [token for token in before if (token.start, token.end) == listed.related[0]]
        return (tuple(own + [t for t in before if t not in own]), True) if own else None
    same = [token for token in before if part.kind == "amount" or canonical(token.unit) == canonical(part.unit)]
    sure = "其中" in clause_tail(sentence.before(sentence.index(part)))
    return (tuple(same), sure) if same else None


def _less(token: Token, part: Token) -> bool:
    if token.kind == "amount" and token.value is not None and part.value is not None:
        return token.value * MONEY[token.unit] < part.value * MONEY[part.unit]
    return smaller(token, part)


def _row(sentence: Sentence, index: int, totals: Sequence[Claim]) -> Iterator[Claim]:
    """总计600万元，占比分别为53%、13%、34%: one share for each part of the total told of before."""
    rates = row_of_rates(sentence, index)
    start = sentence.figures[index].start
    lists = [claim for claim in totals if claim.end <= start and len(claim.related) == len(rates) + 1]
    if "占" not in sentence.before(index) or not lists:
        return
    total, *parts = (_at(sentence, span) for span in lists[-1].related)
    for part, rate in zip(parts, rates, strict=True):
        yield _pair(sentence, part, (total,), rate, sure=True)


def _at(sentence: Sentence, span: tuple[int, int]) -> Token:
    return next(token for token in sentence.figures if token.start == span[0])


def _pair(sentence: Sentence, part: Token, bases: tuple[Token, ...], index: int, *, sure: bool) -> Claim:
    if part.kind == "amount":
        return amount_pair(sentence, index, part, bases, whole=sure)
    return pair_claim(sentence, part, bases, index, whole=sure)
