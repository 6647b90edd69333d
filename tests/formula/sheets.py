"""Operand sheets and formula tables written as Markdown, as values, as a scope and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from excel_eval.formula import Matrix, evaluate, parse, to_excel
from excel_eval.grid import Area, ErrorValue, Scalar

CASES = Path(__file__).parent / "cases"
RESULT_COLUMN = 26
"""Formulas stand below each other in this column (Z) of the first sheet."""
Operand = Scalar
Sheet = dict[tuple[int, int], str]


def table(text: str) -> Iterator[list[str]]:
    """The rows of a Markdown table below its header."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    for line in lines[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


def sheets() -> dict[str, Sheet]:
    """The operands of data.md as spelled there: sheet → position → spelling."""
    found: dict[str, Sheet] = {}
    for part in (CASES / "data.md").read_text(encoding="utf-8").split("\n# ")[1:]:
        name, _, text = part.partition("\n")
        found[name] = {
            (row, column): spelled
            for row, cells in enumerate(table(text), 1)
            for column, spelled in enumerate(cells[1:], 1)
            if spelled
        }
    return found


@dataclass(frozen=True)
class Operands:
    """The sheets of data.md as a scope."""

    values: dict[str, dict[tuple[int, int], Scalar]]

    def name(self, path: str) -> Scalar | Matrix:
        raise KeyError(path)

    def area(self, sheet: str | None, area: Area) -> Matrix:
        cells = self.values[sheet or "data"]
        bottom = min(area.bottom, max(row for row, _ in cells))
        right = min(area.right, max(column for _, column in cells))
        return tuple(
            tuple(cells.get((row, column)) for column in range(area.left, right + 1))
            for row in range(area.top, bottom + 1)
        )


def operands() -> Operands:
    """All operands as values."""
    return Operands({name: {at: value(text) for at, text in cells.items()} for name, cells in sheets().items()})


def value(spelled: str) -> Scalar:
    """A value as the tables spell it."""
    if spelled.startswith("="):
        return evaluate(parse(spelled), Operands({}))
    if spelled.startswith("#"):
        return ErrorValue(spelled)
    if spelled.startswith('"'):
        return spelled[1:-1]
    return spelled == "TRUE" if spelled in ("TRUE", "FALSE") else Decimal(spelled)


def workbook(path: Path, formulas: Sequence[str]) -> Path:
    """A workbook of the operands and of formulas over them, which carry a wrong value."""
    with xlsxwriter.Workbook(str(path)) as book:
        written = {name: _written(book.add_worksheet(name), cells) for name, cells in sheets().items()}
        for row, formula in enumerate(formulas):
            text = to_excel(parse(formula), lambda name: name)
            written["data"].write_formula(row, RESULT_COLUMN - 1, "=" + text, None, "wrong")
    return path


def _written(sheet: xlsxwriter.worksheet.Worksheet, cells: Sheet) -> xlsxwriter.worksheet.Worksheet:
    for (row, column), spelled in cells.items():
        at = row - 1, column - 1
        if spelled.startswith("="):
            sheet.write_formula(*at, spelled, None, str(value(spelled)))
        elif spelled.startswith('"'):
            sheet.write_formula(*at, '=""', None, "") if spelled == '""' else sheet.write_string(*at, spelled[1:-1])
        elif spelled in ("TRUE", "FALSE"):
            sheet.write_boolean(*at, spelled == "TRUE")
        else:
            sheet.write_number(*at, float(spelled))
    return sheet


def same(ours: Scalar, theirs: object) -> bool:
    """Whether LibreOffice's value is ours: numbers to 1e-9 relative, everything else exactly; no text is a blank."""
    if isinstance(theirs, bool) or isinstance(ours, bool):
        return ours is theirs
    if isinstance(ours, Decimal):
        return isinstance(theirs, int | float) and abs(float(ours) - theirs) <= 1e-9 * abs(float(ours)) + 1e-300
    return (str(ours) if ours is not None else "") == (theirs if theirs is not None else "")
