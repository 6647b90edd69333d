"""A target or actual value made ready to be read: ordinals of a list out of it, and what is nothing but a number."""

from __future__ import annotations

import re

from excel_eval.numbers import plain
from excel_eval.text.fold import fold, trimmed
from excel_eval.text.numerals import MIXED, NUMERAL, chinese_number, mixed_number, money_in_words
from excel_eval.text.units import SCALES
from excel_eval.text.values.cells import NOTHING, Assumption, NumberReading, number
from excel_eval.text.values.operators import SPLIT

_CIRCLED = re.compile("[①-⑳❶-❿⒈-⒛⑴-⒇]")
_FIRST = re.compile(r"\(1\).|1[.、](?!\d)")
_ORDINALS = re.compile(r"(?:^|(?<=[\s;,。、])|(?<=[^\d(]))(?:\(\d{1,2}\)|\d{1,2}[.、](?!\d))")
_NUMBERED = re.compile(r"指标\d{1,2}:")
_ONCE = re.compile(r"(?<![\d一二三四五六七八九十])[一1](年|个?月|季度|周|天|日)(?=[一两二三四五六七八九十\d]{1,3}[次场期])")
_YEAR_WORDS = re.compile(r"[一二][〇零○一二三四五六七八九]{3}(?=年)")
_BARE = re.compile(r"[-+]?\(?[-+]?[\d.][\d., ]{0,60}(?:[eE][-+]?\d{1,2})?\)?")
_SPELT = re.compile(rf"[{NUMERAL}半点]{{2,40}}|[零〇两十半]")
_LEFT_OUT = re.compile(r"[/—-]?(不适用|不适应|不适合|不涉及|无此项|无该项|未设置)[。.]?(?:\([^()\d]{1,40}\))?")


def tidied(raw: str) -> str:
    """A value folded, the numbers of its list gone (1.电脑5台；2.打印机3台, ①5台②3台), each sign beside its figure."""
    core = trimmed(fold(_CIRCLED.sub(";", raw)))
    if _FIRST.match(core):
        core = _ORDINALS.sub(";", core)
    core = _ONCE.sub(r"每\1", _NUMBERED.sub(";", core))
    return SPLIT.sub(r"\1", _YEAR_WORDS.sub(_digits, core))


def _digits(match: re.Match[str]) -> str:
    value = chinese_number(match[0])
    return match[0] if value is None else plain(value)


_CAPITALS = re.compile("[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2,30}[元圆][整正]?")
_CURRENCY = re.compile(r"[¥￥]\s?(\d{1,15}(?:,\d{3}){0,5}(?:\.\d{1,4})?)(?![\d.,万亿元百千])")
_WHOLLY = re.compile("百分百")
_MINUS = re.compile(r"负(?=\d)")


def spelt_out(core: str) -> tuple[str, tuple[Assumption, ...]]:
    """A value with numbers of mixed spelling written out, and what was assumed: 85万6千2百元 is 85.62万元, ¥500 is 500元."""
    said: list[Assumption] = []

    def written(match: re.Match[str]) -> str:
        words = _written(match)
        if words != match[0]:
            said.append(Assumption("text.numerals", match[0], words))
        return words

    for pattern in (_CAPITALS, MIXED, _WHOLLY):
        core = pattern.sub(written, core)
    return _CURRENCY.sub(r"\1元", _MINUS.sub("-", core)), tuple(said)


def _written(match: re.Match[str]) -> str:
    if match.re is _WHOLLY:
        return "100%"
    if match.re is MIXED:
        mixed = mixed_number(match[0])
        return match[0] if mixed is None else plain(mixed[0]) + mixed[1]
    value = money_in_words(match[0])
    return match[0] if value is None else f"{plain(value)}元"


def bare_number(core: str) -> NumberReading | None:
    """What a value says that is nothing but a number, as in a number cell: (5), 1.08E+00, 八十五; None for any other."""
    if not (_BARE.fullmatch(core) or (_SPELT.fullmatch(core) and core[-1] not in SCALES)):
        return None
    reading = number(core, "number")
    return None if reading.value is None and not core[-1].isascii() else reading


def left_out(piece: str) -> str:
    """The words that say that an indicator does not apply, blanks aside (不 适 用（本项目无此项）); "" for any other."""
    squeezed = "".join(piece.split())
    match = _LEFT_OUT.fullmatch(squeezed)
    return match[1] if match else squeezed if squeezed in NOTHING else ""
