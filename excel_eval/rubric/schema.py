"""A rubric as data: how much the execution rate and each dimension weigh, the bands of words, and the grades."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

_POINTS = re.compile(r"\(([0-9]{1,3}(?:\.[0-9]{1,2})?)分?\)")
_TAIL = "指标"


def folded(label: str) -> str:
    """A label as it is compared: NFKC, without white space."""
    return "".join(unicodedata.normalize("NFKC", label).split())


def points_in(label: str) -> Decimal | None:
    """The points that a label states in brackets, 产出指标(50分) → 50; None where it states none."""
    match = _POINTS.search(folded(label))
    return Decimal(match[1]) if match else None


def _bare(label: str) -> str:
    return _POINTS.sub("", folded(label)).rstrip(":").removesuffix(_TAIL)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A first level (一级指标) with its second levels; `required` says whether every project must set it."""

    name: str
    aliases: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    required_categories: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """The weights of the first levels, in points, in one situation (成本 set or not, 满意度 set or not)."""

    name: str
    weights: tuple[tuple[str, Decimal], ...]

    @property
    def dimensions(self) -> frozenset[str]:
        """The first levels that this situation weighs."""
        return frozenset(name for name, _ in self.weights)


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade and the lowest score that earns it."""

    label: str
    start: Decimal


@dataclass(frozen=True, slots=True)
class Band:
    """How far a qualitative indicator was met: the shares of its weight it may score, and the words that say so.

    `end` belongs to the band only where it is 1; otherwise the next band begins there.
    """

    label: str
    start: Decimal
    end: Decimal
    words: tuple[str, ...] = ()

    def holds(self, score: Decimal, weight: Decimal) -> bool:
        """Whether a score out of `weight` points lies in the band."""
        top = score <= weight if self.end == 1 else score < weight * self.end
        return weight * self.start <= score and top


@dataclass(frozen=True, slots=True)
class Rubric:
    """How a project is scored. Weights are points out of `full`; no `execution_weight` where the rate has no row."""

    key: str
    title: str
    full: Decimal
    execution_weight: Decimal | None
    rescale: bool
    dimensions: tuple[Dimension, ...]
    profiles: tuple[Profile, ...]
    grades: tuple[Grade, ...]
    bands: tuple[Band, ...]
    source: str = ""
    names: dict[str, Dimension] = field(default_factory=dict, compare=False, repr=False)

    def dimension(self, label: str | None) -> Dimension | None:
        """The first level that a label means (产出, 产出指标, 产出指标（50 分）); None for a label that is none."""
        return self.names.get(_bare(label)) if label else None

    def profile(self, dimensions: Iterable[str]) -> Profile | None:
        """The situation that weighs exactly these first levels; None where the rubric has none such."""
        wanted = frozenset(dimensions)
        return next((profile for profile in self.profiles if profile.dimensions == wanted), None)


def names_of(dimensions: Iterable[Dimension]) -> dict[str, Dimension]:
    """Every spelling of a first level, without brackets and the word 指标."""
    return {_bare(name): each for each in dimensions for name in (each.name, *each.aliases)}
