"""Reading a rubric file: TOML to a checked `Rubric`, shipped by name or a person's own by path."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from excel_eval.errors import RubricError, place_of
from excel_eval.numbers import plain
from excel_eval.rubric.schema import Band, Dimension, Grade, Profile, Rubric, names_of
from excel_eval.shelf import Shelf

_KEYS = {
    "rubric": (
        *("key", "title", "source", "full", "execution_weight", "rescale"),
        *("dimension", "profile", "grade", "band"),
    ),
    "dimension": ("name", "aliases", "categories", "required_categories", "required"),
    "profile": ("name", "weights"),
    "grade": ("label", "from", "below"),
    "band": ("label", "from", "to", "words"),
}
_NEEDED = {
    "rubric": ("key", "title", "full", "dimension", "profile", "grade", "band"),
    "dimension": ("name",),
    "profile": ("name", "weights"),
    "grade": ("label", "from"),
    "band": ("label", "from", "to"),
}


_MOST = 1_000_000


def shipped_rubrics() -> tuple[str, ...]:
    """The keys of the rubrics that come with the library."""
    return _SHELF.keys()


def load_rubric(name: str | Path) -> Rubric:
    """A shipped rubric by its key, or a person's own by the path of its TOML file; RubricError says what is wrong."""
    return _SHELF.load(name)


