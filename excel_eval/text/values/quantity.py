"""One reader for target and actual values: comparison, figure, unit and kind, and whatever had to be assumed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from excel_eval.numbers import plain_decimal
from excel_eval.text.figures import FIGURE, TOO_LARGE, Figure, figure
from excel_eval.text.fold import trimmed
from excel_eval.text.values.cells import Assumption
from excel_eval.text.values.dates import CLOCK, DATE, PERIOD, When, clock, deadline
from excel_eval.text.values.operators import BEFORE, open_comparison, sign_after, sign_before
from excel_eval.text.values.typed import bare_number, left_out, spelt_out, tidied


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value as typed. Percentages are shares (0–1); amounts keep 元 or 万元 as `unit`, 1.2万人 is 12000 人.

    `kind` is number, percent, amount, duration, deadline, period, range, several (see `parts`), qualitative,
    not_applicable, blank or unread.
    """

    kind: str
    raw: str = ""
    operator: str = ""
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""
    date: date | None = None
    per: str = ""
    noun: str = ""
    assumed: tuple[Assumption, ...] = ()
    parts: tuple[Quantity, ...] = ()

    @property
    def numeric(self) -> bool:
        """Whether there is one figure to compare."""
        return self.value is not None and self.kind in ("number", "percent", "amount", "duration")


_PIECES = re.compile(r"[\r\n\t;；。]{1,200}|(?<!\d)[,，、]{1,20}|[,，、]{1,20}(?!\d)")
_PASSING = re.compile(
    r"近[\d一二两三四五六七八九十]{1,2}年的?|第[\d一二三四五六七八九十]{1,3}[^\W季]|前[\d一二三四五六七八九十]{1,3}名"
    r"|(?:\d|[A-D])[A-D]?级|(?<=%)\(\d{1,9}[^\d()/]{0,4}/\d{1,9}[^\d()/]{0,4}\)"
)
_TORN = re.compile(
    r"[A-Za-z]\+\d|\d{1,9}\+(?!\d)|\$\s?\d|\[\d[\d.]{0,20},\s?\d|\d(?:\.\d{1,6})?千万|[一两二三]个?半(?=小时|月|天)|[一两二三]年半"
    r"|\d[\d.,]{0,30}[^\d\s,;。]{0,3}\s?[*×x+±^:/]\s?\d|[一二三四五六七八九十]{1,3}分之|\d,\d{1,2}(?!\d)"
)
"""Arithmetic, fractions and other figures that are not one number each: 60+40, 12/12, 三分之二, T+1, 一年半."""
_LATIN = re.compile("[A-Za-z]")
_PER_BEFORE = re.compile(r"每(季度|[年月周日天期次人户场个名季])")
_COUNTED_BY = r"(?:季度|[年月周日天期次人户场个名季]|km2?|m[23]?|[一-龥]{1,3}次?)"
_PER_AFTER = re.compile(rf"(?:/|每)({_COUNTED_BY}(?:[/·]{_COUNTED_BY})?)|(?:一|1)(年)(?!度|级)")
_ABOUT = re.compile(r"(?:大约|约|近|将近|左右|余|(?<![至最])多)$")
_ONE_LETTER = frozenset("好优良中差是否有能高低快")
_TWO_LETTERS = re.compile(r"[一-龥A-Za-z]{2}")
_FRINGE = re.compile(r"^[或和及与]|(?:共计|共有|大约|[约共计近])$")
_DOUBTFUL = ("》", "〉", "《", "〈", "不少", "不超", "不大于等于", "不少于等于", "不低于等于", "不小于等于")
"""Spellings that are slips, or short for something else."""
_LIMIT = 2_000


def quantity(raw: str | Decimal | None, *, year: int | None = None) -> Quantity:
    """What a target or actual value says; `year` completes dates without one. What cannot be read is unread."""
    if raw is None:
        return Quantity("blank")
    if isinstance(raw, Decimal):
        return Quantity("number", str(raw), value=plain_decimal(raw))
    core = tidied(raw) if len(raw) <= _LIMIT else ""
    if not core:
        return Quantity("unread" if trimmed(raw) else "blank", raw)
    core, spelt = spelt_out(core)
    bare = bare_number(core)
    if bare is not None and not DATE.fullmatch(core) and not PERIOD.fullmatch(core):
        codelike = bare.value is None or abs(bare.value) >= TOO_LARGE
        return Quantity("unread", raw) if codelike else Quantity("number", raw, value=bare.value, assumed=bare.assumed)
    pieces = [piece for piece in (trimmed(p) for p in _PIECES.split(core)) if piece]
    distinct = list(dict.fromkeys(pieces))
    repeated = (*spelt, Assumption("text.repeated", raw, distinct[0])) if len(distinct) < len(pieces) else spelt
    if distinct and all(left_out(piece) for piece in distinct):
        return _not_applicable(raw, left_out(distinct[0]), repeated)
    parts = [part for piece in distinct for part in _scan(piece, year)]
    return _whole(raw, core, list(dict.fromkeys(parts)), repeated)


