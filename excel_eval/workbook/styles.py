"""The one table of fonts, colours, borders and formats of every sheet that we make."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

BODY_FONT, HEAD_FONT = "宋体", "黑体"
GRID_FONT = "Arial"
"""The workbook's default font: programs measure columns by its digits, and every system has it or its equal."""
BODY_SIZE = 10
LINE = 1.42
"""Height of a line of text as a multiple of its size; fonts that stand in for 宋体 need that much."""

INK, LINE_INK, LINK = "#1F2933", "#8A94A0", "#1F5FA8"
INPUT, COMPUTED, EITHER = "#FFFFFF", "#E9ECEF", "#F6F7F9"
HEADING, HEADER, LABEL = "#CFE0F3", "#DDE8F5", "#EEF4FB"
RED, RED_INK, AMBER, AMBER_INK, BLUE, BLUE_INK, GREEN, GREEN_INK, QUIET = (
    "#FFD9D6", "#B3261E", "#FFE9C2", "#8A5A00", "#E3EEFA", "#2B5C8A", "#DFF2E3", "#1E6B3A", "#7B8794",
)  # fmt: skip
CHART_BUDGET, CHART_SPENT = "#9DB7D5", "#1F5FA8"
FRONT_TAB, RESULT_TAB = "#1F5FA8", "#2E7D4F"

_BOX: dict[str, Any] = {"border": 1, "border_color": LINE_INK}
_TEXT: dict[str, Any] = {
    "font_name": BODY_FONT, "font_size": BODY_SIZE, "font_color": INK, "valign": "vcenter", "text_wrap": True,
}  # fmt: skip
_CELL = _TEXT | _BOX

STYLES: Mapping[str, Mapping[str, Any]] = {
    # a form's static texts
    "title": _TEXT | {"font_name": HEAD_FONT, "font_size": 16, "bold": True, "align": "center"},
    "subtitle": _TEXT | {"font_size": 11, "align": "center"},
    "heading": _CELL | {"font_name": HEAD_FONT, "font_size": 11, "bg_color": HEADING, "align": "left", "indent": 1},
    "side": _CELL | {"font_name": HEAD_FONT, "bg_color": LABEL, "align": "center"},
    "label": _CELL | {"bg_color": LABEL, "align": "center"},
    "header": _CELL | {"font_name": HEAD_FONT, "bg_color": HEADER, "align": "center"},
    "total": _CELL | {"font_name": HEAD_FONT, "bg_color": LABEL, "align": "center"},
    "filler": _CELL | {"bg_color": LABEL, "font_color": QUIET, "align": "center"},
    # a form's values
    "input": _CELL | {"bg_color": INPUT, "locked": False},
    "computed": _CELL | {"bg_color": COMPUTED},
    "either": _CELL | {"bg_color": EITHER, "locked": False},
    # lists and reports
    "cell": _CELL,
    "plain": _TEXT,
    "sum": _CELL | {"bg_color": LABEL, "bold": True},
    "note": _TEXT | {"font_color": QUIET},
    "link": {"font_color": LINK, "underline": 1},
    "error": {"bg_color": RED, "font_color": RED_INK, "bold": True},
    "warning": {"bg_color": AMBER, "font_color": AMBER_INK},
    "info": {"bg_color": BLUE, "font_color": BLUE_INK},
    "corrected": {"bg_color": GREEN, "font_color": GREEN_INK},
    "exempted": {"font_color": QUIET},
    "section": _TEXT | {"font_name": HEAD_FONT, "font_size": 12, "bold": True},
    "body": _TEXT | {"font_size": 11, "valign": "top", "align": "left"},
    "small": _TEXT | {"font_size": 9, "font_color": QUIET},
}
MARK: Mapping[str, Any] = {"bg_color": RED, "font_color": RED_INK}
"""How a cell looks in which a rule does not hold."""


def style(*names: str, **more: Any) -> dict[str, Any]:
    """The properties of several styles laid over each other, with `more` on top."""
    merged: dict[str, Any] = {}
    for name in names:
        merged |= STYLES[name]
    return merged | more


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[Any, ...], Any] = {}

    def __call__(self, *names: str, **more: Any) -> Any:
        """The format of these styles; without names a format of `more` alone."""
        key = (names, *sorted(more.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(style(*names, **more))
        return self._made[key]
