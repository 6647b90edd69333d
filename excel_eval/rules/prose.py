"""What a person wrote on a sheet, as rules look at it: clauses, words with their negation, reasons that are reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from excel_eval.book import ProjectSheet
from excel_eval.rules.settings import Settings
from excel_eval.text.fold import fold_prose

NARRATIVES = tuple(
    f"narrative.{key}"
    for key in ("situation", "principles", "performance", "deviation", "problems", "improvements")
)
TEXTS = (*NARRATIVES, "goal.expected", "goal.achieved")
_END = re.compile(r"[，。；！？、\n,;!?]")
_SENTENCE = re.compile(r"[。；！？\n;!?]")
_NEAR, _ADJACENT = 8, 4
"""How many characters before a word its negation may stand: a word such as 预计, a single character such as 未."""


@lru_cache(maxsize=1024)
def folded(text: str) -> str:
    """A text as it is matched: digits narrow, blanks out."""
    return fold_prose(text).text


def written(sheet: ProjectSheet, path: str) -> str:
    """The text at a path, folded for matching; empty where there is none."""
    value = sheet.project.get(path)
    return folded(value) if isinstance(value, str) else ""


def texts(sheet: ProjectSheet, paths: Iterable[str] = TEXTS) -> Iterator[tuple[str, str]]:
    """(path, folded text) of everything written at these paths."""
    found = ((path, written(sheet, path)) for path in paths)
    return ((path, text) for path, text in found if text)


def clauses(text: str) -> list[str]:
    """A text cut at every comma and full stop."""
    return [part for part in _END.split(text) if part]


def sentences(text: str) -> list[str]:
    """A text cut at full stops, semicolons and line ends."""
    return [part for part in _SENTENCE.split(text) if part]


def is_reason(text: object, settings: Settings) -> bool:
    """Whether a text says anything: not blank, and not one of 无, —, 正常, 略."""
    if not isinstance(text, str):
        return False
    bare = folded(text).strip(" \n。.，,；;")
    return bool(bare) and bare not in settings.words("no_reason")


def said(text: str, words: Iterable[str], settings: Settings) -> str | None:
    """The first of the words that a clause says without taking it back (未使用完毕, 预计使用完毕)."""
    for word in words:
        start = text.find(word)
        while start >= 0:
            if not _denied(text[max(0, start - _NEAR) : start], settings):
                return word
            start = text.find(word, start + 1)
    return None


def _denied(before: str, settings: Settings) -> bool:
    return any(no in (before if len(no) > 1 else before[-_ADJACENT:]) for no in settings.words("negation"))


def has(text: str, words: Iterable[str]) -> bool:
    """Whether any of the words occurs in a text."""
    return any(word in text for word in words)
