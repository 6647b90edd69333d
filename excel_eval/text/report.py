"""A written report on its own: its projects and sections, and every claim of it with a verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from excel_eval.messages import text as message
from excel_eval.numbers import plain
from excel_eval.text.claims import Claim, claims
from excel_eval.text.facts import Facts
from excel_eval.text.units import MONEY
from excel_eval.text.verdict import AGREES_CELL, CONTRADICTS, OPEN, UNJUDGED, Verdict
from excel_eval.text.verdicts import judge_all
from excel_eval.text.wording import Remark, remarks

_TITLE = re.compile(r"(?:项目)?(?:支出)?绩效(?:自?评价?|自评)报告$")
_YEAR = re.compile(r"(?:19|20)\d\d年度?")
_LONGEST_TITLE = 80
_SECTION = re.compile(r"(?P<number>[一二三四五六七八九十]{1,3})、(?P<title>[^，。；\n]{1,24})")
_BLANKS = re.compile(r"\s{1,400}")
_SECTION_KEYS = {
    "使用原则": "principles",
    "项目绩效": "performance",
    "项目情况": "situation",
    "概况": "situation",
    "偏差": "deviation",
    "问题": "problems",
    "措施": "improvements",
    "建议": "improvements",
    "绩效": "performance",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a report; `key` is the narrative it corresponds to (situation, principles …) or blank."""

    key: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReportPart:
    """The report on one project; `start` is where its text begins in the whole."""

    name: str
    start: int
    text: str
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim or slip of wording with its verdict, the project it is about, and a place (sheet!cell) if it has one."""

    claim: Claim
    verdict: Verdict
    project: str = ""
    place: str = ""

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
            "start": claim.start,
            "end": claim.end,
            "kind": claim.kind,
            "role": claim.role or None,
            "text": claim.text,
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
        place = self.place or self.project
        status = message(f"text.status_{self.verdict.status}")
        line = f"{place}: " if place else ""
        told = f"：{self.verdict.message}" if self.verdict.message else ""
        return f"{line}{status} {self.claim.text}{told}"


def split_projects(text: str) -> list[ReportPart]:
    """The report cut at its titles (…绩效评价报告); a text without any is one part without a name."""
    found = [(name, start, end) for start, end, words in _lines(text) if (name := _titled(words))]
    if not found:
        return [ReportPart("", 0, text, tuple(_sections(text, 0)))]
    ends = [start for _, start, _ in found[1:]] + [len(text)]
    return [
        ReportPart(name, start, text[start:end], tuple(_sections(text[start:end], start)))
        for (name, start, _), end in zip(found, ends, strict=True)
    ]


def _titled(words: str) -> str:
    """The project that a line is the report's title of; blank for any other line."""
    match = _TITLE.search(words) if len(words) <= _LONGEST_TITLE else None
    name = words[: match.start()] if match else ""
    year = _YEAR.match(name)
    name = name[year.end() :] if year and year.end() < len(name) else name
    return "" if set(name) & set("，。；：") else name


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Each line that is not blank, with its place, its blanks taken out."""
    start = 0
    for line in text.splitlines(keepends=True):
        words = _BLANKS.sub("", line)
        if words:
            yield start, start + len(line), words
        start += len(line)


def _sections(text: str, offset: int) -> Iterator[Section]:
    heads = [(m["title"], start) for start, _, words in _lines(text) if (m := _SECTION.fullmatch(words))]
    ends = [*(start for _, start in heads[1:]), len(text)][: len(heads)]
    for (title, start), end in zip(heads, ends, strict=True):
        key = next((key for word, key in _SECTION_KEYS.items() if word in title), "")
        yield Section(key, title, offset + start, offset + end)


def judge_text(text: str) -> list[JudgedClaim]:
    """Every claim and slip of wording of a text, judged by what the text itself says of each project."""
    judged: list[JudgedClaim] = []
    for part in split_projects(text):
        found = claims(part.text, part.name, part.start)
        rows = judge_part(part, found, facts_of(found, part.name))
        judged += [JudgedClaim(row.claim, _on_its_own(row.verdict), row.project) for row in rows]
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
    return [JudgedClaim(claim, verdict, part.name) for claim, verdict in rows]


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
