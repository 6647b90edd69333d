"""The claims of a sheet's texts with their verdicts, judged once for all the rules that ask for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from excel_eval.book import ProjectSheet
from excel_eval.rules.core import At, at
from excel_eval.rules.writing import Same, writings
from excel_eval.text.claims import claims
from excel_eval.text.judging.facts import facts
from excel_eval.text.judging.verdict import Verdict, shown
from excel_eval.text.judging.verdicts import judge_all
from excel_eval.text.passage import Claim
from excel_eval.text.placeholders import placeholders

_TELLING = re.compile(
    r"[0-9０-９%％]|[二两三四五六七八九十百千万](?:[个项大种类条点率件名人次户起批成万]|方面)|百分之|[一二三]是|第一|等级|结论|[（(][一二三]|①|预算|[壹贰叁肆伍陆柒捌玖拾佰仟]{2}"
)
"""A text without any of these makes no claim in figures."""
AGAINST_THE_TABLE = ("claim_spent", "claim_budget", "claim_balance", "claim_overrun", "claim_line")
"""Why an amount is wrong that contradicts its own figure of the table."""
_MASK = "\ufffc"
_EXCERPT = 40


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim in the text at a path, with its verdict."""

    path: str
    claim: Claim
    verdict: Verdict

    @property
    def excerpt(self) -> str:
        """The claim with the words around it, as far as they fit on a line."""
        sentence = self.claim.sentence.strip()
        if len(sentence) <= _EXCERPT:
            return sentence or self.claim.text
        start = max(0, sentence.find(self.claim.text) - _EXCERPT // 2)
        end = min(len(sentence), start + max(_EXCERPT, len(self.claim.text)))
        return f"{'…' if start else ''}{sentence[start:end]}{'…' if end < len(sentence) else ''}"


def judged(sheet: ProjectSheet) -> tuple[Judged, ...]:
    """Every claim in the texts of a sheet, held against the sheet."""
    return _judged(Same(sheet))


@lru_cache(maxsize=8)
def _judged(key: Same) -> tuple[Judged, ...]:
    return tuple(_held(key.sheet))


def _held(sheet: ProjectSheet) -> Iterator[Judged]:
    telling = [writing for writing in writings(sheet) if _TELLING.search(writing.folded)]
    known = facts(sheet.project) if telling else None
    for writing in telling:
        for claim, verdict in judge_all(_claims(writing.raw, sheet.project.name or ""), known):
            yield Judged(writing.path, claim, verdict)


@lru_cache(maxsize=2048)
def _claims(text: str, name: str) -> tuple[Claim, ...]:
    """The claims of a text; what a placeholder will say is none."""
    if "{" in text or "｛" in text:
        for each in placeholders(text):
            text = text[: each.start] + _MASK * (each.end - each.start) + text[each.end :]
    return claims(text, name)


def wrong(sheet: ProjectSheet, *reasons: str) -> Iterator[Judged]:
    """The claims that are wrong for one of these reasons."""
    return (each for each in judged(sheet) if each.verdict.wrong and each.verdict.reason in reasons)


def place(each: Judged, sheet: ProjectSheet, **figures: Any) -> At:
    """Where a claim stands, the words around it, what is wrong with it, and the cell that it contradicts."""
    verdict = each.verdict
    related = (verdict.path,) if verdict.path in sheet.values else ()
    figures = {"found": shown(each.claim), "expected": verdict.expected or None} | figures
    return at(each.path, related=related, words=each.excerpt, told=verdict.message, **figures)
