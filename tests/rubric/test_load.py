"""Rubric files: what the shipped ones say, and what a person's own is refused for."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from excel_eval.errors import RubricError
from excel_eval.messages import catalogue, use_language
from excel_eval.rubric import load_rubric, points_in, rubric_of, shipped_rubrics

SOUND = """
key = "own"
title = "自定"
full = 100
execution_weight = 10
[[dimension]]
name = "产出指标"
categories = ["数量指标"]
required_categories = ["数量指标"]
[[dimension]]
name = "效益指标"
[[profile]]
name = "一般"
weights = { "产出指标" = 50, "效益指标" = 40 }
[[grade]]
label = "优"
from = 90
[[grade]]
label = "合格"
from = 60
[[grade]]
label = "不合格"
from = 0
[[band]]
label = "达成"
from = 0.8
to = 1
[[band]]
label = "未达成"
from = 0
to = 0.8
"""


@pytest.mark.parametrize("key", ["jiangsu", "mof_2020", "mof_2021"])
def test_shipped_rubrics_load_and_their_weights_add_up(key: str) -> None:
    rubric = load_rubric(key)
    assert rubric.key == key
    for profile in rubric.profiles:
        assert (rubric.execution_weight or 0) + sum(weight for _, weight in profile.weights) == rubric.full == 100


def test_no_other_rubrics_are_shipped() -> None:
    assert shipped_rubrics() == ("jiangsu", "mof_2020", "mof_2021")


@pytest.mark.parametrize(
    ("key", "dimensions", "weights"),
    [
        ("mof_2020", "产出指标 效益指标 满意度指标", (50, 30, 10)),
        ("mof_2020", "产出指标 效益指标", (50, 40)),
        ("mof_2021", "成本指标 产出指标 效益指标 满意度指标", (20, 40, 20, 10)),
        ("mof_2021", "产出指标 效益指标 满意度指标", (50, 30, 10)),
        ("mof_2021", "产出指标 效益指标", (50, 40)),
        ("mof_2021", "成本指标 产出指标 效益指标", (20, 40, 30)),
        ("jiangsu", "决策 过程 产出 效益", (20, 20, 30, 30)),
    ],
)
def test_the_situation_decides_the_weights(key: str, dimensions: str, weights: tuple[int, ...]) -> None:
    profile = load_rubric(key).profile(dimensions.split())
    assert profile is not None
    assert [weight for _, weight in profile.weights] == list(weights)


def test_a_situation_that_the_rubric_does_not_know() -> None:
    assert load_rubric("mof_2020").profile(["产出指标"]) is None


def test_jiangsu_has_no_row_for_the_execution_rate() -> None:
    assert load_rubric("jiangsu").execution_weight is None


@pytest.mark.parametrize("label", ["产出", "产出指标", "产出指标(50分)", " 产出 指标（50 分）", "产出指标："])
def test_a_first_level_is_known_by_its_spellings(label: str) -> None:
    dimension = load_rubric("mof_2020").dimension(label)
    assert dimension is not None
    assert dimension.name == "产出指标"


@pytest.mark.parametrize(
    ("label", "points"),
    [
        ("产出指标(50分)", "50"),
        ("产出指标（ 12.5 分）", "12.5"),
        ("效益（30）", "30"),
        ("产出指标", None),
        ("2020年", None),
    ],
)
def test_points_stated_in_a_label(label: str, points: str | None) -> None:
    assert points_in(label) == (None if points is None else Decimal(points))


def test_a_sound_rubric_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(SOUND, encoding="utf-8")
    rubric = load_rubric(file)
    assert [grade.label for grade in rubric.grades] == ["优", "合格", "不合格"]
    assert rubric.rescale is False


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"效益指标" = 40', '"效益指标" = 30', "weights"),
        ("execution_weight = 10\n", "", "weights"),
        ("full = 100", "full = 120", "weights"),
        ('"效益指标" = 40', '"满意度" = 40', "dimension"),
        ("from = 60", "from = 60\nbelow = 80", "gap"),
        ("from = 60", "from = 60\nbelow = 95", "overlap"),
        ("from = 60", "from = 90", "order"),
        ("from = 60", "from = 95", "order"),
        ("from = 90", "from = 101", "order"),
        ('label = "不合格"\nfrom = 0', 'label = "不合格"\nfrom = 10', "bottom"),
        ('label = "合格"', 'label = "优"', "twice"),
        ("to = 1\n", "to = 0.95\n", "gap"),
        ("to = 0.8\n", "to = 0.7\n", "gap"),
        ("to = 0.8\n", "to = 0.9\n", "overlap"),
        ('label = "未达成"\nfrom = 0', 'label = "未达成"\nfrom = 0.1', "bottom"),
        ('label = "未达成"', 'label = "未达成"\nwords = ["达成"]', "twice"),
        ('required_categories = ["数量指标"]', 'required_categories = ["质量指标"]', "category"),
        ("full = 100", "full = 100\nfulll = 1", "key"),
        ("full = 100", "", "missing"),
        ("full = 100", 'full = "100"', "value"),
        ("full = 100", "full = true", "value"),
        ("full = 100", "full = nan", "value"),
        ("execution_weight = 10", "execution_weight = -10", "value"),
        ('categories = ["数量指标"]', 'categories = "数量指标"', "value"),
        ("full = 100", "full = 100\nrescale = 1", "value"),
        ("full = 100", "full = ", "toml"),
        ('[[grade]]\nlabel = "优"\nfrom = 90\n', "", None),
    ],
)
def test_what_a_rubric_is_refused_for(old: str, new: str, code: str | None) -> None:
    assert old in SOUND
    changed = SOUND.replace(old, new, 1)
    if code is None:
        assert rubric_of(changed, "own.toml")
        return
    with pytest.raises(RubricError) as refused:
        rubric_of(changed, "own.toml")
    assert refused.value.code == code
    assert "own.toml" in str(refused.value)


def test_weights_that_do_not_add_up_are_said_with_their_sum() -> None:
    with pytest.raises(RubricError, match=r"合计为 90.*应为 100"):
        rubric_of(SOUND.replace('"效益指标" = 40', '"效益指标" = 30'), "own.toml")


def test_a_rubric_that_is_not_there() -> None:
    with pytest.raises(RubricError, match="mof_2020") as refused:
        load_rubric("mof_1999")
    assert refused.value.code == "not_found"


def test_every_message_is_there_in_both_languages() -> None:
    for sentences in catalogue("rubric").values():
        assert sentences["zh"]
        assert sentences["en"]


def test_errors_in_english() -> None:
    use_language("en")
    try:
        with pytest.raises(RubricError) as refused:
            rubric_of(SOUND.replace("from = 60", "from = 95"), "own.toml")
        assert "highest to the lowest" in str(refused.value)
    finally:
        use_language("zh")
