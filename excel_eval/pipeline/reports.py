"""A written report beside a workbook: what it says of each project against the project's sheet, matched by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from excel_eval.book import Book, ProjectSheet
from excel_eval.findings import Finding, Severity, ordered
from excel_eval.messages import text
from excel_eval.narrate.claims import JudgedClaim
from excel_eval.pipeline.evaluation import Evaluation
from excel_eval.pipeline.texts import judged
from excel_eval.report import text_of, unit_of
from excel_eval.rules import RULES, exempted
from excel_eval.rules.settings import Settings
from excel_eval.rules.texts.identity import letters
from excel_eval.text.judging.facts import facts
from excel_eval.text.parts import Lines, ReportPart, split_projects

RULE_OF = {
    "amount": "N05",
    "pair": "N01",
    "rate": "N07",
    "count": "N07",
    "grade": "N07",
    "growth": "N08",
    "comparison": "N08",
    "relation": "N08",
    "sum": "N06",
    "difference": "N06",
    "product": "N06",
    "listed": "N09",
    "ordinals": "N09",
    "year": "N11",
    "document": "N14",
    "spent_up": "F09",
    "wording": "N16",
}
"""The rule that a wrong claim of a written report breaks, by the kind of the claim."""
BY_REASON = {
    "claim_row": "N07",
    "claim_more_done": "N02",
    "claim_no_base": "N02",
    "claim_batches": "N12",
    "claim_impossible": "N03",
    "claim_impossible_nearby": "N03",
    "claim_over": "N03",
    "wording_placeholder": "N15",
}
"""The rule by what is wrong, where the kind does not decide it."""
_UNSURE = frozenset(("claim_impossible_nearby",))
"""What may be wrong: the base was only taken from the words before."""
_DEFAULT = {rule.id: rule.severity for rule in RULES}
_DRIFT = 0.75
"""How alike two names are that are taken for one project."""


def against_report(evaluation: Evaluation, report: Path, settings: Settings | None = None) -> Evaluation:
    """The evaluation with what a written report says otherwise, project by project, under the same settings."""
    book = evaluation.book
    whole = text_of(report)
    parts = split_projects(whole, [sheet.project.name for sheet in book.sheets if sheet.project.name])
    found = list(_Comparison(book, report, whole, settings or Settings()).findings(parts))
    order = book.grids or [sheet.sheet for sheet in book.sheets]
    findings = ordered([*evaluation.findings, *exempted(found, book)], order)
    return replace(evaluation, findings=findings)


class _Comparison:
    """One report beside one workbook."""

    def __init__(self, book: Book, report: Path, whole: str, settings: Settings) -> None:
        self.book, self.file, self.settings = book, report.name, settings
        self.lines, self.unit = Lines(whole), unit_of(report)

    def findings(self, parts: Sequence[ReportPart]) -> Iterator[Finding]:
        """Names that do not fit, figures that disagree, and projects that one of the two does not have."""
        pairs = matched(parts, self.book.sheets)
        for part, sheet in zip(parts, pairs, strict=True):
            if sheet is None:
                yield from self.named("unknown" if part.name else "untitled", part, None, Severity.WARNING)
                continue
            if part.name and not _names(part.name, sheet):
                yield from self.named("drift", part, sheet, Severity.WARNING)
            for each in judged(part, facts(sheet.project)):
                if each.wrong:
                    yield from self.wrong(each, sheet)
        for sheet in self.book.sheets:
            if sheet not in pairs:
                yield from self.named("absent", None, sheet, Severity.INFO)

    def named(self, key: str, part: ReportPart | None, sheet: ProjectSheet | None, own: Severity) -> Iterator[Finding]:
        """A finding on the name of a project, N10."""
        severity = self.settings.severity("N10", own)
        name = sheet.project.name or sheet.sheet if sheet else ""
        figures = {"file": self.file, "name": part.name if part else "", "expected": name}
        cell = sheet.cell("name") if sheet else None
        if severity:
            yield Finding(
                "N10", severity, sheet.sheet if sheet else None, cell, text(f"texts.{key}", **figures),
                text(f"texts.{key}_fix", **figures), found=(part.name or None) if part else None, expected=name or None,
            )  # fmt: skip

    def wrong(self, each: JudgedClaim, sheet: ProjectSheet) -> Iterator[Finding]:
        """A claim that the sheet or arithmetic contradicts, at the cell that it is about."""
        claim, verdict = each.claim, each.verdict
        rule = BY_REASON.get(verdict.reason) or RULE_OF.get(claim.kind, "N05")
        own = Severity.INFO if verdict.reason in _UNSURE else _DEFAULT[rule]
        severity = self.settings.severity(rule, own)
        if severity is None:
            return
        value = sheet.values.get(verdict.path)
        where = text(f"text.{self.unit}", line=self.lines.number(claim.start))
        yield Finding(
            rule=rule,
            severity=severity,
            sheet=sheet.sheet,
            cell=value.cell if value else None,
            message=text("texts.wrong", file=self.file, where=where, words=claim.text, claim=verdict.message or claim.text),
            suggestion=text("texts.fix"),
            path=verdict.path or None,
            label=value.slot.label if value else None,
            found=claim.text,
            expected=verdict.expected or None,
        )


def matched(parts: Sequence[ReportPart], sheets: Sequence[ProjectSheet]) -> list[ProjectSheet | None]:
    """The sheet of each part: the same name first, then the longest name inside the other, then the likest.

    A report without titles is about the only project there is. Two parts may speak of one project.
    """
    if len(parts) == 1 and not parts[0].name:
        return [sheets[0] if len(sheets) == 1 else None]
    found = [next((sheet for sheet in sheets if _fits(part.name, sheet)), None) for part in parts]
    for place, part in enumerate(parts):
        if found[place] is None:
            free = [sheet for sheet in sheets if sheet not in found]
            found[place] = _within(part.name, free) or _likest(part.name, free)
    return found


def _bare(name: str | None) -> str:
    return letters(name).removesuffix("项目")


def _fits(name: str, sheet: ProjectSheet) -> bool:
    return _bare(name) in (_bare(sheet.project.name), _bare(sheet.sheet))


def _names(name: str, sheet: ProjectSheet) -> bool:
    """Whether a title has the project's whole name, perhaps behind that of its unit."""
    return _fits(name, sheet) or bool(sheet.project.name and _bare(sheet.project.name) in _bare(name))


def _within(name: str, sheets: Sequence[ProjectSheet]) -> ProjectSheet | None:
    """The sheet whose name stands in this one (某局信访救助资金), the longest of several; or the only one it stands in."""
    own = _bare(name)
    inside = [sheet for sheet in sheets if len(_bare(sheet.project.name)) > 1 and _bare(sheet.project.name) in own]
    around = [sheet for sheet in sheets if len(own) > 1 and own in _bare(sheet.project.name)]
    if inside:
        return max(inside, key=lambda sheet: len(_bare(sheet.project.name)))
    return around[0] if len(around) == 1 else None


def _likest(name: str, sheets: Sequence[ProjectSheet]) -> ProjectSheet | None:
    scored = [(SequenceMatcher(None, _bare(name), _bare(sheet.project.name)).ratio(), sheet) for sheet in sheets]
    best = sorted((one for one in scored if one[0] >= _DRIFT), key=lambda one: -one[0])
    return best[0][1] if best and (len(best) < 2 or best[1][0] < best[0][0]) else None
