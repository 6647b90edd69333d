"""汇总: one row a project with a link to its sheet, live figures, totals, the roll-up sentence and two charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from excel_eval.book import Book, ProjectSheet, Value
from excel_eval.findings import Finding
from excel_eval.form.kinds import KINDS
from excel_eval.grid import BLANK, Area, Position, quoted
from excel_eval.model import ModelValue
from excel_eval.numbers import plain
from excel_eval.rubric import Score
from excel_eval.workbook.charts import draw_charts
from excel_eval.workbook.front import name_label
from excel_eval.workbook.live import Live, ProjectCells
from excel_eval.workbook.printing import LANDSCAPE_MARGINS, set_up_page
from excel_eval.workbook.styles import AMBER, AMBER_INK, RED, RED_INK
from excel_eval.workbook.summary_columns import Column, Entry, columns_of, counted, letters
from excel_eval.workbook.writer import Link, Pen

SUMMARY = "汇总"
_HEADER = 3
_FIRST = _HEADER + 1
_NUMBER_WIDTH, _NAME_WIDTH = 6, 36
LOW_RATE = 0.9
_MONEY = frozenset(KINDS[kind].format for kind in ("amount", "money") if kind in KINDS)
_ONE_PAGE = 16
"""Up to so many projects the table and its charts are readable on one page."""


class Summary:
    """The sheet under construction: columns A number, B name, then those of the form, then errors and warnings."""

    def __init__(self, book: Book, scores: Sequence[Score], findings: Iterable[Finding]) -> None:
        self.book, self.scores = book, {s.sheet: score for s, score in zip(book.sheets, scores, strict=True)}
        found: dict[str, Counter[str]] = {"error": Counter(), "warning": Counter()}
        for finding in findings:
            if finding.sheet and not finding.exempted and finding.severity.value in found:
                found[finding.severity.value][finding.sheet] += 1
        self.letters: dict[str, str] = {}
        self.columns: tuple[Column, ...] = (
            *columns_of(book, lambda key: self.letters[key]),
            counted("errors", "错误", found["error"]),
            counted("warnings", "警告", found["warning"]),
        )
        self.letters = letters(self.columns, 3)
        self.live = Live(ProjectCells(book))

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths of all columns."""
        return (_NUMBER_WIDTH, _NAME_WIDTH, *(column.width for column in self.columns))

    @property
    def last(self) -> int:
        """The row of the last project."""
        return _HEADER + len(self.book.sheets)

    def draw(self, workbook: Any, pen: Pen, rollup: str) -> None:
        """Draw the whole sheet."""
        self._head(pen)
        for row, sheet in enumerate(self.book.sheets, _FIRST):
            self._project(pen, row, sheet)
        self._total(pen, self.last + 1)
        end = self._sentence(pen, self.last + 3, rollup) if rollup else self.last + 2
        if "rate" in self.letters:
            end += draw_charts(workbook, pen, self.letters, (_FIRST, self.last), end)
        self._marks(pen)
        pen.sheet.freeze_panes(_HEADER, 2)
        area = Area(1, 1, end, len(self.widths))
        pages = (1, 1 if len(self.book.sheets) <= _ONE_PAGE else 0)
        set_up_page(
            pen.sheet, area=area, repeated=(1, _HEADER), landscape=True, margins=LANDSCAPE_MARGINS, pages=pages
        )
        pen.close()

    def _head(self, pen: Pen) -> None:
        wide = len(self.widths)
        half = wide // 2
        pen.put(Area(1, 1, 1, wide), summary_title(self.book), "title")
        pen.at_least(1, 40)
        unit = common(self.book, "unit") or common(self.book, "department")
        pen.put(Area(2, 1, 2, half), f"单位：{unit}" if unit else "", "plain")
        money = any(column.format in _MONEY for column in self.columns)
        pen.put(Area(2, half + 1, 2, wide), f"金额单位：{self.book.form.unit}" if money else "", "plain", align="right")
        pen.at_least(2, 20)
        for index, header in enumerate(("序号", name_label(self.book.form), *(c.header for c in self.columns)), 1):
            pen.put(Area(_HEADER, index, _HEADER, index), header, "header")
        pen.at_least(_HEADER, 24)

    def _project(self, pen: Pen, row: int, sheet: ProjectSheet) -> None:
        pen.put(Area(row, 1, row, 1), Decimal(row - _HEADER), "cell", align="center")
        self._name(pen, row, sheet)
        for index, column in enumerate(self.columns, 3):
            self._write(pen, (row, index), column, column.entry(row, sheet), "cell")
        pen.at_least(row, 22)

    def _name(self, pen: Pen, row: int, sheet: ProjectSheet) -> None:
        area, link = Area(row, 2, row, 2), Link(sheet.sheet, tip=sheet.sheet)
        name = sheet.values.get(self.book.form.name_path)
        if name is None:
            pen.put(area, sheet.sheet, "cell", "link", link=link)
            return
        if self._beside_words(sheet, name):
            pen.put(area, str(name.value), "cell", "link", link=link)
            return
        formula = f'{quoted(sheet.sheet)}!{name.cell}&""'
        pen.put(area, self.live.value(formula, (row, 2)), "cell", "link", formula=formula, link=link)

    def _beside_words(self, sheet: ProjectSheet, value: Value) -> bool:
        """Whether a value shares its cell with other words, such as its label, so that a reference would show these too."""
        cell = self.book.grids[sheet.sheet].cell(*value.slot.area.corner) if sheet.sheet in self.book.grids else BLANK
        return isinstance(cell.value, str) and value.value is not None and value.stored != cell.value

    def _write(self, pen: Pen, at: Position, column: Column, entry: Entry, look: str) -> None:
        formula, value = entry
        if formula is not None:
            value = self.live.value(formula, at)
        else:
            self.live.cells[at] = value
        pen.put(Area(*at, *at), value, look, formula=formula, num_format=column.format, align=column.align)

    def _total(self, pen: Pen, row: int) -> None:
        averaged = "score" in self.letters
        pen.put(Area(row, 1, row, 2), "合计（得分为平均分）" if averaged else "合计", "total")
        ranges = {key: f"{letter}{_FIRST}:{letter}{self.last}" for key, letter in self.letters.items()}
        for index, column in enumerate(self.columns, 3):
            formula = column.total.format(range=ranges[column.key], **ranges) if column.total else None
            self._write(pen, (row, index), column, (formula, None), "sum")
        pen.at_least(row, 24)

    def _sentence(self, pen: Pen, row: int, rollup: str) -> int:
        pen.put(Area(row, 1, row, len(self.widths)), rollup, "body")
        return row + 1

    def _marks(self, pen: Pen) -> None:
        """Low rates and projects with errors stand out."""
        for key, criteria, value, colours in (
            ("rate", "<", LOW_RATE, (AMBER, AMBER_INK)),
            ("errors", ">", 0, (RED, RED_INK)),
            ("warnings", ">", 0, (AMBER, AMBER_INK)),
        ):
            if key in self.letters:
                place = f"{self.letters[key]}{_FIRST}:{self.letters[key]}{self.last}"
                made = pen.styles(bg_color=colours[0], font_color=colours[1])
                condition = {"type": "cell", "criteria": criteria, "value": value, "format": made}
                pen.sheet.conditional_format(place, condition)


def summary_title(book: Book) -> str:
    """2020年度项目支出绩效评价汇总表."""
    year = common(book, "year")
    return f"{f'{year}年度' if year else ''}{book.form.title.removesuffix('表')}汇总表"


def common(book: Book, path: str) -> str:
    """What all projects that state it agree on at a path, "" where they do not."""
    stated: Mapping[ModelValue, None] = {p.get(path): None for p in book.projects if p.get(path) is not None}
    if len(stated) != 1:
        return ""
    value = next(iter(stated))
    return plain(value) if isinstance(value, Decimal) else str(value)
