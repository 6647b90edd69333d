"""The words of a form: which folded text may be a title, a field, a column, a row or a total, and of which section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from excel_eval.form.labels import fold
from excel_eval.form.schema import Field, Form, Row, Section

Keys = dict[str, str]
"""Folded label or alias → key of what it names."""


@dataclass(frozen=True)
class Words:
    """The words of one section.

    `columns` are its header's, `fields` those of labelled cells, `rows` its named rows'; `primary` are labels
    themselves, not aliases.
    """

    section: Section
    titles: frozenset[str]
    columns: Keys
    fields: Keys
    rows: Keys
    totals: frozenset[str]
    primary: frozenset[str]
    patterns: dict[str, str]

    @property
    def labels(self) -> Iterator[str]:
        """Every word that can stand beside or above a value."""
        yield from self.columns
        yield from self.fields
        yield from self.rows
        yield from self.totals

    def column_within(self, text: str) -> tuple[str, str] | None:
        """The word that stands in a folded text among others, and its column: the longest decides, the last of equal ones."""
        found = [(len(w), text.rfind(w), w, key) for w, key in self.columns.items() if len(w) > 1 and w in text]
        return max(found)[2:] if found else None


@dataclass(frozen=True)
class Vocabulary:
    """The words of all sections; `shared` are those that more than one section uses.

    `own_fields` are words of labelled cells that only one section has, with it; `size` counts what can be found.
    """

    form: Form
    sections: tuple[Words, ...]
    columns: dict[str, tuple[tuple[str, str], ...]]
    all: frozenset[str]
    shared: frozenset[str]
    own_fields: dict[str, str]
    size: int

    def of(self, key: str) -> Words:
        """The words of a section; KeyError when there is none."""
        for words in self.sections:
            if words.section.key == key:
                return words
        raise KeyError(key)


def vocabulary(form: Form) -> Vocabulary:
    """All words of a form."""
    sections = tuple(_words(section) for section in form.sections)
    columns: dict[str, list[tuple[str, str]]] = {}
    users: dict[str, int] = {}
    for words in sections:
        for word, key in words.columns.items():
            columns.setdefault(word, []).append((words.section.key, key))
        for word in frozenset(words.labels):
            users[word] = users.get(word, 0) + 1
    titles = {word for words in sections for word in words.titles}
    shared = frozenset(word for word, count in users.items() if count > 1 or word in titles)
    return Vocabulary(
        form,
        sections,
        {word: tuple(found) for word, found in columns.items()},
        frozenset(users) | titles,
        shared,
        {word: words.section.key for words in sections for word in words.fields if word not in shared},
        sum(_size(words) for words in sections if words.section.drawn),
    )


def _size(words: Words) -> int:
    named = sum(bool(row.label) for row in words.section.rows)
    return len(words.section.fields) + named + bool(words.titles) + bool(words.totals)


def _words(section: Section) -> Words:
    table = section.shape in ("named", "free")
    labelled = _keys(section.read)
    titles = frozenset(fold(title) for title in (section.title, section.side, *section.aliases) if title)
    total = section.total
    return Words(
        section,
        titles,
        labelled if table else {},
        {} if table else labelled,
        _keys(row for row in section.rows if row.label),
        frozenset(fold(label) for label in (total.label, *total.aliases)) if total else frozenset(),
        _primary(section),
        {item.key: item.pattern for item in section.fields if item.pattern},
    )


def _primary(section: Section) -> frozenset[str]:
    named: tuple[Field | Row, ...] = (*section.fields, *section.rows)
    return frozenset(fold(item.label) for item in named if item.label)


def _keys(items: Iterable[Field | Row]) -> Keys:
    """Labels before aliases, so that an alias never takes another's label."""
    listed = tuple(items)
    found = {fold(item.label): item.key for item in listed if item.label}
    for item in listed:
        for alias in item.aliases:
            found.setdefault(fold(alias), item.key)
    return found
