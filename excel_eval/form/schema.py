"""A form as data: sections of fields and tables, each field with its label, kind, role and place in the grid.

Four shapes: `fields` (label, value, several to a row), `named` (a table with named rows), `free` (a table with as many rows
as people fill, closed by a total row or an empty row), `text` (a label and a long cell).
"""

from __future__ import annotations

from dataclasses import dataclass

from excel_eval.formula import Node

SHAPES = ("fields", "named", "free", "text")
INPUT, COMPUTED = "input", "computed"


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula over the form's names, as written and as parsed."""

    source: str
    node: Node


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a section: in `fields` and `text` a labelled cell, in tables a column.

    `formula` makes it computed, unless `input_when` holds in its row. `span` and `label_span` count merged columns.
    `needed` says of a column that its lack is told where another header stands unread.
    `rows` names the rows of a named table that have this value; the others show `filler`.
    """

    key: str
    label: str = ""
    aliases: tuple[str, ...] = ()
    kind: str = "text"
    role: str = INPUT
    formula: Formula | None = None
    input_when: Formula | None = None
    default: str | None = None
    required: bool = False
    needed: bool = False
    note: str = ""
    choices: tuple[str, ...] = ()
    pattern: str = ""
    span: int = 1
    label_span: int = 1
    rows: tuple[str, ...] = ()
    filler: str = ""
    merge_down: bool = False
    lines: int = 1


NAME = Field("name", "名称")
"""What a further row of a named table is called: its label on the sheet."""


@dataclass(frozen=True, slots=True)
class Row:
    """A named row of a table; `key` "" is a table of one row without a label."""

    key: str
    label: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TotalRow:
    """The closing row of a free table: a label over `label_span` columns, then fields under the table's columns.

    `path` is the record its values belong to; a field's key names the value, `under` the table column above it.
    """

    path: str
    label: str
    aliases: tuple[str, ...] = ()
    label_span: int = 1
    fields: tuple[tuple[str, Field], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form. `path` prefixes its values; `side` is a vertical label merged over all its rows.

    `further` is the key of rows that a named table has on a sheet beyond those of the form, each with its `name`;
    `beside` are columns that a table may have on a sheet too: they are read, never drawn. Nor is a part that is not
    `drawn`: it is what people add to the form.
    """

    key: str
    shape: str
    path: str = ""
    title: str = ""
    aliases: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    beside: tuple[Field, ...] = ()
    rows: tuple[Row, ...] = ()
    further: str = ""
    total: TotalRow | None = None
    blank_rows: int = 0
    preset: tuple[tuple[tuple[str, str], ...], ...] = ()
    side: str = ""
    side_span: int = 0
    label_span: int = 1
    corner: str = ""
    lines: int = 1
    gap: int = 0
    optional: bool = False
    drawn: bool = True

    @property
    def growing(self) -> str:
        """The path of rows of which a sheet has as many as people need: a free table's, or a named one's further rows."""
        if self.shape == "free":
            return self.path
        return ".".join(part for part in (self.path, self.further) if part) if self.further else ""

    @property
    def read(self) -> tuple[Field, ...]:
        """Everything that is looked for: the fields of the form, and the columns that may stand beside them."""
        return (*self.fields, *self.beside)

    def field(self, key: str) -> Field:
        """The field of that key; KeyError when there is none."""
        for candidate in self.read:
            if candidate.key == key:
                return candidate
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class FormRule:
    """What must hold on every sheet, as a formula over the form's names: a red mark while typing.

    Where `id` is a rule of the library that rule does the checking; otherwise the formula is the check, with this message.
    """

    id: str
    path: str
    formula: Formula
    message: str = ""
    suggestion: str = ""
    severity: str = "error"


@dataclass(frozen=True, slots=True)
class Form:
    """A fill-in sheet: its sections from top to bottom over a grid of columns (widths in half-width characters)."""

    key: str
    version: int
    title: str
    columns: tuple[int, ...]
    sections: tuple[Section, ...]
    subtitle: str = ""
    unit: str = "万元"
    rubric: str | None = None
    narrative: str | None = None
    rules: tuple[FormRule, ...] = ()
    name_path: str = "name"
    subject: str = "项目"
    landscape: bool = False
    instructions: tuple[str, ...] = ()
    summary: tuple[tuple[str, str], ...] = ()

    def section(self, key: str) -> Section:
        """The section of that key; KeyError when there is none."""
        for candidate in self.sections:
            if candidate.key == key:
                return candidate
        raise KeyError(key)
