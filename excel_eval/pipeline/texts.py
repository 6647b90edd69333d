"""Figures in sentences held against the table: a text on its own, a workbook's texts, a written report beside a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from excel_eval.book import Book, ProjectSheet
from excel_eval.errors import InputError
from excel_eval.findings import Finding, Severity, ordered
from excel_eval.grid import a1
from excel_eval.messages import text
from excel_eval.pipeline.evaluation import Evaluation
from excel_eval.pipeline.listing import SUFFIXES
from excel_eval.report import text_of
from excel_eval.text.claims import claims
from excel_eval.text.facts import Facts, facts
from excel_eval.text.fold import fold
from excel_eval.text.report import JudgedClaim, ReportPart, judge_part, judge_text, split_projects

RULE_OF = {
    "amount": "N05",
    "pair": "N01",
    "rate": "N07",
    "count": "N07",
    "growth": "N08",
    "sum": "N06",
    "listed": "N09",
    "ordinals": "N09",
    "year": "N11",
    "document": "N14",
    "spent_up": "F09",
    "wording": "N16",
}
"""The rule that a wrong claim of a written report breaks, by the kind of the claim."""
IMPOSSIBLE_RULE = "N03"


def claims_in(path: Path) -> list[JudgedClaim]:
    """Every figure claimed in a text (.txt, .docx) or in the texts of a workbook, judged. InputError for unreadable files."""
    if path.suffix.lower() in SUFFIXES:
        return list(_claims_of_workbook(path))
    return judge_text(text_of(path))


def _claims_of_workbook(path: Path) -> Iterator[JudgedClaim]:
    from excel_eval.workbook.read import grids_of, read

    try:
        book = read(path)
    except InputError as error:
        raise error.about(path.name) from None
    if book.sheets:
        for sheet in book.sheets:
            yield from _claims_of_sheet(sheet)
        return
    for grid in grids_of(path).values():
        for (row, column), cell in sorted(grid.cells.items()):
            if isinstance(cell.value, str) and cell.formula is None:
                yield from (replace(each, place=f"{grid.name}!{a1(row, column)}") for each in judge_text(cell.value))


def _claims_of_sheet(sheet: ProjectSheet) -> Iterator[JudgedClaim]:
    known, name = facts(sheet.project), sheet.project.name or ""
    for value in sheet.values.values():
        if isinstance(value.value, str) and value.slot.kind in ("text", "long") and value.path != "name":
            for each in _judged(ReportPart(name, 0, value.value), known):
                yield replace(each, place=f"{sheet.sheet}!{value.cell}")


def _judged(part: ReportPart, known: Facts) -> list[JudgedClaim]:
    return judge_part(part, claims(part.text, part.name, part.start), known)


def against_report(evaluation: Evaluation, report: Path) -> Evaluation:
    """The evaluation with what a written report says otherwise, project by project, matched by name."""
    parts, book = split_projects(text_of(report)), evaluation.book
    found: list[Finding] = []
    mentioned = set()
    for part in parts:
        sheet = _sheet_of(book, part.name, alone=len(parts) == 1)
        if sheet is None:
            figures = {"file": report.name, "name": part.name}
            message, fix = text("texts.unknown", **figures), text("texts.unknown_fix")
            found.append(Finding("N10", Severity.WARNING, None, None, message, fix, found=part.name))
            continue
        mentioned.add(sheet.sheet)
        wrong = (each for each in _judged(part, facts(sheet.project)) if each.wrong)
        found += [_finding(each, sheet, report) for each in wrong]
    found += [_absent(sheet, report) for sheet in book.sheets if sheet.sheet not in mentioned]
    findings = ordered([*evaluation.findings, *found], [sheet.sheet for sheet in book.sheets])
    return replace(evaluation, findings=findings)


def _sheet_of(book: Book, name: str, *, alone: bool) -> ProjectSheet | None:
    """The sheet of a project by its name; a report without titles is about the only project there is."""
    if not name:
        return book.sheets[0] if alone and len(book.sheets) == 1 else None
    wanted = fold(name)
    return next((s for s in book.sheets if wanted in (fold(s.project.name or ""), fold(s.sheet))), None)


def _finding(judged: JudgedClaim, sheet: ProjectSheet, report: Path) -> Finding:
    claim, verdict = judged.claim, judged.verdict
    rule = IMPOSSIBLE_RULE if verdict.status == "impossible" else RULE_OF.get(claim.kind, "N05")
    value = sheet.values.get(verdict.path)
    return Finding(
        rule=rule,
        severity=Severity.WARNING if rule in (IMPOSSIBLE_RULE, "N09", "N16") else Severity.ERROR,
        sheet=sheet.sheet,
        cell=value.cell if value else None,
        message=text("texts.wrong", file=report.name, claim=verdict.message or claim.text),
        suggestion=text("texts.fix"),
        path=verdict.path or None,
        label=value.slot.label if value else None,
        found=claim.text,
        expected=verdict.expected or None,
    )


def _absent(sheet: ProjectSheet, report: Path) -> Finding:
    return Finding("N10", Severity.INFO, sheet.sheet, None, text("texts.absent", file=report.name))
