"""How roomy the rows of a sheet are made, so that it fills its pages and no heading is left at the foot of one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from math import ceil

from excel_eval.workbook.styles import BODY_SIZE
from excel_eval.workbook.text_size import MAX_HEIGHT

_LINES = tuple(step / 10 for step in range(12, 25))
"""Heights of an empty line to choose from, as multiples of the size of the text: from 1.2 to 2.4."""
_PIXEL = 0.75
"""Heights are whole pixels, in points."""
_SHARES = (0.97, 1.0, 1.03, 1.06)
"""Programs differ in what fits on a page: shares of the capacity that Excel and LibreOffice stay between."""


def room(count: int, line: float) -> float:
    """The height in points of a row that leaves a person room for that many lines."""
    return min(MAX_HEIGHT, count * BODY_SIZE * line + 6)


def roomy(
    needed: Mapping[int, float], lines: Mapping[int, int], capacity: float, repeated: int, headings: Collection[int]
) -> dict[int, float]:
    """The height of every row: at least what its text needs, and as much room for its lines as fits on the fewest pages.

    `capacity` are the points of rows on a page, `repeated` the rows printed on top of each, `headings` the rows that
    should not be the last of a page.
    """
    choices = [_heights(needed, lines, line) for line in _LINES]

    def cost(index: int) -> tuple[int, int, int]:
        starts = [tuple(page_starts(choices[index], capacity * share, repeated)) for share in _SHARES]
        left = sum(1 for rows in starts for row in rows if row - 1 in headings)
        return len(starts[0]), left, -index

    return choices[min(range(len(choices)), key=cost)]


def _heights(needed: Mapping[int, float], lines: Mapping[int, int], line: float) -> dict[int, float]:
    wanted = {row: max(needed.get(row, 0.0), room(lines.get(row, 1), line)) for row in {*needed, *lines}}
    return {row: ceil(height / _PIXEL) * _PIXEL for row, height in wanted.items()}


def page_starts(heights: Mapping[int, float], capacity: float, repeated: int) -> Iterator[int]:
    """The first row of every page after the first."""
    title = sum(height for row, height in heights.items() if row <= repeated)
    used = 0.0
    for row in sorted(heights):
        if used and used + heights[row] > capacity:
            yield row
            used = title
        used += heights[row]
