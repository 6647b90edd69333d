"""Finding a person's own summary in a workbook: a header with name and amounts, and a row a project."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from excel_eval.book import Book, ProjectSheet
from excel_eval.form.labels import fold, narrow
from excel_eval.grid import Grid, Position
from excel_eval.rules.workbooks.filled import counted_sheets
from excel_eval.rules.workbooks.grids import same, shown_places, slip_of

NAMES = frozenset(("项目名称", "项目", "名称", "专项名称", "项目全称", "评价项目"))
COLUMNS: dict[str, tuple[str, ...]] = {
    "funds.total.initial": ("年初预算数", "年初预算", "年初批复数"),
    "funds.total.budget": (
        *("全年预算数", "全年预算", "预算数", "预算", "预算金额", "预算总额"),
        *("调整后预算数", "调整预算数", "年度预算"),
    ),
    "funds.total.executed": (
        *("全年执行数", "全年执行", "执行数", "执行金额", "预算执行数"),
        *("支出", "支出数", "支出金额", "实际支出", "实际支出数"),
    ),
    "funds.total.rate": ("执行率", "预算执行率"),
    "total.score": ("得分", "总分", "总得分", "综合得分", "评价得分", "自评得分"),
    "total.grade": ("等级", "评价等级", "绩效等级", "自评等级"),
}
AMOUNTS = tuple(path for path in COLUMNS if path.endswith(("initial", "budget", "executed")))
_PATHS = {label: path for path, labels in COLUMNS.items() for label in labels}
_TITLES = ("汇总", "总表", "一览", "合计")
TOTALS = frozenset(("合计", "总计", "共计", "小计"))
_HEADER_ROWS = 20
_IN_YUAN = re.compile(r"单位:元|[(（]元[)）]")
_IN_WAN = re.compile(r"万元")


@dataclass(frozen=True)
class Summary:
    """A summary table: its sheet, header row, the column of names, and the column of each path."""

    grid: Grid
    header: int
    name_column: int
    columns: dict[str, int]
    scale: Decimal
    """What one 万元 is in this table: 1, or 10000."""

    def rows(self) -> Iterator[tuple[int, str]]:
        """(row, name) of every line below the header, the total row included, until two blank lines."""
        used, blanks = self.grid.used, 0
        for row in range(self.header + 1, (used.bottom if used else 0) + 1):
            name = self.name(row)
            if name:
                blanks = 0
                yield row, name
            else:
                blanks += 1
                if blanks > 1:
                    return

    def right(self, row: int, path: str, sheet: ProjectSheet) -> Decimal | None:
        """A project's figure as this row writes it: in the table's unit of amounts, a rate as a share or in percent."""
        figure, value = sheet.project.get(path), self.grid.cell(row, self.columns[path]).value
        if not isinstance(figure, Decimal) or not isinstance(value, Decimal):
            return None
        if path in AMOUNTS:
            return figure * self.scale
        percent = path == "funds.total.rate" and value > Decimal("1.5")
        return figure * 100 if percent else figure

    def fits(self, row: int, sheet: ProjectSheet) -> bool:
        """Whether all amounts of a row are those of a project, and any is more than 0."""
        amounts = {path: self.right(row, path, sheet) for path in AMOUNTS if path in self.columns}
        known = [(path, right) for path, right in amounts.items() if right is not None]
        alike = all(equal(self.grid, (row, self.columns[path]), right) for path, right in known)
        return alike and any(right for _, right in known)

    def name(self, row: int) -> str:
        """The name in a row, or the word 合计 wherever it stands to the left of the figures."""
        first = min(self.columns.values())
        texts = [self.grid.cell(row, column).value for column in range(1, max(first, self.name_column + 1))]
        total = next((t for t in texts if isinstance(t, str) and same(t).rstrip(":") in TOTALS), None)
        own = self.grid.cell(row, self.name_column).value
        return same(total) if total else same(own) if isinstance(own, str) else ""


def others(book: Book) -> Iterator[Grid]:
    """The person's own sheets that are no project sheets."""
    projects = {sheet.sheet for sheet in book.sheets}
    return (grid for grid in book.grids.values() if grid.name not in projects and not grid.made_here)


