"""The sheets before the projects: 填报说明 (how to fill in) and 目录 (contents, with links to each project)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from excel_eval.form.place import place
from excel_eval.form.schema import Form
from excel_eval.grid import Area, a1, quoted
from excel_eval.workbook.content import Content
from excel_eval.workbook.printing import set_up_page
from excel_eval.workbook.styles import FRONT_TAB, MARK
from excel_eval.workbook.writer import Link, Pen

INSTRUCTIONS, CONTENTS = "填报说明", "目录"
INSTRUCTION_COLUMNS = (6, 12, 82)
_OTHERS = {"unit": 26, "department": 26, "contact": 14}
"""Columns of the list of contents beside the name, with their widths, where the form has them."""
_LEGEND = (
    ("白色", "input", "由填报人填写"),
    ("灰色", "computed", "公式或系统生成，不用填写"),
    ("浅灰", "either", "一般自动计算；定性指标等情形由评价人直接填写"),
    ("红色", "mark", "前后数字不符，请核对"),
)


def draw_instructions(pen: Pen, form: Form, year: int | None) -> None:
    """How to fill the form in: what the colours mean, then the form's own instructions, numbered."""
    pen.put(Area(1, 1, 1, 3), f"{_of(year)}{form.title}", "title")
    pen.at_least(1, 40)
    pen.put(Area(2, 1, 2, 3), INSTRUCTIONS, "subtitle")
    row = _legend(pen, form, 4)
    for number, line in enumerate(form.instructions, 1):
        pen.put(Area(row, 1, row, 1), Decimal(number), "cell", align="center")
        pen.put(Area(row, 2, row, 3), line, "cell", indent=1)
        pen.at_least(row, 22)
        row += 1
    pen.sheet.set_tab_color(FRONT_TAB)
    pen.sheet.hide_gridlines(2)
    set_up_page(pen.sheet, area=Area(1, 1, row - 1, 3), repeated=2)
    pen.close()


def _of(year: int | None) -> str:
    return f"{year}年度" if year else ""


def _legend(pen: Pen, form: Form, row: int) -> int:
    """The meaning of the colours; the row after it."""
    either = any(field.input_when for section in form.sections for field in section.fields)
    for word, look, meaning in _LEGEND:
        if (look == "either" and not either) or (look == "mark" and not form.rules):
            continue
        if look == "mark":
            pen.put(Area(row, 1, row, 2), word, "cell", align="center", **MARK)
        else:
            pen.put(Area(row, 1, row, 2), word, look, align="center")
        pen.put(Area(row, 3, row, 3), meaning, "cell", indent=1)
        pen.at_least(row, 20)
        row += 1
    return row + 1


def draw_contents(pen: Pen, form: Form, sheets: Sequence[tuple[str, Content]], year: int | None) -> None:
    """The list of project sheets: a number, the name (live, a link to the sheet), and who carries the project out."""
    columns = contents_columns(form)
    wide = len(columns)
    pen.put(Area(1, 1, 1, wide), f"{_of(year)}{form.title}", "title")
    pen.at_least(1, 40)
    pen.put(Area(2, 1, 2, wide), CONTENTS, "subtitle")
    for column, (_, header, _) in enumerate(columns, 1):
        pen.put(Area(3, column, 3, column), header, "header")
    pen.at_least(3, 22)
    for number, (name, content) in enumerate(sheets, 1):
        _line(pen, number, name, content, tuple(path for path, _, _ in columns))
    last = 3 + len(sheets)
    pen.sheet.set_tab_color(FRONT_TAB)
    pen.sheet.hide_gridlines(2)
    pen.sheet.freeze_panes(3, 0)
    set_up_page(pen.sheet, area=Area(1, 1, last, wide), repeated=3)
    pen.close()


def contents_columns(form: Form) -> tuple[tuple[str, str, int], ...]:
    """Path, header and width of every column of the list of contents."""
    fields = (field for section in form.sections if section.shape == "fields" and section.drawn for field in section.fields)
    labels = {field.key: field.label for field in fields}
    others = tuple((key, labels[key], wide) for key, wide in _OTHERS.items() if key in labels)
    return (("", "序号", 7), (form.name_path, name_label(form), 44), *others)


def name_label(form: Form) -> str:
    """What the form calls the value that names a sheet: 项目名称."""
    slot = place(form).by_path.get(form.name_path)
    return slot.field.label if slot and slot.field.label else f"{form.subject}名称"


def _line(pen: Pen, number: int, sheet: str, content: Content, paths: Sequence[str]) -> None:
    row = 3 + number
    pen.put(Area(row, 1, row, 1), Decimal(number), "cell", align="center")
    for column, path in enumerate(paths[1:], 2):
        area = Area(row, column, row, column)
        slot = content.layout.by_path.get(path)
        link = Link(sheet, tip=f"转到 {sheet}"[:255]) if column == 2 else None
        look = ("cell", "link") if link else ("cell",)
        if slot is None:
            pen.put(area, sheet if link else "", *look, link=link)
            continue
        here = f"{quoted(sheet)}!{a1(*slot.area.corner, absolute=True)}"
        pen.put(area, content.shown(path), *look, formula=f'{here}&""', link=link)
    pen.at_least(row, 20)
