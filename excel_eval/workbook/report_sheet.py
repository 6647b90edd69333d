"""评价报告: the text on every project, ready to print, each project on a page of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from excel_eval.grid import Area
from excel_eval.workbook.printing import set_up_page
from excel_eval.workbook.text_size import height, lines
from excel_eval.workbook.writer import Pen

REPORT = "评价报告"
REPORT_COLUMNS = (78,)
Paragraph = tuple[str, str]
"""(style, text): title, heading, body or note."""
_MARGINS = (0.45, 0.45, 0.9, 0.8)
_LOOKS = {"title": ("title", 16.0), "heading": ("section", 12.0), "body": ("body", 11.0), "note": ("small", 9.0)}
_SPACE = {"title": 22.0, "heading": 12.0, "body": 3.0, "note": 3.0}
_MOST_LINES = 20
"""A paragraph of more lines goes on in the next row: a row that is taller than a page cannot be printed well."""
_SENTENCE = re.compile(r"[^。！？；]{1,2000}[。！？；]?|[。！？；]")
_MOST_BREAKS = 1000
_INDENT = "\u3000\u3000"


def draw_report(pen: Pen, reports: Sequence[Sequence[Paragraph]]) -> None:
    """Draw the reports one below the other, with a page break before each but the first."""
    row, breaks = 1, []
    for report in reports:
        if row > 1:
            breaks.append(row - 1)
        for style, text in report:
            for part in _parts(style, text):
                look, size = _LOOKS[style]
                pen.put(Area(row, 1, row, 1), part, look)
                pen.at_least(row, height(lines(part, REPORT_COLUMNS[0], size), size) + _SPACE[style])
                row += 1
    pen.sheet.set_h_pagebreaks(breaks[:_MOST_BREAKS])
    pen.sheet.hide_gridlines(2)
    set_up_page(pen.sheet, area=Area(1, 1, max(1, row - 1), 1), margins=_MARGINS, pages=None)
    pen.close()


def _parts(style: str, text: str) -> Iterator[str]:
    """A paragraph as rows: at its line breaks, and between sentences where it is very long; the first line indented."""
    size = _LOOKS[style][1]
    for paragraph in text.split("\n"):
        start = _INDENT if style == "body" and not paragraph.startswith(_INDENT) else ""
        held = start
        for sentence in _SENTENCE.findall(paragraph):
            if held.strip() and lines(held + sentence, REPORT_COLUMNS[0], size) > _MOST_LINES:
                yield held
                held = ""
            held += sentence
        yield held
