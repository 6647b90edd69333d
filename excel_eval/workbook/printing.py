"""Print set-up: A4, one page wide, titles on every page, page numbers."""

from __future__ import annotations

from typing import Any

from excel_eval.grid import Area

A4 = 9
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
    fit: bool = True,
) -> None:
    """Set a sheet up for printing; `repeated` are the rows on top of every page: their number, or first and last."""
    sheet.set_paper(A4)
    if landscape:
        sheet.set_landscape()
    else:
        sheet.set_portrait()
    left, right, top, bottom = margins
    sheet.set_margins(left, right, top, bottom)
    sheet.center_horizontally()
    sheet.set_footer(FOOTER, {"margin": 0.3})
    if fit:
        sheet.fit_to_pages(1, 0)
    first, last = (1, repeated) if isinstance(repeated, int) else repeated
    if last:
        sheet.repeat_rows(first - 1, last - 1)
    if area:
        sheet.print_area(area.top - 1, area.left - 1, area.bottom - 1, area.right - 1)
