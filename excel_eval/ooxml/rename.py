"""References to a sheet that got another name, in formulas, links and charts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

from lxml import etree

from excel_eval.ooxml.xmlpart import local

_FORMULAS = frozenset({"f", "formula", "formula1", "formula2", "definedName", "sqref"})


def renamed_text(formula: str, names: Mapping[str, str]) -> str:
    """A formula or a place with the sheets renamed: 'old'!A1 → 'new'!A1."""
    for old, new in names.items():
        spelled = old.replace("'", "''")
        pattern = rf"'{re.escape(spelled)}'!|(?<![\w'.]){re.escape(old)}!"
        replacement = "'" + new.replace("'", "''") + "'!"
        formula = re.sub(pattern, lambda _, text=replacement: text, formula)  # type: ignore[misc]
    return formula


def renamed_sheet(root: etree._Element, names: Mapping[str, str]) -> None:
    """Rename in the formulas and links of a sheet part."""
    if not names:
        return
    for element in root.iter():
        if local(element) in _FORMULAS and element.text:
            element.text = renamed_text(element.text, names)
        elif local(element) == "hyperlink" and element.get("location"):
            element.set("location", renamed_text(element.get("location", ""), names))


def renamed_bytes(part: str, content: bytes, names: Mapping[str, str]) -> bytes:
    """Rename in a chart or drawing, whose references stand as text."""
    if not names or not part.endswith(".xml"):
        return content
    spelled = {escape(old): escape(new) for old, new in names.items()}
    return renamed_text(content.decode("utf-8"), spelled).encode("utf-8")
