"""F16: the categories of spending and what is told of the project belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from excel_eval.book import ProjectSheet
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.prose import has, texts, written
from excel_eval.rules.settings import Settings

_COUNTED = r"(?<![\d.,])\d{1,9}(?:\.\d{1,4})?万?(?:余|多)?(?:"


@rule(
    "F16",
    "支出明细有资本性支出（{code} {name}），但文字和指标中没有说明购置了什么",
    severity="info",
    fix="在“项目绩效”中写明购置资产的名称和数量，或核对支出科目",
    scope="sheet",
    people=("支出明细有补助支出（{code} {name}），但没有说明惠及多少人（户）", "在“项目绩效”中写明受益人数"),
    asset=("文字中写到“{words}”，但支出明细没有资本性支出科目（310类）", "核对购置设备的支出科目"),
)
def codes_fit_the_story(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """列有资本性支出（310类）的说明购置的资产，列有对个人和家庭补助（303类）的说明受益人数"""
    codes = {f"expenses[{i}]": _code(e.code, e.name) for i, e in enumerate(sheet.project.expenses) if e.executed}
    if not any(codes.values()):
        return
    story = _story(sheet)
    capital = next((record for record, code in codes.items() if code.startswith("310")), None)
    personal = next((record for record, code in codes.items() if code.startswith("303")), None)
    if capital and not has(story, settings.words("capital_assets")):
        yield _row(sheet, capital, codes[capital], "")
    if personal and not _beneficiaries(sheet, story, settings):
        yield _row(sheet, personal, codes[personal], "people")
    if not capital and all(codes.values()):
        yield from _assets_without_code(sheet, settings)


def _code(code: str | None, name: str | None) -> str:
    match = re.match(r"[\[【]?(\d{3,7})", (code or name or "").strip())
    return match[1] if match else ""


def _row(sheet: ProjectSheet, record: str, code: str, variant: str) -> At:
    return at(f"{record}.executed", related=(f"{record}.code",), variant=variant, code=code, name=_name(sheet, record))


def _name(sheet: ProjectSheet, record: str) -> str:
    return str(sheet.project.get(f"{record}.name") or "")


def _story(sheet: ProjectSheet) -> str:
    """Everything that is told about the project, folded."""
    told = [text for _, text in texts(sheet)]
    told += [f"{e.note or ''}" for e in sheet.project.expenses]
    told += [f"{i.name or ''} {i.target or ''}{i.unit or ''} {i.actual or ''}" for i in sheet.project.indicators]
    return "\n".join((*told, sheet.project.name or ""))


def _beneficiaries(sheet: ProjectSheet, story: str, settings: Settings) -> bool:
    units = settings.words("beneficiaries")
    counted = [row.unit for row in sheet.project.measures] + [row.unit for row in sheet.project.indicators]
    pattern = _COUNTED + "|".join(map(re.escape, units)) + ")"
    return any(unit in units for unit in counted) or re.search(pattern, story) is not None


def _assets_without_code(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    text = written(sheet, "narrative.performance")
    verb = next((word for word in settings.words("asset_verbs") if word in text), None)
    asset = next((word for word in settings.words("asset_names") if word in text), None)
    if verb and asset:
        yield at("narrative.performance", variant="asset", words=f"{verb}…{asset}", related=_codes(sheet))


def _codes(sheet: ProjectSheet) -> tuple[str, ...]:
    return tuple(f"expenses[{index}].code" for index in range(len(sheet.project.expenses)))
