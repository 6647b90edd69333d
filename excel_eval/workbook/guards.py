"""What a sheet does while a person types, without a macro: dropdowns, prompts, checks of numbers, red marks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from excel_eval.compute import compiled
from excel_eval.form.kinds import KINDS
from excel_eval.form.layout import Layout, Slot
from excel_eval.form.schema import COMPUTED, Field, Form
from excel_eval.formula import Node, to_excel
from excel_eval.grid import Area, a1
from excel_eval.paths import generic, table_row
from excel_eval.workbook.styles import MARK, Styles

MAX_LIST, MAX_TITLE, MAX_PROMPT = 255, 32, 255
_REFUSED: dict[str, tuple[str, str]] = {
    "decimal": ("请填写数字", "这里只能填数字，不带单位；没有发生的请留空。"),
    "whole": ("请填写年份", "请填写四位年份，如 2020。"),
    "date": ("请填写日期", "请按 2020-12-31 的样子填写日期。"),
    "list": ("请从列表中选择", "列表中没有这个选项。确定要用它吗？"),
}
_BOUNDS: dict[str, tuple[Any, Any]] = {
    "decimal": (-1e13, 1e13),
    "whole": (1949, 2999),
    "date": (date(1949, 10, 1), date(2999, 12, 31)),
}


def guard(sheet: Any, layout: Layout) -> None:
    """Set the dropdown, the check and the prompt of every input cell; a column of a free table at once."""
    for slots in _together(layout):
        options = _options(slots[0].field, slots[0].label)
        if options:
            top, left = slots[0].area.corner
            sheet.data_validation(top - 1, left - 1, slots[-1].area.top - 1, left - 1, options)


def _together(layout: Layout) -> Iterator[tuple[Slot, ...]]:
    """Input slots that share their guard: columns of tables, and single cells."""
    yield from (slots for slots in layout.columns.values() if _open(slots[0]))
    yield from ((slot,) for slot in layout.slots if not table_row(slot.path) and _open(slot))


def _open(slot: Slot) -> bool:
    return slot.role != COMPUTED or slot.field.input_when is not None


def _options(field: Field, label: str) -> dict[str, Any]:
    """XlsxWriter's options for a field; empty where nothing is asked or said."""
    options = _check(field)
    said = "；".join(part for part in (field.note, "必填" if field.required else "") if part)
    if said:
        options = {"validate": "any", **options, "input_title": label[-MAX_TITLE:], "input_message": said[:MAX_PROMPT]}
    return options


def _check(field: Field) -> dict[str, Any]:
    check = KINDS[field.kind].validation
    if field.choices and len(",".join(field.choices)) <= MAX_LIST and not any("," in each for each in field.choices):
        title, message = _REFUSED["list"]
        kind = {"validate": "list", "source": list(field.choices), "error_type": "warning"}
    elif check in _BOUNDS and field.formula is None:
        title, message = _REFUSED[check]
        low, high = _BOUNDS[check]
        kind = {"validate": "integer" if check == "whole" else check, "criteria": "between"}
        kind |= {"minimum": low, "maximum": high}
    else:
        return {}
    return kind | {"error_title": title, "error_message": message}


def mark(sheet: Any, styles: Styles, form: Form, layout: Layout) -> None:
    """Let every cell turn red in which a rule of the form does not hold."""
    for step in compiled(form).rules:
        slots = tuple(slot for slot in layout.slots if generic(slot.path) == step.name)
        if slots:
            first, last = slots[0].area, slots[-1].area
            sheet.conditional_format(
                first.top - 1,
                first.left - 1,
                last.bottom - 1,
                last.right - 1,
                {"type": "formula", "criteria": _broken(step.node, slots[0], layout), "format": styles(**MARK)},
            )


def _broken(node: Node, slot: Slot, layout: Layout) -> str:
    """The condition for a red mark, seen from the first row of its range: rows of the same table move along."""

    def address(name: str) -> str:
        found = layout.resolve(name, slot.path)
        if found is None:
            raise KeyError(name)
        if isinstance(found, Slot):
            return _anchored(found, slot)
        corners = [each.area.corner for each in found]
        return _absolute(Area(*min(corners), *max(corners)))

    return f"=NOT({to_excel(node, address)})"


def _anchored(found: Slot, near: Slot) -> str:
    row, column = found.area.corner
    address = a1(row, column, absolute=True)
    moves = table_row(near.path) is not None and found.area.top == near.area.top
    return address.replace(f"${row}", str(row)) if moves else address


def _absolute(area: Area) -> str:
    return f"{a1(area.top, area.left, absolute=True)}:{a1(area.bottom, area.right, absolute=True)}"
