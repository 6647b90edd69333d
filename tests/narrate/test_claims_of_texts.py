"""Written reports on their own."""

import json
from pathlib import Path

import pytest

from excel_eval.narrate.claims import JudgedClaim, judge_text
from excel_eval.text.parts import split_projects

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
REPORT = """
古树保护经费绩效评价报告

一、项目情况

按照X绿发〔2018〕6 号文件，每年安排古树保护经费不少于 60
万元。2021 年安排古树保护经费 90 万元。2021 年度古树保护经费 81.45 万元使用完毕。

二、使用原则

1.专款专用。
2.注重实效。

三、项目绩效

全年排查隐患 52 处，整改 50 处，整改率 96.2%；复壮 41
株，成活 39 株，成活率 59.1%。“两率”分别为：公众满意率 98.37%；知晓率 91.2%；参与率 80%。

巡护装备购置绩效评价报告

一、项目情况

落实巡护巡护工作要求。2021 年度巡护装备购置 3.2 万元使用完毕。
"""


def wrong(judged: list[JudgedClaim]) -> list[tuple[str, str, str]]:
    return [(j.project, j.claim.kind, j.verdict.expected) for j in judged if j.wrong]


def test_a_report_is_split_by_its_titles() -> None:
    first, second = split_projects(REPORT)
    assert (first.name, second.name) == ("古树保护经费", "巡护装备购置")
    for part in (first, second):
        assert REPORT[part.start :].startswith(part.text)
    assert "".join(first.text + second.text) == REPORT.lstrip("\n")


def test_a_text_without_titles_is_one_part() -> None:
    (part,) = split_projects("全年支出5万元。")
    assert (part.name, part.start, part.text) == ("", 0, "全年支出5万元。")
    assert split_projects("")[0].text == ""


def test_a_report_is_judged_by_what_it_says_itself() -> None:
    found = wrong(judge_text(REPORT))
    assert ("古树保护经费", "spent_up", "90.50%") in found
    assert ("古树保护经费", "pair", "95.1%") in found
    assert ("古树保护经费", "listed", "3") in found
    assert ("巡护装备购置", "wording", "巡护") in found
    assert len(found) == 4


def test_a_judged_claim_has_its_place_in_the_whole_text_and_goes_into_json() -> None:
    for judged in judge_text(REPORT):
        assert "".join(REPORT[judged.claim.start : judged.claim.end].split()) == judged.claim.text
        told = json.loads(json.dumps(judged.to_json()))
        assert (told["status"], told["text"]) == (judged.verdict.status, REPORT[told["start"] : told["end"]])
        assert judged.claim.text in str(judged)
        assert not judged.verdict.path


@pytest.mark.skipif(not SEEDS.exists(), reason="the seed reports are not part of this repository")
def test_the_published_reports_show_what_an_auditor_finds() -> None:
    judged = [j for path in sorted(SEEDS.glob("*.txt")) for j in judge_text(path.read_text(encoding="utf-8"))]
    found = [(j.claim.kind, str(j.claim.value), j.verdict.expected, j.verdict.slip) for j in judged if j.wrong]
    assert len(found) == 8
    assert ("pair", "0.976", "96.7%", "swapped_digits") in found
    assert [row[:3] for row in found if row[0] == "spent_up"] == [("spent_up", "85.62", "85.62%")]
    assert [row[:3] for row in found if row[0] == "listed"] == [("listed", "4", "8")]
    assert [row[1] for row in found if row[0] == "rate"] == ["0.9919", "0.9992", "0.8706"]
    assert [row[2] for row in found if row[0] == "wording"] == ["驻京", "处置突发性事件"]
    missing = [j for j in judged if j.verdict.reason in ("claim_base_missing", "claim_impossible_nearby")]
    assert len(missing) == 8
    fine = [j for j in judged if j.claim.kind == "pair" and j.claim.value is not None and not j.wrong]
    assert [(j.claim.base, j.claim.done) for j in fine] == [(14, 12), (93, 89)]
    assert sum(j.verdict.reason == "claim_no_budget" for j in judged) == 6
