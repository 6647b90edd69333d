"""Tables: their numbers and names are unique in a workbook, not only in a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from lxml import etree

from excel_eval.errors import InputError
from excel_eval.grid import quoted
from excel_eval.ooxml.parts import Parts
from excel_eval.ooxml.workbook_part import SheetEntry
from excel_eval.ooxml.xmlpart import child, parse


def table_areas(parts: Parts, sheets: Iterable[SheetEntry]) -> dict[str, str]:
    """The cells of every table by its name with brackets: Table1[] → 'Sheet'!A1:C9; a damaged table is left out."""
    tables = _tables(parts, sheets)
    return {f"{table.get('displayName', '')}[]": f"{quoted(name)}!{table.get('ref', '')}" for name, table in tables}


def filtered_areas(parts: Parts, sheets: Iterable[SheetEntry]) -> dict[str, str]:
    """By sheet, the areas of its tables whose rows a filter hides."""
    found: dict[str, str] = {}
    for name, table in _tables(parts, sheets):
        filtering = child(table, "autoFilter")
        if filtering is not None and child(filtering, "filterColumn") is not None:
            found[name] = f"{found.get(name, '')} {filtering.get('ref', '')}"
    return found


def _tables(parts: Parts, sheets: Iterable[SheetEntry]) -> Iterator[tuple[str, etree._Element]]:
    """The tables of all sheets that are not damaged, each with its sheet's name."""
    if not any(parts.types.of(name).endswith("table+xml") for name in parts.names()):
        return
    for sheet in sheets:
        for relation in parts.relationships(sheet.part).of_kind("table") if sheet.part else ():
            with suppress(InputError):
                yield sheet.name, parts.document(relation.target).root


def unique_table(parts: Parts, content: bytes) -> bytes:
    """A table part whose number and name no other table of the package has."""
    others = [parts.document(name).root for name in parts.names() if parts.types.of(name).endswith("table+xml")]
    table = parse("table", content)
    numbers = {other.get("id", "") for other in others}
    names = {other.get(key, "").lower() for other in others for key in ("name", "displayName")}
    table.root.set("id", _free(table.root.get("id", "1"), numbers, ""))
    name = table.root.get("displayName", "Table1")
    if name.lower() in names:
        name = _free("2", {each.removeprefix(f"{name.lower()}_") for each in names}, f"{name}_")
    table.root.set("name", name)
    table.root.set("displayName", name)
    return table.to_bytes()


def _free(number: str, taken: set[str], prefix: str) -> str:
    candidate = int(number) if number.isdigit() else 1
    while str(candidate) in taken:
        candidate += 1
    return f"{prefix}{candidate}"
