"""Totals and their parts in one sentence: 合计100万元，其中…80万元、…20万元; 甲30件、乙20件，共50件."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from excel_eval.text.passage import Claim, Sentence
from excel_eval.text.tokens import Token
from excel_eval.text.units import MONEY, canonical, dimension

_AMONG = re.compile(r"其中")
_STOP = re.compile(r"[；;。]|支出|使用|执行|完成|化解|办结|结余|同比|上年|比")
_TOTAL = re.compile(r"(?:合计|共计|总计|共|总共|累计|小计)[^，。；、\d]{0,6}$")
_MOST = 20


def sums(sentence: Sentence) -> Iterator[Claim]:
    """Every total of the sentence with the parts named for it, at least two of one unit."""
    figures = [t for t in sentence.figures if t.kind in ("amount", "count") and t.value is not None and t.upper is None]
    for match in _AMONG.finditer(sentence.text):
        at = sentence.start + match.start()
        before = [t for t in figures if t.end <= at][-1:] if len(figures) <= _MOST else []
        if before and at - before[0].end <= 8:
            parts = _following(sentence, figures, before[0], at)
            if len(parts) > 1:
                yield _sum(sentence, before[0], parts, "among")
    for index, token in enumerate(figures[: _MOST * 5]):
        lead = sentence.text[max(0, token.start - sentence.start - 10) : token.start - sentence.start]
        if _TOTAL.search(lead):
            parts = _preceding(sentence, figures[max(0, index - _MOST) : index], token)
            if len(parts) > 1:
                yield _sum(sentence, token, parts, "all")


def _following(sentence: Sentence, figures: Sequence[Token], total: Token, at: int) -> list[Token]:
    """The figures after 其中 in the total's unit, up to a word that begins another matter."""
    parts: list[Token] = []
    here = at
    for token in figures:
        if token.start < at:
            continue
        words = sentence.text[here - sentence.start : token.start - sentence.start].removeprefix("其中")
        if _STOP.search(words) or dimension(token.unit) != dimension(total.unit):
            break
        parts.append(token)
        here = token.end
    return parts


def _preceding(sentence: Sentence, figures: Sequence[Token], total: Token) -> list[Token]:
    """The unbroken row of figures before 合计 in the total's unit."""
    parts: list[Token] = []
    following = total
    for token in reversed(figures):
        words = sentence.between(token, following)
        if (
            _STOP.search(words)
            or (following is not total and _TOTAL.search(words))
            or canonical(token.unit) != canonical(total.unit)
            or len(words) > 24
        ):
            break
        parts.insert(0, token)
        following = token
    return parts


def _sum(sentence: Sentence, total: Token, parts: Sequence[Token], role: str) -> Claim:
    start, end = min(total.start, parts[0].start), max(total.end, parts[-1].end)
    return Claim(
        "sum",
        start,
        end,
        sentence.text[start - sentence.start : end - sentence.start],
        sentence.text,
        role,
        total.value,
        unit=total.unit,
        places=max(token.places for token in (total, *parts)),
        vague=any(token.vague for token in (total, *parts)),
        parts=tuple(_in_unit(token, total.unit) for token in parts if token.value is not None),
        related=tuple((token.start, token.end) for token in (total, *parts)),
    )


def _in_unit(token: Token, unit: str) -> Decimal:
    value = token.value or Decimal(0)
    return value if token.unit == unit or unit not in MONEY else value * MONEY[token.unit] / MONEY[unit]
