"""Projects to make workbooks of: figures of the seven published reports, and one with indicators of every kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from excel_eval.form.schema import Form
from excel_eval.model import ModelValue, Project
from excel_eval.paths import project_of, values_of
from excel_eval.workbook.blank import blank_projects

SPENT = {
    "领导接访费用": ("5", "5"),
    "处理越访、突发事件及办信": ("2.97", "2.97"),
    "法治宣传教育经费": ("4.46", "4.46"),
    "信访救助专项资金": ("100", "85.62"),
    "驻京驻宁导访费用": ("65", "65"),
    "复查、督办专项经费": ("2", "2"),
    "办公设备购置": ("1.08", "1.08"),
}
LONG = "围绕年度信访工作任务，落实领导干部定期接访和包案化解制度，对疑难复杂事项逐件明确责任单位和办结时限。" * 4
INDICATORS = (
    ("产出指标", "数量指标", "化解疑难信访事项", "≥", 14, "件", 12, 20, None, "两件涉及跨区协调，转入下年继续办理"),
    ("产出指标", "数量指标", "救助困难信访群众", "≥", 60, "人", 61, 15, None, None),
    ("产出指标", "质量指标", "资金使用合规率", "=", 100, "%", 100, 10, None, None),
    ("产出指标", "时效指标", "资金拨付完成时间", "期限", date(2020, 12, 20), "", date(2020, 12, 11), 5, None, None),
    ("效益指标", "社会效益指标", "信访秩序平稳程度", "定性", "明显好转", "", "达成年度指标", 30, 28, "时有反复"),
    ("满意度指标", "服务对象满意度指标", "救助对象满意度", "≥", 90, "%", 95, 10, None, None),
)
KEYS = ("dimension", "category", "name", "direction", "target", "unit", "actual", "weight", "score", "explanation")


def seven(form: Form) -> list[Project]:
    """The seven projects with budget and spending; the fourth with counts, spending by item, indicators and texts."""
    return [_filled(form, project) for project in blank_projects(form, list(SPENT), 2020, "某市信访局", "某市人民政府")]


def _filled(form: Form, project: Project) -> Project:
    budget, spent = (Decimal(figure) for figure in SPENT[str(project.name)])
    values = values_of(project)
    for source in ("total", "appropriation"):
        values |= {f"funds.{source}.{key}": budget for key in ("initial", "budget")}
        values[f"funds.{source}.executed"] = spent
    values["narrative.situation"] = LONG
    if project.name == "信访救助专项资金":
        values |= _details()
    return project_of(values)


MEASURES = (("交办疑难事项", 14, 12, "0.857"), ("进京访重点人员", 61, 59, "0.976"))
EXPENSES = (("30306", "救济费", None, "80.12"), ("30201", "办公费", None, "5.5"))


def _details() -> dict[str, ModelValue]:
    found: dict[str, ModelValue] = {"narrative.performance": LONG * 2, "date": date(2021, 1, 15), "filler": "张三"}
    found |= _rows("indicators", KEYS, INDICATORS)
    found |= _rows("measures", ("name", "total", "done"), [row[:3] for row in MEASURES])
    found |= {f"measures[{index}].claimed": Decimal(row[3]) for index, row in enumerate(MEASURES)}
    found |= _rows("expenses", ("code", "name"), [row[:2] for row in EXPENSES])
    return found | {f"expenses[{index}].executed": Decimal(row[3]) for index, row in enumerate(EXPENSES)}


def _rows(table: str, keys: Sequence[str], rows: Sequence[Sequence[object]]) -> dict[str, ModelValue]:
    return {
        f"{table}[{index}].{key}": Decimal(cell) if isinstance(cell, int) else cell  # type: ignore[misc]
        for index, row in enumerate(rows)
        for key, cell in zip(keys, row, strict=True)
        if cell not in ("", None)
    }
