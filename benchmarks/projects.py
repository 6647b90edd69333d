"""How long the steps take, as ratios in one run: python benchmarks/projects.py [PROJECTS]

Makes a workbook of that many projects (200), then times reading, checking and filling it in this process, and loading it with
openpyxl as the measure of what a script of one's own would pay.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import openpyxl

import excel_eval as ee
from excel_eval.model import ExpensesTotal, FundLine, Funds, Indicator, Measure, Narrative, Project
from excel_eval.workbook.render import render_workbook

Result = TypeVar("Result")
INDICATORS = (
    ("产出指标", "数量指标", "件", 3), ("产出指标", "质量指标", "次", 2),
    ("效益指标", "社会效益指标", "次", 3), ("满意度指标", "服务对象满意度指标", "分", 1),
)  # fmt: skip
"""First level, second level, unit and number of indicators: 50, 30 and 10 points."""


def project(number: int) -> Project:
    """A clean project whose figures depend on its number."""
    spent = Decimal(number % 90 + 10)
    line = FundLine(spent, spent, spent, weight=Decimal(10))
    indicators = tuple(
        Indicator(first, second, f"{second}{i}", "≥", Decimal(10), unit, Decimal(10 + i), Decimal(10))
        for first, second, unit, count in INDICATORS
        for i in range(count)
    )
    measures = (Measure(f"事项{number}", "件", Decimal(40), Decimal(40), Decimal(1)),)
    name = f"第{number}号项目"
    text = f"2020年度{name}{spent}万元使用完毕。受理事项40件，办结40件，办结率100%。"
    return Project(
        name=name,
        year=Decimal(2020),
        funds=Funds(line),
        expenses_total=ExpensesTotal(),
        indicators=indicators,
        measures=measures,
        narrative=Narrative(situation=text, performance=text),
        extra={"amount_unit": "万元"},
    )


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Seconds of processor time that a call takes, which other programs hardly change, and its result."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def main(count: int) -> None:
    """Print seconds, milliseconds a project, and the ratio to loading with openpyxl."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.xlsx"
        with path.open("wb") as file:
            render_workbook(ee.load_form(), [project(n) for n in range(count)], target=file, year=2020)
        reading, book = timed(lambda: ee.read(path))
        checking, _ = timed(lambda: ee.check(book))
        filling, _ = timed(lambda: ee.fill(path, Path(folder) / "out.xlsx"))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        loading, _ = timed(lambda: openpyxl.load_workbook(path))
    print(f"{count} projects, peak {memory} MB before openpyxl")
    for name, seconds in (("read", reading), ("check", checking), ("fill", filling), ("openpyxl load", loading)):
        print(f"{name:14} {seconds:7.2f} s {1000 * seconds / count:8.2f} ms/project {seconds / loading:6.2f} × openpyxl load")
    print(f"check / read   {checking / reading:7.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
