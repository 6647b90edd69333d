"""Filling many workbooks, one after another or several at a time, and what to tell of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from excel_eval.errors import ExcelEvalError, InputError, sentence_of
from excel_eval.findings import Finding
from excel_eval.messages import text, use_language
from excel_eval.pipeline.evaluation import Evaluation, evaluate, read
from excel_eval.pipeline.filling import fill, output_of
from excel_eval.pipeline.judging import Judge
from excel_eval.pipeline.saving import plan
from excel_eval.pipeline.show import checked
from excel_eval.workbook.receipts import described


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one workbook. `report` is its part of `fill --format json`; `failure` says why it was not filled."""

    source: Path
    findings: tuple[Finding, ...] = ()
    report: dict[str, Any] | None = None
    notes: tuple[str, ...] = ()
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """How to fill: the options of one call."""

    judge: Judge
    output: Path | None = None
    in_place: bool = False
    dry_run: bool = False
    marks: bool = True
    form: str | None = None
    password: str | None = None
    language: str = "zh"

    def __call__(self, source: Path) -> Done:
        """Fill one workbook; a fault of the file is told, not raised, so that the others go on."""
        use_language(self.language)
        try:
            found = self._evaluated(source) if self.dry_run or self.judge.strict else None
            if found and (self.dry_run or self.judge.faulty(found.findings)):
                return self._planned(source, found)
            return self._filled(source)
        except (ExcelEvalError, OSError) as error:
            return Done(source, failure=sentence_of(error, source.name))

    def _evaluated(self, source: Path) -> Evaluation:
        book = read(source, self.form, password=self.password)
        return evaluate(book, settings=self.judge.settings(source))

    def _planned(self, source: Path, found: Evaluation) -> Done:
        """What filling would change. Under --strict nothing is written for a workbook with errors, and a note says so."""
        report = checked(found) | {"output": None, "changes": described(plan(found), found.findings)}
        notes = () if self.dry_run else (text("cli.not_written", file=source.name),)
        return Done(source, found.findings, report, notes)

    def _filled(self, source: Path) -> Done:
        filled = fill(
            source,
            self.output,
            form=self.form,
            settings=self.judge.settings(source),
            in_place=self.in_place,
            marks=self.marks,
            password=self.password,
        )
        report = checked(filled.evaluation)
        changes = described(filled.changes, filled.evaluation.findings)
        report |= {"output": str(filled.output), "changes": changes}
        return Done(source, filled.evaluation.findings, report, filled.notes)


def run(job: Job, sources: Iterable[Path], jobs: int = 1) -> Iterator[Done]:
    """Fill every workbook, `jobs` at a time, in the order of the inputs.

    InputError where two would get one output, or where an output is another one's input.
    """
    paths = tuple(sources)
    if not job.in_place:
        _require_apart(paths, [output_of(path, job.output) for path in paths])
    if jobs == 1 or len(paths) < 2:
        yield from map(job, paths)
        return
    with ProcessPoolExecutor(min(jobs, len(paths))) as pool:
        yield from pool.map(job, paths)


def _require_apart(sources: Sequence[Path], targets: Sequence[Path]) -> None:
    known = {path.resolve() for path in sources}
    seen: set[Path] = set()
    for source, target in zip(sources, targets, strict=True):
        real = target.resolve()
        if real in seen:
            raise InputError("files.same_output", output=target.name)
        if real in known and real != source.resolve():
            raise InputError("files.output_is_input", output=str(target), file=source.name)
        seen.add(real)
