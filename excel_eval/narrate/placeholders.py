"""Filling the placeholders of a person's own text from the project, for 评价报告; nothing in the text is evaluated."""

from __future__ import annotations

from collections.abc import Collection

from excel_eval.model import Project
from excel_eval.narrate.filters import filtered, shown
from excel_eval.text.placeholders import Placeholder, placeholders

BLANK = "（未填）"
"""What stands where the value is blank."""


def fill_placeholders(text: str, project: Project, extra: Collection[str] = ()) -> str:
    """The text with every known placeholder replaced by its value; all else stays as it is.

    Amounts are in 万元. `extra` are paths of the form beyond the model's, known even where they are blank.
    """
    known = {*extra, *project.extra}
    parts: list[str] = []
    end = 0
    for placeholder in placeholders(text):
        value = _value(placeholder, project) if placeholder.known(known) else None
        if value is not None:
            parts += (text[end : placeholder.start], value)
            end = placeholder.end
    return "".join((*parts, text[end:]))


def _value(placeholder: Placeholder, project: Project) -> str | None:
    path = placeholder.path or ""
    value = project.get(path)
    if value is None:
        return BLANK
    return filtered(placeholder.filter, path, value) if placeholder.filter else shown(path, value)
