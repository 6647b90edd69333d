"""Totals and their parts in one sentence: 合计100万元，其中…80万元、…20万元; 甲30件、乙20件，共50件; 30+20=50万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, pairwise

from excel_eval.text.figures import NUMBER
from excel_eval.text.passage import Claim, Sentence, clause_tail
from excel_eval.text.statements.whole_lists import MARK, completeness, graded, names_of, shared, whole
from excel_eval.text.tokens import Token
from excel_eval.text.units import MONEY, canonical, dimension

_NEAR, _APART = 8, 40
"""How far behind its total a list may be announced: by 其中 and 包括, by 分别为 after the names of the parts."""
_OTHER = re.compile(
    r"(?:^|[，,；;、])(?:已|均|实际|累计|合计|共|全年|本年)*(?:支出|使用|执行|支付|完成|化解|办结|结余|剩余)|[较。]|同比|环比|(?<!占)比(?!例|重)"
    r"|(?:上年|去年)(?!度?结转|度?结余)"
)
"""Words that begin another matter than the parts of a total."""
_TOTAL = re.compile(r"(?:(?P<sure>合计|共计|总计|共|总共|小计)|累计|总投资|总金?额)[^，。；、\d]{0,6}$")
_WHOLE_YEAR = re.compile(r"全年[^，。；、\d]{0,8}$")
_MOST = 20
_EQUATION = re.compile(
    rf"(?P<parts>{NUMBER}(?P<unit>万元|元)?(?:[+＋]\d{{1,15}}(?:\.\d{{1,6}})?(?:万元|元)?){{1,19}})[=＝](?P<total>\d{{1,15}}(?:\.\d{{1,6}})?)(?P<unit2>万元|元)?"
)
_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,6})?")


def sums(sentence: Sentence) -> Iterator[Claim]:
    """Every total of the sentence with the parts named for it, at least two of one unit."""
    yield from _equations(sentence)
    figures = [t for t in sentence.figures if t.kind in ("amount", "count") and t.value is not None and t.upper is None]
    if len(figures) < 3:
        return
    yield from _announced(sentence, figures)
    for index, token in enumerate(figures[: _MOST * 5]):
        lead = sentence.text[max(0, token.start - sentence.start - 10) : token.start - sentence.start]
        told = _TOTAL.search(lead)
        if told:
            parts = _preceding(sentence, figures[max(0, index - _MOST) : index], token)
            if len(parts) > 1:
                yield _sum(sentence, token, _ending(token, parts[::-1])[::-1], "all" if told["sure"] else "among")
        elif _WHOLE_YEAR.search(lead) and _halves(sentence, figures[max(0, index - 2) : index], token):
            yield _sum(sentence, token, figures[index - 2 : index], "all")


def _halves(sentence: Sentence, parts: Sequence[Token], total: Token) -> bool:
    """Whether two parts are those of a year and of one unit: 上半年35.2万元，下半年48.6万元."""
    leads = [clause_tail(sentence.before(sentence.index(part))) for part in parts]
    units = {canonical(token.unit) for token in (total, *parts)}
    return len(leads) == 2 and len(units) == 1 and "上半年" in leads[0] and "下半年" in leads[1]


def _announced(sentence: Sentence, figures: Sequence[Token]) -> Iterator[Claim]:
    """The lists that 其中, 包括 or 分别为 announce behind their total."""
    depths = _depths(sentence.text)
    marks = list(MARK.finditer(sentence.text))[:_MOST]
    place = 0
    for mark in marks:
        at = sentence.start + mark.end()
        while place < len(figures) and figures[place].start < at:
            place += 1
        total = next((each for each in figures[:place][: -_MOST - 1 : -1] if not _full_marks(sentence, each)), None)
        if total is None or not _behind(sentence, total, mark):
            continue
        listed = _following(sentence, figures[place : place + _MOST], total, (at, depths))
        level = depths[mark.end() - 1]
        inner = [m.start() for m in marks if m.start() > mark.end() and depths[m.start()] == level]
        parts = _outer(sentence, total, listed, [sentence.start + each for each in inner])
        if len(parts) > 1:
            yield _sum(sentence, total, parts, completeness(sentence, mark, parts))


def _full_marks(sentence: Sentence, token: Token) -> bool:
    """Whether a figure is the most that can be scored, which has no parts here: 得分96.88分（满分100分，其中…）."""
    return "满分" in sentence.lead(token, 3)


def _behind(sentence: Sentence, total: Token, mark: re.Match[str]) -> bool:
    gap = sentence.text[total.end - sentence.start : mark.start()]
    return len(gap) <= (_APART if mark["apart"] else _NEAR) and not re.search(r"[；;。]", gap)


def _depths(text: str) -> list[int]:
    """How many brackets are open at each character."""
    return list(accumulate((c in "（(") - (c in "）)") for c in text))


def _following(
    sentence: Sentence, figures: Sequence[Token], total: Token, place: tuple[int, list[int]]
) -> list[Token]:
    """The figures of a list in its total's unit, up to a word that begins another matter or the end of its bracket."""
    at, depths = place
    level = depths[at - 1 - sentence.start]
    parts: list[Token] = []
    here = at
    for token in figures:
        begin, end = here - sentence.start, token.start - sentence.start
        if min(depths[begin : end + 1], default=level) < level or _OTHER.search(sentence.text[begin:end]):
            break
        if depths[end] > level:
            continue
        if dimension(token.unit) == dimension(total.unit):
            parts.append(token)
            here = token.end
        elif total.unit not in MONEY:
            break
    return parts


