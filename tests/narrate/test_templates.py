"""Narrative files: what they may say, what they are refused for, and the report they make."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from excel_eval.errors import NarrativeError
from excel_eval.messages import catalogue
from excel_eval.model import Project
from excel_eval.narrate import load_narrative, narrate, narrative_of, report, shipped_narratives, summaries
from excel_eval.paths import project_of
from excel_eval.rubric import Score


def own(template: str) -> str:
    return f'''[sentence]\n"note" = """{template}"""\n'''


def sentence(template: str, project: Project | None = None) -> str:
    return narrate(project or project_of({}), Score(), narrative_of(own(template), "own.toml"))["note"]


@pytest.mark.parametrize("key", shipped_narratives())
def test_shipped_narratives_load(key: str) -> None:
    assert load_narrative(key).key == key


def test_a_narrative_by_path(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(own("{{ name }}：{{ budget | 万元 }}"), encoding="utf-8")
    project = project_of({"name": "甲", "funds.total.budget": Decimal("1E+2")})
    assert narrate(project, Score(), load_narrative(file)) == {"note": "甲：100万元"}


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("{{ nmae }}", "name"),
        ("{% if nmae %}{% endif %}", "name"),
        ("{{ range(3) }}", "name"),
        ("{{ funds.totl }}", "attribute"),
        ("{{ funds['totl'] }}", "attribute"),
        ("{{ name.__class__ }}", "attribute"),
        ("{{ name.format() }}", "attribute"),
        ("{{ budget | round(1) }}", "syntax"),
        ("{{ '%.1f' | format(budget) }}", "syntax"),
        ("{{ name | attr('x') }}", "syntax"),
        ("{{ budget | 亿元 }}", "syntax"),
        ("{% if name %}", "syntax"),
        ("{{ name", "syntax"),
    ],
)
def test_what_a_narrative_is_refused_for_on_loading(template: str, code: str) -> None:
    with pytest.raises(NarrativeError) as refused:
        narrative_of(own(template), "own.toml")
    assert refused.value.code == code
    assert "own.toml" in str(refused.value)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("[sentence", "toml"),
        ("[sentences]", "key"),
        ("[document]\nsumary = ''", "key"),
        ("sentence = 3", "value"),
        ("[sentence]\nnote = 3", "value"),
        ("[report]\nsection = 3", "value"),
    ],
)
def test_files_that_are_no_narratives(source: str, code: str) -> None:
    with pytest.raises(NarrativeError) as refused:
        narrative_of(source, "own.toml")
    assert refused.value.code == code


def test_a_narrative_that_is_not_there() -> None:
    with pytest.raises(NarrativeError, match="project_evaluation"):
        load_narrative("nothing_of_the_kind")


def test_a_blank_figure_that_is_not_tested_is_said() -> None:
    with pytest.raises(NarrativeError, match="is not none"):
        sentence("{{ budget | 万元 }}")


def test_figures_never_show_an_exponent_and_blanks_show_nothing() -> None:
    project = project_of({"funds.total.budget": Decimal("1E+2")})
    assert sentence("[{{ budget }}][{{ spent }}][{{ code }}]", project) == "[100][][]"


def test_values_of_a_form_of_ones_own() -> None:
    project = project_of({"trip.days": Decimal(3)})
    assert sentence('出差{{ value("trip.days") }}天{{ value("trip.nights") }}', project) == "出差3天"


def test_a_persons_text_is_never_a_template() -> None:
    project = project_of({"name": "{{ 7*7 }}{% raw %}"})
    assert sentence("{{ name }}", project) == "{{ 7*7 }}{% raw %}"


def test_every_message_is_there_in_both_languages() -> None:
    for sentences in catalogue("narrative").values():
        assert sentences["zh"]
        assert sentences["en"]


PROJECT = project_of(
    {
        "name": "办公设备购置",
        "narrative.situation": "按年限更换设备，支出{{ funds.total.executed | 万元 }}。",
        "narrative.principles": "1.节约。\n\n2.适用。",
        "narrative.deviation": "采购\n推迟。",
        "funds.total.executed": Decimal("1.08"),
        "goal.expected": "更换设备",
    }
)


def test_the_report_has_its_title_and_three_sections() -> None:
    narratives = {"narrative.execution": "2020年度办公设备购置实际支出1.08万元。", "narrative.result": ""}
    assert report(PROJECT, narratives) == [
        ("title", "办公设备购置绩效评价报告"),
        ("heading", "一、项目情况"),
        ("body", "按年限更换设备，支出1.08万元。"),
        ("body", "2020年度办公设备购置实际支出1.08万元。"),
        ("heading", "二、使用原则"),
        ("body", "1.节约。"),
        ("body", "2.适用。"),
        ("heading", "三、项目绩效"),
        ("body", "偏差原因：采购"),
        ("body", "推迟。"),
    ]


def test_a_section_nobody_wrote_says_so() -> None:
    assert report(project_of({}), {})[:3] == [
        ("title", "项目绩效评价报告"),
        ("heading", "一、项目情况"),
        ("body", "（未填写）"),
    ]


def test_the_report_of_a_self_evaluation_table() -> None:
    lines = report(PROJECT, {"narrative.result": "得分。"}, load_narrative("self_evaluation"))
    assert ("title", "办公设备购置绩效自评报告") in lines
    assert ("body", "预期目标：更换设备") in lines
    assert lines[-1] == ("body", "得分。")


def test_summaries_are_numbered() -> None:
    lines = summaries([PROJECT, PROJECT], [Score(), Score()])
    assert lines[0][0] == "heading"
    assert [text[:3] for _, text in lines[1:]] == ["（1）", "（2）"]
    assert summaries([], []) == []


def test_jinja_is_imported_only_when_sentences_are_made() -> None:
    code = "import sys, excel_eval.narrate, excel_eval.score; sys.exit('jinja2' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])
