"""What a workbook's other formulas show once cells are changed: calculated where we can, named where not."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping

from excel_eval.formula import Matrix, evaluate
from excel_eval.formula.values import size
from excel_eval.grid import Area, Cell, Grid, Position, Scalar
from excel_eval.recalculation.dependents import Dependents, Node, Place, Precedents
from excel_eval.recalculation.own_formulas import OwnFormula, Reading

_NO_CHANGES: dict[Position, Scalar] = {}


def recalculate(  # noqa: PLR0913 - what is known of a workbook
    grids: Mapping[str, Grid],
    changed: Mapping[Place, Cell],
    *,
    names: Mapping[str, str] | None = None,
    date1904: bool = False,
    reading: Reading | None = None,
    within: str | None = None,
    also: Collection[Place] = (),
) -> tuple[dict[Place, Scalar], frozenset[Place]]:
    """The new values of all formula cells that depend on a changed cell, in order of calculation; and those unknown.

    Unknown is a dependent that our language does not cover (an unknown or volatile function, another workbook, an
    array, a name that cannot be resolved, a circle), and whatever depends on it. `names` are the workbook's defined
    names with what they stand for. A changed cell with a formula is recalculated too where it depends on another one.
    Whoever asks often hands over one `reading` of the workbook; `within` leaves the formulas of all other sheets alone.
    `also` are formulas that are calculated besides, as far as we can.
    """
    own = grids if within is None else {within: grids[within]}
    formulas = _formulas(own, changed, reading or Reading(grids, names or {}, date1904=date1904))
    dependents = Dependents(formulas).of(changed)
    dependents |= {place: None for place in also if place in formulas and place not in changed}
    if not dependents:
        return {}, frozenset()
    wanted = _with_uncached(dependents, formulas, grids, changed)
    cells = _Cells(grids, changed)
    unknown = _calculate(wanted, formulas, cells)
    fresh = {place: cells.changed[place[0]][place[1]] for place in cells.order if place in dependents}
    return fresh, frozenset(place for place in dependents if place in unknown and place not in also)


def never_calculated(grids: Mapping[str, Grid]) -> frozenset[Place]:
    """The formulas that have no value, as programs without a calculator leave them."""
    return frozenset((name, at) for name, grid in grids.items() for at, cell in grid.cells.items() if not cell.cached)


def _formulas(grids: Mapping[str, Grid], changed: Mapping[Place, Cell], reading: Reading) -> dict[Place, OwnFormula]:
    """Every formula cell as it will be, array members included."""
    found: dict[Place, OwnFormula] = {}
    for sheet, grid in grids.items():
        for position, cell in grid.cells.items():
            if cell.formula is not None:
                found[sheet, position] = reading.formula(cell.formula, sheet)
        for block in grid.arrays:
            found.update(_array(grid, block, found.get((sheet, block.corner))))
    for (sheet, position), cell in changed.items():
        if cell.formula is not None:
            found[sheet, position] = reading.formula(cell.formula, sheet)
        else:
            found.pop((sheet, position), None)
    return found


def _array(grid: Grid, block: Area, master: OwnFormula | None) -> Iterator[tuple[Place, OwnFormula]]:
    """All cells of an array: they read what its formula reads, and are not calculated by us."""
    formula = OwnFormula(None, master.reads, master.complete) if master else OwnFormula(None, (), complete=False)
    cells = grid.cells
    height, width = size(block)
    if len(cells) < height * width:
        return (((grid.name, position), formula) for position in cells if position in block)
    return (((grid.name, position), formula) for position in block.positions() if position in cells)


def _with_uncached(
    dependents: Mapping[Place, None],
    formulas: Mapping[Place, OwnFormula],
    grids: Mapping[str, Grid],
    changed: Mapping[Place, Cell],
) -> dict[Place, None]:
    """The dependents and, with them, the formulas that they read and that have no value yet."""
    uncached = Precedents(
        place for place in formulas if place not in changed and not grids[place[0]].cell(*place[1]).cached
    )
    wanted = dict(dependents)
    waiting = list(dependents)
    while waiting:
        reader = waiting.pop()
        for place in uncached.newly_read(reader[0], formulas[reader].reads):
            if place not in wanted:
                wanted[place] = None
                waiting.append(place)
    return wanted


def _calculate(wanted: Mapping[Place, None], formulas: Mapping[Place, OwnFormula], cells: _Cells) -> set[Node]:
    """Calculate all wanted formulas, each after those it reads; what is left over is unknown, circles included.

    Areas are nodes between formulas, so that a thousand formulas over one column are no million of pairs.
    """
    before = Precedents(wanted).graph({place: formulas[place].reads for place in wanted})
    after: dict[Node, list[Node]] = {node: [] for node in before}
    for node, read in before.items():
        for each in read:
            after[each].append(node)
    missing = {node: len(read) for node, read in before.items()}
    ready = deque(node for node, count in missing.items() if not count)
    unknown = set(before)
    while ready:
        node = ready.popleft()
        if unknown.isdisjoint(before[node]) and _settled(node, formulas, cells):
            unknown.discard(node)
        for following in after[node]:
            missing[following] -= 1
            if not missing[following]:
                ready.append(following)
    return unknown


def _settled(node: Node, formulas: Mapping[Place, OwnFormula], cells: _Cells) -> bool:
    """Whether a node is known, now that all it waited for is: an area at once, a formula when it can be calculated."""
    sheet, where = node
    return isinstance(where, Area) or cells.calculate((sheet, where), formulas[sheet, where])


class _Cells:
    """The cells of all sheets as they will be; `order` lists what was calculated, in turn."""

    def __init__(self, grids: Mapping[str, Grid], changed: Mapping[Place, Cell]) -> None:
        self.grids = grids
        self.order: list[Place] = []
        self.changed: dict[str, dict[Position, Scalar]] = {}
        self._names = {name.lower(): name for name in grids}
        self._sheet = ""
        self._ends: dict[str, tuple[int, int]] = {}
        for (sheet, position), cell in changed.items():
            self.changed.setdefault(sheet, {})[position] = cell.value

    def calculate(self, place: Place, formula: OwnFormula) -> bool:
        """Calculate a formula and keep its value; False where we cannot."""
        if formula.node is None:
            return False
        self._sheet, position = place
        value = evaluate(formula.node, self, position)
        self.changed.setdefault(self._sheet, {})[position] = value
        self.order.append(place)
        return True

    def name(self, path: str) -> Scalar | Matrix:
        """No names are left in a formula that is calculated."""
        raise KeyError(path)

    def area(self, sheet: str | None, area: Area) -> Matrix:
        """The values of an area as they will be, as far as its sheet is used."""
        name = self._sheet if sheet is None else self._names[sheet.lower()]
        cells, changed = self.grids[name].cells, self.changed.get(name, _NO_CHANGES)
        bottom, right = self._end(name, area)
        return tuple(
            tuple(
                changed[at] if (at := (row, column)) in changed else cells[at].value if at in cells else None
                for column in range(area.left, right + 1)
            )
            for row in range(area.top, bottom + 1)
        )

    def _end(self, sheet: str, area: Area) -> tuple[int, int]:
        """The last row and column of an area that can hold something."""
        if area.corner == (area.bottom, area.right):
            return area.bottom, area.right
        if sheet not in self._ends:
            self._ends[sheet] = _extent(self.grids[sheet], self.changed.get(sheet, _NO_CHANGES))
        bottom, right = self._ends[sheet]
        return min(area.bottom, bottom), min(area.right, right)


def _extent(grid: Grid, changed: Mapping[Position, Scalar]) -> tuple[int, int]:
    """The last row and column of a sheet, changed cells included; calculated ones are in the sheet already."""
    used = grid.used
    bottom, right = (used.bottom, used.right) if used else (0, 0)
    return max((bottom, *(row for row, _ in changed))), max((right, *(column for _, column in changed)))
