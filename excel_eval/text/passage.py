"""A text cut into sentences with their figures, and the claims they are made into."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from excel_eval.text.fold import Folded, fold_prose
from excel_eval.text.tokens import Token, tokens

_END = re.compile(r"[。！？!?\n]")
_PAUSE = re.compile(r"[，,；;、：:。\n（）()]")
_BREAK = re.compile(r"[；;]")


class Claim(NamedTuple):
    """Something that a sentence states in figures. Percentages are shares (0–1); `start:end` is in the text as given.

    A tuple, because a full cell makes ten thousand of them.

    kind: amount, count, pair (done of base, with its rate as value), rate, growth, comparison, relation, sum, listed,
    ordinals, year, document, grade, spent_up. role: budget, spent, paid (money that may have come or gone), balance, floor, cap,
    adjustment, part, price, target, execution, share, base, done, plan, persons, comparison, more, less and the like, or blank;
    unknown for an amount without a word that tells.
    """

    kind: str
    start: int
    end: int
    text: str
    sentence: str = ""
    role: str = ""
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""
    noun: str = ""
    words: str = ""
    base: Decimal | None = None
    done: Decimal | None = None
    places: int = 0
    year: int | None = None
    vague: bool = False
    whole: bool = False
    base_stated: bool = False
    parts: tuple[Decimal, ...] = ()
    related: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the folded text with its figures; `start` is its place in the folded text."""

    text: str
    start: int
    figures: tuple[Token, ...]

    def index(self, token: Token) -> int:
        """Where a figure stands among the figures of its sentence."""
        return bisect_left(self.figures, token.start, key=lambda each: each.start)

    def before(self, index: int, reach: int = 30) -> str:
        """The words before a figure: back to the figure before it or a semicolon, years and dates passed over."""
        token = self.figures[index]
        stop = self.start
        for i in range(index - 1, max(-1, index - 6), -1):
            if self.figures[i].kind not in PASSING:
                stop = self.figures[i].end
                break
        words = self.text[max(stop - self.start, token.start - self.start - reach, 0) : token.start - self.start]
        return _BREAK.split(words)[-1]

    def after(self, index: int, reach: int = 12) -> str:
        """The words behind a figure, up to the next one."""
        token = self.figures[index]
        stop = self.figures[index + 1].start if index + 1 < len(self.figures) else self.start + len(self.text)
        return self.text[token.end - self.start : min(stop, token.end + reach) - self.start]

    def behind(self, index: int, reach: int = 12) -> str:
        """The words behind a figure with whatever figures stand in them."""
        at = self.figures[index].end - self.start
        return self.text[at : at + reach]

    def lead(self, token: Token, reach: int) -> str:
        """The last words of the sentence before a figure, whatever stands in them."""
        at = token.start - self.start
        return self.text[max(0, at - reach) : at]

    def between(self, first: Token, second: Token) -> str:
        """The words between two figures."""
        return self.text[first.end - self.start : second.start - self.start]

    def year(self, index: int) -> int | None:
        """The last year named before a figure in this sentence."""
        for i in range(index - 1, max(-1, index - 12), -1):
            token = self.figures[i]
            if token.kind in ("year", "date") and token.value is not None:
                return int(token.value)
        return None


PASSING = ("year", "years", "date", "document", "duration")


_NARROW = re.compile(r"[,;:()](?!\d)|(?<!\d)[,;:()]")
_WIDE = str.maketrans(",;:()", "，；：（）")


def _wide(folded: Folded) -> Folded:
    return replace(folded, text=_NARROW.sub(lambda match: match[0].translate(_WIDE), folded.text))


def folded_sentences(text: str) -> tuple[Folded, tuple[Sentence, ...]]:
    """The folded text and its sentences; commas, colons and brackets between words are wide in them."""
    folded = _wide(fold_prose(text))
    bounds = [0, *(match.end() for match in _END.finditer(folded.text)), len(folded.text)]
    lots: list[list[Token]] = [[] for _ in bounds]
    for token in tokens(folded.text):
        lots[bisect_right(bounds, token.start) - 1].append(token)
    return folded, tuple(
        Sentence(folded.text[start:end], start, tuple(lot))
        for start, end, lot in zip(bounds, bounds[1:], lots, strict=False)
        if end > start
    )


def clause_tail(words: str) -> str:
    """The last stretch of some words without punctuation."""
    return _PAUSE.split(words)[-1]


def clause_head(words: str) -> str:
    """The first stretch of some words without punctuation."""
    return _PAUSE.split(words, maxsplit=1)[0]
