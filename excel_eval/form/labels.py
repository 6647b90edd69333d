"""Labels as people type them: one spelling to compare by, near misses, and a label with its value in one cell."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 60
"""A text longer than this is no label."""
_INVISIBLE = re.compile("[\\s\u200b\u200c\u200d\u2060\ufeff\u00ad*:]{1,60}")
_BRACKETED = re.compile(
    r"[(\[](?:[a-z]{1,2}(?:[/÷×x*-][a-z]{1,2})?(?:[x×*]100%?)?|\d{1,3}(?:\.\d{1,2})?分|%|单位(?:万元|元)|[万亿千百]?元"
    r"|\d{1,4}字(?:以内|以上|左右)?|必填|选填|可选|盖章|公章|签字|签章)[)\]]"
)
_LEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|[(][一二三四五六七八九十\d]{1,3}[)]|\d{1,2}(?:、|\.(?!\d))|其中){1,3}"
)
_REMARKS = tuple(f"{word}{colon}" for word in ("注", "备注", "说明", "填表说明", "填报说明") for colon in ":：")
_OWN = re.compile(r"[:：]")
_YEAR = re.compile(
    r"(?<![\d〔\[~至-])((?:19|20|21)\d{2}|[一二][〇零○o0一二三四五六七八九]{3})\)?年(?!\d{1,2}月|[一二三四五六七八九十]{1,3}月)"
)


def narrow(text: str) -> str:
    """A text in half width and without blanks, its brackets and colons kept: what patterns are compared with."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=16384)
def fold(label: str) -> str:
    """A label without what people vary: width, blanks, colons, units and letters in brackets, 其中：, ordinals.

    全年预算数（A）, `全 年\n预算数：` and 全年预算数(万元) are all 全年预算数.
    """
    if len(label) > LONGEST:
        return ""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", label)).casefold()
    bare = _BRACKETED.sub("", plain)
    leading = _LEADING.match(bare)
    return (bare[leading.end() :] if leading else bare) or bare or plain


def own_value(text: str) -> tuple[str, str] | None:
    """The folded label and the value of a cell that holds both (项目名称：领导接访费用), else None."""
    found = _OWN.search(text, 0, LONGEST)
    if not found:
        return None
    label, rest = fold(text[: found.start()]), text[found.end() :].strip()
    return (label, rest) if label and rest else None


def inside(pattern: str, text: str) -> str | None:
    """What stands in a text at the {} of a pattern such as （{}年度）, blanks and widths aside; None if it differs."""
    before, _, after = pattern.partition("{}")
    start, end = _passed(text, narrow(before)), _passed(text[::-1], narrow(after)[::-1])
    if start is None or end is None or start + end > len(text):
        return None
    return text[start : len(text) - end].strip()


def _passed(text: str, expected: str) -> int | None:
    """How far into a text the expected characters reach, blanks between them left aside."""
    at = 0
    for letter in expected:
        while at < len(text) and text[at].isspace():
            at += 1
        if at == len(text) or unicodedata.normalize("NFKC", text[at]) != letter:
            return None
        at += 1
    return at


def stated_year(text: str) -> str | None:
    """The one year that a short text is about (2020年度项目支出绩效自评表, 二〇二〇年); days and document numbers are none."""
    found = set(_YEAR.findall(narrow(text).casefold())) if len(text) <= LONGEST else set()
    return found.pop() if len(found) == 1 else None


def remark(text: str) -> bool:
    """Whether a text is a remark on the form (注：…), no value of it."""
    return text.lstrip().startswith(_REMARKS)


def near(a: str, b: str, least: int = 3) -> bool:
    """Whether two folded labels differ by a slip: one character too many, too few or wrong, or two exchanged.

    Labels of fewer characters than `least` are too short to tell.
    """
    shorter = min(len(a), len(b))
    if a == b or shorter < least or abs(len(a) - len(b)) > 1:
        return False
    if sorted(a) == sorted(b):
        return True
    start = next((i for i in range(shorter) if a[i] != b[i]), shorter)
    end = next((i for i in range(shorter - start) if a[-1 - i] != b[-1 - i]), shorter - start)
    return max(len(a), len(b)) - start - end <= (2 if shorter >= 6 else 1)
