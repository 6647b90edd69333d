"""docProps/custom.xml: the properties that people and programs give a workbook."""

from __future__ import annotations

from excel_eval.ooxml.parts import Parts
from excel_eval.ooxml.xmlpart import local


def custom_properties(parts: Parts) -> dict[str, str]:
    """Name → value as text, in order."""
    found: dict[str, str] = {}
    for relation in parts.relationships("").of_kind("custom-properties"):
        if relation.target in parts:
            for element in parts.document(relation.target).root:
                if local(element) == "property":
                    found[element.get("name", "")] = "".join(str(piece) for piece in element.itertext())
    return found
