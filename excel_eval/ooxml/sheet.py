"""A worksheet of a package: parsed once for its values and for editing, let go when memory is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from excel_eval.errors import InputError
from excel_eval.grid import Grid, Position, Scalar
from excel_eval.ooxml.edit import SheetEdit
from excel_eval.ooxml.reading import CellReader, Source, hidden_columns, merged_areas, tags
from excel_eval.ooxml.xmlpart import XmlPart, child, parse

if TYPE_CHECKING:
    from excel_eval.ooxml.parts import Parts
    from excel_eval.ooxml.workbook_part import SheetEntry


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
            if self.entry.kind != "worksheet":
                raise InputError("ooxml.missing_part", part=self.entry.part or self.entry.name)
            self._document = parse(self.entry.part, self._parts.read(self.entry.part))
        return self._document

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
        self.edited = False

    def release(self) -> None:
        """Write the edits and let go of the parsed part."""
        self.flush()
        self._document = self._edit = None

    def grid(self, source: Source) -> Grid:
        """The sheet's values."""
        root = self.document.root
        names = tags(self.document.namespace)
        reader = CellReader(source, names)
        reader.rows(self._rows(names.data, names.row))
        return Grid(
            self.entry.name,
            reader.cells,
            merged_areas(root, names, self.entry.part),
            frozenset(reader.hidden_rows),
            hidden_columns(root, names),
            self.entry.state != "visible",
            self._extra(reader.arrays),
        )

    def _rows(self, data: str, row: str) -> Iterator[etree._Element]:
        element = self.document.root.find(data)
        return iter(()) if element is None else element.iterchildren(row)

    def _extra(self, arrays: list[str]) -> dict[str, str]:
        """`protected`, and `arrays`: the areas of array formulas and data tables."""
        protection = child(self.document.root, "sheetProtection")
        locked = protection is not None and protection.get("sheet") in ("1", "true")
        return ({"protected": "1"} if locked else {}) | ({"arrays": " ".join(arrays)} if arrays else {})

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
