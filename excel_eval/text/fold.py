"""Folding of typed text: full width to half width, blanks out; each character knows where it stood."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_KEPT = frozenset("，。；：、？！（）《》〈〉〔〕【】“”‘’…—～㎡㎥①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_SIGNS = {"−": "-", "－": "-", "﹣": "-", "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "﹪": "%", "٪": "%", "∶": ":", "約": "约"}
_BLANKS = re.compile(r"\s{1,40000}")


def blank(character: str) -> bool:
    """Whether a character shows nothing: blanks of every width, tabs, line ends, zero-width marks."""
    return character.isspace() or character in INVISIBLE


def fold(text: str) -> str:
    """NFKC with one minus sign and one spelling of ≥ and ≤; invisible characters go, every blank stays a blank."""
    signs = "".join(_SIGNS.get(c, c) for c in text if c not in INVISIBLE)
    return unicodedata.normalize("NFKC", signs)


def trimmed(text: str) -> str:
    """The text without blanks of any kind around it."""
    start, end = 0, len(text)
    while start < end and blank(text[start]):
        start += 1
    while end > start and blank(text[end - 1]):
        end -= 1
    return text[start:end]


class _Narrow(dict[int, str]):
    """A table for `str.translate` that works out each character once."""

    def __missing__(self, code: int) -> str:
        self[code] = _narrow(chr(code))
        return self[code]


_NARROW = _Narrow()


def _narrow(character: str) -> str:
    if character < "\u0100" or character in _KEPT:
        return character
    if character in _SIGNS:
        return _SIGNS[character]
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; `origins[i]` is where its i-th character stood in the original."""

    text: str
    origins: tuple[int, ...]

    def span(self, start: int, end: int, at: int = 0) -> tuple[int, int]:
        """The span of `text[start:end]` in the original, which itself may begin `at` some place of a longer text."""
        if start >= end:
            here = self.origins[start] if start < len(self.origins) else (self.origins[-1] + 1 if self.origins else 0)
            return at + here, at + here
        return at + self.origins[start], at + self.origins[end - 1] + 1


def fold_prose(text: str) -> Folded:
    """Prose for matching: digits narrow, blanks out, a line end kept where a paragraph ends.

    Blanks inside words and figures (`41\\n70件`, `100\\n万元`, `8 5 . 6 2`) are what a PDF leaves behind and go.
    Between two whole numbers a blank stays: `50 30` is two figures.
    """
    letters: list[str] = []
    origins: list[int] = []
    position = 0
    for match in _BLANKS.finditer(text):
        _append(text, position, match.start(), letters, origins)
        kept = _kept_blank(text, match.start(), match.end())
        if kept:
            letters.append(kept)
            origins.append(match.start())
        position = match.end()
    _append(text, position, len(text), letters, origins)
    return Folded(_GROUPED.sub(lambda match: match[0].replace("，", ","), "".join(letters)), tuple(origins))


_GROUPED = re.compile(r"(?<![\d.,，])\d{1,3}(?:，\d{3}(?!\d)){1,6}(?=(?:\.\d{1,6})?[亿万]?元)")
"""1，187，500元: separators as wide as the rest of the text."""


def _append(text: str, start: int, end: int, letters: list[str], origins: list[int]) -> None:
    part = text[start:end]
    if INVISIBLE.isdisjoint(part):
        letters.append(part.translate(_NARROW))
        origins.extend(range(start, end))
        return
    shown = [index for index in range(start, end) if text[index] not in INVISIBLE]
    letters.extend(_NARROW[ord(text[index])] for index in shown)
    origins.extend(shown)


def _kept_blank(text: str, start: int, end: int) -> str:
    """What of a run of blanks stays: a line end after a sentence, a blank between two numbers, else nothing."""
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    if not before or not after:
        return ""
    if "\n" in text[start:end] or "\r" in text[start:end]:
        return "\n" if _paragraph_ends(before, after) else ""
    return " " if _two_numbers(before, after) else ""


_ENDS = frozenset("。！？；：:;!?")
_HEADING = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[)）、].{1,16}"
    r"|[^，。；]{0,40}绩效[^，。；]{0,8}(?:报告|综述|自评表)(?:[（(].{1,12}[)）])?"
)
_ITEM = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、]|\d{1,2}[.．]\s?\D|第?[一二三四五六七八九十]{1,3}[是、，]|[①-⑳]"
)


def _paragraph_ends(before: str, after: str) -> bool:
    if before[-1] in _ENDS or _ITEM.match(after):
        return True
    line = before.rstrip().rpartition("\n")[2]
    if _HEADING.fullmatch(line.strip()):
        return True
    return line.isascii() and after[0].isdigit() and before[-1].isdigit()


def _two_numbers(before: str, after: str) -> bool:
    """Digits on both sides, unless every character stands alone (`8 5 . 6 2`) or a decimal point is at the gap."""
    if not (before[-1].isdigit() and after[0].isdigit()):
        return False
    spaced_before = blank(before[-2]) if len(before) > 1 else blank(after[1:2] or "。")
    spaced_after = len(after) < 2 or not after[1].isdigit()
    return not (spaced_before and spaced_after)
