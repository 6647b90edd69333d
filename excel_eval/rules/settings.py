"""What a department may set: rules switched off or re-graded, tolerances, thresholds, keyword tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from excel_eval.findings import Severity


@dataclass(frozen=True, slots=True)
class Settings:
    """Thresholds are shares (0.9 is 90 %). `severities` gives a rule another severity, or None to switch it off."""

    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    low_rate: Decimal = Decimal("0.9")
    overachieved: Decimal = Decimal("0.3")
    underspent: Decimal = Decimal("0.2")

    def severity(self, rule: str, default: Severity) -> Severity | None:
        """The severity of a rule under these settings, None where it is switched off."""
        return self.severities.get(rule, default)
