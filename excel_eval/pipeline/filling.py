"""Filling: the person's workbook with computed cells, sentences, marks and result sheets; written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from excel_eval.book import Book
from excel_eval.errors import InputError
from excel_eval.messages import text
from excel_eval.pipeline.evaluation import Evaluation, evaluate, read
from excel_eval.rules import RULES, Rule
from excel_eval.rules.settings import Settings

if TYPE_CHECKING:
    from excel_eval.workbook.writeback import Change


MACROS = (".xlsm", ".xltm")


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


def default_output(source: Path) -> Path:
    """`<stem>-评价.xlsx` beside the input; a workbook with macros stays one."""
    suffix = source.suffix.lower()
    return source.with_name(f"{source.stem}-评价{suffix if suffix in MACROS else '.xlsx'}")


def fill(  # noqa: PLR0913 - each is an option of the command line
    source: str | Path,
    target: str | Path | None = None,
    *,
    form: str | Path | None = None,
    rules: Sequence[Rule] = RULES,
    settings: Settings | None = None,
    in_place: bool = False,
    marks: bool = True,
    password: str | None = None,
) -> Filled:
    """Fill one workbook: read, check, evaluate and write. InputError for what cannot be read or written.

    The input's bytes change only with `in_place`, which keeps a dated backup beside it.
    """
    source = Path(source)
    output = source if in_place else Path(target) if target else default_output(source)
    with ExitStack() as held:
        if in_place:
            held.enter_context(_hold(output))
        evaluation = evaluate(read(source, form, password=password), rules, settings)
        return save(evaluation, output, in_place=in_place, marks=marks, password=password)


def save(
    evaluation: Evaluation,
    target: Path,
    *,
    in_place: bool = False,
    marks: bool = True,
    password: str | None = None,
) -> Filled:
    """Write an evaluated workbook to `target` with its receipt."""
    from excel_eval.workbook.locking import free_name, open_elsewhere
    from excel_eval.workbook.receipts import backup, write_receipt

    source = _source(evaluation)
    notes = list(_notes(evaluation.book, source))
    if in_place:
        if not evaluation.book.patched or evaluation.book.kind == "encrypted":
            raise InputError("files.in_place_kind", file=source.name)
        if open_elsewhere(source):
            raise InputError("files.in_place_open", file=source.name)
    elif target.exists() and target.samefile(source):
        raise InputError("files.same", file=source.name)
    elif (evaluation.book.kind in ("xlsm", "xltm")) != (target.suffix.lower() in MACROS):
        raise InputError("files.macros", file=source.name, output=target.name)
    output = target if in_place else free_name(target)
    if output != target:
        notes.append(text("files.renamed", file=target.name, output=output.name))
    changed = plan(evaluation)
    now = datetime.now()
    with ExitStack() as held:
        if not in_place:
            held.enter_context(_hold(output))
        kept = backup(source, now) if in_place else None
        refused = _write(evaluation, changed, output, marks=marks, password=password)
        notes += [text("files.refused", sheet=each.sheet, cell=each.cell) for each in refused]
        made = tuple(each for each in changed if each not in refused)
        receipt = write_receipt(output, source, made, kept, now)
    return Filled(evaluation, made, output, receipt, kept, tuple(notes))


def _notes(book: Book, source: Path) -> Iterator[str]:
    """What a person should know about the output before looking at it."""
    if not book.patched:
        yield text("files.fresh", file=source.name)
    if book.kind == "encrypted":
        yield text("files.decrypted", file=source.name)


def _source(evaluation: Evaluation) -> Path:
    if evaluation.book.source is None:
        raise InputError("files.not_found", file="-")
    return evaluation.book.source


def _hold(output: Path) -> ExitStack:
    from excel_eval.workbook.locking import locked

    held = ExitStack()
    held.enter_context(locked(output))
    return held


def _write(
    evaluation: Evaluation, changed: Sequence[Change], output: Path, *, marks: bool, password: str | None
) -> tuple[Change, ...]:
    """Write the filled workbook; the changes that could not be made are returned."""
    from excel_eval.ooxml.atomic import replace_file
    from excel_eval.workbook.filled import filled_package

    refused: tuple[Change, ...] = ()
    if evaluation.book.patched:
        book, results = evaluation.book, result_sheets(evaluation)
        content, refused = filled_package(book, changed, evaluation.findings, results, marks=marks, password=password)
    else:
        content = _fresh(evaluation, marks=marks)

    def write(file: BinaryIO) -> None:
        file.write(content)

    try:
        replace_file(output, write)
    except OSError as error:
        raise InputError("files.unwritable", file=str(output), reason=error.strerror or str(error)) from None
    return refused


def _fresh(evaluation: Evaluation, *, marks: bool) -> bytes:
    """A new workbook from the form, for formats that cannot be patched; findings point to its cells."""
    from excel_eval.workbook.filled import decorated, fresh_workbook, moved

    content, book = fresh_workbook(evaluation.book, evaluation.narratives)
    findings = moved(evaluation.findings, evaluation.book, book)
    results = result_sheets(replace(evaluation, book=book, findings=findings))
    return decorated(content, book, findings, results, marks=marks)


def result_sheets(evaluation: Evaluation) -> bytes:
    """A workbook of the sheets 汇总, 核对结果 and 评价报告, to be grafted into the person's."""
    from excel_eval.workbook.report_sheet import REPORT
    from excel_eval.workbook.results import RESULT_SHEETS, results_workbook

    book, reports = evaluation.book, _reports(evaluation)
    sheets = [name for name in RESULT_SHEETS if reports or name != REPORT]
    return results_workbook(
        book, evaluation.scores, evaluation.findings, reports, rollup=evaluation.rollup, sheets=sheets
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
