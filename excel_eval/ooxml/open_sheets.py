"""The sheets of a package that are in use: parsed when asked for, as many kept as fit, their edits never lost."""

from __future__ import annotations

from collections.abc import Iterable

from excel_eval.errors import InputError
from excel_eval.ooxml.parts import Parts
from excel_eval.ooxml.sheet import Sheet
from excel_eval.ooxml.workbook_part import SheetEntry

_KEPT_BYTES = 2 << 20


class OpenSheets:
    """The sheets of one package by name; `entries` lists all that the workbook has, in order."""

    def __init__(self, parts: Parts, entries: tuple[SheetEntry, ...]) -> None:
        self.entries = entries
        self._parts = parts
        self._sheets: dict[str, Sheet] = {}
        self._kept = 0

    def sheet(self, name: str) -> Sheet:
        """A worksheet, its part parsed; InputError for a name that the workbook does not have."""
        if name not in self._sheets:
            entry = next((entry for entry in self.entries if entry.name == name), None)
            if entry is None:
                raise InputError("ooxml.no_such_sheet", sheet=name)
            self._sheets[name] = Sheet(self._parts, entry)
        sheet = self._sheets[name]
        if not sheet.loaded:
            self._make_room(sheet)
        return sheet

    def _make_room(self, wanted: Sheet) -> None:
        """Keep the parsed sheets that fit into a few megabytes; a large workbook is read sheet by sheet."""
        size = self._parts.size(wanted.entry.part)
        if self._kept + size > _KEPT_BYTES:
            for sheet in self._sheets.values():
                sheet.release()
            self._kept = 0
        self._kept += size

    def release(self, name: str) -> None:
        """Let go of a sheet's parsed part; its edits are kept."""
        if name in self._sheets:
            self._sheets[name].release()

    def settle(self) -> None:
        """Write the edits of all sheets into their parts."""
        for sheet in self._sheets.values():
            sheet.flush()

    def reload(self, changed: Iterable[str], entries: tuple[SheetEntry, ...]) -> None:
        """Forget sheets whose parts were replaced, and take over what the workbook has now."""
        for name in changed:
            self._sheets.pop(name, None)
        self.entries = entries
