"""Placeholders in a person's text, `{{ funds.total.executed | 万元 }}`: path and filter of closed lists, no code."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from excel_eval import paths

FILTERS = frozenset({"万元", "元", "百分比", "百分比1", "整数", "大写", "日期", "文字"})
"""What a placeholder may say after its bar."""

_WIDE = str.maketrans("｛｝｜", "{}|")
_BRACES = re.compile(r"\{\{([^{}]{1,200})\}\}")
_INSIDE = re.compile(r"\s{0,40}([a-z][a-z0-9_.\[\]]{0,120})\s{0,40}(?:\|\s{0,40}(\w{1,12})\s{0,40})?")
_TABLE_ROW = re.compile(r"\[[0-9]{1,6}\]")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder in a text: where it stands, the path and filter it names; no path where it names none."""

    start: int
    end: int
    inside: str
    path: str | None
    filter: str | None

    def known(self, extra: Collection[str] = ()) -> bool:
        """Whether path and filter exist; `extra` are paths of the form beyond the model's."""
        if self.path is None or (self.filter is not None and self.filter not in FILTERS):
            return False
        return self.path in extra or in_model(self.path)


def placeholders(text: str) -> Iterator[Placeholder]:
    """Every `{{ … }}` of a text, in order; braces and bar may be full width."""
    for match in _BRACES.finditer(text.translate(_WIDE)):
        inside = _INSIDE.fullmatch(match[1])
        path, name = (inside[1], inside[2]) if inside else (None, None)
        yield Placeholder(match.start(), match.end(), match[1].strip(), path, name)


def unknown_placeholders(text: str, extra: Collection[str] = ()) -> list[tuple[tuple[int, int], str]]:
    """Placeholders that would stay as they are, as ((start, end), what stands inside)."""
    return [((p.start, p.end), p.inside) for p in placeholders(text) if not p.known(extra)]


def in_model(path: str) -> bool:
    """Whether the model has such a value: a plain field, a field of a record, or of any row of a table."""
    record, key = paths.split(path)
    if not record:
        return key in paths.PLAIN
    table = _TABLE_ROW.sub("", record) if record.endswith("]") else ""
    kind = paths.TABLES.get(table) if table else paths.RECORDS.get(record)
    return kind is not None and key in paths.keys(kind)
