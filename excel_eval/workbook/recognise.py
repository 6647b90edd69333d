"""Which form a workbook follows, by its stamp or by its labels; and which of its sheets are projects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from excel_eval.errors import InputError
from excel_eval.findings import Finding
from excel_eval.form.likeness import likeness
from excel_eval.form.load import DEFAULT_FORM, load_form, shipped_forms
from excel_eval.form.schema import Form
from excel_eval.form.vocabulary import vocabulary
from excel_eval.grid import Grid
from excel_eval.reading_rules import finding

STAMP, VERSION = "excel-eval form", "excel-eval version"
NO_PROJECTS = frozenset(("目录", "填报说明", "汇总", "核对结果", "评价报告", "豁免"))
_TEMPLATE = ("模板", "模版", "样表", "示例", "范例", "template", "sample")
_COPY = re.compile(r"\s?[(（]\d{1,3}[)）]$")
_LONGEST = 100_000
"""A sheet with more cells is a list, no form."""
_SAMPLE = 12
"""So many sheets are looked at to tell the form."""


def recognised(properties: Mapping[str, str], grids: Iterable[Grid]) -> tuple[Form, tuple[Finding, ...]]:
    """The form of a workbook and what is to be said of how it was told."""
    key = stamped_with(properties)
    if key in shipped_forms():
        form = load_form(key)
        stamped = properties.get(VERSION, "").strip()
        if stamped in ("", str(form.version)):
            return form, ()
        known = str(form.version)
        return form, (finding("C11", None, None, variant="version", form=form.title, found=stamped, expected=known),)
    form = _by_labels([grid for grid in grids if candidate(grid)][:_SAMPLE])
    return form, (finding("C11", None, None, form=form.title),)


def stamped_with(properties: Mapping[str, str]) -> str:
    """The key of the form that a workbook was made from, "" where it does not say."""
    return properties.get(STAMP, "")


def require_known(properties: Mapping[str, str], form: Form, source: Path | None) -> None:
    """InputError where a workbook without projects was made from a form that is neither shipped nor the one given."""
    key = stamped_with(properties)
    if key and key != form.key and key not in shipped_forms():
        raise InputError("recognise.own_form", file=source.name if source else "", form=key)


def _by_labels(grids: list[Grid]) -> Form:
    """The shipped form that the sheets are most like; the default one where they are like none."""

    def alike(key: str) -> tuple[float, bool]:
        form = load_form(key)
        words = vocabulary(form)
        return sum(likeness(form, grid, words) for grid in grids), key == DEFAULT_FORM

    return load_form(max(shipped_forms(), key=alike))


def candidate(grid: Grid) -> bool:
    """Whether a sheet may be a project: not a result or help sheet, nor a copy of one, nor a long list."""
    return _COPY.sub("", grid.name.strip()) not in NO_PROJECTS and 0 < len(grid.cells) <= _LONGEST


def is_template(name: str) -> bool:
    """Whether a sheet's name says that it is only there to be copied."""
    return any(word in name.casefold() for word in _TEMPLATE)