def summaries(book: Book) -> Iterator[Summary]:
    """Every summary over projects that the person made."""
    for grid in others(book):
        found = _header(grid)
        if found:
            row, name_column, columns = found
            yield Summary(grid, row, name_column, columns, scale_above(grid, row, book))


def _header(grid: Grid) -> tuple[int, int, dict[str, int]] | None:
    lines: dict[int, dict[int, str]] = {}
    for (row, column), cell in grid.cells.items():
        if row <= _HEADER_ROWS and isinstance(cell.value, str):
            lines.setdefault(row, {})[column] = fold(cell.value)
    for row, texts in sorted(lines.items()):
        name = next((c for c, text in sorted(texts.items()) if text in NAMES), None)
        columns: dict[str, int] = {}
        for column, text in sorted(texts.items()):
            if text in _PATHS:
                columns.setdefault(_PATHS[text], column)
        if name is not None and _is_summary(grid, columns):
            return row, name, columns
    return None


def _is_summary(grid: Grid, columns: dict[str, int]) -> bool:
    titled = any(word in grid.name for word in _TITLES)
    return bool(columns) and (titled or {"funds.total.budget", "funds.total.executed"} <= columns.keys())


def scale_above(grid: Grid, last: int, book: Book) -> Decimal:
    """What one 万元 is in a person's own table, by the texts down to this row; else as on the project sheets."""
    texts = [narrow(c.value) for (row, _), c in grid.cells.items() if row <= last and isinstance(c.value, str)]
    if any(_IN_WAN.search(text) for text in texts):
        return Decimal(1)
    scales = {sheet.scale for sheet in book.sheets}
    usual = scales.pop() if len(scales) == 1 else Decimal(1)
    return Decimal(10_000) if any(_IN_YUAN.search(text) for text in texts) else usual


def equal(grid: Grid, place: Position, right: Decimal, *, parts: int = 0) -> bool:
    """Whether a cell shows this figure, or the sum of so many parts each of which may be rounded."""
    value = grid.cell(*place).value
    if not isinstance(value, Decimal):
        return True
    tolerance = (parts + 1) * Decimal(5).scaleb(-shown_places(grid, place) - 1)
    return abs(value - right) <= max(tolerance, Decimal("1e-9") * abs(right))


def matched(book: Book, summary: Summary, rows: Sequence[tuple[int, str]]) -> dict[int, ProjectSheet]:
    """Which project sheet each row is about: by the project's name or the sheet's; a misnamed one by its amounts or likeness."""
    waiting: dict[str, list[ProjectSheet]] = {}
    sheets = counted_sheets(book)
    for sheet in sheets:
        for key in keys(book, sheet):
            waiting.setdefault(key, []).append(sheet)
    found: dict[int, ProjectSheet] = {}
    for row, name in rows:
        own = waiting.get(name, [])
        free = [sheet for sheet in own if not _taken(sheet, found)]
        if own:
            found[row] = (free or own)[0]
    if found:
        for row, name in rows:
            other = _misnamed(summary, (row, name), found, [sheet for sheet in sheets if not _taken(sheet, found)])
            if other is not None:
                found[row] = other
    return dict(sorted(found.items()))


def keys(book: Book, sheet: ProjectSheet) -> set[str]:
    """The names by which a summary may call a project: its own, and its sheet's."""
    return {same(str(sheet.stated(book.form.name_path) or "")), same(sheet.sheet)}


def _taken(sheet: ProjectSheet, found: dict[int, ProjectSheet]) -> bool:
    return any(sheet is taken for taken in found.values())


def _misnamed(
    summary: Summary, line: tuple[int, str], found: dict[int, ProjectSheet], left: Sequence[ProjectSheet]
) -> ProjectSheet | None:
    """The project that a row with no name of one, or with one that another row has too, is about."""
    row, name = line
    own = found.get(row)
    if own is not None and (list(found.values()).count(own) < 2 or summary.fits(row, own)):
        return None
    fitting = [sheet for sheet in left if summary.fits(row, sheet)]
    alike = [sheet for sheet in left if own is None and slip_of(name, same(str(sheet.project.name or "")))]
    likely = fitting or alike
    return likely[0] if len(likely) == 1 else None
