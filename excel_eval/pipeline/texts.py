"""Figures in sentences held against the table: a text on its own, and the texts of a workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from excel_eval.errors import InputError
from excel_eval.grid import a1
from excel_eval.messages import text
from excel_eval.narrate.claims import JudgedClaim, judge_part, judge_text
from excel_eval.pipeline.listing import SUFFIXES
from excel_eval.report import text_of, unit_of
from excel_eval.text.claims import claims
from excel_eval.text.judging.facts import Facts, facts
from excel_eval.text.parts import ReportPart

if TYPE_CHECKING:
    from excel_eval.book import ProjectSheet


def claims_in(path: Path) -> list[JudgedClaim]:
    """Every figure claimed in a text (.txt, .docx) or in the texts of a workbook, judged. InputError for unreadable files."""
    if path.suffix.lower() in SUFFIXES:
        return list(_claims_of_workbook(path))
    return judge_text(text_of(path), unit_of(path))


def counted(found: Sequence[JudgedClaim]) -> str:
    """How many claims there are of each verdict, in a sentence."""
    number = Counter(claim.verdict.status for claim in found)
    told = (text("texts.of_status", count=number[s], status=text(f"text.status_{s}")) for s in sorted(number))
    return text("texts.counts", count=len(found), told=text("texts.between").join(told))


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
                place = f"{grid.name}!{a1(row, column)}"
                yield from (replace(each, place=place, line=None) for each in judge_text(cell.value))


def _claims_of_sheet(sheet: ProjectSheet) -> Iterator[JudgedClaim]:
    known, name = facts(sheet.project), sheet.project.name or ""
    for value in sheet.values.values():
        if isinstance(value.value, str) and value.slot.kind in ("text", "long") and value.path != "name":
            for each in judged(ReportPart(name, 0, value.value), known):
                yield replace(each, place=f"{sheet.sheet}!{value.cell}")


def judged(part: ReportPart, known: Facts) -> list[JudgedClaim]:
    """The claims of one project's text against what its sheet says."""
    return judge_part(part, claims(part.text, part.name, part.start), known)
