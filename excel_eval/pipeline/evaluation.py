"""Reading, checking and evaluating one workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from excel_eval.book import Book
from excel_eval.errors import InputError
from excel_eval.findings import Finding
from excel_eval.form.load import load_form
from excel_eval.form.schema import Form
from excel_eval.rubric import Rubric, Score, load_rubric
from excel_eval.rules import RULES, Rule, apply_exemptions, exempted, form_findings, run, tidy
from excel_eval.rules.settings import Settings
from excel_eval.score import score

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A workbook with what was made of it: findings, a score and computed sentences for every project, the roll-up."""

    book: Book
    findings: tuple[Finding, ...]
    scores: tuple[Score, ...]
    narratives: tuple[Mapping[str, str], ...]
    rollup: str
    rules: tuple[Rule, ...] = RULES
    settings: Settings | None = None

    def of(self, book: Book) -> Evaluation:
        """The evaluation of another state of the workbook, under the same rules and settings."""
        return evaluate(book, self.rules, self.settings)

    def frame(self, name: str) -> pandas.DataFrame:
        """A table over all projects as a DataFrame: projects, funds, expenses, indicators, measures or findings.

        Numbers are numbers (amounts in 万元, rates 0–1), texts are texts; KeyError for any other name.
        """
        from excel_eval.workbook.frames import frame

        return frame(name, self.book, self.findings, self.scores)

    def save(self, target: str | Path, *, marks: bool = True) -> Path:
        """Write the person's workbook, filled; the path written, which is another one while the target is open in Excel."""
        from excel_eval.pipeline.saving import save

        return save(self, Path(target), marks=marks).output

    def to_json(self) -> dict[str, Any]:
        """The evaluation as `check --format json` prints it for this workbook."""
        from excel_eval.pipeline.show import checked

        return checked(self)


def read(path: str | Path, form: str | Path | Form | None = None, *, password: str | None = None) -> Book:
    """A workbook as read: its projects and every value with its cell. InputError for a file that cannot be read.

    Without `form` the workbook's own stamp decides, else the shipped form whose labels it has.
    """
    from excel_eval.workbook.read import read as read_workbook

    path = Path(path)
    if not path.is_file():
        raise InputError("files.not_found", file=str(path))
    chosen = form if isinstance(form, Form) or form is None else load_form(form)
    try:
        book = read_workbook(path, chosen, password=password)
    except InputError as error:
        raise error.about(path.name) from None
    if not book.sheets:
        raise InputError("files.no_projects", file=path.name)
    return book


def check(
    book: Book, rules: Sequence[Rule] = RULES, settings: Settings | None = None
) -> tuple[Finding, ...]:
    """All findings on a workbook, by sheet and cell: those of reading, of the rules, and of the form's own rules."""
    settings = settings or Settings()
    found = list(settings.graded(book.findings))
    found += run(book, rules, settings)
    found += form_findings(book, settings)
    return apply_exemptions(tidy(exempted(found, book), book), book, settings)


def evaluate(
    book: Book, rules: Sequence[Rule] = RULES, settings: Settings | None = None, *, narrative: str | Path | None = None
) -> Evaluation:
    """Scores, grades, computed sentences and findings of a workbook; nothing is written."""
    if narrative is not None:
        book = replace(book, form=replace(book.form, narrative=str(narrative)))
    rubric = load_rubric(book.form.rubric) if book.form.rubric else None
    scores = tuple(score(project, rubric) for project in book.projects)
    narratives = _narratives(book, scores)
    findings, rollup = check(book, rules, settings), _rollup(book, scores, rubric)
    return Evaluation(book, findings, scores, narratives, rollup, tuple(rules), settings)


def _narratives(book: Book, scores: Iterable[Score]) -> tuple[Mapping[str, str], ...]:
    name = book.form.narrative
    if name is None:
        return tuple({} for _ in book.sheets)
    from excel_eval.narrate import load_narrative, narrate

    templates = load_narrative(name)
    return tuple(narrate(project, found, templates) for project, found in zip(book.projects, scores, strict=True))


def _rollup(book: Book, scores: Sequence[Score], rubric: Rubric | None) -> str:
    if rubric is None or book.form.narrative is None:
        return ""
    from excel_eval.narrate import load_narrative, rollup

    return rollup(book.projects, scores, rubric, templates=load_narrative(book.form.narrative))
