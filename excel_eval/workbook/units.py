"""The unit of money of a sheet: what its own cell, its remarks or its labels say; else that of the form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from excel_eval.form.labels import LONGEST, narrow
from excel_eval.form.layout import Layout
from excel_eval.form.schema import Form
from excel_eval.grid import Grid, Position, a1

YUAN = {"元": Decimal(1), "万元": Decimal(10000)}
_SAID = re.compile(r"(?:金额|资金|货币)?(?:计量)?单位:?(?:人民币)?(万?元)")
_PRICE = ("单价", "价格", "标准", "人均", "户均", "每")
"""Labels whose unit is that of one thing, not of the sheet's amounts: 单价（元）."""
_LABEL = re.compile(r"\((?:单位:)?(万?元)\)$")


def unit_of(form: Form, grid: Grid, layout: Layout) -> tuple[str, str | None]:
    """元 or 万元, and the cell that says so."""
    slot = layout.by_path.get("amount_unit")
    chosen = _text(grid, slot.area.corner) if slot else ""
    if slot and chosen in YUAN:
        return chosen, slot.cell
    values = {slot.area.corner for slot in layout.slots}
    texts = {
        at: _text(grid, at)
        for at, cell in grid.cells.items()
        if isinstance(cell.value, str) and "元" in cell.value and at not in values
    }
    return _said(texts) or _labelled(texts) or (form.unit, None)


def scale_of(form: Form, unit: str) -> Decimal:
    """What one of the form's unit is in another."""
    return YUAN.get(form.unit, Decimal(1)) / YUAN.get(unit, Decimal(1))


def _text(grid: Grid, at: tuple[int, int]) -> str:
    value = grid.cell(*at).value
    return narrow(value) if isinstance(value, str) and len(value) <= LONGEST else ""


def _said(texts: Mapping[Position, str]) -> tuple[str, str] | None:
    """The unit in a remark such as 单位：元."""
    found = ((match[1], a1(*at)) for at, text in texts.items() if (match := _SAID.search(text)))
    return next(found, None)


def _labelled(texts: Mapping[Position, str]) -> tuple[str, str] | None:
    """The unit in brackets behind labels, where all of them agree: 项目资金（元）."""
    ends = {at: _LABEL.search(text) for at, text in texts.items() if not any(word in text for word in _PRICE)}
    found = {match[1]: a1(*at) for at, match in ends.items() if match}
    return found.popitem() if len(found) == 1 else None
