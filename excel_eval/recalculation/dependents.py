"""Which formulas read which cells: asked backwards, from a changed cell to everything that depends on it."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping

from excel_eval.formula.values import size
from excel_eval.grid import Area, Position
from excel_eval.recalculation.own_formulas import OwnFormula, Read

Place = tuple[str, Position]
"""A cell of a workbook: sheet and position."""

Node = tuple[str, Position | Area]
"""What may be waited for: a cell, or all that is calculated in an area."""

_SMALL = 64
"""Areas of up to so many cells are found by each of their cells; larger ones are looked through."""


_NOTHING: dict[Position, list[Place]] = {}


class Dependents:
    """The formulas by what they read."""

    def __init__(self, formulas: Mapping[Place, OwnFormula]) -> None:
        self._cells: dict[str, dict[Position, list[Place]]] = defaultdict(lambda: defaultdict(list))
        self._areas: dict[str, dict[Area, list[Place]]] = defaultdict(lambda: defaultdict(list))
        self._anything: list[Place] = []
        for place, formula in formulas.items():
            self._add(place, formula)

    def _add(self, place: Place, formula: OwnFormula) -> None:
        if not formula.complete:
            self._anything.append(place)
        for other, area in formula.reads:
            sheet = other or place[0]
            height, width = size(area)
            if height * width <= _SMALL:
                cells = self._cells[sheet]
                for position in area.positions():
                    cells[position].append(place)
            else:
                self._areas[sheet][area].append(place)

    def of(self, changed: Iterable[Place]) -> dict[Place, None]:
        """Every formula that depends on a changed cell, directly or not; those that may read anything always do."""
        found: dict[Place, None] = {}
        cells = self._cells
        areas = {sheet: dict(by_area) for sheet, by_area in self._areas.items()}
        waiting = deque(changed)
        start = list(self._anything) if waiting else []
        found.update(dict.fromkeys(start))
        waiting.extend(start)
        while waiting:
            place = waiting.popleft()
            for dependent in (*cells.get(place[0], _NOTHING).get(place[1], ()), *_hit(areas.get(place[0], {}), place[1])):
                if dependent not in found:
                    found[dependent] = None
                    waiting.append(dependent)
        return found


def _hit(areas: dict[Area, list[Place]], position: Position) -> Iterator[Place]:
    """The formulas over larger areas around a position; these areas are done with then, and taken out."""
    for area in [area for area in areas if position in area]:
        yield from areas.pop(area)


class Precedents:
    """Some cells of a workbook, asked which of them lie in what a formula reads."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._positions: dict[str, dict[Position, None]] = defaultdict(dict)
        for sheet, position in places:
            self._positions[sheet][position] = None

        self._read: set[tuple[str, Area]] = set()

    def newly_read(self, own: str, reads: Iterable[Read]) -> Iterator[Place]:
        """The cells that a formula of the sheet `own` reads; an area that was asked for before gives none."""
        for other, area in reads:
            node = other or own, area
            if node not in self._read:
                self._read.add(node)
                yield from self._within(*node)

    def graph(self, formulas: Mapping[Place, tuple[Read, ...]]) -> dict[Node, tuple[Node, ...]]:
        """What each formula waits for: the areas that it reads; and each area: the cells that lie in it."""
        inside: dict[Node, tuple[Node, ...]] = {}
        found: dict[Node, tuple[Node, ...]] = {}
        for place, reads in formulas.items():
            nodes = [(other or place[0], area) for other, area in reads]
            inside.update({node: tuple(self._within(*node)) for node in nodes if node not in inside})
            found[place] = tuple(dict.fromkeys(node for node in nodes if inside[node]))
        return found | {node: cells for node, cells in inside.items() if cells}

    def _within(self, sheet: str, area: Area) -> list[Place]:
        positions = self._positions.get(sheet, {})
        height, width = size(area)
        if height * width <= len(positions):
            return [(sheet, position) for position in area.positions() if position in positions]
        return [(sheet, position) for position in positions if position in area]
