"""A formula moved to another cell: its relative references move along, as when Excel fills down a shared formula."""

from __future__ import annotations

import re

from excel_eval.grid import MAX_COLUMN, MAX_ROW, column_letters, column_number

_TOKEN = re.compile(
    r"""(?P<string>"[^"]*")
      | (?P<sheet>'[^']*')
      | (?P<bracket>\[[^\[\]]{0,300}\])
      | (?<![\w.\\?])(?P<cell>(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7}))(?![\w(!.\[\\?])
      | (?<![\w.\\?:])(?P<columns>(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3}))(?![\w(!.\[\\?:])
      | (?<![\w.\\?:])(?P<rows>(\$?)([0-9]{1,7}):(\$?)([0-9]{1,7}))(?![\w(!.\[\\?:])
    """,
    re.VERBOSE,
)
_MAX_FORMULA = 32_767
_OUTSIDE = "#REF!"


def shifted(formula: str, rows: int, columns: int) -> str:
    """`formula` as it reads `rows` further down and `columns` further right; #REF! where it leaves the sheet."""
    if len(formula) > _MAX_FORMULA or not (rows or columns):
        return formula
    return _TOKEN.sub(lambda match: _moved(match, rows, columns), formula)


def _moved(match: re.Match[str], rows: int, columns: int) -> str:
    if match["cell"]:
        _, column_fixed, letters, row_fixed, number = match.group("cell", 5, 6, 7, 8)
        column, row = _column(column_fixed, letters, columns), _row(row_fixed, number, rows)
        return f"{column}{row}" if column and row else _OUTSIDE
    if match["columns"]:
        left, right = _column(match[10], match[11], columns), _column(match[12], match[13], columns)
        return f"{left}:{right}" if left and right else _OUTSIDE
    if match["rows"]:
        top, bottom = _row(match[15], match[16], rows), _row(match[17], match[18], rows)
        return f"{top}:{bottom}" if top and bottom else _OUTSIDE
    return match[0]


def _column(fixed: str, letters: str, by: int) -> str:
    column = column_number(letters) + (0 if fixed else by)
    return fixed + column_letters(column) if 1 <= column <= MAX_COLUMN else ""


def _row(fixed: str, number: str, by: int) -> str:
    row = int(number) + (0 if fixed else by)
    return f"{fixed}{row}" if 1 <= row <= MAX_ROW else ""
