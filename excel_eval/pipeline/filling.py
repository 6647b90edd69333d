"""Filling a workbook at one go: read, evaluated, written."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from excel_eval.pipeline.evaluation import evaluate, read
from excel_eval.pipeline.saving import SUFFIXES, Filled, save
from excel_eval.rules import RULES, Rule
from excel_eval.rules.settings import Settings


def output_of(source: Path, target: Path | None, kind: str | None = None) -> Path:
    """Where the output goes: `target`, or `<stem>-评价.xlsx` in it where it is a folder or has no extension, or beside the input.

    A workbook with macros, or a template, stays one: by its content where its `kind` is known, else by its name.
    """
    from excel_eval.workbook.file_names import beside

    if target and target.suffix and not target.is_dir():
        return target
    suffix = f".{kind}" if kind else source.suffix.lower()
    named = beside(source, "-评价", suffix if suffix in SUFFIXES else ".xlsx")
    return target / named.name if target else named


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

    `target` is a file, or a folder, which is made; without it the output lies beside the input.
    The input's bytes change only with `in_place`, which keeps a dated backup beside it.
    """
    from excel_eval.workbook.locking import locked

    source = Path(source)
    with locked(source) if in_place else nullcontext():
        evaluation = evaluate(read(source, form, password=password), rules, settings)
        output = source if in_place else output_of(source, Path(target) if target else None, evaluation.book.kind)
        if target and output != Path(target):
            output.parent.mkdir(parents=True, exist_ok=True)
        return save(evaluation, output, in_place=in_place, marks=marks, password=password)
