"""Slips of wording: doubled words, mixed punctuation, placeholders left, terms that drift, odd document numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from excel_eval.shipped import spellings, words
from excel_eval.text.fold import Folded, fold_prose

_VERBS = (
    "处置|处理|开展|组织|进行|实施|推进|推动|加强|提高|完成|落实|解决|化解|办理|购置|采购|保障|维护|建立|制定"
    "|举办|提供|使用|管理"
)
_TWICE = re.compile(r"(?!一)([一-龥])(?!\1)([一-龥])\1\2(?![化式性制型])|(?!一)([一-龥]{3,8})\3")
_AGAIN = frozenset(
    re.findall("..", "研究讨论商量考虑了解学习交流沟通协调调查调研锻炼体验检查整理打扫总结评比比较介绍关心照顾帮助教育认识彼此")
)
"""Words that may be said twice on purpose: 研究研究, 彼此彼此."""
_MARKED_TWICE = re.compile(r"的的(?!确)|，{2}|、{2}|；{2}|：{2}")
_VERB_TWICE = re.compile(rf"({_VERBS})[^，。；、：\n的和与及\d]{{2,8}}?(?<![的和与及])\1(?=等|，|。|；|、|$|\n|费)")
_UNIT_OF_X = "年|月|日|万元|元|个|件|人|名|次|户|批|%|市|县|区|镇|局"
MARKS = re.compile(
    r"(?<![A-Za-z])(?<!\d{3})[XxＸｘ]{2,9}(?![A-Za-z0-9])|(?<!\d{3})[×✕╳]{2,9}|[＿_]{3,400}|[□▢]{2,9}|(?<![一二三四五六七八九〇])[〇○]{3,9}"
    rf"|(?<![\dA-Za-z×✕])[XＸ×](?={_UNIT_OF_X})"
    r"|[（(](?:限|不超过|控制在)?\d{1,4}(?:[-—~至]\d{1,4})?字(?:以内|以上|左右|之内|内)?[)）]"
    r"|(?:^|(?<=[，。；：,;:.．\n]))…{2}(?=[，。；,;\n]|$)|(?<!\.)\.{4,400}|。{3,400}|…{3,400}|·{4,400}|(?:^|(?<=\n))[….。·]{2,400}(?=\n|$)"
)
"""Signs that stand for something still to be written: XX, ××, □□, ____, （100字以内）, rows of dots."""
_ASKED = re.compile(
    r"请说明|(?<![一-龥])某某|某某(?=局|单位|项目|市|县|区|公司|部门)|填写[^，。；\n]{1,12}(?:说明|要求)"
    r"|(?:^|(?<=[。；\n]))(?:简要)?说明[^，。；\n]{1,30}情况(?=[。；\n（(]|$)"
)
_HALF = re.compile(r"(?<=[一-龥%”）)])[,;:?!](?=[一-龥“（\n]|$)")
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_DOCUMENT = re.compile(
    r"(?P<open>[〔\[(（【﹝])(?P<year>(?:19|20)\d\d)(?P<close>[〕\])）】﹞])(?P<nth>第?)(?P<zero>0*)(?P<number>\d{1,5})号"
)
_NAMES = re.compile(r"法制(?=科|办|局|处|委|室|股|日报)")


@dataclass(frozen=True, slots=True)
class Remark:
    """A slip of wording at `start:end` of the text as given: doubled, punctuation, placeholder, drift or document."""

    kind: str
    start: int
    end: int
    text: str
    expected: str = ""


def doubled(text: str) -> tuple[Remark, ...]:
    """Words written twice: 驻点驻点, and a verb that opens and closes one short clause (处置…处置)."""
    return _remarks(text, _doubled)


def placeholders_left(text: str) -> tuple[Remark, ...]:
    """What a template asks to be replaced: XX, ××, ……, 待填, （100字以内）, 请填写, rows of dots."""
    return _remarks(text, _placeholders)


def mixed_punctuation(text: str) -> tuple[Remark, ...]:
    """Half-width marks between Chinese words in a text that elsewhere writes the same mark in full width."""
    return _remarks(text, _mixed)


def term_drift(text: str, terms: Iterable[tuple[str, str]] | None = None) -> tuple[Remark, ...]:
    """The lesser of two spellings where a text uses both; `terms` are pairs, the preferred first."""
    return _remarks(text, lambda t: _drift(t, terms))


def document_numbers(text: str) -> tuple[Remark, ...]:
    """Document numbers that are not written 〔2016〕15号."""
    return _remarks(text, _documents)


def remarks(text: str) -> tuple[Remark, ...]:
    """Every slip of wording in a text, in its order."""
    kinds = (_doubled, _placeholders, _mixed, _drift, _documents)
    found = _remarks(text, lambda folded: (one for kind in kinds for one in kind(folded)))
    return tuple(sorted(found, key=lambda r: (r.start, r.end)))


_Found = Iterator[tuple[str, int, int, str, str]]


def _remarks(text: str, find: Callable[[str], _Found]) -> tuple[Remark, ...]:
    folded: Folded = fold_prose(text)
    return tuple(
        Remark(kind, *folded.span(start, end), words, expected)
        for kind, start, end, words, expected in find(folded.text)
        if kind != "doubled" or not _apart(text, folded, start, end)
    )


def _apart(text: str, folded: Folded, start: int, end: int) -> bool:
    """Whether blanks on one line part the two halves of what looks doubled: 办公设备 设备购置."""
    middle = start + (end - start) // 2
    gap = text[folded.origins[middle - 1] + 1 : folded.origins[middle]]
    return bool(gap) and "\n" not in gap


@cache
def _left_over() -> re.Pattern[str]:
    """The words of a blank form that nobody replaced."""
    return re.compile("|".join(map(re.escape, words("left_over"))))


def _placeholders(text: str) -> _Found:
    for pattern in (MARKS, _ASKED, _left_over()):
        yield from (("placeholder", m.start(), m.end(), m[0], "") for m in pattern.finditer(text))


def _doubled(text: str) -> _Found:
    for pattern in (_TWICE, _MARKED_TWICE):
        for match in pattern.finditer(text):
            once = match[0][: len(match[0]) // 2]
            if once not in _AGAIN:
                yield "doubled", match.start(), match.end(), match[0], once
    for match in _VERB_TWICE.finditer(text):
        yield "doubled", match.start(), match.end(), match[0], match[0].removesuffix(match[1])


def _mixed(text: str) -> _Found:
    for match in _HALF.finditer(text):
        if _FULL[match[0]] in text:
            yield "punctuation", match.start(), match.end(), match[0], _FULL[match[0]]


def _drift(text: str, terms: Iterable[tuple[str, str]] | None = None) -> _Found:
    bare = _NAMES.sub("▢▢", re.sub(r"《[^《》]{1,80}》", lambda m: "▢" * len(m[0]), text))
    for better, lesser in spellings(words("one_spelling")) if terms is None else terms:
        if better in bare and lesser in bare:
            for match in re.finditer(re.escape(lesser), bare):
                yield "drift", match.start(), match.end(), lesser, better


def _documents(text: str) -> _Found:
    for match in _DOCUMENT.finditer(text):
        right = f"〔{match['year']}〕{match['number']}号"
        if match[0] != right:
            yield "document", match.start(), match.end(), match[0], right
