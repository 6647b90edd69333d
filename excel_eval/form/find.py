"""Finding a form on a sheet that people have edited: by its labels, never by address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from excel_eval.form.find_fields import find_fields
from excel_eval.form.find_named import further_names, relabelled
from excel_eval.form.find_tables import find_table
from excel_eval.form.found import Finder, Found, Note
from excel_eval.form.labels import near
from excel_eval.form.layout import Layout, Slot
from excel_eval.form.schema import Form
from excel_eval.form.stretches import Stretches, stretches
from excel_eval.form.vocabulary import Vocabulary, Words, vocabulary
from excel_eval.form.words import SheetWords
from excel_eval.grid import Grid, a1

__all__ = ["Found", "Note", "Search", "find", "search"]


def find(form: Form, grid: Grid, words: Vocabulary | None = None) -> Found:
    """Every slot of a form as it lies on a sheet; `words` spares working out the form's vocabulary for each sheet."""
    words = words or vocabulary(form)
    return search(form, grid, words).on(grid, words)


@dataclass(frozen=True, slots=True)
class Search:
    """What was found on a sheet, and what it takes to look for misspelled labels of what is lacking."""

    found: Found
    finder: Finder
    places: Stretches
    further: Mapping[str, Slot] = field(default_factory=dict)
    """Rows that the form does not name, by path, with the cell of their label."""
    _layouts: dict[tuple[str, ...], Layout] = field(default_factory=dict, repr=False, compare=False)

    def on(self, grid: Grid, words: Vocabulary) -> Found:
        """What was found, with the near misses of a sheet; it may be any that differs from the first in values alone."""
        if not self.found.recognised:
            return self.found
        sheet = SheetWords(grid, words)
        near_misses = tuple(_near_misses(sheet, self.finder, self.places))
        misspelled = {note.cell for note in near_misses}
        names = {path: sheet.text(slot.area.corner).strip() for path, slot in self.further.items()}
        told = [
            Note("C21", slot.cell, {"found": names[path]}, slot.path)
            for path, slot in self.further.items()
            if slot.cell not in misspelled
        ]
        notes = (*(note for note in self.found.notes if note.cell not in misspelled), *near_misses, *told)
        return replace(self.found, layout=self._named(names), notes=notes) if near_misses or names else self.found

    def _named(self, names: Mapping[str, str]) -> Layout:
        """The layout with its further rows under their names; sheets with the same ones share it."""
        key = tuple(names.values())
        if key not in self._layouts:
            self._layouts[key] = relabelled(self.found.layout, names) if names else self.found.layout
        return self._layouts[key]


def search(form: Form, grid: Grid, words: Vocabulary) -> Search:
    """Every slot of a form as it lies on a sheet, near misses left aside."""
    sheet = SheetWords(grid, words)
    places = stretches(sheet)
    finder = Finder()
    for key, title in places.titles.items():
        finder.labels.add(title.corner)
        finder.anchors[key] = title
    for part in sheet.vocabulary.sections:
        if part.section.key in places.headers:
            find_table(sheet, finder, part, places)
    find_fields(sheet, finder, places)
    missing = tuple(s.key for s in form.sections if s.drawn and s.key not in finder.met)
    found = Found(_layout(finder, places, missing), tuple(finder.notes), *_measure(form, sheet, finder, places))
    if found.recognised:
        found = replace(found, notes=(*found.notes, *_missing(form, missing)))
    return Search(found, finder, places, further_names(found.layout, form))


def _measure(form: Form, sheet: SheetWords, finder: Finder, places: Stretches) -> tuple[int, int, int, int, bool]:
    """Labels found, labels of the form, sections met, sections of the form, and whether the name has its place."""
    titles = sum(1 for key in places.titles if key in finder.met)
    named = any(slot.path == form.name_path for _, slot in finder.slots)
    return finder.score + titles, sheet.vocabulary.size, len(finder.met), len(form.sections), named


def _layout(finder: Finder, places: Stretches, missing: tuple[str, ...]) -> Layout:
    slots = tuple(slot for _, slot in sorted(finder.slots, key=lambda found: (found[0], found[1].area.left)))
    anchors = {key: min(header.values()) for key, (_, header) in places.headers.items()} | finder.anchors
    for slot in slots:
        anchors.setdefault(slot.section, slot.area)
    return Layout(slots, anchors=anchors, tables=finder.tables, missing=missing, unread=finder.unread)


def _missing(form: Form, missing: tuple[str, ...]) -> Iterator[Note]:
    for key in missing:
        section = form.section(key)
        if not section.optional:
            first = section.title or section.side or section.fields[0].label
            yield Note("C03", None, {"section": first})


def _near_misses(sheet: SheetWords, finder: Finder, places: Stretches) -> Iterator[Note]:
    """Cells in the place of a label that is missing, and spelled nearly like it."""
    met: dict[str, set[str]] = {}
    for _, slot in finder.slots:
        met.setdefault(slot.section, set()).add(slot.path)
    for part in sheet.vocabulary.sections:
        lacking = _lacking(part, met.get(part.section.key, set()))
        if lacking:
            yield from _suggestions(sheet, finder, lacking, places, part.section.key)


def _lacking(part: Words, paths: set[str]) -> dict[str, str]:
    """Folded labels and aliases of what the sheet lacks of a section, with the label."""
    section = part.section
    start = len(section.path) + 1 if section.path else 0
    keys = {path.rpartition(".")[2] for path in paths} if part.columns else {path[start:] for path in paths}
    keys |= {item.key for item in section.beside}
    fields = {word: section.field(key).label for word, key in (part.columns | part.fields).items() if key not in keys}
    if section.total and not any(path.startswith(f"{section.total.path}.") for path in paths):
        fields |= dict.fromkeys(part.totals, section.total.label)
    if not part.rows:
        return fields
    rows = {path[start:].partition(".")[0] for path in paths}
    named = {row.key: row.label for row in section.rows}
    return fields | {word: named[key] for word, key in part.rows.items() if key not in rows}


def _suggestions(
    sheet: SheetWords, finder: Finder, lacking: dict[str, str], places: Stretches, key: str
) -> Iterator[Note]:
    """The near misses among a section's own cells; between the headers of its table a label of two characters too."""
    own, header = places.rows.get(key), places.headers[key][0] if key in places.headers else None
    suggested = set()
    for position, word in sheet.words.items():
        if position in finder.values or word in sheet.vocabulary.all or (own is not None and position[0] not in own):
            continue
        least = 2 if position[0] == header else 3
        label = next((label for known, label in lacking.items() if near(word, known, least)), None)
        if label is not None and label not in suggested:
            suggested.add(label)
            yield Note("C04", a1(*position), {"found": sheet.text(position).strip(), "label": label})
