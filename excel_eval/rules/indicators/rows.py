"""The indicators of a sheet as rules look at them: rows that are in use, what they aim at, what they state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from excel_eval.book import ProjectSheet
from excel_eval.model import Indicator
from excel_eval.numbers import plain
from excel_eval.rubric import Rubric, load_rubric
from excel_eval.rubric.reading import Aim, aim_of, reached
from excel_eval.rules.amounts import number
from excel_eval.rules.prose import folded
from excel_eval.rules.settings import Settings
from excel_eval.rules.writing import Same
from excel_eval.text.units import same_unit
from excel_eval.text.values.quantity import Quantity, quantity

_SKELETON = re.compile(r"指标[\d一二三四五六七八九十]{0,3}[:：]?|[.…。]{1,12}")
_IN_USE = ("name", "target", "actual", "weight", "score", "explanation")


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator row: its index, the indicator with the score that the sheet states, and the first level above it."""

    index: int
    item: Indicator
    dimension: str | None
    category: str | None
    aim: Aim
    """What it is to reach."""
    actual: Decimal | date | None
    """What it reached, as far as that compares with the aim."""

    def path(self, key: str) -> str:
        """The path of one of its values."""
        return f"indicators[{self.index}].{key}"

    def paths(self, *keys: str) -> tuple[str, ...]:
        """The paths of several of its values."""
        return tuple(self.path(key) for key in keys)

    @property
    def name(self) -> str:
        """Its name as a message calls it."""
        return self.item.name or self.category or f"第{self.index + 1}行"

    @property
    def weight(self) -> Decimal | None:
        """Its points."""
        return self.item.weight

    @property
    def score(self) -> Decimal | None:
        """Its score: as stated, else as computed."""
        return self.item.score

    @property
    def out_of_range(self) -> bool:
        """Whether it scores less than nothing, or more than its points."""
        score, weight = self.score, self.weight
        return score is not None and weight is not None and not 0 <= score <= max(weight, Decimal(0))

    @property
    def excluded(self) -> bool:
        """Whether it does not apply (不适用)."""
        return self.aim.kind == "excluded"

    def weighing(self, points: Decimal) -> Row:
        """The row with other points."""
        return replace(self, item=replace(self.item, weight=points))

    @property
    def met(self) -> bool | None:
        """Whether the aim was reached; None where that cannot be compared."""
        target, actual = self.aim.value, self.actual
        if isinstance(target, date) and isinstance(actual, date):
            return actual <= target
        if isinstance(target, Decimal) and isinstance(actual, Decimal):
            holds = {"positive": actual >= target, "reverse": actual <= target, "equal": actual == target}
            return holds.get(self.aim.kind)
        return None


def rows(sheet: ProjectSheet) -> tuple[Row, ...]:
    """The indicator rows in use; first and second levels carry down to the rows below them."""
    return _rows(Same(sheet))


def year_of(sheet: ProjectSheet) -> int | None:
    """The project's year."""
    year = sheet.project.year
    return int(year) if year is not None and 1900 < year < 2200 else None


@lru_cache(maxsize=8)
def _rows(key: Same) -> tuple[Row, ...]:
    sheet = key.sheet
    items = sheet.project.indicators
    stated = [number(sheet, f"indicators[{index}].score") for index in range(len(items))]
    return tuple(_read(items, stated, year_of(sheet)))


def _read(items: Sequence[Indicator], stated: Sequence[Decimal | None], year: int | None) -> Iterator[Row]:
    dimension = category = None
    for index, (item, score) in enumerate(zip(items, stated, strict=True)):
        if item.dimension:
            category = None if item.dimension != dimension else category
            dimension = item.dimension
        category = item.category or category
        item = item if score is None else replace(item, score=score)
        if in_use(item):
            level = replace(item, dimension=dimension, category=category)
            aim = aim_of(level, year)
            yield Row(index, item, dimension, category, aim, reached(level, aim, year))


def in_use(item: Indicator) -> bool:
    """Whether a row says more than its levels and a skeleton name such as 指标1：."""
    values = [getattr(item, key) for key in _IN_USE]
    said = [value for value in values if not (isinstance(value, str) and _SKELETON.fullmatch(value.strip()))]
    return any(value is not None for value in said)


def rubric_of(settings: Settings) -> Rubric | None:
    """The rubric in force, None where the form has none."""
    return _rubric(settings.rubric) if settings.rubric else None


_rubric = lru_cache(maxsize=8)(load_rubric)


def blocks(found: Sequence[Row], level: str) -> dict[str, list[Row]]:
    """Rows by first level ("dimension") or by first and second level ("category"), in order."""
    grouped: dict[str, list[Row]] = {}
    for row in found:
        label = getattr(row, level)
        key = f"{row.dimension or ''}\n{label}" if level == "category" else label
        if label:
            grouped.setdefault(key, []).append(row)
    return grouped


def bare(name: str | None) -> str:
    """A name without blanks, folded, as it is compared."""
    return folded(name or "").replace("\n", "").strip("：: ")


@lru_cache(maxsize=4096)
def read_quantity(text: str) -> Quantity:
    """What a target or actual cell says, read once."""
    return quantity(text or None)


def stands(sheet: ProjectSheet, row: Row, key: str) -> str:
    """What a person sees in a target or actual cell."""
    cell = sheet.values.get(row.path(key))
    value = getattr(row.item, key)
    if cell is not None and cell.raw is not None:
        return cell.raw.strip()
    return plain(value) if isinstance(value, Decimal) else str(value or "")


def share_of(sheet: ProjectSheet, row: Row, key: str = "actual") -> Decimal | None:
    """The actual value (or the target) as a share, where it is a percentage by its text or by its unit."""
    found = read_quantity(stands(sheet, row, key))
    if found.value is None or not found.numeric:
        return None
    if found.kind == "percent":
        return found.value
    return found.value / 100 if row.item.unit and same_unit(row.item.unit, "%") and not found.unit else None
