"""Sentences as accountants write them, each with what an auditor would say of it (sentences.tsv)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from excel_eval.model import Expense, FundLine, Funds, Indicator, Measure, Project
from excel_eval.narrate.claims import judge_text
from excel_eval.text.claims import claims
from excel_eval.text.judging.facts import facts
from excel_eval.text.judging.verdicts import Verdict, judge_all
from excel_eval.text.passage import Claim, folded_sentences

D = Decimal
NAME = "信访救助专项资金"
PROJECT = Project(
    name=NAME,
    year=D(2020),
    funds=Funds(
        total=FundLine(initial=D(110), budget=D(100), executed=D("85.62")),
        appropriation=FundLine(initial=D(90), budget=D(80), executed=D("70.62")),
        carryover=FundLine(initial=D(10), budget=D(10), executed=D(10)),
        other=FundLine(initial=D(10), budget=D(10), executed=D(5)),
    ),
    expenses=(
        Expense("30201", "办公费", D(25), D("20.62")),
        Expense("30216", "培训费", D(40), D(35)),
        Expense("30227", "委托业务费", D(35), D(30)),
    ),
    measures=(
        Measure("信访积案", "件", D(14), D(12), D("0.857")),
        Measure("重点人员", "人", D(61), D(59), D("0.967")),
        Measure("重点领域事项", "件", D(93), D(89), D("0.957")),
    ),
    indicators=(
        Indicator(name="群众满意度", actual="95%"),
        Indicator(name="培训场次", actual="12场"),
        Indicator(name="救助人数", actual=D(120), unit="人"),
        Indicator(name="督查次数", actual=D(8), unit="次"),
    ),
)
SHEET = facts(PROJECT)


def cases(file: str) -> list[tuple[str, ...]]:
    lines = (Path(__file__).parent / file).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


CASES, ALONE = cases("sentences.tsv"), cases("sentences_alone.tsv")


def judged(text: str) -> list[tuple[Claim, Verdict]]:
    return list(judge_all(claims(text, NAME), SHEET))


@pytest.mark.parametrize(("wanted", "written"), CASES, ids=[written for _, written in CASES])
def test_what_a_sentence_claims(wanted: str, written: str) -> None:
    told(wanted, judged(written.replace("\\n", "\n")))


@pytest.mark.parametrize(("wanted", "written"), ALONE, ids=[written for _, written in ALONE])
def test_what_a_sentence_claims_on_its_own(wanted: str, written: str) -> None:
    told(wanted, [(row.claim, row.verdict) for row in judge_text(written.replace("\\n", "\n"))])


def told(wanted: str, found: list[tuple[Claim, Verdict]]) -> None:
    wrong = {(claim.kind, verdict.expected, verdict.slip) for claim, verdict in found if verdict.wrong}
    verdict, *details = wanted.split()
    if verdict == "ok":
        assert not wrong
        for detail in details:
            assert any(holds(detail, *each) for each in found), detail
        return
    kinds, expected, slip = (*details, "-", "-")[:3]
    assert wrong and {kind for kind, _, _ in wrong} <= set(kinds.split("/"))
    assert any(expected in ("-", right) or expected in right for _, right, _ in wrong)
    assert slip == "-" or slip in {how for _, _, how in wrong}


def holds(detail: str, claim: Claim, verdict: Verdict) -> bool:
    what, _, value = detail.partition(":")
    if what == "agrees":
        return claim.kind == value and verdict.status.startswith("agrees")
    if what == "role":
        return claim.kind == "amount" and claim.role == value
    kind, _, figure = value.partition("=")
    return claim.kind == kind and claim.value == D(figure)


@pytest.mark.parametrize("written", [written for _, written in CASES + ALONE])
def test_every_place_is_that_of_the_quotation(written: str) -> None:
    text = written.replace("\\n", "\n")
    for claim in claims(text, NAME):
        quoted = folded_sentences(text[claim.start : claim.end])[0].text
        assert "".join(quoted.split()) == "".join(claim.text.split())
        assert claim.sentence in folded_sentences(text)[0].text
