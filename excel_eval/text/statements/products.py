"""A number times what each costs, and a total shared out: 40台，每台4500元，合计18万元; 862人次129.3万元，人均1500元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from excel_eval.numbers import plain
from excel_eval.text.passage import Claim, Sentence, clause_tail
from excel_eval.text.tokens import Token
from excel_eval.text.units import MEASURES, MONEY, PEOPLE, canonical

_UNITS = "|".join(MEASURES)
_EACH = re.compile(rf"每(?:一|个)?(?P<unit>{_UNITS})[一-龥]{{0,8}}$|(?:单价|价格)(?:为|每(?P<per>{_UNITS}))?$")
_OFTEN = re.compile(r"每.{0,12}每|每[月天日年周季]|月均|年均|日均|/[月天日年周季]")
_TOTAL = re.compile(r"(?:合计|共计|总计|总价|金额|总额|费用|总费用|共|计)[一-龥]{0,6}$")
_SHARED = re.compile(r"(?P<who>人|户|生|亩|次|件|台|家|平)均[一-龥]{0,8}$")
_WHO = {"人": ("人", "人次"), "生": ("人",), "户": ("户",), "家": ("家", "户")}
_OTHER = re.compile(r"其中|另|预算|[；;]")
_REACH = 48


def products(sentence: Sentence) -> Iterator[Claim]:
    """Each three figures in a row of which one is the product of the others, by their words."""
    figures = sentence.figures
    for place in range(2, len(figures)):
        three = figures[place - 2 : place + 1]
        if all(t.kind in ("count", "amount") and t.value and t.upper is None for t in three):
            yield from _times(sentence, three)
            yield from _shared(sentence, three)


def _leads(sentence: Sentence, three: Sequence[Token]) -> tuple[str, str, str]:
    one, two, last = (clause_tail(sentence.before(sentence.index(token))) for token in three)
    return one, two, last


def _between(sentence: Sentence, three: Sequence[Token]) -> str:
    return sentence.text[three[0].end - sentence.start : three[2].start - sentence.start]


def _times(sentence: Sentence, three: Sequence[Token]) -> Iterator[Claim]:
    """40台，每台4500元，合计18万元; 每期80人 of 12期, 960人次."""
    total, leads = three[2], _leads(sentence, three)
    words = _between(sentence, three)
    if not _TOTAL.search(leads[2]) or len(words) > _REACH or _OTHER.search(words):
        return
    for price, count in ((1, 0), (0, 1)):
        each, many = three[price], three[count]
        told = _EACH.search(leads[price])
        if told and many.kind == "count" and _dimension(each) == _dimension(total) != _dimension(many):
            unit = told["unit"] or told["per"] or ""
            sure = canonical(unit) == canonical(many.unit) and not _OFTEN.search(leads[0] + words)
            yield _claim(sentence, (many, each, total), whole=bool(unit and sure))


def _shared(sentence: Sentence, three: Sequence[Token]) -> Iterator[Claim]:
    """862人次，发放129.3万元，人均1500元."""
    each, leads = three[2], _leads(sentence, three)
    told = _SHARED.search(leads[2])
    words = _between(sentence, three)
    if not told or each.kind != "amount" or len(words) > _REACH or _OTHER.search(words):
        return
    counts = [token for token in three[:2] if token.kind == "count"]
    amounts = [token for token in three[:2] if token.kind == "amount"]
    if len(counts) == 1 and len(amounts) == 1:
        sure = counts[0].unit in _WHO.get(told["who"], (told["who"],)) and not re.search(r"[每月年日]", leads[2])
        yield _claim(sentence, (amounts[0], counts[0], each), whole=sure, divided=True)


def _dimension(token: Token) -> str:
    if token.unit in MONEY:
        return "元"
    return "人" if token.unit in PEOPLE else canonical(token.unit)


def _size(token: Token) -> Decimal:
    return MONEY.get(token.unit, Decimal(1))


def _claim(sentence: Sentence, three: tuple[Token, Token, Token], *, whole: bool, divided: bool = False) -> Claim:
    """The claim that the third figure is one times or by the other; its parts are the bounds that their rounding leaves."""
    one, other, stated = three
    size, half = _size(stated), Decimal(5).scaleb(-stated.places - 1)
    results = sorted(_worked_out(a, b, divided) / size for a in _bounds(one) for b in _bounds(other))
    start, end = min(token.start for token in three), max(token.end for token in three)
    return Claim(
        "product", start, end, sentence.text[start - sentence.start : end - sentence.start], sentence.text, "",
        stated.value, unit=stated.unit, words=f"{_shown(one)}{'÷' if divided else '×'}{_shown(other)}",
        base=one.value, done=_worked_out(_exact(one), _exact(other), divided) / size, places=stated.places,
        vague=any(token.vague for token in three), whole=whole, base_stated=True,
        parts=(results[0] - half, results[-1] + half),
        related=tuple((token.start, token.end) for token in (stated, one, other)),
    )  # fmt: skip


def _shown(token: Token) -> str:
    return plain(token.value or Decimal(0)) + token.unit


def _worked_out(one: Decimal, other: Decimal, divided: bool) -> Decimal:
    return one / other if divided else one * other


def _exact(token: Token) -> Decimal:
    return (token.value or Decimal(0)) * _size(token)


def _bounds(token: Token) -> tuple[Decimal, ...]:
    """The figure itself where it is whole; the least and the most that its decimals may stand for."""
    exact = _exact(token)
    half = Decimal(5).scaleb(-token.places - 1) * _size(token)
    return (exact - half, exact + half) if token.places else (exact,)
