"""Every text on a sheet, a person's and the computed sentences, with its place; folded, its placeholders left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from excel_eval.book import ProjectSheet
from excel_eval.form.layout import Layout
from excel_eval.form.schema import INPUT
from excel_eval.paths import PLAIN
from excel_eval.text.fold import fold_prose
from excel_eval.text.placeholders import placeholders

LONG = frozenset(("long", "text"))
_SHORT = frozenset((*PLAIN, "filler", "reviewer"))
_SHORT_KEYS = ("].name", "].code", "].unit", "].category", "].dimension", "].direction")
_SENTENCE = re.compile(r"[^。！？\n]{1,4000}[。！？\n]?")
_STAND_IN = "\ufffc"


@dataclass(frozen=True, slots=True)
class Writing:
    """A text cell: its path, label and the text as it stands; `folded` has narrow digits and no blanks.

    `computed` is a sentence that filling wrote; a person may have changed it, or the figures that it was made of.
    """

    path: str
    label: str
    raw: str
    folded: str
    computed: bool = False

    @property
    def sentences(self) -> list[str]:
        """The folded text sentence by sentence."""
        return cut(self.folded)


@lru_cache(maxsize=1024)
def cut(text: str) -> list[str]:
    """A folded text cut after full stops, question marks and line ends; semicolons stay inside a sentence."""
    return _SENTENCE.findall(text)


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """A text with every placeholder replaced by one sign that is no figure, folded."""
    if "{" in text or "｛" in text:
        for each in reversed(list(placeholders(text))):
            text = f"{text[: each.start]}{_STAND_IN}{text[each.end :]}"
    return fold_prose(text).text


class Same:
    """A sheet as a key: itself and no other."""

    __slots__ = ("sheet",)

    def __init__(self, sheet: ProjectSheet) -> None:
        self.sheet = sheet

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.sheet is other.sheet

    def __hash__(self) -> int:
        return id(self.sheet)


def writings(sheet: ProjectSheet) -> tuple[Writing, ...]:
    """The texts of a sheet: narratives, goals, explanations, notes and whatever else a form asks to be written."""
    return _writings(Same(sheet))


@lru_cache(maxsize=8)
def _writings(key: Same) -> tuple[Writing, ...]:
    return tuple(_found(key.sheet))


def _found(sheet: ProjectSheet) -> Iterator[Writing]:
    for path in _texts(sheet.layout):
        value = sheet.values.get(path)
        if value is not None and type(value.value) is str:
            raw, slot = value.raw or value.value, value.slot
            yield Writing(path, slot.label, raw, bare(raw), slot.sentence)


def _texts(layout: Layout) -> tuple[str, ...]:
    """The paths of a layout at which people write texts; sheets that are alike share them."""
    if _texts not in layout.derived:
        long = (slot for slot in layout.slots if slot.field.kind in LONG and not _short(slot.path))
        layout.derived[_texts] = tuple(slot.path for slot in long if slot.role == INPUT or slot.sentence)
    found: tuple[str, ...] = layout.derived[_texts]
    return found


def _short(path: str) -> bool:
    return path in _SHORT or path.endswith(_SHORT_KEYS)
