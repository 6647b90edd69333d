"""Finding labelled cells: the value stands right of its label, below it, or behind a colon in the same cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from excel_eval.form.found import Finder
from excel_eval.form.labels import inside, remark, stated_year
from excel_eval.form.layout import Slot
from excel_eval.form.schema import Field
from excel_eval.form.stretches import Stretches
from excel_eval.form.vocabulary import Words
from excel_eval.form.words import SheetWords
from excel_eval.grid import Area, Position, a1


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A field with every place where its label stands, the best first."""

    words: Words
    item: Field
    places: Sequence[Position]

    @property
    def path(self) -> str:
        section = self.words.section
        return f"{section.path}.{self.item.key}" if section.path else self.item.key


def find_fields(sheet: SheetWords, finder: Finder, places: Stretches) -> None:
    """The slots of all labelled cells: each looked for in its section's stretch, then wherever no table is.

    A field with a pattern is found by that first, then by its label; a year may also stand in the title.
    """
    for words in sheet.vocabulary.sections:
        for key in words.patterns:
            _patterned(sheet, finder, _Wanted(words, words.section.field(key), ()), places)
    wanted = [found for words in sheet.vocabulary.sections for found in _wanted(sheet, finder, words, places)]
    finder.labels.update(found.places[0] for found in wanted)
    finder.claimed.update((found.words.section.key, found.item.key) for found in wanted)
    for found in sorted(wanted, key=lambda found: found.places[0]):
        at = next((place for place in found.places if place not in finder.values), None)
        if at is not None:
            _labelled(sheet, finder, found, at)
            _doubles(sheet, finder, found, at)
    for words in sheet.vocabulary.sections:
        for key in words.patterns:
            if words.section.field(key).kind == "year":
                _year_above(sheet, finder, _Wanted(words, words.section.field(key), ()))


def _wanted(sheet: SheetWords, finder: Finder, words: Words, places: Stretches) -> Iterator[_Wanted]:
    own = places.rows.get(words.section.key)
    for key in dict.fromkeys(words.fields.values()):
        found = _labels(sheet, finder, words, key, own)
        wanted = _Wanted(words, words.section.field(key), found)
        if found and not finder.has(wanted.path):
            yield wanted


def _labels(sheet: SheetWords, finder: Finder, words: Words, key: str, own: range | None) -> list[Position]:
    """Where a field's label stands: own stretch before others, label before alias, then by row.

    Words that other sections have too count in the section's own stretch alone.
    """
    ranked = []
    for word, named in words.fields.items():
        if named != key:
            continue
        for position in (*sheet.known.get(word, ()), *sheet.inline.get(word, ())):
            inside = own is not None and position[0] in own
            if finder.in_table(position[0]) or position in finder.labels:
                continue
            if inside or word not in sheet.vocabulary.shared or (own is None and not _elsewhere(sheet, word, words)):
                ranked.append((not inside, word not in words.primary, position))
    return [position for _, _, position in sorted(ranked)]


def _elsewhere(sheet: SheetWords, word: str, words: Words) -> bool:
    """Whether another section of labelled cells has a word too."""
    return any(word in other.fields for other in sheet.vocabulary.sections if other is not words)


def _labelled(sheet: SheetWords, finder: Finder, found: _Wanted, at: Position) -> None:
    label = sheet.grid.block(*at)
    finder.label(label, found.words.section.key)
    area, id = _value_of(sheet, finder, found.words, label)
    if area is None:
        return
    if id:
        finder.note(id, area, found.path, label=found.item.label)
    finder.value(Slot(found.path, found.item.label, area, found.item, found.words.section.key))


def _value_of(sheet: SheetWords, finder: Finder, words: Words, label: Area) -> tuple[Area | None, str]:
    """The block that holds a label's value, and the note that its place is worth."""
    if sheet.words.get(label.corner) not in sheet.vocabulary.all:
        return label, "C12"
    right, below = sheet.right_of(label), sheet.below(label)
    if right is None and (below is None or not sheet.filled(below.corner) or _taken(sheet, finder, words, below)):
        return Area(label.top, label.right + 1, label.top, label.right + 1), ""
    if right is not None and not _taken(sheet, finder, words, right):
        under = not sheet.holds(right) and _alone_above(sheet, finder, words, label, below)
        return (below, "C13") if under else (right, "")
    if below is not None and not _taken(sheet, finder, words, below):
        return below, "C13" if sheet.holds(below) else ""
    return None, ""


def _taken(sheet: SheetWords, finder: Finder, words: Words, area: Area) -> bool:
    """Whether a block is a label here, or another label's value. Of a word that is one elsewhere it is a value."""
    if area.corner in finder.labels or area.corner in finder.values:
        return True
    key = words.fields.get(sheet.words.get(area.corner, ""))
    return key is not None and (words.section.key, key) not in finder.claimed


def _alone_above(sheet: SheetWords, finder: Finder, words: Words, label: Area, below: Area | None) -> bool:
    """Whether a label stands alone in its row, and its value alone in the row beneath it."""
    if below is None or not sheet.filled(below.corner) or _taken(sheet, finder, words, below):
        return False
    if remark(sheet.text(below.corner)):
        return False
    rows = (list(sheet.row_blocks(label.top)), list(sheet.row_blocks(below.top)))
    return below.left == label.left and all(len(blocks) == 1 for blocks in rows)


def _doubles(sheet: SheetWords, finder: Finder, found: _Wanted, at: Position) -> None:
    """The same label once more, with a value of its own; another word for the field may well mean something else."""
    word = sheet.words.get(at)
    for position in (place for place in found.places if sheet.words.get(place) == word):
        label = sheet.grid.block(*position)
        right = sheet.right_of(label)
        if position == at or position in finder.values or right is None or not sheet.filled(right.corner):
            continue
        if not _taken(sheet, finder, found.words, right):
            finder.labels.add(position)
            finder.note("C08", label, found.path, label=found.item.label, other=a1(*at))


def _patterned(sheet: SheetWords, finder: Finder, found: _Wanted, places: Stretches) -> None:
    """The cell whose whole text has the field's pattern, the value in its middle."""
    section, pattern = found.words.section, found.words.patterns[found.item.key]
    for position in _texts(sheet, places.rows.get(section.key)):
        if position not in finder.values and inside(pattern, sheet.text(position)) is not None:
            area = sheet.grid.block(*position)
            finder.label(area, section.key)
            finder.value(Slot(found.path, found.item.label or section.title, area, found.item, section.key))
            return


def _year_above(sheet: SheetWords, finder: Finder, found: _Wanted) -> None:
    """The text above all labels that says of which year the sheet is, as its title may."""
    first = min((row for row, _ in finder.labels), default=0)
    above = (at for at in sheet.texts if at[0] < first and at not in finder.values and stated_year(sheet.text(at)))
    position = None if finder.has(found.path) else next(above, None)
    if position is not None:
        area = sheet.grid.block(*position)
        finder.label(area, found.words.section.key)
        finder.value(Slot(found.path, found.item.label, area, found.item, found.words.section.key))


def _texts(sheet: SheetWords, own: range | None) -> Iterator[Position]:
    """Texts, those of the section's own stretch first."""
    yield from (position for position in sheet.texts if own is not None and position[0] in own)
    yield from sheet.texts
