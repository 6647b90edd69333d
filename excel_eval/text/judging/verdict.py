"""What a claim is worth: status, the reason as a message, what is expected, and how it went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from excel_eval.messages import text
from excel_eval.numbers import fixed, plain
from excel_eval.text.passage import Claim

AGREES_CELL, AGREES, CONTRADICTS = "agrees_cell", "agrees_arithmetic", "contradicts"
IMPOSSIBLE, UNJUDGED = "impossible", "unjudged"
LIMITS = ("floor", "cap", "price", "target", "plan", "comparison")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a claim is worth. `reason` is a message key with `figures`; `path` the value it agrees or disagrees with."""

    status: str
    reason: str = ""
    expected: str = ""
    slip: str = ""
    path: str = ""
    figures: tuple[tuple[str, str], ...] = ()

    @property
    def wrong(self) -> bool:
        """Whether the claim contradicts something or cannot be true."""
        return self.status in (CONTRADICTS, IMPOSSIBLE)

    @property
    def message(self) -> str:
        """The verdict as a sentence in the language of messages; blank where nothing needs saying."""
        if not self.reason:
            return ""
        slip = text(f"text.slip_{self.slip}") if self.slip else ""
        return text(f"text.{self.reason}", expected=self.expected, **dict(self.figures)) + slip


OPEN = Verdict(UNJUDGED)


def shown(claim: Claim) -> str:
    """The claim's figure as it was written: 97.6%, 85.62万元, 14件."""
    if claim.value is None or claim.kind == "spent_up":
        return claim.text
    if claim.kind == "growth" and claim.noun:
        return claim.text
    if claim.unit == "%" or claim.kind in ("pair", "rate", "growth"):
        return percent_of(claim.value, claim.places)
    return plain(claim.value) + claim.unit


def percent_of(share: Decimal, places: int) -> str:
    """A share as a percentage with these decimals: 0.976 and 1 → 97.6%."""
    return f"{fixed(share * 100, places)}%"


def verdict(status: str, reason: str, claim: Claim, **figures: Any) -> Verdict:
    """A verdict that says what was found; `expected`, `slip` and `path` have their own places."""
    expected, slip, path = (str(figures.pop(key, "")) for key in ("expected", "slip", "path"))
    told = (("found", shown(claim)), *((key, str(value)) for key, value in figures.items()))
    return Verdict(status, reason, expected, slip, path, tuple(told))
