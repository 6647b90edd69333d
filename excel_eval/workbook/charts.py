"""The two charts of 汇总: budget against spending, and execution rates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from excel_eval.workbook.styles import BODY_FONT, CHART_BUDGET, CHART_SPENT, HEAD_FONT, INK, LINE_INK

CHART_ROWS = 20
"""How many rows of the default height the charts cover."""
_ROW_PIXELS, _GAP = 16, 12
_LABELLED = 15
"""Up to so many projects a chart has room for figures beside its columns."""
_FONT = {"name": BODY_FONT, "size": 9, "color": INK}


def draw_charts(book: Any, sheet: Any, letters: Mapping[str, str], rows: tuple[int, int], at: int, wide: int) -> None:
    """Put both charts side by side below row `at` (from 1), over `wide` pixels."""
    size = {"width": (wide - _GAP) // 2, "height": (CHART_ROWS - 1) * _ROW_PIXELS}
    for index, chart in enumerate((_amounts(book, sheet, letters, rows), _rates(book, sheet, letters, rows))):
        chart.set_size(size)
        offset = {"x_offset": index * (size["width"] + _GAP), "y_offset": 4, "object_position": 2}
        sheet.insert_chart(at, 0, chart, offset)


def _amounts(book: Any, sheet: Any, letters: Mapping[str, str], rows: tuple[int, int]) -> Any:
    chart = book.add_chart({"type": "column"})
    for key, colour in (("budget", CHART_BUDGET), ("spent", CHART_SPENT)):
        chart.add_series(_series(sheet, letters[key], rows, colour, "#,##0.##"))
    _dress(chart, "预算数与执行数（万元）", "#,##0")
    chart.set_legend({"position": "bottom", "font": _FONT})
    return chart


def _rates(book: Any, sheet: Any, letters: Mapping[str, str], rows: tuple[int, int]) -> Any:
    chart = book.add_chart({"type": "column"})
    chart.add_series(_series(sheet, letters["rate"], rows, CHART_SPENT, "0.0%"))
    _dress(chart, "预算执行率", "0%")
    chart.set_legend({"none": True})
    return chart


def _series(sheet: Any, letter: str, rows: tuple[int, int], colour: str, labels: str) -> dict[str, Any]:
    name, (first, last) = f"'{sheet.get_name()}'", rows
    series: dict[str, Any] = {
        "name": f"={name}!${letter}${first - 1}",
        "categories": f"={name}!$B${first}:$B${last}",
        "values": f"={name}!${letter}${first}:${letter}${last}",
        "fill": {"color": colour},
        "gap": 60,
        "overlap": 0,
    }
    if last - first < _LABELLED:
        series["data_labels"] = {"value": True, "num_format": labels, "font": {**_FONT, "size": 8}}
    return series


def _dress(chart: Any, title: str, numbers: str) -> None:
    chart.set_title({"name": title, "name_font": {"name": HEAD_FONT, "size": 12, "bold": True, "color": INK}, "overlay": False})
    chart.set_x_axis({"num_font": _FONT, "line": {"color": LINE_INK}})
    axis = {"num_font": _FONT, "num_format": numbers, "min": 0, "line": {"none": True}}
    chart.set_y_axis({**axis, "major_gridlines": {"visible": True, "line": {"color": "#E3E7EB", "width": 0.75}}})
    chart.set_chartarea({"border": {"color": LINE_INK}})
