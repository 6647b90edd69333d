"""A worksheet of a package: parsed once for its values and for editing, let go when memory is wanted."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from lxml import etree

from excel_eval.errors import InputError
from excel_eval.grid import Grid, Position, Scalar
from excel_eval.ooxml.edit import SheetEdit
from excel_eval.ooxml.lint_sheet import examine
from excel_eval.ooxml.reading import CellReader, Tags, hidden_columns, merged_areas, tags, without_blanks
from excel_eval.ooxml.source import Source
from excel_eval.ooxml.xmlpart import Stream, XmlPart, child, parse

if TYPE_CHECKING:
    from excel_eval.ooxml.parts import Parts
    from excel_eval.ooxml.workbook_part import SheetEntry

_LARGE = 4 << 20


class Sheet:
    """One worksheet. The parsed part is kept until `release`; edits are written into the package then."""

    def __init__(self, parts: Parts, entry: SheetEntry) -> None:
        self.entry = entry
        self._parts = parts
        self._document: XmlPart | None = None
        self._edit: SheetEdit | None = None
        self.edited = False

    @property
    def document(self) -> XmlPart:
        """The parsed sheet part."""
        if self._document is None:
            self._require_worksheet()
            self._document = parse(self.entry.part, self._parts.read(self.entry.part))
        return self._document

    def _require_worksheet(self) -> None:
        if self.entry.kind != "worksheet":
            raise InputError("ooxml.missing_part", part=self.entry.part or self.entry.name)

    @property
    def loaded(self) -> bool:
        """Whether the parsed part is in memory."""
        return self._document is not None

    def touch(self) -> None:
        """Note that the part was edited."""
        self.edited = True

    def flush(self) -> None:
        """Write the edits into the package."""
        if self.edited and self._document is not None:
            self._parts.write(self.entry.part, self._document.to_bytes())
            self._parts.examined[self.entry.part] = examine(self._document)
        self.edited = False

    def release(self) -> None:
        """Write the edits and let go of the parsed part, and of those below it."""
        self.flush()
        self._document = self._edit = None
        self._parts.release(self.entry.part)

    def grid(self, source: Source) -> Grid:
        """The sheet's values. A large part that is not being edited is read row by row, without keeping it."""
        if self._document is None and self._parts.size(self.entry.part) > _LARGE:
            return self._streamed(source)
        root = self.document.root
        names = tags(self.document.namespace)
        reader = CellReader(self.entry.part, source, names)
        data = root.find(names.data)
        if data is not None:
            reader.rows(data.iterchildren(names.row))
        return self._grid(reader, root, names)

    def _streamed(self, source: Source) -> Grid:
        """The values, read without blank cells; what is wrong is told of the part as it stands."""
        self._require_worksheet()
        slim = without_blanks(self._parts.read(self.entry.part))
        try:
            return self._row_by_row(slim, source)
        except InputError:
            if len(slim) == self._parts.size(self.entry.part):
                raise
        return self._row_by_row(self._parts.read(self.entry.part), source)

    def _row_by_row(self, content: bytes, source: Source) -> Grid:
        part = Stream(self.entry.part, content, "row")
        rows = iter(part)
        first = next(rows, None)
        names = tags(str(etree.QName(part.root if first is None else first).namespace or ""))
        reader = CellReader(self.entry.part, source, names)
        reader.rows(rows if first is None else chain([first], rows))
        return self._grid(reader, part.root, names)

    def _grid(self, reader: CellReader, root: etree._Element, names: Tags) -> Grid:
        return Grid(
            self.entry.name,
            reader.cells,
            merged_areas(root, names, self.entry.part),
            frozenset(reader.hidden_rows),
            hidden_columns(root, names),
            self.entry.state != "visible",
            frozenset(reader.masters),
            _extra(root, reader.arrays),
        )

    @property
    def editor(self) -> SheetEdit:
        """The index for editing, made with the first edit."""
        if self._edit is None:
            self._edit = SheetEdit(self.document, tags(self.document.namespace))
        return self._edit

    def set_cell(self, place: Position, value: Scalar, formula: str | None, style: int | None) -> None:
        """Set a cell; CellRefused where it must not be set."""
        self.editor.set_cell(place, value, formula, style)
        self.edited = True

    def set_cached(self, place: Position, value: Scalar) -> bool:
        """Refresh or drop (None) the cached value of a formula."""
        done = self.editor.set_cached(place, value)
        self.edited = self.edited or done
        return done


def _extra(root: etree._Element, arrays: list[str]) -> dict[str, str]:
    """What else is known of a sheet.

    `protected` against typing; `arrays`: the areas of arrays and data tables; `filtered`: the area whose rows a filter
    hides.
    """
    protection, filtering = child(root, "sheetProtection"), child(root, "autoFilter")
    locked = protection is not None and protection.get("sheet") in ("1", "true")
    found = {"protected": "1"} if locked else {}
    if filtering is not None and child(filtering, "filterColumn") is not None:
        found["filtered"] = filtering.get("ref", "")
    return found | ({"arrays": " ".join(arrays)} if arrays else {})