def rubric_of(source: str, file: str) -> Rubric:
    """The rubric that a TOML text describes; `file` names it in errors."""
    try:
        data = tomllib.loads(source, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise RubricError("rubric.toml", file=file, error=place_of(error)) from None
    return _Reader(file).rubric(data)


_SHELF = Shelf("rubrics", "rubric", RubricError, rubric_of)


class _Reader:
    """Turns the tables of one file into the schema, naming file and key of whatever does not fit."""

    def __init__(self, file: str) -> None:
        self.file = file

    def fault(self, key: str, /, **figures: Any) -> RubricError:
        return RubricError(f"rubric.{key}", file=self.file, **figures)

    def rubric(self, data: Mapping[str, Any]) -> Rubric:
        self._check_keys("rubric", data)
        dimensions = tuple(self._dimension(table) for table in self._tables(data, "dimension"))
        names = names_of(dimensions)
        full = self._number("rubric", data, "full")
        execution = self._number("rubric", data, "execution_weight") if "execution_weight" in data else None
        rubric = Rubric(
            key=self._text("rubric", data, "key"),
            title=self._text("rubric", data, "title"),
            full=full,
            execution_weight=execution,
            rescale=self._flag("rubric", data, "rescale"),
            dimensions=dimensions,
            profiles=tuple(self._profile(table, names) for table in self._tables(data, "profile")),
            grades=self._grades(self._tables(data, "grade"), full),
            bands=self._bands(self._tables(data, "band")),
            source=self._text("rubric", data, "source"),
            names=names,
        )
        self._check_sums(rubric)
        return rubric

    def _check_sums(self, rubric: Rubric) -> None:
        """In every situation the execution rate and the first levels weigh `full` together."""
        execution = rubric.execution_weight or Decimal(0)
        for profile in rubric.profiles:
            total = execution + sum((weight for _, weight in profile.weights), Decimal(0))
            if total != rubric.full:
                figures = {"total": plain(total), "full": plain(rubric.full), "execution": plain(execution)}
                raise self.fault("weights", profile=profile.name, **figures)

    def _dimension(self, table: Mapping[str, Any]) -> Dimension:
        self._check_keys("dimension", table)
        categories = self._texts("dimension", table, "categories")
        required = self._texts("dimension", table, "required_categories")
        for name in required:
            if name not in categories:
                raise self.fault("category", dimension=table["name"], name=name)
        return Dimension(
            self._text("dimension", table, "name"),
            self._texts("dimension", table, "aliases"),
            categories,
            required,
            self._flag("dimension", table, "required"),
        )

    def _profile(self, table: Mapping[str, Any], names: Mapping[str, Dimension]) -> Profile:
        self._check_keys("profile", table)
        weights = table["weights"]
        if not isinstance(weights, dict) or not weights:
            raise self.fault("value", where="profile", key="weights", value=weights)
        known = [dimension.name for dimension in names.values()]
        for name in weights:
            if name not in known:
                raise self.fault("dimension", profile=table["name"], name=name)
        pairs = tuple((name, self._number("weights", weights, name)) for name in weights)
        return Profile(self._text("profile", table, "name"), pairs)

    def _grades(self, tables: Iterable[Mapping[str, Any]], full: Decimal) -> tuple[Grade, ...]:
        """The grades from the best to the worst, each reaching up to where the one before begins, the last from 0."""
        grades, top = [], None
        for table in tables:
            self._check_keys("grade", table)
            grade = Grade(self._text("grade", table, "label"), self._number("grade", table, "from"))
            end = self._number("grade", table, "below") if "below" in table else top
            self._check_step("grade", grade.label, grade.start, (end, top if top is not None else full))
            grades.append(grade)
            top = grade.start
        self._check_bottom("grade", grades[-1].label, grades[-1].start)
        self._check_twice("grade", [grade.label for grade in grades])
        return tuple(grades)

    def _bands(self, tables: Iterable[Mapping[str, Any]]) -> tuple[Band, ...]:
        """The bands from the best to the worst: the first reaches 1, each begins where the next ends, the last at 0."""
        bands: list[Band] = []
        for table in tables:
            self._check_keys("band", table)
            words = self._texts("band", table, "words")
            start, end = self._number("band", table, "from"), self._number("band", table, "to")
            bands.append(Band(self._text("band", table, "label"), start, end, words))
        for above, band in pairwise((None, *bands)):
            if band is not None:
                self._check_step("band", band.label, band.start, (band.end, above.start if above else Decimal(1)))
        self._check_bottom("band", bands[-1].label, bands[-1].start)
        self._check_twice("band", [word for band in bands for word in {band.label, *band.words}])
        return tuple(bands)

    def _check_step(self, what: str, label: str, start: Decimal, ends: tuple[Decimal | None, Decimal]) -> None:
        """A step ends exactly where the one above begins, and begins below its own end."""
        end, above = ends
        if end is not None and end != above:
            fault = "gap" if end < above else "overlap"
            raise self.fault(fault, what=what, label=label, end=plain(end), above=plain(above))
        if start > above or (start == above and end is not None):
            raise self.fault("order", what=what, label=label, start=plain(start), above=plain(above))

    def _check_bottom(self, what: str, label: str, start: Decimal) -> None:
        if start:
            raise self.fault("bottom", what=what, label=label, start=plain(start))

    def _check_twice(self, what: str, labels: list[str]) -> None:
        for label in labels:
            if labels.count(label) > 1:
                raise self.fault("twice", what=what, label=label)

    def _check_keys(self, where: str, table: Mapping[str, Any]) -> None:
        for key in table:
            if key not in _KEYS[where]:
                raise self.fault("key", where=where, key=key, known=" ".join(_KEYS[where]))
        for key in _NEEDED[where]:
            if key not in table:
                raise self.fault("missing", where=where, key=key)

    def _tables(self, data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        value = data[key]
        if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
            raise self.fault("tables", key=key)
        return value

    def _number(self, where: str, table: Mapping[str, Any], key: str) -> Decimal:
        value = table[key]
        number = Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None
        if number is None or not number.is_finite() or not 0 <= number <= _MOST:
            raise self.fault("value", where=where, key=key, value=value)
        return number

    def _text(self, where: str, table: Mapping[str, Any], key: str) -> str:
        value = table.get(key, "")
        if not isinstance(value, str) or (key in _NEEDED[where] and not value.strip()):
            raise self.fault("value", where=where, key=key, value=value)
        return value

    def _texts(self, where: str, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fault("value", where=where, key=key, value=value)
        return tuple(value)

    def _flag(self, where: str, table: Mapping[str, Any], key: str) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            raise self.fault("value", where=where, key=key, value=value)
        return value
