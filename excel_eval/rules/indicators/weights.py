"""X01–X03: the points of the indicators add up, level by level, and are those of the rubric."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from excel_eval.book import ProjectSheet
from excel_eval.numbers import plain, rounded
from excel_eval.rubric import Rubric, points_in
from excel_eval.rules.amounts import Slip, number, slip
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.indicators.rows import Row, blocks, rows, rubric_of
from excel_eval.rules.indicators.scores import earned
from excel_eval.rules.settings import Settings

EXECUTION = "funds.total.weight"


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
    full=("“{name}”的分值为{found}，按总分{full}分推算应为{expected}，恰与其得分{score}相符", "核对后改正分值"),
    execution=("{label}为{found}，各项分值之和因此不是{full}分，应为{expected}", "核对后改正预算执行的分值"),
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
        yield _off(sheet, found, executions[0], full, rubric)
    else:
        yield from _stated(sheet, found, sums)


def _off(
    sheet: ProjectSheet, found: tuple[Row, ...], execution: Decimal, full: Decimal, rubric: Rubric | None
) -> At:
    weights = {row.path("weight"): row.weight for row in found if row.weight is not None}
    home = next((p for p in ("total.weight", "indicators_total.weight", *weights) if p in sheet.values), "total.weight")
    usual = rubric.execution_weight if rubric else None
    if usual and usual != execution and total(found) + usual == full and EXECUTION in sheet.values:
        return _execution_off(sheet, execution, usual, weights)
    guess = _fitting(found, full - execution, rubric) or slip((home, full - execution), weights, Decimal(0), firm=True)
    others = (path for path in (home, EXECUTION, *weights) if path in sheet.values)
    if guess.kind in ("full", "swapped", "sign", "point") and guess.right > 0:
        row = next(row for row in found if row.path("weight") == guess.path)
        return at(
            guess.path, related=(path for path in others if path != guess.path), variant=guess.kind, name=row.name,
            found=plain(weights[guess.path]), expected=plain(guess.right), full=plain(full), correct=guess.right,
            score=plain(row.score or Decimal(0)),
        )  # fmt: skip
    whole = sum(weights.values(), Decimal(0))
    figures = {"sum": plain(whole), "execution": plain(execution), "found": plain(whole + execution)}
    return at(home, related=(path for path in others if path != home), expected=plain(full), **figures)


def _execution_off(sheet: ProjectSheet, stands: Decimal, right: Decimal, weights: Mapping[str, Decimal]) -> At:
    """The points of the execution rate, where those that the rubric gives it make the sum right."""
    full = plain(right + sum(weights.values(), Decimal(0)))
    figures = {"found": plain(stands), "expected": plain(right), "full": full, "label": sheet.values[EXECUTION].slot.label}
    return at(EXECUTION, related=tuple(weights), variant="execution", correct=right, **figures)


def _fitting(found: tuple[Row, ...], wanted: Decimal, rubric: Rubric | None) -> Slip | None:
    """The one row whose score fits what its points would have to be, and does not fit those that it has."""
    excess = total(found) - wanted
    rights = [(row, row.weight - excess) for row in found if row.weight is not None and not row.excluded]
    fitting = [(row, right) for row, right in rights if right > 0 and _fits(row, right, rubric)]
    full = [(row, right) for row, right in rights if right > 0 and _scores_all(row, right, rubric)]
    likely = fitting or full
    return Slip("full", likely[0][0].path("weight"), likely[0][1]) if len(likely) == 1 else None


def _fits(row: Row, weight: Decimal, rubric: Rubric | None) -> bool:
    """Whether a row scores what it earns with so many points, and not what it earns with its own."""
    right, own = _both(row, weight, rubric)
    return right is not None and own is not None and row.score == rounded(right, 2) != rounded(own, 2)


def _scores_all(row: Row, weight: Decimal, rubric: Rubric | None) -> bool:
    """Whether a row that a person scores has just so many points for its score."""
    return rubric is not None and row.score == weight and None in _both(row, weight, rubric)


def _both(row: Row, weight: Decimal, rubric: Rubric | None) -> tuple[Decimal | None, Decimal | None]:
    """What a row earns with so many points, and with its own; None where only a person can say."""
    if row.score is None or rubric is None:
        return None, None
    return earned(row.weighing(weight), rubric), earned(row.weighing(row.weight or Decimal(0)), rubric)


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


WEIGHTS = (weights_add_up, levels_add_up, weights_match_the_profile)
