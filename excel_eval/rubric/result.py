"""The result of scoring one project."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from excel_eval.messages import text
from excel_eval.rubric.scoring import Scored


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know about a score; its sentence is made in the language of messages."""

    key: str
    figures: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return text(f"rubric.{self.key}", **dict(self.figures))


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a project in points. `total` and `grade` are None where they cannot be given; `notices` say why.

    `expected` is what each indicator should score by its figures, `unscored` names those without a score; `weights` are
    the points that count for the execution rate ("") and each first level, after rescaling by `factor`.
    """

    execution: Decimal | None = None
    total: Decimal | None = None
    grade: str | None = None
    full: Decimal = Decimal(100)
    expected: tuple[Scored, ...] = ()
    weights: tuple[tuple[str, Decimal], ...] = ()
    factor: Decimal = Decimal(1)
    unscored: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
