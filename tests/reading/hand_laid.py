"""Sheets as people lay them out themselves: a cell a line, `A1:K1 text`, changed line by line for each variant."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from excel_eval.book import Book
from excel_eval.findings import Finding, Severity
from excel_eval.form.schema import Form
from excel_eval.grid import Area, Cell, Grid, area
from excel_eval.pipeline import check
from excel_eval.workbook.read import Sheets, book_of

ANNEX = """
A1:K1 项目支出绩效自评表
A2:K2 （2020年度）
A4:B4 项目名称
C4:K4 河道保洁
A5:B5 主管部门
C5:E5 水利局
F5 实施单位
G5:K5 县水务中心
A6:B10 项目资金（万元）
C6:D6
E6 年初预算数
F6 全年预算数
G6 全年执行数
H6 分值
I6:J6 执行率
K6 得分
C7:D7 年度资金总额
E7 120
F7 120
G7 114
H7 10
I7:J7 95% as 0.00%
K7 9.5
C8:D8 其中：当年财政拨款
E8 100
F8 100
G8 95
H8 —
I8:J8 95% as 0.00%
K8 —
C9:D9 上年结转资金
H9 —
I9:J9 —
K9 —
C10:D10 其他资金
E10 20
F10 20
G10 19
H10 —
I10:J10 —
K10 —
A11:A12 年度总体目标
B11:F11 预期目标
G11:K11 实际完成情况
B12:F12 保持河道整洁。
G12:K12 河道保持整洁。
A13:A17 绩效指标
B13 一级指标
C13 二级指标
D13:E13 三级指标
F13 年度指标值
G13 实际完成值
H13 分值
I13 得分
J13:K13 偏差原因分析及改进措施
B14:B15 产出指标
C14 数量指标
D14:E14 保洁河道长度
F14 ≥30公里
G14 32公里
H14 30
I14 30
C15 质量指标
D15:E15 保洁合格率
F15 ≥95%
G15 96%
H15 20
I15 20
B16 效益指标
C16 社会效益指标
D16:E16 投诉办结率
F16 100%
G16 100%
H16 30
I16 30
B17 满意度指标
C17 服务对象满意度指标
D17:E17 群众满意度
F17 ≥90%
G17 93%
H17 10
I17 10
A18:G18 总分
H18 100
I18 99.5
"""
"""The annex of 财预〔2020〕10号 filled in by hand, every figure in order."""


def grid(lines: str = ANNEX, *, without: str = "", name: str = "河道保洁", **changes: str) -> Grid:
    """The sheet of these lines; a keyword such as `E7="=SUM(E8:E10) -> 120"` puts something else into a cell.

    `without` lists cells whose lines are left out; a new cell may have its merged range: `A19="A19:K19 填表人：李敏"`.
    """
    cells: dict[tuple[int, int], Cell] = {}
    merges = []
    for place, text in _laid(lines, without, changes).items():
        if place.top != place.bottom or place.left != place.right:
            merges.append(place)
        if text:
            cells[place.corner] = cell(text)
    return Grid(name, cells, tuple(merges))


def _laid(lines: str, without: str, changes: Mapping[str, str]) -> dict[Area, str]:
    laid: dict[Area, str] = {}
    for line in lines.strip("\n").splitlines():
        reference, _, text = line.partition(" ")
        if reference.partition(":")[0] not in without.split():
            laid[area(reference)] = text.replace("\\n", "\n")
    for address, text in changes.items():
        first, _, rest = text.partition(" ")
        own = first.startswith(f"{address}:")
        corner = area(address).corner
        before = next((each for each in laid if each.corner == corner), area(address))
        if own:
            laid.pop(before, None)
        laid[area(first) if own else before] = rest if own else text
    return laid


def cell(text: str) -> Cell:
    """A cell as typed: a number, `95% as 0.00%`, `=A1+A2 -> 3`; `'12` is text, as is all else."""
    typed, _, format_ = text.partition(" as ")
    if typed.startswith("="):
        formula, _, result = typed[1:].partition(" -> ")
        return Cell(cell(result).value, formula, format_ or "General")
    share = format_.endswith("%") and typed.endswith("%")
    try:
        number = Decimal(typed.removesuffix("%") if share else typed)
    except InvalidOperation:
        return Cell(text.removeprefix("'"))
    return Cell(number / 100 if share else number, format=format_ or "General")


def book(*grids: Grid, form: Form | None = None) -> Book:
    """The book of such sheets, without a stamp."""
    return book_of(Sheets({each.name: each for each in grids}), form)


def alarms(read: Book) -> list[Finding]:
    """The findings of severity error and warning."""
    return [finding for finding in check(read) if finding.severity is not Severity.INFO]
