"""Tables: their numbers and names are unique in a workbook, not only in a sheet."""

from __future__ import annotations

from excel_eval.ooxml.parts import Parts
from excel_eval.ooxml.xmlpart import parse


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