def _not_applicable(raw: str, core: str, assumed: tuple[Assumption, ...]) -> Quantity:
    typo = () if core in ("不适用", "不涉及") else (Assumption("text.not_applicable", core, "不适用"),)
    return Quantity("not_applicable", raw, assumed=(*assumed, *typo))


def _whole(raw: str, core: str, parts: list[Quantity], assumed: tuple[Assumption, ...]) -> Quantity:
    figures = [part for part in parts if part.kind != "period"] or parts
    if not figures or any(part.kind == "unread" for part in figures):
        return Quantity("qualitative" if not figures and _only_words(core) else "unread", raw, assumed=assumed)
    if len(figures) == 1:
        return replace(figures[0], raw=raw, assumed=(*assumed, *figures[0].assumed))
    return Quantity("several", raw, assumed=assumed, parts=tuple(figures))


def _only_words(core: str) -> bool:
    """Whether a value is words: no digit left over, no slash, no comparison without its figure (不超过项目金额)."""
    left = any(c.isdigit() for c in _PASSING.sub("", core))
    if core in _ONE_LETTER:
        return True
    return not left and "/" not in core and bool(_TWO_LETTERS.search(core)) and not open_comparison(core)


def _scan(piece: str, year: int | None) -> Iterator[Quantity]:
    """The figures of one piece, from left to right."""
    position = 0
    while position < len(piece):
        found = _next(piece, position)
        if found is None:
            yield from _left_over(piece[position:])
            return
        kind, match = found
        yield from _left_over(piece[position : match.start()])
        before = piece[position : match.start()]
        position = match.end()
        if kind == "figure":
            value, position = _figure(piece, before, match)
            if value is not None:
                yield value
        elif kind in ("period", "torn"):
            yield Quantity("period" if kind == "period" else "unread", match[0], noun=before)
        elif kind != "passing":
            when = clock(match) if kind == "clock" else deadline(match, year)
            if when is not None:
                yield _deadline(when, before, match[0])


def _left_over(words: str) -> Iterator[Quantity]:
    """An unread part where digits stand between figures that no reader knows."""
    if any(character.isdigit() for character in words):
        yield Quantity("unread", words)


_READERS = (
    ("passing", _PASSING),
    ("period", PERIOD),
    ("clock", CLOCK),
    ("date", DATE),
    ("torn", _TORN),
    ("figure", FIGURE),
)


def _next(piece: str, position: int) -> tuple[str, re.Match[str]] | None:
    """The first thing from `position` on that any reader knows; the earlier reader wins a tie."""
    best: tuple[str, re.Match[str]] | None = None
    for kind, pattern in _READERS:
        match = pattern.search(piece, position)
        if match and (best is None or match.start() < best[1].start()):
            best = kind, match
    return best


def _deadline(when: When, before: str, words: str) -> Quantity:
    per = _PER_BEFORE.search(before)
    return Quantity(
        "deadline", words, when.operator, when.value, None, when.unit, when.day, when.per or (per[1] if per else ""),
        before, when.assumed,
    )  # fmt: skip


def _figure(piece: str, before: str, match: re.Match[str]) -> tuple[Quantity | None, int]:
    """One figure with the words around it, and where reading goes on."""
    if _part_of_a_name(piece, match):
        return None, match.end()
    found: Figure | None = figure(match)
    if found is None:
        return (Quantity("unread", match[0]) if match["one"] or match["low"] else None), match.end()
    position = match.end()
    per_after = _PER_AFTER.match(piece, position)
    position = per_after.end() if per_after else position
    sign, spelling = sign_before(_ABOUT.sub("", before))
    sign_behind, length = sign_after(piece[position : position + 12])
    position += length
    per_before = _PER_BEFORE.search(before)
    per = (per_after[1] or per_after[2]) if per_after else (per_before[1] if per_before else "")
    aside = _PASSING.match(piece, position)
    assumed = (*_said(before, spelling, match[0], piece[position:], aside), *found.assumed)
    operator = sign or sign_behind
    if before.endswith("±") and found.upper is None:
        found = replace(found, kind="range", value=-found.value, upper=found.value)
    noun = _FRINGE.sub("", trimmed(before).removesuffix(spelling)).strip("、,，: ")
    value = Quantity(found.kind, match[0], operator, found.value, found.upper, found.unit, None, per, noun, assumed)
    return value, position


def _part_of_a_name(piece: str, match: re.Match[str]) -> bool:
    """Whether a figure touches Latin letters that are no unit: N95, IPv6, 1OO%."""
    around = piece[max(0, match.start() - 1) : match.start()] + piece[match.end() : match.end() + 1]
    return bool(_LATIN.search(around))


def _said(before: str, spelling: str, words: str, after: str, aside: re.Match[str] | None) -> tuple[Assumption, ...]:
    """What the words around a figure made us assume."""
    said = []
    if spelling[:1] in _DOUBTFUL or spelling in _DOUBTFUL:
        said.append(Assumption("text.operator", spelling, BEFORE[spelling]))
    if _ABOUT.search(before) or after.startswith("左右") or "余" in words or "多" in words:
        said.append(Assumption("text.about", f"约{words}", words))
    if aside and after.startswith("("):
        said.append(Assumption("text.left_aside", aside[0], words))
    return tuple(said)