def _outer(sentence: Sentence, total: Token, listed: list[Token], marks: Sequence[int]) -> list[Token]:
    """The parts of a total among the figures listed, without those of a list inside the list."""
    inner = next((m for m in marks if listed and m < listed[-1].start and _own_list(listed, m)), None)
    ends = [sentence.start + match.start() for match in re.finditer(r"[；;]", sentence.text)]
    if inner is None and graded(names_of(sentence, listed)):
        return listed
    if inner is None:
        return _ending(total, listed, ends, 0 if whole(shared(sentence, listed)) else 1)
    head = [token for token in listed if token.start < inner]
    rest = listed[len(head) :]
    choices = (head + rest[skip:] for skip in range(1, len(rest) + 1))
    found = next((choice for choice in choices if _added(choice, total.unit) == total.value), None)
    if found:
        return found
    firsts = (next((token for token in rest if token.start > end), None) for end in ends if end > inner)
    return head + list(dict.fromkeys(token for token in firsts if token))


def _own_list(listed: Sequence[Token], mark: int) -> bool:
    """Whether a mark stands right behind one of the figures listed, as the list of that figure alone."""
    return any(0 <= mark - token.end <= 2 for token in listed)


def _ending(total: Token, listed: list[Token], ends: Sequence[int] = (), few: int = 1) -> list[Token]:
    """The figures listed, up to where they add up to the total if they ever do.

    Else up to the first semicolon, unless more than `few` semicolons part them all.
    """
    lengths = range(2, len(listed) + 1)
    found = next((listed[:n] for n in lengths if _added(listed[:n], total.unit) == total.value), None)
    if found or not listed or not ends:
        return found or listed
    parted = sum(any(one.end <= end < other.start for end in ends) for one, other in pairwise(listed))
    first = min((end for end in ends if end > listed[0].start), default=listed[-1].end)
    return listed if parted == len(listed) - 1 > few else [token for token in listed if token.start < first]


def _added(parts: Sequence[Token], unit: str) -> Decimal:
    return sum((_in_unit(token, unit) for token in parts), Decimal(0))


def _preceding(sentence: Sentence, figures: Sequence[Token], total: Token) -> list[Token]:
    """The unbroken row of figures before 合计 in the total's unit."""
    parts: list[Token] = []
    following = total
    for token in reversed(figures):
        words = sentence.between(token, following)
        if (
            _OTHER.search(words)
            or re.search(r"[；;]", words)
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


def _equations(sentence: Sentence) -> Iterator[Claim]:
    """30+30+29.99=89.97万元, all in the unit of the total."""
    for match in _EQUATION.finditer(sentence.text) if "=" in sentence.text else ():
        parts = _NUMBER.findall(match["parts"])
        if match["unit"] not in (None, match["unit2"]):
            continue
        places = max(len(part.partition(".")[2]) for part in (*parts, match["total"]))
        start, end = sentence.start + match.start(), sentence.start + match.end()
        yield Claim(
            "sum", start, end, match[0], sentence.text, "all", Decimal(match["total"]), unit=match["unit2"] or "",
            places=places, parts=tuple(map(Decimal, parts)), related=((start, end),),
        )  # fmt: skip
