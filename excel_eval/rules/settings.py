"""What a department may set: rules switched off or re-graded, tolerances, thresholds, keyword tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from excel_eval.findings import Finding, Severity
from excel_eval.rules.configuration import Reading, defaults, parsed


def _default(key: str) -> Callable[[], Any]:
    return lambda: defaults()[key]


@dataclass(frozen=True, slots=True)
class Settings:
    """Thresholds and tolerances are shares (0.9 is 90 %) or plain figures; the defaults are data/settings/default.toml.

    `severities` gives a rule another severity, or None to switch it off; with `only`, all others are off. `rubric` is
    the form's rubric while rules run.
    """

    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    only: frozenset[str] = frozenset()
    low_rate: Decimal = field(default_factory=_default("low_rate"))
    overachieved: Decimal = field(default_factory=_default("overachieved"))
    underspent: Decimal = field(default_factory=_default("underspent"))
    better_than_spending: Decimal = field(default_factory=_default("better_than_spending"))
    large_amount: Decimal = field(default_factory=_default("large_amount"))
    name_length: Decimal = field(default_factory=_default("name_length"))
    full_year_month: Decimal = field(default_factory=_default("full_year_month"))
    rounding: Decimal = field(default_factory=_default("rounding"))
    score: Decimal = field(default_factory=_default("score"))
    magnitude: Decimal = field(default_factory=_default("magnitude"))
    required: tuple[str, ...] = ()
    special_weights: bool = False
    approved_targets: Mapping[str, str] = field(default_factory=dict)
    grades: Mapping[str, str] = field(default_factory=_default("grades"))
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=_default("keywords"))
    rubric: str | None = None

    def severity(self, rule: str, default: Severity) -> Severity | None:
        """The severity of a rule under these settings, None where it is switched off."""
        return None if self.only and rule not in self.only else self.severities.get(rule, default)

    def graded(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Findings as these settings grade them, without those of rules that are off."""
        for each in findings:
            severity = self.severity(each.rule, each.severity)
            if severity is not None:
                yield each if severity is each.severity else replace(each, severity=severity)

    def words(self, key: str) -> tuple[str, ...]:
        """A keyword table; KeyError for one that does not exist."""
        return self.keywords[key]


def load_settings(path: str | Path) -> Settings:
    """The settings of a TOML file, defaults where it says nothing; ConfigError names file, line and key of a fault."""
    return Settings(**parsed(Reading.of_file(Path(path))))
