"""Comparison words: every spelling of ≥ > ≤ < = before a figure (不超过, 大于或等于, ≧) and behind it (以上, 之内)."""

from __future__ import annotations

import re

_SPELLINGS = {
    "≤": "≤ ≤= <= =< 《= 〈= 不超过 不得超过 不能超过 不会超过 未超过 没有超过 没超过 不超出 未超出 不高于 不得高于 未高于"
    " 不大于 不得大于 未大于 不多于 不得多于 不超 不突破 未突破 小于或等于 小于等于 小于及等于 少于或等于 少于等于"
    " 低于或等于 低于等于 不大于等于 不大于或等于 不高于等于 不多于等于 控制在 控制 最多 最高 至多 上限",
    "<": "< 《 〈 小于 少于 低于 不足 不满 不到 未满 未达到 没有达到 没达到 未达",
    "≥": "≥ ≥= >= => 》= 〉= 不低于 不得低于 未低于 不少于 不得少于 未少于 不小于 不得小于 未小于 不少 大于或等于 大于等于"
    " 大于及等于 高于或等于 高于等于 多于或等于 超过或等于 不低于等于 不低于或等于 不少于等于 不少于或等于 不小于等于"
    " 不小于或等于 至少 最少 最低 起码 达到 达 不下于",
    ">": "> 》 〉 大于 高于 超过 多于 超出 突破",
    "=": "= 等于",
}
BEFORE = {word: sign for sign, words in _SPELLINGS.items() for word in words.split()}
"""Words before a figure and the sign they mean. 以上 and 以内 include the figure itself (民法典 art. 1259)."""

_WORDS = sorted(BEFORE, key=lambda word: (-len(word), word))
_BEFORE = re.compile("|".join(re.escape(word) for word in _WORDS))
SPLIT = re.compile(rf"({'|'.join(re.escape(word) for word in _WORDS)})\s{{1,200}}(?=\d)")
"""A comparison parted from its figure by blanks or a line end."""

_INCLUDED = r"(?:及|或|和|\(?含(?:本数)?\)?|\()?"
_AFTER = re.compile(rf"{_INCLUDED}(?P<low>以上)|{_INCLUDED}(?P<high>以下|以内|之内)|(?P<within>封顶|范围内|内|以前|之前|前)")
_MIRRORED = {"≤": "≥", "<": ">", "≥": "≤", ">": "<"}
_BETWEEN = re.compile(r"[≤<≥>](?![\d=])")
_ADJACENT = frozenset(("达", "达到", "》", "〉", "《", "〈", "=", "控制", "突破"))
_LOOSE = _ADJACENT | {
    "控制在",
    "上限",
    "不足",
    "不满",
    "不到",
    "未满",
    "未达",
    "未达到",
    "没达到",
    "没有达到",
    "未突破",
    "不突破",
}
"""Spellings that are no comparison where no figure follows: 管理不到位, 未达到预期."""
_REACH = 8


def sign_before(words: str) -> tuple[str, str]:
    """The comparison that ends the words before a figure: (sign, spelling), blanks where there is none."""
    words = words.rstrip()[-24:]
    found = None
    for match in _BEFORE.finditer(words):
        gap = len(words) - match.end()
        if gap <= (0 if match[0] in _ADJACENT else _REACH):
            found = match
    return (BEFORE[found[0]], found[0]) if found else ("", "")


def open_comparison(words: str) -> bool:
    """Whether words compare with something that is no figure: 不超过项目金额, ≥上年."""
    match = _BEFORE.search(words)
    return match is not None and match[0] not in _LOOSE


def sign_after(words: str) -> tuple[str, int]:
    """The comparison that begins the words behind a figure, and how many characters it takes; 95%≤合格率 is at least 95%."""
    match = _AFTER.match(words)
    if match:
        return ("≥" if match["low"] else "≤"), match.end()
    between = _BETWEEN.match(words)
    return (_MIRRORED[between[0]], 1) if between else ("", 0)
