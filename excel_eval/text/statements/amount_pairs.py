"""Two amounts and the rate of the one over the other: 预算100万元，支出85.62万元，执行率85.62%; 占总投资100万元的40%."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from excel_eval.text.passage import Claim, Sentence
from excel_eval.text.statements.growth import growth_sign
from excel_eval.text.statements.pair_claims import due_and_done
from excel_eval.text.statements.percentages import ABOUT, NAME_REACH, SHARE_OF, Window, rate_name, stem
from excel_eval.text.statements.roles import EXECUTION, amount_role, percent_bound
from excel_eval.text.tokens import Token
from excel_eval.text.units import MONEY

_SHARE = re.compile(r"(?:占|完成|达到?|为|相当于)[^，。；]{0,12}$")
_MOST = 6


def amount_pairs(sentence: Sentence, percentages: Iterable[Window]) -> Iterator[Claim]:
    """Every percentage that two amounts of its sentence are named for; parts are the amounts that may be its base."""
    for window in percentages:
        words = sentence.before(window.index, NAME_REACH)
        amounts = _amounts(sentence, window.index)
        if EXECUTION.search(rate_name(words)) and len(amounts) == 1:
            amounts = _with_budget(sentence, amounts)
        if len(amounts) < 2:
            continue
        bound = percent_bound(words, sentence.after(window.index))
        found = None if growth_sign(words) or bound else _named(sentence, window.index, amounts, words)
        if found:
            yield amount_pair(sentence, window.index, *found)


def _amounts(sentence: Sentence, index: int) -> tuple[int, ...]:
    """Where the amounts before a percentage stand among the figures, back to the percentage or semicolon before it."""
    found: list[int] = []
    later = sentence.figures[index]
    for i in range(index - 1, max(-1, index - 1 - _MOST), -1):
        token = sentence.figures[i]
        if token.kind == "percent" or re.search(r"[；;]", sentence.between(token, later)):
            break
        if token.kind == "amount" and token.value is not None and token.upper is None:
            found.insert(0, i)
        later = token
    return tuple(found)


def _with_budget(sentence: Sentence, amounts: tuple[int, ...]) -> tuple[int, ...]:
    """The amounts of a rate's own stretch, and the one budget told of before it where it has none: 到位200万元；支出186.5万元."""
    budgets = [i for i in range(max(0, amounts[0] - _MOST), amounts[-1] + 1) if _role(sentence, i) == "budget"]
    return (*budgets, *amounts) if len(budgets) == 1 and budgets[0] not in amounts else amounts


def _may_be_base(sentence: Sentence, index: int, roles: dict[int, str]) -> bool:
    """Whether an amount without a word for its role is what the rate is of: the only other one, or the total of a list."""
    alone = len(roles) == 2 or (
        "budget" not in roles.values() and re.search(r"共计?|合计", sentence.before(index)[-6:]) is not None
    )
    return alone and roles[index] == "unknown"


def _role(sentence: Sentence, index: int) -> str:
    token = sentence.figures[index]
    return amount_role(sentence.before(index), sentence.behind(index)) if token.kind == "amount" else ""


def _named(
    sentence: Sentence, index: int, amounts: Sequence[int], words: str
) -> tuple[Token, tuple[Token, ...]] | None:
    """The amount that is part of another, and those it may be part of."""
    figures = sentence.figures
    last = figures[amounts[-1]]
    if SHARE_OF.fullmatch(sentence.between(last, figures[index])) and _SHARE.search(sentence.before(amounts[-1])):
        return figures[amounts[-2]], (last,)
    name = rate_name(words)
    roles = {i: _role(sentence, i) for i in amounts}
    if EXECUTION.search(name):
        done = [figures[i] for i in amounts if roles[i] in ("spent", "paid")]
        bases = tuple(figures[i] for i in reversed(amounts) if roles[i] == "budget" or _may_be_base(sentence, i, roles))
        return (done[-1], bases) if len(done) == 1 and bases else None
    if len(amounts) == 2 and due_and_done(sentence, figures[amounts[0]], last):
        return last, (figures[amounts[0]],)
    verb = stem(name)
    told = [i for i in amounts if verb and verb in sentence.before(i)]
    if len(amounts) != 2 or len(told) != 1:
        return None
    return figures[told[0]], tuple(figures[i] for i in amounts if i not in told)


def amount_pair(
    sentence: Sentence, index: int, done: Token, bases: tuple[Token, ...], *, whole: bool = True
) -> Claim:
    """The claim that the percentage at `index` is an amount's share of one of the others, the likeliest first."""
    rate = sentence.figures[index]
    words = sentence.before(index, NAME_REACH)
    start, end = min(done.start, bases[0].start), max(rate.end, bases[0].end)
    name = rate_name(words)
    sizes = tuple((base.value or Decimal(0)) * MONEY[base.unit] / MONEY[done.unit] for base in bases)
    return Claim(
        "pair", start, end, sentence.text[start - sentence.start : end - sentence.start], sentence.text, "",
        rate.value, rate.upper, done.unit, name, name, sizes[0], done.value, rate.places, sentence.year(index),
        rate.vague or done.vague or any(base.vague for base in bases) or ABOUT.search(words) is not None,
        whole=whole, base_stated=True, parts=sizes,
        related=((bases[0].start, bases[0].end), (done.start, done.end), (rate.start, rate.end)),
    )  # fmt: skip
