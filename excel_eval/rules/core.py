"""What a rule is: a sentence that must hold, an id, and a generator that yields where it does not.

A rule yields the minimum, `at(path, figures)`; the driver adds id, severity, cell and related cells, and fills the message.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from excel_eval.book import Book, ProjectSheet
from excel_eval.findings import Finding, Severity
from excel_eval.messages import catalogue, fill, language
from excel_eval.rules.settings import Settings

SCOPES = ("project", "sheet", "book")


@dataclass(frozen=True, slots=True)
class At:
    """Where a rule does not hold: a path of the model, or a cell by its own address where no path leads."""

    path: str | None
    figures: dict[str, Any] = field(default_factory=dict)
    related: tuple[str, ...] = ()
    found: str | None = None
    expected: str | None = None
    severity: Severity | None = None
    variant: str = ""
    sheet: str | None = None
    cell: str | None = None
    label: str | None = None


def at(  # noqa: PLR0913 - one keyword for each part of a finding
    path: str | None,
    *,
    related: Iterable[str] = (),
    found: str | None = None,
    expected: str | None = None,
    severity: str | None = None,
    variant: str = "",
    sheet: str | None = None,
    cell: str | None = None,
    label: str | None = None,
    **figures: Any,
) -> At:
    """The place where a rule does not hold, with the figures of its message.

    `related` are paths, or cells as `G7` or `sheet!G7`; `severity` overrides the rule's own; `variant` chooses a message
    among several of the rule; `sheet`, `cell` and `label` are for places that have no path in the model.
    """
    grade = Severity(severity) if severity else None
    return At(path, figures, tuple(related), found, expected, grade, variant, sheet, cell, label)


Check = Callable[..., Iterator[At]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: `sentence` must hold. `variants` are further messages (message, fix) chosen by `at(…, variant=name)`."""

    id: str
    message: str
    severity: Severity
    fix: str
    scope: str
    sentence: str
    check: Check
    variants: dict[str, tuple[str, str]] = field(default_factory=dict)
    wants_settings: bool = False

    def places(self, subject: object, settings: Settings) -> Iterator[At]:
        """Where the rule does not hold for a project, a sheet or a book, by its scope."""
        return self.check(subject, settings) if self.wants_settings else self.check(subject)

    def words(self, variant: str) -> tuple[str, str]:
        """Message and suggestion in the current language, `{figures}` still open."""
        message, fix = self.variants.get(variant, (self.message, self.fix))
        if language() == "en":
            key = f"{self.id}.{variant}" if variant else self.id
            english = catalogue("rules").get(key, {})
            return english.get("message", message), english.get("fix", fix)
        return message, fix


def rule(  # noqa: PLR0913 - one keyword for each part of a rule
    id: str,
    message: str,
    *,
    severity: str = "error",
    fix: str = "",
    scope: str = "project",
    **variants: tuple[str, str],
) -> Callable[[Check], Rule]:
    """Make a rule of a generator function over a project (or `scope` "sheet" or "book"); its docstring is the sentence.

    The function may take the settings as a second argument. Nothing is registered: put the rule into a tuple.
    """

    def make(check: Check) -> Rule:
        wants = len(inspect.signature(check).parameters) > 1
        sentence = inspect.getdoc(check) or ""
        return Rule(id, message, Severity(severity), fix, scope, sentence, check, dict(variants), wants)

    return make


def run(book: Book, rules: Sequence[Rule], settings: Settings | None = None) -> Iterator[Finding]:
    """Every finding of the rules on a book: a project's rules sheet by sheet, then those of the whole workbook."""
    settings = settings or Settings()
    active = [(r, settings.severity(r.id, r.severity)) for r in rules]
    for sheet in book.sheets:
        for r, severity in active:
            if severity and r.scope != "book":
                subject = sheet if r.scope == "sheet" else sheet.project
                yield from (_finding(r, severity, place, sheet) for place in _judged(r, subject, sheet, settings))
    for r, severity in active:
        if severity and r.scope == "book":
            for place in r.places(book, settings):
                yield _finding(r, severity, place, _sheet_of(book, place.sheet))


def _judged(r: Rule, subject: object, sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """The places of a rule, without those that rest on a cell which could not be read."""
    unreadable = {path for path, value in sheet.values.items() if value.unreadable}
    for place in r.places(subject, settings):
        if unreadable.isdisjoint((place.path or "", *place.related)):
            yield place


def _sheet_of(book: Book, name: str | None) -> ProjectSheet | None:
    return next((s for s in book.sheets if s.sheet == name), None)


def _finding(r: Rule, severity: Severity, place: At, sheet: ProjectSheet | None) -> Finding:
    value = sheet.values.get(place.path) if sheet and place.path else None
    message, fix = r.words(place.variant)
    figures = {"found": place.found, "expected": place.expected} | place.figures
    return Finding(
        rule=r.id,
        severity=place.severity if place.severity and severity is r.severity else severity,
        sheet=place.sheet or (sheet.sheet if sheet else None),
        cell=place.cell or (value.cell if value else None),
        message=fill(message, figures),
        suggestion=fill(fix, figures),
        path=place.path,
        label=place.label or (value.slot.label if value else None),
        found=place.found,
        expected=place.expected,
        related=tuple(_address(sheet, part) for part in place.related),
    )


def _address(sheet: ProjectSheet | None, part: str) -> str:
    """A related path as its cell; anything that is no path of the sheet is an address already."""
    return (sheet.cell(part) if sheet else None) or part
