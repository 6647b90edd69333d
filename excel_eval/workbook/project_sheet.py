"""Drawing one project's sheet: texts, values, formulas, guards, red marks, protection and print set-up."""

from __future__ import annotations

from typing import Any

from excel_eval.form.kinds import KINDS
from excel_eval.form.layout import Layout, Slot, Text
from excel_eval.form.schema import COMPUTED, Form
from excel_eval.grid import Area
from excel_eval.workbook.content import Content
from excel_eval.workbook.guards import guard, mark
from excel_eval.workbook.paging import roomy
from excel_eval.workbook.printing import PORTRAIT_MARGINS, page_capacity, set_up_page
from excel_eval.workbook.styles import BODY_SIZE
from excel_eval.workbook.text_size import MAX_HEIGHT, height, lines
from excel_eval.workbook.writer import Link, Pen

BACK = "返回目录"
_DATE = KINDS["date"].format
_STACKED: dict[str, Any] = {"rotation": 270, "text_wrap": False}
_ROWS_A_CHARACTER = 1.2
_SMALLER = (9, 8, 7)
_ALLOWED = (
    "format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows",
    "insert_hyperlinks", "sort", "autofilter",
)  # fmt: skip
"""What stays possible on a protected sheet: the lock only keeps formulas from being overwritten by mistake."""


def draw(pen: Pen, form: Form, content: Content, contents_sheet: str | None) -> None:
    """Draw a project's sheet; `contents_sheet` is the list of contents that it links back to."""
    layout = content.layout
    _texts(pen, layout)
    for slot in layout.slots:
        _slot(pen, slot, content)
    _rest(pen, form, layout)
    top = _title_rows(layout)
    capacity = page_capacity(pen.pixels, form.landscape, PORTRAIT_MARGINS)
    pen.heights = roomy(pen.heights, layout.heights or {}, capacity, top, _leading(layout))
    guard(pen.sheet, layout)
    mark(pen.sheet, pen.styles, form, layout)
    if contents_sheet:
        corner = Area(1, len(form.columns) + 1, 1, len(form.columns) + 1)
        pen.sheet.set_column(corner.left - 1, corner.left - 1, 11)
        pen.put(corner, BACK, "note", "link", link=Link(contents_sheet), text_wrap=False)
    pen.sheet.freeze_panes(top, 0)
    pen.sheet.protect("", dict.fromkeys(_ALLOWED, True))
    set_up_page(
        pen.sheet,
        area=Area(1, 1, layout.last_row, len(form.columns)),
        repeated=top,
        landscape=form.landscape,
        margins=PORTRAIT_MARGINS,
    )
    pen.close()


def _texts(pen: Pen, layout: Layout) -> None:
    for text in layout.texts:
        pen.put(text.area, text.text, text.style, **(_STACKED if _stands(text) else {}))
        if text.style in ("title", "heading"):
            pen.at_least(text.area.top, 42 if text.style == "title" else 24)


def _rest(pen: Pen, form: Form, layout: Layout) -> None:
    """Fill what a row of labelled cells leaves free up to the form's last column."""
    ends: dict[int, int] = {}
    for area in [text.area for text in layout.texts] + [s.area for s in layout.slots if not s.field.pattern]:
        for row in range(area.top, area.bottom + 1):
            ends[row] = max(area.right, ends.get(row, 0))
    for row, end in ends.items():
        if end < len(form.columns):
            pen.put(Area(row, end + 1, row, len(form.columns)), None, "filler")


def _stands(text: Text) -> bool:
    """Whether a label beside a long table is written from top to bottom."""
    rows = text.area.bottom - text.area.top + 1
    return text.style == "side" and text.area.left == text.area.right and rows >= _ROWS_A_CHARACTER * len(text.text)


def _title_rows(layout: Layout) -> int:
    """How many rows at the top hold the title and what stands right below it, such as the year."""
    titles = [text.area.bottom for text in layout.texts if text.style in ("title", "subtitle")]
    years = [slot.area.bottom for slot in layout.slots if slot.field.pattern and slot.area.top - 1 in titles]
    return max(titles + years, default=0)


def _leading(layout: Layout) -> frozenset[int]:
    """Rows of headings and of table headers, which belong to what follows them."""
    return frozenset(text.area.bottom for text in layout.texts if text.style in ("heading", "header"))


def _slot(pen: Pen, slot: Slot, content: Content) -> None:
    if slot.path in content.covered:
        return
    area = content.merged.get(slot.path, slot.area)
    value = content.values.get(slot.path)
    names, more = _look(slot, slot.path in content.dates)
    if slot.field.pattern:
        value = slot.field.pattern.replace("{}", str(value) if value is not None else "    ")
    if isinstance(value, str):
        more |= _fitting(value, sum(pen.columns[area.left - 1 : area.right]))
    pen.put(area, value, *names, formula=content.formulas.get(slot.path), **more)


def _look(slot: Slot, dated: bool) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The styles and properties of a value's cell: white to fill in, grey where a formula stands."""
    kind = KINDS[slot.kind]
    either = slot.field.input_when is not None
    name = "either" if either else "computed" if slot.role == COMPUTED else "input"
    # A formula in a cell with the text format turns into its own text when a person touches it.
    plain = slot.field.formula is not None and kind.format == "@"
    more: dict[str, Any] = {"num_format": _DATE if dated else "General" if plain else kind.format, "align": kind.align}
    if plain and slot.kind != "long":
        more["align"] = "center"
    if slot.kind == "long":
        more["valign"] = "top" if slot.field.lines > 1 and slot.role != COMPUTED else "vcenter"
    if slot.field.pattern:
        more |= {"num_format": "@", "border": 0}
    return (name,), more


def _fitting(text: str, units: float) -> dict[str, Any]:
    """A smaller size for a text that would be taller than the tallest row."""
    if height(lines(text, units)) < MAX_HEIGHT:
        return {}
    for size in _SMALLER:
        if height(lines(text, units, size), size) < MAX_HEIGHT:
            break
    return {"font_size": min(size, BODY_SIZE)}
