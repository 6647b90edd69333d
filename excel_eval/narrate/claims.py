"""Figures from sentences: every claim of a written text with a verdict, project by project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from excel_eval.messages import text as message
from excel_eval.numbers import plain
from excel_eval.text.claims import Claim, claims
from excel_eval.text.judging.facts import Facts
from excel_eval.text.judging.verdict import AGREES_CELL, CONTRADICTS, OPEN, UNJUDGED, Verdict
from excel_eval.text.judging.verdicts import judge_all
from excel_eval.text.parts import Lines, ReportPart, split_projects
from excel_eval.text.units import MONEY
from excel_eval.text.wording import Remark, remarks


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim or slip of wording with its verdict and the project it is about.

    `place` is its cell (sheet!cell) or, in a written text, blank; then `line` is its line or paragraph, counted from 1.
    `quoted` are the characters of the text between its start and end, as they were written.
    """

    claim: Claim
    verdict: Verdict
    project: str = ""
    place: str = ""
    line: int | None = None
    unit: str = "line"
    quoted: str = ""

    @property
    def wrong(self) -> bool:
        """Whether the claim contradicts something or cannot be true."""
        return self.verdict.wrong

    def to_json(self) -> dict[str, Any]:
        """The claim as plain values: figures as decimal strings, spans in characters of the text as given."""
        claim, verdict = self.claim, self.verdict
        figures = {key: getattr(claim, key) for key in ("value", "upper", "base", "done")}
        return {
            "project": self.project or None,
            "place": self.place or None,
            "line": self.line,
            "start": claim.start,
            "end": claim.end,
            "kind": claim.kind,
            "role": claim.role or None,
            "text": self.quoted or claim.text,
            "sentence": claim.sentence.strip(),
            **{key: None if value is None else plain(value) for key, value in figures.items()},
            "unit": claim.unit or None,
            "status": verdict.status,
            "expected": verdict.expected or None,
            "slip": verdict.slip or None,
            "path": verdict.path or None,
            "message": verdict.message or None,
        }

    def __str__(self) -> str:
        where = [self.place] if self.place else [message(f"text.{self.unit}", line=self.line)] if self.line else []
        place = " ".join((*where, self.project) if self.project and not self.place else where)
        claim, status = self.claim, message(f"text.status_{self.verdict.status}")
        role = message(f"text.role_{claim.role}") if claim.kind in ("amount", "rate") and claim.role in _ROLES else ""
        told = self.verdict.message
        return f"{place}: {status} {claim.text}{role}{message('text.told', told=told) if told else ''}".removeprefix(": ")


_ROLES = frozenset(("budget", "spent", "balance", "floor", "cap", "part", "price", "target"))
"""Roles that a person is told, because they say why a figure is held against nothing or against which."""


def judge_text(text: str, unit: str = "line") -> list[JudgedClaim]:
    """Every claim and slip of wording of a text, judged by what the text itself says of each project.

    `unit` is what its lines are to a person: line, or paragraph.
    """
    judged: list[JudgedClaim] = []
    lines = Lines(text)
    for part in split_projects(text):
        found = claims(part.text, part.name, part.start)
        for row in judge_part(part, found, facts_of(found, part.name)):
            line = lines.number(row.claim.start)
            judged.append(replace(row, verdict=_on_its_own(row.verdict), line=line, unit=unit))
    return judged


def _on_its_own(verdict: Verdict) -> Verdict:
    """A verdict without a sheet: what merely agrees with itself is not judged, and nothing has a path."""
    if verdict.status == AGREES_CELL:
        return OPEN
    return replace(verdict, path="") if verdict.path else verdict


def judge_part(part: ReportPart, found: Iterable[Claim], facts: Facts) -> list[JudgedClaim]:
    """The claims found in one project's report and its slips of wording, in their order, against facts."""
    rows = [*judge_all(found, facts), *(_as_claim(remark, part.start) for remark in remarks(part.text))]
    rows.sort(key=lambda row: (row[0].start, row[0].end))
    return [
        JudgedClaim(claim, verdict, part.name, quoted=part.text[claim.start - part.start : claim.end - part.start])
        for claim, verdict in rows
    ]


def _as_claim(remark: Remark, at: int) -> tuple[Claim, Verdict]:
    claim = Claim("wording", at + remark.start, at + remark.end, remark.text, role=remark.kind)
    status = CONTRADICTS if remark.kind in ("doubled", "placeholder") else UNJUDGED
    figures = (("found", remark.text),)
    return claim, Verdict(status, f"wording_{remark.kind}", remark.expected, figures=figures)


def facts_of(found: Iterable[Claim], name: str = "") -> Facts:
    """What a report itself says of a project: budget and spending in 万元, where it says one of each."""
    amounts = [c for c in found if c.kind == "amount" and c.whole and c.value is not None and not c.vague]
    sums = {}
    for role in ("budget", "spent"):
        values = {c.value * MONEY[c.unit] / MONEY["万元"] for c in amounts if c.role == role and c.value is not None}
        sums[role] = values.pop() if len(values) == 1 else None
    years = {c.year for c in amounts if c.role == "spent" and c.year}
    return Facts(sums["budget"], sums["spent"], years.pop() if len(years) == 1 else None, name)
