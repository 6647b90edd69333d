"""The properties of a workbook: those that people and programs give it, and the day on which it was last saved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from excel_eval.errors import InputError
from excel_eval.ooxml.parts import Parts
from excel_eval.ooxml.xmlpart import local


def custom_properties(parts: Parts) -> dict[str, str]:
    """docProps/custom.xml: name → value as text, in order."""
    found: dict[str, str] = {}
    for relation in parts.relationships("").of_kind("custom-properties"):
        if relation.target in parts:
            for element in parts.document(relation.target).root:
                if local(element) == "property":
                    found[element.get("name", "")] = "".join(str(piece) for piece in element.itertext())
    return found


def _core(parts: Parts) -> Iterator[tuple[str, str]]:
    for relation in parts.relationships("").of_kind("core-properties"):
        if relation.target in parts:
            for element in parts.document(relation.target).root:
                yield local(element), (element.text or "").strip()


_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T|$)")


def saved_on(parts: Parts) -> date | None:
    """The day of docProps/core.xml's dcterms:modified; None where it is missing, no date, or only what created says.

    A program that makes a file stamps both alike, often with a day of its own; only saving it again sets them apart.
    """
    try:
        stamps = dict(_core(parts))
    except InputError:
        return None
    match = _DAY.match(stamps.get("modified", ""))
    if not match or stamps["modified"] == stamps.get("created"):
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None
