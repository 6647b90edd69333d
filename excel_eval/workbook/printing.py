"""Print set-up: A4, one page wide, titles on every page, page numbers."""

from __future__ import annotations

from typing import Any

from excel_eval.grid import Area

A4 = 9
_SHORT, _LONG = 595.3, 841.9
"""The sides of A4, in points."""
FOOTER = "&C第 &P 页 共 &N 页"
PORTRAIT_MARGINS = (0.55, 0.55, 0.6, 0.65)
LANDSCAPE_MARGINS = (0.5, 0.5, 0.55, 0.65)
"""Left, right, top and bottom, in inches."""


def set_up_page(  # noqa: PLR0913 - each is a setting of its own
    sheet: Any,
    *,
    area: Area | None,
    repeated: int | tuple[int, int] = 0,
    landscape: bool = False,
    margins: tuple[float, float, float, float] = PORTRAIT_MARGINS,
    pages: tuple[int, int] | None = (1, 0),
) -> None:
    """Set a sheet up for printing; `repeated` are the rows on top of every page: their number, or first and last.

    `pages` is how many pages wide and tall it may be (0: as many as it takes); None leaves the size as it is.
    """
    sheet.set_paper(A4)
    if landscape:
        sheet.set_landscape()
    else:
        sheet.set_portrait()
    left, right, top, bottom = margins
    sheet.set_margins(left, right, top, bottom)
    sheet.center_horizontally()
    sheet.set_footer(FOOTER, {"margin": 0.3})
    if pages:
        sheet.fit_to_pages(*pages)
    first, last = (1, repeated) if isinstance(repeated, int) else repeated
    if last:
        sheet.repeat_rows(first - 1, last - 1)
    if area:
        sheet.print_area(area.top - 1, area.left - 1, area.bottom - 1, area.right - 1)


def page_capacity(pixels: int, landscape: bool, margins: tuple[float, float, float, float]) -> float:
    """How many points of rows fit on a page of a sheet that many pixels wide, once it is shrunk to the page's width."""
    across, down = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
    left, right, top, bottom = (72 * margin for margin in margins)
    shrunk = min(1.0, (across - left - right) / (pixels * 0.75))
    return (down - top - bottom) / shrunk
