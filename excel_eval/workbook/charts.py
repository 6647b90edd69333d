"""The two charts of 汇总: budget against spending, and execution rates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from excel_eval.grid import quoted
from excel_eval.workbook.styles import BODY_FONT, CHART_BUDGET, CHART_SPENT, HEAD_FONT, INK, LINE_INK
from excel_eval.workbook.writer import Pen

_FEWEST_ROWS, _MOST_ROWS = 19, 80
_ROW_PIXELS, _GAP = 17, 12
_LABELLED = 15
"""Up to so many projects a chart has room for figures beside its columns."""
_FONT = {"name": BODY_FONT, "size": 9, "color": INK}


def draw_charts(book: Any, pen: Pen, letters: Mapping[str, str], rows: tuple[int, int], at: int) -> int:
    """Put both charts side by side below row `at` (from 1), as wide as the table; how many rows they cover.

    `rows` are the first and the last project's row.
    """
    high = min(max(_FEWEST_ROWS, 2 * (rows[1] - rows[0] + 4)), _MOST_ROWS)
    size = {"width": (pen.pixels - _GAP) // 2, "height": (high - 1) * _ROW_PIXELS}
    name = quoted(pen.sheet.get_name())
    for index, chart in enumerate((_amounts(book, name, letters, rows), _rates(book, name, letters, rows))):
        chart.set_size(size)
        offset = {"x_offset": index * (size["width"] + _GAP), "y_offset": 4, "object_position": 2}
        pen.sheet.insert_chart(at, 0, chart, offset)
    return high


def _amounts(book: Any, sheet: str, letters: Mapping[str, str], rows: tuple[int, int]) -> Any:
    chart = book.add_chart({"type": "bar"})
    for key, colour in (("budget", CHART_BUDGET), ("spent", CHART_SPENT)):
        chart.add_series(_series(sheet, letters[key], rows, colour, "#,##0.00"))
    _dress(chart, "预算数与执行数（万元）", "#,##0")
    chart.set_legend({"position": "bottom", "font": _FONT})
    return chart


def _rates(book: Any, sheet: str, letters: Mapping[str, str], rows: tuple[int, int]) -> Any:
    chart = book.add_chart({"type": "bar"})
    chart.add_series(_series(sheet, letters["rate"], rows, CHART_SPENT, "0.0%"))
    _dress(chart, "预算执行率", "0%")
    chart.set_legend({"none": True})
    return chart


def _series(sheet: str, letter: str, rows: tuple[int, int], colour: str, labels: str) -> dict[str, Any]:
    first, last = rows
    series: dict[str, Any] = {
        "name": f"={sheet}!${letter}${first - 1}",
        "categories": f"={sheet}!$B${first}:$B${last}",
        "values": f"={sheet}!${letter}${first}:${letter}${last}",
        "fill": {"color": colour},
        "gap": 60,
        "overlap": 0,
    }
    if last - first < _LABELLED:
        series["data_labels"] = {"value": True, "num_format": labels, "font": {**_FONT, "size": 8}}
    return series


def _dress(chart: Any, title: str, numbers: str) -> None:
    chart.set_title({"name": title, "name_font": {"name": HEAD_FONT, "size": 12, "bold": True, "color": INK}})
    # The first project stands at the top, as in the table.
    chart.set_y_axis({"num_font": _FONT, "line": {"color": LINE_INK}, "reverse": True, "crossing": "max"})
    axis = {"num_font": _FONT, "num_format": numbers, "min": 0, "line": {"none": True}}
    chart.set_x_axis({**axis, "major_gridlines": {"visible": True, "line": {"color": "#E3E7EB", "width": 0.75}}})
    chart.set_chartarea({"border": {"color": LINE_INK}})
