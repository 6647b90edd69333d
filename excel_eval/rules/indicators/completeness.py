"""X14, X18 and X22: the second levels that must be there, names that are short and unique, rows without gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from excel_eval.book import ProjectSheet
from excel_eval.grid import ErrorValue
from excel_eval.messages import text
from excel_eval.numbers import plain
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.indicators.rows import Row, bare, rows, rubric_of, stands
from excel_eval.rules.prose import has
from excel_eval.rules.recalculation import read_areas
from excel_eval.rules.settings import Settings

_ERRORS = frozenset(str(error) for error in ErrorValue)


@rule(
    "X14",
    "“{name}”没有填写指标值，也没有写明不适用",
    severity="warning",
    fix="不用的指标写“不适用”，不能留空",
    scope="sheet",
    missing=("缺少二级指标“{name}”", "补充该二级指标；确实没有的，保留一行并写“不适用”"),
    typo=("“{found}”疑为“不适用”之误", "改为“不适用”"),
)
def required_levels_are_there(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """规定的二级指标齐全；不用的写“不适用”，不留空"""
    found = rows(sheet)
    if not found:
        return
    yield from _missing_levels(sheet, found, settings)
    for row in found:
        if unused(row):
            yield at(row.path("target"), related=row.paths("actual"), name=row.name, expected="不适用")
        for key in _mistyped(row, settings):
            yield at(row.path(key), variant="typo", found=bare(getattr(row.item, key)), expected="不适用")


def _missing_levels(sheet: ProjectSheet, found: tuple[Row, ...], settings: Settings) -> Iterator[At]:
    """The second levels that the rubric asks for in the first levels that the sheet has, and those of the settings."""
    present = [bare(row.category) for row in found]
    for name in dict.fromkeys((*_by_rubric(found, settings), *settings.required)):
        level = bare(name).removesuffix("指标")
        if not any(level in category for category in present):
            blank = (i for i, item in enumerate(sheet.project.indicators) if level in bare(item.category))
            path = next((f"indicators[{i}].category" for i in blank), found[-1].path("category"))
            yield at(path, variant="missing", name=name, expected=name)


def _by_rubric(found: tuple[Row, ...], settings: Settings) -> Iterator[str]:
    rubric = rubric_of(settings)
    named = {row.dimension for row in found}
    dimensions = [rubric.dimension(name) for name in named] if rubric else []
    for dimension in rubric.dimensions if rubric else ():
        if dimension in dimensions:
            yield from dimension.required_categories


def _mistyped(row: Row, settings: Settings) -> tuple[str, ...]:
    """Which of target and actual value are a slip of 不适用."""
    said = {key: getattr(row.item, key) for key in ("target", "actual")}
    typos = settings.words("not_applicable_typos")
    return tuple(key for key, text in said.items() if isinstance(text, str) and bare(text) in typos)


def unused(row: Row) -> bool:
    """Whether a row has a name but nothing to reach, nothing reached and no points."""
    item = row.item
    return item.target is None and item.actual is None and not item.weight and not item.score


@rule(
    "X18",
    "三级指标“{name}”重复",
    severity="info",
    fix="合并重复的指标，或写明区别",
    scope="sheet",
    long=("三级指标“{name}”有{found}个字，宜在{expected}字以内", "精简指标名称，具体要求写入指标值"),
)
def names_are_short_and_unique(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """三级指标不重复，名称不超过20字"""
    seen: dict[str, list[Row]] = {}
    for row in rows(sheet):
        name = bare(row.item.name)
        if name and not row.excluded and name not in settings.words("not_applicable"):
            seen.setdefault(name, []).append(row)
        if len(name) > settings.name_length:
            limit = plain(settings.name_length)
            yield at(row.path("name"), variant="long", name=name, found=str(len(name)), expected=limit)
    for name, same in seen.items():
        if len(same) > 1:
            yield at(same[1].path("name"), related=[r.path("name") for r in same if r is not same[1]], name=name)


_WORDS = ("target", "actual", "weight", "score")
_COMPARED = ("positive", "reverse", "equal")


@rule(
    "X22",
    "“{name}”缺少{missing}",
    fix="补填{missing}；不适用的指标写“不适用”",
    scope="sheet",
    error=("“{name}”的{missing}是错误值{found}", "改正公式，或填写正确的数值"),
    unread=("“{name}”按数值比较，{missing}“{found}”却不是一个数，得分无法计算", "改为数字，或把方向改为“定性”"),
    late=("“{name}”逾期完成，{missing}不能自动计算", "由评价人填写得分，并说明逾期原因"),
    column=("绩效指标表中没有找到“{missing}”这一列，这一列没有读取", "核对表头的写法，改为“{missing}”"),
    target=("“{name}”的年度指标值为{found}，越多越好的指标没有目标可比", "补填大于0的指标值；越少越好的，方向改为≤"),
)
def rows_are_complete(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """每个指标都有年度指标值、实际完成值、分值和得分，且不是错误值"""
    absent = _absent(sheet)
    if absent and "indicators" not in (sheet.layout.unread or {}):
        first = next(iter(rows(sheet)))
        yield at(first.path("name"), variant="column", missing="”“".join(text(f"explain.{key}") for key in absent))
    for row in rows(sheet):
        wrong = [key for key in _WORDS if _is_error(sheet, row.path(key))]
        for key in (key for key in wrong if not _handed_on(sheet, row.path(key))):
            found, missing = sheet.values[row.path(key)].raw, text(f"explain.{key}")
            yield at(row.path(key), variant="error", name=row.name, anyway=True, found=found, missing=missing)
        if not wrong and not row.excluded and not unused(row) and not _mistyped(row, settings):
            yield from _gaps(sheet, row, settings, absent)


def _absent(sheet: ProjectSheet) -> tuple[str, ...]:
    """The columns that no row of the sheet has, where it has others: their header was not found."""
    here = {key for row in rows(sheet) for key in _WORDS if row.path(key) in sheet.values}
    return tuple(key for key in _WORDS if key not in here) if here else ()


def _gaps(sheet: ProjectSheet, row: Row, settings: Settings, absent: Sequence[str]) -> Iterator[At]:
    missing = [key for key in ("target", "actual", "weight") if key not in absent and _blank(sheet, row, key)]
    unscored = row.score is None and _blank(sheet, row, "score")
    if missing:
        words = "、".join(text(f"explain.{key}") for key in missing)
        yield at(row.path(missing[0]), related=row.paths(*missing[1:], "score"), name=row.name, missing=words)
    elif _without_aim(row, settings):
        found = stands(sheet, row, "target")
        yield at(row.path("target"), related=row.paths("score"), variant="target", name=row.name, found=found)
    elif _left_blank(sheet, row):
        words = text("explain.score")
        yield at(row.path("score"), related=row.paths("target", "actual", "weight"), name=row.name, missing=words)
    elif unscored and not absent and not any(_unreadable(sheet, row.path(key)) for key in _WORDS):
        yield _unscored(sheet, row)


def _left_blank(sheet: ProjectSheet, row: Row) -> bool:
    """Whether a score is blank on a sheet on which a person typed all others, over the formulas of the form."""
    scores = [sheet.values[path] for each in rows(sheet) if (path := each.path("score")) in sheet.values]
    own = sheet.values.get(row.path("score"))
    typed = [value for value in scores if value.formula is None and not value.blank]
    return own is not None and own.blank and own.formula is None and len(typed) == len(scores) - 1 > 1


def _without_aim(row: Row, settings: Settings) -> bool:
    """Whether a row is to reach nothing or less, and is none of those that may be satisfied with that (增长率≥0%)."""
    aim = row.aim.value
    nothing = row.aim.kind == "positive" and isinstance(aim, Decimal) and aim <= 0
    return nothing and not has(bare(row.item.name), settings.words("zero_targets"))


def _unscored(sheet: ProjectSheet, row: Row) -> At:
    """A score that is blank, for want of a figure to compare or of the score itself."""
    blocking = "target" if row.aim.value is None else "actual" if row.actual is None else None
    words = text(f"explain.{blocking or 'score'}")
    if row.met is False and isinstance(row.actual, date):
        related = row.paths("target", "actual", "weight")
        return at(row.path("score"), related=related, name=row.name, missing=words, severity="info", variant="late")
    if blocking is None or row.aim.kind not in _COMPARED:
        return at(row.path("score"), related=row.paths("target", "actual", "weight"), name=row.name, missing=words)
    found = stands(sheet, row, blocking)
    related = row.paths("direction", "score")
    return at(row.path(blocking), related=related, variant="unread", name=row.name, missing=words, found=found)


def _is_error(sheet: ProjectSheet, path: str) -> bool:
    cell = sheet.values.get(path)
    return cell is not None and cell.raw in _ERRORS


def _handed_on(sheet: ProjectSheet, path: str) -> bool:
    """Whether an error value comes from another cell of the sheet that shows one."""
    areas = read_areas(sheet.values[path].formula or "")
    wrong = (value.slot.area.corner for other, value in sheet.values.items() if _is_error(sheet, other) and other != path)
    return any(corner in area for corner in wrong for area in areas) if areas else False


def _unreadable(sheet: ProjectSheet, path: str) -> bool:
    cell = sheet.values.get(path)
    return cell is not None and cell.unreadable


def _blank(sheet: ProjectSheet, row: Row, key: str) -> bool:
    return getattr(row.item, key) is None and not _unreadable(sheet, row.path(key))


COMPLETENESS = (required_levels_are_there, names_are_short_and_unique, rows_are_complete)
