"""Finding a form on the many sheets of a workbook: sheets that look alike to the search are searched once.

Alike means that everything the search looks at is equal: where something stands, what is merged, which cells have
formulas or numbers, and which texts are words of the form. Values do not count, so that two projects share a layout.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from excel_eval.form.find import Search, search
from excel_eval.form.found import Found
from excel_eval.form.labels import LONGEST, fold, inside, near, own_value, remark, stated_year
from excel_eval.form.layout import Layout
from excel_eval.form.schema import Form
from excel_eval.form.vocabulary import Vocabulary, vocabulary
from excel_eval.grid import Area, Grid, Position

_KEPT = 16
"""So many looks of sheets are remembered."""

_Sight = tuple[str | None, str | None, bool, bool, tuple[str, ...], tuple[tuple[str, str] | None, ...]]
"""What the search sees in a text: the word that it is or nearly is, the word before its colon, whether it is a remark,
whether it says a year, its patterns, the columns whose words it has in it."""
_Cell = tuple[Position, bool, _Sight | str | None]
_Look = tuple[tuple[Area, ...], tuple[_Cell, ...]]
_BLANK, _FIGURE = "blank", "figure"


@dataclass(slots=True)
class Searches:
    """The searches of one workbook."""

    form: Form
    words: Vocabulary
    _found: dict[_Look, Search] = field(default_factory=dict)
    _layouts: list[Layout] = field(default_factory=list)
    _sights: dict[str, _Sight] = field(default_factory=dict)
    _totals: frozenset[str] = frozenset()

    @classmethod
    def of(cls, form: Form) -> Searches:
        """Searches for a form."""
        words = vocabulary(form)
        return cls(form, words, _totals=frozenset(total for part in words.sections for total in part.totals))

    def find(self, grid: Grid) -> Found:
        """What `find` gives for a sheet; sheets that look alike share one Found and so one Layout."""
        look = self._look(grid)
        known = self._found.get(look)
        if known is None:
            known = self._shared(search(self.form, grid, self.words))
            if len(self._found) >= _KEPT:
                del self._found[next(iter(self._found))]
            self._found[look] = known
        return known.on(grid, self.words)

    def _shared(self, made: Search) -> Search:
        """The search with the layout object of an earlier sheet that has an equal one."""
        layout = made.found.layout
        known = next((other for other in self._layouts if other == layout), None)
        if known is not None:
            return replace(made, found=replace(made.found, layout=known))
        self._layouts = [*self._layouts[1 - _KEPT :], layout]
        return made

    def _look(self, grid: Grid) -> _Look:
        sights = self._sights
        cells: list[_Cell] = []
        for position, cell in grid.cells.items():
            value = cell.value
            seen: _Sight | str | None
            if value is None or value == "":
                seen = _BLANK
            elif isinstance(value, str):
                seen = sights.get(value) or self._sight(value)
            else:
                seen = _FIGURE
            cells.append((position, cell.formula is not None, seen))
        return grid.merges, tuple(cells)

    def _sight(self, text: str) -> _Sight:
        word, pair = fold(text), own_value(text)
        every = self.words.all
        sight = (
            word if len(text) <= LONGEST and (word in every or any(near(word, total) for total in self._totals)) else None,
            pair[0] if pair and pair[0] in every else None,
            remark(text),
            stated_year(text) is not None,
            tuple(pattern for pattern in self._patterns() if inside(pattern, text) is not None),
            tuple(part.column_within(word) for part in self.words.sections),
        )
        self._sights[text] = sight
        return sight

    def _patterns(self) -> list[str]:
        return [pattern for words in self.words.sections for pattern in words.patterns.values()]
