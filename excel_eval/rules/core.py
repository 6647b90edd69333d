"""What a rule is: a sentence that must hold, an id, and a generator that yields where it does not.

A rule yields the minimum, `at(path, figures)`; the driver (driver.py) adds id, severity, cells and the words of the message.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from excel_eval.findings import Severity
from excel_eval.messages import catalogue, language
from excel_eval.rules.settings import Settings

FAMILIES = "CFXNW"


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
    correct: Decimal | None = None
    anyway: bool = False
    impossible: bool = False
    scale: Decimal | None = None


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
    correct: Any = None,
    anyway: Any = False,
    impossible: Any = False,
    scale: Any = None,
    **figures: Any,
) -> At:
    """The place where a rule does not hold, with the figures of its message.

    `related` are paths, or cells as `G7` or `sheet!G7`; `severity` overrides the rule's own; `variant` chooses a
    message among several of the rule; `sheet`, `cell` and `label` are for places that have no path in the model.
    `correct` is the figure that would put it right: whatever else that figure puts right is not reported beside it.
    `anyway` reports a cell that could not be read, which otherwise silences a rule. `impossible` says that the figure
    there cannot be, whatever stands around it, so that other rules keep silent about what rests on it. `scale` is what
    one 万元 is on the sheet if its unit is wrong; what that puts right is not reported either.
    """
    grade = Severity(severity) if severity else None
    where = (sheet, cell, label)
    return At(path, figures, tuple(related), found, expected, grade, variant, *where, correct, anyway, impossible, scale)


Check = Callable[..., Iterator[At]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: `sentence` must hold. `variants` are further messages (message, fix) chosen by `at(…, variant=name)`.

    Rules see a workbook in which numbers kept as text count as numbers; one that is `as_typed` sees the cells as they are.
    """

    id: str
    message: str
    severity: Severity
    fix: str
    scope: str
    sentence: str
    check: Check
    variants: dict[str, tuple[str, str]] = field(default_factory=dict)
    wants_settings: bool = False
    as_typed: bool = False

    @property
    def title(self) -> str:
        """The sentence that must hold, in the current language."""
        chinese = self.sentence.splitlines()[0] if self.sentence else self.id
        return english(self.id).get("title", chinese) if language() == "en" else chinese

    def places(self, subject: object, settings: Settings) -> Iterator[At]:
        """Where the rule does not hold for a project, a sheet or a book, by its scope."""
        return self.check(subject, settings) if self.wants_settings else self.check(subject)

    def words(self, variant: str) -> tuple[str, str]:
        """Message and suggestion in the current language, `{figures}` still open."""
        message, fix = self.variants.get(variant, (self.message, self.fix))
        if language() == "en":
            words = english(f"{self.id}.{variant}" if variant else self.id)
            return words.get("message", message), words.get("fix", fix)
        return message, fix


def english(key: str) -> dict[str, str]:
    """The English title, message and fix of a rule or of a variant (F01.zero); empty for a rule of a person's own."""
    family = key[:1]
    return catalogue(f"rules_{family}").get(key, {}) if family in FAMILIES else {}


def rule(  # noqa: PLR0913 - one keyword for each part of a rule
    id: str,
    message: str,
    *,
    severity: str = "error",
    fix: str = "",
    scope: str = "project",
    as_typed: bool = False,
    **variants: tuple[str, str],
) -> Callable[[Check], Rule]:
    """Make a rule of a generator function over a project (or `scope` "sheet" or "book"); its docstring is the sentence.

    The function may take the settings as a second argument. Nothing is registered: put the rule into a tuple.
    """

    def make(check: Check) -> Rule:
        wants = len(inspect.signature(check).parameters) > 1
        sentence = inspect.getdoc(check) or ""
        return Rule(id, message, Severity(severity), fix, scope, sentence, check, dict(variants), wants, as_typed)

    return make
