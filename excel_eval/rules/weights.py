"""X01–X03, X14, X18 and X22: the indicator table as a whole: weights add up, levels are there, rows are complete."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from excel_eval.book import ProjectSheet
from excel_eval.grid import ErrorValue
from excel_eval.messages import text
from excel_eval.numbers import plain
from excel_eval.rubric import points_in
from excel_eval.rules.amounts import Slip, number, slip
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.rows import Row, bare, blocks, rows, rubric_of
from excel_eval.rules.settings import Settings

EXECUTION = "funds.total.weight"
_ERRORS = frozenset(str(error) for error in ErrorValue)


def total(found: list[Row] | tuple[Row, ...]) -> Decimal:
    """The points of some rows together."""
    return sum((row.weight for row in found if row.weight is not None), Decimal(0))


def _execution(sheet: ProjectSheet, settings: Settings) -> tuple[Decimal, ...]:
    """The points of the execution rate; where its cell is blank, those that the rubric gives it, or none."""
    stated = number(sheet, EXECUTION)
    rubric = rubric_of(settings)
    usual = (rubric.execution_weight if rubric else None) or Decimal(0)
    return (stated,) if stated is not None else (usual, Decimal(0))


@rule(
    "X01",
    "指标分值合计{sum}，加预算执行{execution}，共{found}分，应为{expected}分",
    fix="调整三级指标分值，使合计加预算执行分值等于{expected}分",
    scope="sheet",
    swapped=("“{name}”的分值为{found}，疑似数字颠倒；按总分{full}分推算应为{expected}", "核对后改正分值"),
    sign=("“{name}”的分值为{found}，疑似正负号有误；按总分{full}分推算应为{expected}", "核对后改正分值"),
    point=("“{name}”的分值为{found}，疑似小数点错位；按总分{full}分推算应为{expected}", "核对后改正分值"),
    full=("“{name}”的分值为{found}，按总分{full}分推算应为{expected}，恰与其得分相同", "核对后改正分值"),
    stated=("{label}填为{found}，各项分值之和为{expected}", "恢复求和公式，或改为各项之和"),
)
def weights_add_up(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """三级指标分值合计＋预算执行分值=100"""
    found = rows(sheet)
    if not found or any(row.weight is None and not row.excluded for row in found):
        return
    rubric = rubric_of(settings)
    full = rubric.full if rubric else Decimal(100)
    executions = _execution(sheet, settings)
    sums = [total(found) + execution for execution in executions]
    if full not in sums:
        yield _off(sheet, found, executions[0], full)
    else:
        yield from _stated(sheet, found, sums)


def _off(sheet: ProjectSheet, found: tuple[Row, ...], execution: Decimal, full: Decimal) -> At:
    weights = {row.path("weight"): row.weight for row in found if row.weight is not None}
    home = next((p for p in ("total.weight", "indicators_total.weight", *weights) if p in sheet.values), "total.weight")
    guess = _full_marks(found, full - execution) or slip((home, full - execution), weights, Decimal(0), firm=True)
    others = (path for path in (home, EXECUTION, *weights) if path in sheet.values)
    if guess.kind in ("full", "swapped", "sign", "point"):
        name = next(row.name for row in found if row.path("weight") == guess.path)
        return at(
            guess.path, related=(path for path in others if path != guess.path), variant=guess.kind, name=name,
            found=plain(weights[guess.path]), expected=plain(guess.right), full=plain(full), correct=guess.right,
        )  # fmt: skip
    whole = sum(weights.values(), Decimal(0))
    figures = {"sum": plain(whole), "execution": plain(execution), "found": plain(whole + execution)}
    return at(home, related=(path for path in others if path != home), expected=plain(full), **figures)


def _full_marks(found: tuple[Row, ...], wanted: Decimal) -> Slip | None:
    """The one row whose score is what its points would have to be, while all others fit."""
    excess = total(found) - wanted
    rights = [(row, row.weight - excess) for row in found if row.weight is not None and not row.excluded]
    fitting = [(row, right) for row, right in rights if right > 0 and row.score == right]
    return Slip("full", fitting[0][0].path("weight"), fitting[0][1]) if len(fitting) == 1 else None


def _stated(sheet: ProjectSheet, found: tuple[Row, ...], sums: list[Decimal]) -> Iterator[At]:
    """Totals of weights that a person typed."""
    for path, rights in (("total.weight", [*sums, total(found)]), ("indicators_total.weight", [total(found), *sums])):
        stated, cell = number(sheet, path), sheet.values.get(path)
        if stated is not None and cell is not None and stated not in rights:
            related = (row.path("weight") for row in found)
            figures = {"found": plain(stated), "expected": plain(rights[0]), "label": cell.slot.label}
            yield at(path, related=related, variant="stated", **figures)


@rule(
    "X02",
    "“{name}”标注{expected}分，所属三级指标分值合计{found}分",
    fix="使标注的分值与所属指标分值之和一致",
    scope="sheet",
    levels=("“{name}”标注{expected}分，所属二级指标标注的分值合计{found}分", "使一级指标分值等于所属二级指标分值之和"),
)
def levels_add_up(sheet: ProjectSheet) -> Iterator[At]:
    """一级指标分值=所属二级指标之和=所属三级指标之和，并与标注的“（50分）”一致"""
    found = rows(sheet)
    for level in ("dimension", "category"):
        for label, block in blocks(found, level).items():
            label = label.rpartition("\n")[2]
            points = points_in(label)
            if points is None or any(row.weight is None for row in block if not row.excluded):
                continue
            if total(block) != points:
                related = (row.path("weight") for row in block)
                figures = {"found": plain(total(block)), "expected": plain(points)}
                yield at(block[0].path(level), related=related, name=label, **figures)
    for label, block in blocks(found, "dimension").items():
        yield from _second_levels(label, block)


def _second_levels(label: str, block: list[Row]) -> Iterator[At]:
    points = points_in(label)
    seconds = {row.category: points_in(row.category or "") for row in block}
    stated = [value for value in seconds.values() if value is not None]
    if points is None or len(stated) < len(seconds) or sum(stated) == points:
        return
    figures = {"found": plain(sum(stated, Decimal(0))), "expected": plain(points)}
    related = (row.path("category") for row in block if row.item.category)
    yield at(block[0].path("dimension"), related=related, variant="levels", name=label, **figures)


@rule(
    "X03",
    "“{name}”分值{found}分，{profile}应为{expected}分",
    severity="warning",
    fix="按评分标准调整分值；经批准另行设定的，在配置中写 special_weights = true",
    scope="sheet",
    levels=("一级指标为{found}，评分标准没有这种组合", "按评分标准设置一级指标，一般应有产出指标和效益指标"),
)
def weights_match_the_profile(sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    """一级指标分值符合评分标准规定的权重（经批准另行设定的除外）"""
    found, rubric = rows(sheet), rubric_of(settings)
    complete = found and all(row.weight is not None or row.excluded for row in found)
    if rubric is None or settings.special_weights or not complete:
        return
    if rubric.full not in [total(found) + execution for execution in _execution(sheet, settings)]:
        return
    named: dict[str, list[Row]] = {}
    for row in found:
        dimension = rubric.dimension(row.dimension)
        if dimension is None:
            return
        named.setdefault(dimension.name, []).append(row)
    profile = rubric.profile(named)
    if profile is None:
        yield at(found[0].path("dimension"), variant="levels", found="、".join(named))
        return
    for name, points in profile.weights:
        block = named[name]
        if total(block) != points:
            related = (row.path("weight") for row in block)
            figures = {"found": plain(total(block)), "expected": plain(points), "profile": profile.name}
            yield at(block[0].path("dimension"), related=related, name=name, **figures)


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
    present = [bare(row.category) for row in found]
    for name in settings.required:
        if not any(bare(name).removesuffix("指标") in category for category in present):
            yield at(found[-1].path("category"), variant="missing", name=name, expected=name)
    for row in found:
        if unused(row):
            yield at(row.path("target"), related=row.paths("actual"), name=row.name, expected="不适用")
        for key in ("target", "actual"):
            stands = getattr(row.item, key)
            if isinstance(stands, str) and bare(stands) in settings.words("not_applicable_typos"):
                yield at(row.path(key), variant="typo", found=bare(stands), expected="不适用")


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


@rule(
    "X22",
    "“{name}”缺少{missing}",
    fix="补填{missing}；不适用的指标写“不适用”",
    scope="sheet",
    error=("“{name}”的{missing}是错误值{found}", "改正公式，或填写正确的数值"),
)
def rows_are_complete(sheet: ProjectSheet) -> Iterator[At]:
    """每个指标都有年度指标值、实际完成值、分值和得分，且不是错误值"""
    for row in rows(sheet):
        wrong = _errors(sheet, row)
        for key in wrong:
            raw = sheet.values[row.path(key)].raw or ""
            figures = {"found": raw, "missing": text(f"explain.{key}")}
            yield at(row.path(key), variant="error", name=row.name, anyway=True, **figures)
        missing = [key for key in _missing(sheet, row) if key not in wrong]
        if missing and not wrong and not row.excluded and not unused(row):
            first, *others = missing
            words = "、".join(text(f"explain.{key}") for key in missing)
            yield at(row.path(first), related=row.paths(*others), name=row.name, missing=words)


def _errors(sheet: ProjectSheet, row: Row) -> list[str]:
    cells = {key: sheet.values.get(row.path(key)) for key in _WORDS}
    return [key for key, cell in cells.items() if cell is not None and cell.raw in _ERRORS]


def _missing(sheet: ProjectSheet, row: Row) -> list[str]:
    """The values that are blank; a score only where everything that it is computed from is there."""
    blank = [key for key in ("target", "actual", "weight") if _blank(sheet, row, key)]
    return blank or (["score"] if row.score is None and _blank(sheet, row, "score") else [])


def _blank(sheet: ProjectSheet, row: Row, key: str) -> bool:
    cell = sheet.values.get(row.path(key))
    return getattr(row.item, key) is None and (cell is None or not cell.unreadable)


WEIGHTS = (
    weights_add_up,
    levels_add_up,
    weights_match_the_profile,
    required_levels_are_there,
    names_are_short_and_unique,
    rows_are_complete,
)
