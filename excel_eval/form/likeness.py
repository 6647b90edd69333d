"""How like a form a sheet is: what it has of the form's labels and choices against what it lacks of them."""

from __future__ import annotations

from collections.abc import Iterator

from excel_eval.form.find import search
from excel_eval.form.found import Found
from excel_eval.form.labels import fold, narrow
from excel_eval.form.schema import Form
from excel_eval.form.vocabulary import Vocabulary
from excel_eval.grid import Grid

_LACKING = 0.2
"""A label that is lacking weighs this much against one that is there: people delete parts, they seldom add foreign ones."""
_TITLED = 5
"""The form's title on the sheet weighs as much as so many labels."""
_TOP = 4
"""So many rows at the top may hold the title."""


def likeness(form: Form, grid: Grid, words: Vocabulary) -> float:
    """Labels found, less some for those lacking and one for each word that is none of its column's choices."""
    found = search(form, grid, words).found
    if not found.recognised:
        return 0
    misfits = frozenset(_misfits(found, grid))
    return found.score - _LACKING * (found.size - found.score) - len(misfits) + _TITLED * _titled(form, grid)


def _titled(form: Form, grid: Grid) -> bool:
    """Whether the form's title stands at the top, with a year or a county's name around it."""
    title = narrow(form.title)
    tops = (cell.value for (row, _), cell in grid.cells.items() if row <= _TOP)
    return any(isinstance(text, str) and title in narrow(text) for text in tops)


def _misfits(found: Found, grid: Grid) -> Iterator[tuple[str, str]]:
    """The words in columns of choices that are none of them, each once."""
    for slot in found.layout.slots:
        value = grid.cell(*slot.area.corner).value
        if slot.field.choices and isinstance(value, str) and value.strip():
            word = _bare(value)
            if word not in map(_bare, slot.field.choices):
                yield slot.field.key, word


def _bare(choice: str) -> str:
    return fold(choice).removesuffix("指标")
