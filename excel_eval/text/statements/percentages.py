"""The percentages of a sentence: what each measures, and the counts that stand near it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from excel_eval.text.passage import Sentence, clause_tail
from excel_eval.text.tokens import Token

SHARE = re.compile(r"占比|占|比例|比重")
SHARE_OF = re.compile(r"的(?:比例|比重)?(?:为|达|达到)?")
"""What stands between a base and the share of it: 占总数120名的30%."""
_RATE_TAIL = re.compile(r"(?:率|度|占比|比例|比重)?(?:分别)?(?:为|达到?|是|约|仅|高达|：|:)*$")
NAME_REACH = 40
"""How many characters before a percentage may name it."""
_EARLIER = 8
"""How many counts before the last percentage are kept as possible bases."""
_QUOTES = str.maketrans("", "", "“”\"'‘’")
ABOUT = re.compile(r"(?:大?约|近|将近|(?<!不)超过?|逾|不到|不足|以上)$")


@dataclass(frozen=True, slots=True)
class Window:
    """A percentage with the counts that stand before it since the last percentage or semicolon.

    `earlier` are the counts of the sentence further back, up to a semicolon.
    """

    index: int
    counts: tuple[Token, ...]
    nearby: Token | None
    earlier: tuple[Token, ...] = ()


def windows(sentence: Sentence) -> Iterator[Window]:
    """Each percentage of a sentence with the counts it may belong to, and the one base named further back."""
    if not any(token.kind == "percent" for token in sentence.figures):
        return
    counts: list[Token] = []
    earlier: list[Token] = []
    nearby: Token | None = None
    last: Token | None = None
    for index, token in enumerate(sentence.figures):
        if last is not None and re.search(r"[；;](?!其中)", sentence.between(last, token)):
            nearby = nearby if last.kind == "percent" else None
            counts, earlier = [], []
        last = token
        if token.kind == "count":
            counts.append(token)
        elif token.kind == "percent":
            if len(counts) == 1:
                nearby = counts[0]
            yield Window(index, tuple(counts[-6:]), nearby, tuple(earlier))
            nearby = None if len(counts) > 1 else nearby
            counts, earlier = [], [*earlier, *counts][-_EARLIER:]


def rate_name(words: str) -> str:
    """What a percentage measures, by the words before it: the last of them without 为, 达 and quotation marks."""
    return clause_tail(words.rstrip("：:=＝为达到是由从")).translate(_QUOTES)


def stem(name: str) -> str:
    """The verb of a rate's name: 按期办结率 → 办结; blank for a share or a nameless percentage."""
    bare = _RATE_TAIL.sub("", name)
    return bare[-2:] if name.endswith(("率", "度", "比例")) or "率" in name[-3:] else ""


def row_of_rates(sentence: Sentence, index: int) -> list[int]:
    """A percentage and those that follow it in one row: 95%、96%和97%."""
    found = [index]
    for i in range(index + 1, min(index + 4, len(sentence.figures))):
        joined = sentence.between(sentence.figures[i - 1], sentence.figures[i])
        if sentence.figures[i].kind != "percent" or joined not in ("、", "，", "和", "与", "及"):
            break
        found.append(i)
    return found
