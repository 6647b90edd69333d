"""A workbook package: opened, its sheets read, cells set, sheets grafted in, saved with every other part untouched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from excel_eval.errors import InputError
from excel_eval.grid import Grid, Position, Scalar
from excel_eval.ooxml import graft as grafting
from excel_eval.ooxml.atomic import replace_file
from excel_eval.ooxml.encrypted import decrypted
from excel_eval.ooxml.kinds import require_workbook, sniff
from excel_eval.ooxml.lint import require_clean
from excel_eval.ooxml.marks import colour, signed
from excel_eval.ooxml.notes import set_notes
from excel_eval.ooxml.open_sheets import OpenSheets
from excel_eval.ooxml.parts import Parts
from excel_eval.ooxml.properties import custom_properties, saved_on
from excel_eval.ooxml.sheet import Sheet
from excel_eval.ooxml.source import Source
from excel_eval.ooxml.strings import shared_strings
from excel_eval.ooxml.styles import Markup, Styles
from excel_eval.ooxml.tables import filtered_areas, table_areas
from excel_eval.ooxml.workbook_part import SheetEntry, WorkbookPart

_KINDS = {
    "sheet.macroEnabled": "xlsm", "template.macroEnabled": "xltm", "addin.macroEnabled": "xlam", "template": "xltx",
}  # fmt: skip


def open_package(path: Path, *, password: str | None = None) -> Package:
    """The workbook at `path`; InputError for what is no workbook that can be read, saying what it is and what to do."""
    kind = sniff(path)
    require_workbook(path, kind)
    if kind == "encrypted":
        return Package(Parts(decrypted(path, password)), path)
    return Package(Parts(path), path)


def package_of(content: bytes) -> Package:
    """A workbook from its bytes."""
    return Package(Parts(content), None)


class Package:
    """An open workbook package."""

    def __init__(self, parts: Parts, path: Path | None) -> None:
        self.path = path
        self._parts = parts
        self._workbook = WorkbookPart(parts)
        self._source: Source | None = None
        self._styles: Styles | None = None
        self._recalculate = False
        self.signed = any(name.lower().startswith("_xmlsignatures/") for name in parts.names())
        """Whether the workbook bears a digital signature, which any change would break."""
        self.kind = self._kind()
        self.date1904 = self._workbook.date1904
        self.strict = self._workbook.strict
        self._open = OpenSheets(parts, self._workbook.sheets())

    @property
    def sheets(self) -> tuple[SheetEntry, ...]:
        """Every sheet in the workbook's order."""
        return self._open.entries

    def _kind(self) -> str:
        declared = self._parts.types.of(self._workbook.name)
        return next((kind for mark, kind in _KINDS.items() if mark in declared), "xlsx")

    def close(self) -> None:
        """Let go of the file."""
        self._parts.close()

    @property
    def defined_names(self) -> dict[str, str]:
        """What names stand for: those of the workbook, those of a sheet as 'sheet'!name, and tables as name[]."""
        found = table_areas(self._parts, self.sheets)
        for element in self._workbook.names():
            scope = element.get("localSheetId", "")
            name = element.get("name", "")
            if scope.isdigit() and int(scope) < len(self.sheets):
                name = f"'{self.sheets[int(scope)].name}'!{name}"
            found[name] = element.text or ""
        return found

    def custom_properties(self) -> dict[str, str]:
        """docProps/custom.xml: name → value as text."""
        return custom_properties(self._parts)

    def saved_on(self) -> date | None:
        """The day on which a person last saved the workbook, as far as it tells."""
        return saved_on(self._parts)

    def sheet(self, name: str) -> Sheet:
        """A worksheet by its name, parsed when it is used."""
        return self._open.sheet(name)

    def release(self, name: str) -> None:
        """Let go of a sheet's parsed part; its edits are kept."""
        self._open.release(name)

    def grid(self, name: str) -> Grid:
        """A sheet's values, formulas and number formats."""
        grid = self.sheet(name).grid(self._for_reading())
        if name not in self._filtered_tables:
            return grid
        filtered = f"{grid.extra.get('filtered', '')}{self._filtered_tables[name]}"
        return replace(grid, extra={**grid.extra, "filtered": filtered})

    @cached_property
    def _filtered_tables(self) -> dict[str, str]:
        return filtered_areas(self._parts, self.sheets)

    def _for_reading(self) -> Source:
        if self._source is None:
            strings = self._workbook.related("sharedStrings")
            texts = shared_strings(self._parts.fresh(strings)) if strings else []
            part = self._workbook.related("styles")
            codes = Styles(self._parts.document(part)).formats if part else []
            formats: dict[str | None, str] = {str(number): code for number, code in enumerate(codes)}
            formats[None] = codes[0] if codes else "General"
            self._source = Source(texts, formats, self.date1904)
        return self._source

    def set_cell(
        self,
        sheet: str,
        position: Position,
        *,
        value: Scalar = None,
        formula: str | None = None,
        style: int | None = None,
    ) -> None:
        """Put a value, or a formula (without '=') with its value, into a cell; None for both empties it.

        CellRefused for members of arrays, data tables and merged ranges, and for masters of shared formulas.
        """
        self._require_writable()
        self.sheet(sheet).set_cell(position, value, formula, style)
        self._recalculate = True

    def set_cached(self, sheet: str, position: Position, value: Scalar) -> None:
        """Refresh the cached value of a formula without touching the formula."""
        self._require_writable()
        self.sheet(sheet).set_cached(position, value)
        self._recalculate = True

    def drop_cached(self, sheet: str, position: Position) -> None:
        """Drop the cached value of a formula that cannot be calculated here."""
        self.set_cached(sheet, position, None)

    def style(self, sheet: str, position: Position) -> int:
        """The style id of a cell."""
        return self.sheet(sheet).editor.style(position)

    def add_style(  # noqa: PLR0913 - everything a style can differ in, by name
        self,
        base: int,
        *,
        number_format: str | None = None,
        font: Markup | None = None,
        fill: Markup | None = None,
        border: Markup | None = None,
        alignment: Markup | None = None,
        locked: bool | None = None,
    ) -> int:
        """The id of a cell style like `base` with some things changed; equal wishes give the same id."""
        self._require_writable()
        wishes = {"number_format": number_format, "font": font, "fill": fill, "border": border, "alignment": alignment}
        styles = self._styles_part()
        number = styles.derive(base, wishes | {"locked": locked})
        if styles.edited:
            self._parts.touch(styles.document)
            self._source = None
        return number

    def _styles_part(self) -> Styles:
        if self._styles is None:
            self._styles = Styles(self._parts.document(self._workbook.styles_part()))
        return self._styles

    def graft(
        self, source: bytes | Path, sheets: Sequence[str], *, at: int | None = None, replace: bool = True
    ) -> tuple[str, ...]:
        """Take over whole sheets of another workbook; the names that they have now.

        Sheets that an earlier graft made are replaced where they stand (with `replace=False`, taken out first); a
        person's own sheet of the same name is left alone and the new one gets another name.
        """
        self._require_writable()
        if not replace:
            for name in set(sheets) & set(self._workbook.made_here()):
                self.remove_sheet(name)
        self._open.settle()
        other = Parts(source)
        try:
            names = grafting.graft(self._workbook, WorkbookPart(other), sheets, at)
        finally:
            other.close()
        self._reload(names)
        return names

    def remove_sheet(self, name: str) -> None:
        """Take a sheet out, with the parts that only it uses."""
        self._require_writable()
        self._open.settle()
        grafting.remove_sheet(self._workbook, name)
        self._reload([name])

    @property
    def made_here(self) -> tuple[str, ...]:
        """The sheets that an earlier graft made."""
        return tuple(self._workbook.made_here())

    def _reload(self, changed: Sequence[str]) -> None:
        self._open.reload(changed, self._workbook.sheets())
        self._styles = self._source = None
        self._recalculate = True

    def marked(self) -> tuple[str, ...]:
        """The worksheets that bear marks of an earlier fill, or may bear some: their parts are searched, not parsed."""
        return tuple(entry.name for entry in self.sheets if entry.kind == "worksheet" and self._mentions_us(entry.part))

    def _mentions_us(self, part: str) -> bool:
        notes = [relation.target for relation in self._parts.relationships(part).of_kind("comments")]
        return any(signed(self._parts.read(name)) for name in (part, *notes) if name in self._parts)

    def set_marks(self, sheet: str, notes: Mapping[Position, str], *, author: str = "excel-eval") -> None:
        """Let exactly these cells be marked, with a colour and a note; earlier marks go, other people's notes stay."""
        self._require_writable()
        page = self.sheet(sheet)
        noted = set_notes(self._parts, page.entry.part, page.document, notes, author)
        coloured = False
        if notes or self._workbook.related("styles"):
            styles = self._styles_part()
            coloured, added = colour(page.document, styles.document, notes)
            if added:
                self._parts.touch(styles.document)
                self._styles = None
        if noted or coloured:
            page.touch()

    def _require_writable(self) -> None:
        if self.strict:
            raise InputError("ooxml.strict", file=self._shown_name)
        if self.signed:
            raise InputError("ooxml.signed", file=self._shown_name)

    @property
    def _shown_name(self) -> str:
        return self.path.name if self.path else "-"

    @property
    def changed(self) -> frozenset[str]:
        """The names of the parts that were edited, added or removed."""
        self._finish()
        return self._parts.changed

    def _finish(self) -> None:
        self._open.settle()
        if self._recalculate:
            self._workbook.recalculate_on_load()
            self._recalculate = False

    def write(self, target: BinaryIO) -> None:
        """Write the package into an open file; InputError for a defect of ours that the input did not have."""
        self._finish()
        require_clean(self._parts)
        self._parts.save(target)

    def save(self, target: Path) -> None:
        """Write the package so that `target` is at every instant absent, the old file, or complete."""
        replace_file(target, self.write)

    def to_bytes(self) -> bytes:
        """The package as bytes."""
        import io

        buffer = io.BytesIO()
        self.write(buffer)
        return buffer.getvalue()
