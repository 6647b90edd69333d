"""Writing an evaluation: the person's workbook with computed cells, sentences, marks and result sheets, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from excel_eval.book import Book
from excel_eval.errors import InputError, reason
from excel_eval.messages import text

if TYPE_CHECKING:
    from excel_eval.pipeline.evaluation import Evaluation
    from excel_eval.workbook.corrections import Correction
    from excel_eval.workbook.placing import Changes, Placed, Write
    from excel_eval.workbook.writeback import Change


SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm")
"""What a filled workbook may be called; each stands for one kind of content."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a fill did: the evaluation, every cell changed, the output written (with its receipt), and notes for the person."""

    evaluation: Evaluation
    changes: tuple[Change, ...]
    output: Path
    receipt: Path | None = None
    backup: Path | None = None
    notes: tuple[str, ...] = ()


def plan(evaluation: Evaluation) -> tuple[Change, ...]:
    """Every cell that filling would change; nothing is written."""
    from excel_eval.workbook.writeback import changes

    return changes(evaluation.book, evaluation.narratives)


def save(
    evaluation: Evaluation,
    target: Path,
    *,
    in_place: bool = False,
    marks: bool = True,
    password: str | None = None,
) -> Filled:
    """Write an evaluated workbook to `target` with its receipt."""
    from excel_eval.workbook.receipts import described
    from excel_eval.workbook.writeback import settable

    source = _source(evaluation)
    (_require_place if in_place else _require_target)(evaluation.book, source, target)
    changed = plan(evaluation)
    made = tuple(each for each in changed if not evaluation.book.patched or settable(evaluation.book, each))

    def write(file: BinaryIO) -> None:
        file.write(_content(evaluation, made, marks=marks, password=password))

    placed = _place(evaluation.book, target, write, lambda: described(made, evaluation.findings), in_place=in_place)
    notes = [*_notes(evaluation.book, source), *_placed_notes(target, placed, in_place=in_place)]
    notes += [text("files.refused", sheet=each.sheet, cell=each.cell) for each in changed if each not in made]
    return Filled(evaluation, made, placed.output, placed.receipt, placed.backup, tuple(notes))


def _require_place(book: Book, source: Path, target: Path) -> None:
    """InputError where a workbook cannot be filled in place."""
    from excel_eval.workbook.locking import owner_file, read_only

    if not book.patched or book.encrypted:
        raise InputError("files.in_place_kind", file=source.name)
    if owner := owner_file(target):
        raise InputError("files.in_place_open", file=source.name, owner=owner.name)
    if read_only(target):
        raise InputError("files.in_place_read_only", file=source.name)


def _require_target(book: Book, source: Path, target: Path) -> None:
    """InputError where the output of a fill cannot be `target`."""
    if target.exists() and source.exists() and target.samefile(source):
        raise InputError("files.same", file=source.name)
    if target.is_dir():
        raise InputError("files.exists_not_file", file=str(target))
    suffix = target.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError("files.suffix", output=target.name)
    kind = book.kind if book.patched else "xlsx"
    if suffix != f".{kind}":
        raise InputError("files.macros", file=source.name, output=target.name, kind=kind)


def _place(book: Book, target: Path, write: Write, changes: Changes, *, in_place: bool) -> Placed:
    """Write under a lock; to another name where the target is open elsewhere."""
    from excel_eval.ooxml.atomic import TargetHeld
    from excel_eval.workbook.locking import free_names, locked
    from excel_eval.workbook.placing import place

    for output in (target,) if in_place else free_names(target):
        try:
            with nullcontext() if in_place else locked(output):
                return place(book, output, write, changes)
        except TargetHeld:
            continue
        except OSError as error:
            raise InputError("files.unwritable", file=str(output), reason=reason(error)) from None
    raise InputError("files.in_place_open", file=target.name, owner=f"~${target.name}")


def _placed_notes(target: Path, placed: Placed, *, in_place: bool) -> Iterator[str]:
    if placed.output != target:
        yield text("files.renamed", file=target.name, output=placed.output.name)
    if placed.backup and not in_place:
        yield text("files.kept", file=placed.output.name, backup=placed.backup.name)


def _notes(book: Book, source: Path) -> Iterator[str]:
    """What a person should know about the output before looking at it."""
    if not book.patched:
        yield text("files.fresh", file=source.name)
        yield from _left_behind(book, source)
    if book.encrypted:
        yield text("files.decrypted", file=source.name)


_MOST = 10
"""So many cells are named that a new workbook has no place for."""


def _left_behind(book: Book, source: Path) -> Iterator[str]:
    """What a person wrote that the new workbook has no place for."""
    from excel_eval.workbook.content import unplaced

    found = [
        f"{sheet.sheet}!{value.cell}（{value.slot.label}）"
        for sheet in book.sheets
        for path in unplaced(book.form, sheet.project)
        if (value := sheet.values.get(path))
    ]
    if found:
        more = "……" if len(found) > _MOST else ""
        yield text("files.left_behind", file=source.name, count=len(found), cells="、".join(found[:_MOST]) + more)


def _source(evaluation: Evaluation) -> Path:
    if evaluation.book.source is None:
        raise InputError("files.not_found", file="-")
    return evaluation.book.source


def _content(
    evaluation: Evaluation, made: Sequence[Change], *, marks: bool, password: str | None
) -> bytes:
    """The filled workbook. What its sheets say and mark holds for the workbook as it is now: filled again, it stays the same."""
    from excel_eval.workbook.corrections import corrections
    from excel_eval.workbook.filled import filled_package, finished, fresh_package, moved
    from excel_eval.workbook.findings_sheet import listed

    before, findings = evaluation.book, evaluation.findings
    if before.patched:
        package, book = filled_package(before, made, password=password)
    else:
        package, book = fresh_package(before, evaluation.narratives)
        findings, made = moved(findings, before, book), moved(made, before, book)
    after = evaluation if book is before else evaluation.of(book)
    left = {(each.rule, each.sheet, each.cell) for each in after.findings}
    mended = [each for each in findings if (each.rule, each.sheet, each.cell) not in left]
    results = result_sheets(after, corrections(listed(before.grids), before, book, made, mended))
    return finished(package, book, after.findings, results, marks=marks)


def result_sheets(evaluation: Evaluation, corrected: Sequence[Correction] = ()) -> bytes:
    """A workbook of the sheets 汇总, 核对结果 and 评价报告, to be grafted into the person's."""
    from excel_eval.workbook.report_sheet import REPORT
    from excel_eval.workbook.results import RESULT_SHEETS, results_workbook

    book, reports = evaluation.book, _reports(evaluation)
    sheets = [name for name in RESULT_SHEETS if reports or name != REPORT]
    return results_workbook(
        book, evaluation.scores, evaluation.findings, reports, evaluation.rollup, corrected=corrected, sheets=sheets
    )


def _reports(evaluation: Evaluation) -> list[list[tuple[str, str]]]:
    """The text on each project, then the year-end paragraphs on all of them."""
    book = evaluation.book
    if book.form.narrative is None:
        return [[("note", text("narrative.none"))]]
    from excel_eval.narrate import load_narrative, report, summaries

    templates = load_narrative(book.form.narrative)
    pairs = zip(book.projects, evaluation.narratives, strict=True)
    reports = [report(project, sentences, templates) for project, sentences in pairs]
    return [*reports, summaries(book.projects, evaluation.scores, templates)]
