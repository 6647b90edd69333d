"""Scores and grades in sentences: 综合得分96.88分, 预算执行得分9.6分, 评价等级为“优”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from excel_eval.numbers import decimals, plain, rounded
from excel_eval.text.judging.facts import Facts
from excel_eval.text.judging.verdict import AGREES, AGREES_CELL, CONTRADICTS, OPEN, Verdict, verdict
from excel_eval.text.passage import Claim, Sentence

UNIT, FULL = "分", Decimal(100)
_TIE = r"(?:合计|共计)?(?:为|是|共|达到?|[:：])?$"
_TOTAL = re.compile(rf"(?:综合|自评|评价|最终|考核|评估|绩效|自评价|^|[，。；、])(?:总?得分|总分|总评分|评分){_TIE}")
_EXECUTION = re.compile(rf"预算执行(?:率|情况)?(?:指标)?得?分?{_TIE}")
_INDICATORS = re.compile(rf"(?<!一级)(?<!二级)(?<!三级)绩效指标(?:总?得分)?{_TIE}")
_ELSEWHERE = re.compile(
    r"上年|去年|往年|同期|平均|部门|单位|整体|标准|满分|权重|分值|各项目|质量|验收|信用|安全|服务|满意|空气|水质|环境|工程"
)
_GRADE = re.compile(
    r"(?:(?:绩效|自评|综合)(?:评价)?(?:结论|结果)|(?:评价|评定|自评|绩效|综合|考核)(?:等级|评级|等次))(?:评定|确定)?(?:为|是|:)?"
    r"[“\"'「]?(?P<grade>优秀?|良好?|中等?|差|不?合格)(?:等?级|等次)?(?=[”\"'」，。；、）)\n]|$)"
)
_SAME = {"优秀": "优", "良好": "良", "中等": "中"}
_SCALES = (frozenset("优良中差"), frozenset(("优", "良", "合格", "不合格")))


def grades(sentence: Sentence) -> Iterator[Claim]:
    """The grades that a sentence states of this evaluation."""
    for match in _GRADE.finditer(sentence.text):
        if not _ELSEWHERE.search(sentence.text[max(0, match.start() - 12) : match.start()]):
            start, end = (sentence.start + match.start("grade"), sentence.start + match.end("grade"))
            yield Claim("grade", start, end, match["grade"], sentence.text, noun=match[0])


def grade(claim: Claim, facts: Facts) -> Verdict:
    """A grade against that of the sheet, where the two belong to one scale."""
    said, right = (_SAME.get(word, word) for word in (claim.text, facts.grade))
    if not any(said in scale and right in scale for scale in _SCALES):
        return OPEN
    if said == right:
        return Verdict(AGREES_CELL, path="total.grade")
    return verdict(CONTRADICTS, "claim_grade", claim, expected=facts.grade, path="total.grade")


def score(claim: Claim, facts: Facts) -> Verdict | None:
    """A number of points against the total, the execution score or what the indicators earned; None for any other."""
    before = claim.words.removesuffix(claim.noun) if claim.noun else claim.words
    found = None if claim.vague or claim.upper is not None or _ELSEWHERE.search(before) else _meant(before, facts)
    if found is None or claim.value is None:
        return None
    path, right = found
    if claim.value == rounded(right, decimals(claim.value)) or (claim.value == FULL and before.endswith("总分")):
        return Verdict(AGREES_CELL if path else AGREES, path=path)
    return verdict(CONTRADICTS, "claim_points", claim, expected=plain(right) + UNIT, path=path or "total.score")


def _meant(before: str, facts: Facts) -> tuple[str, Decimal] | None:
    """The path and the points that the words before a number of points speak of."""
    if _EXECUTION.search(before):
        return None if facts.execution_score is None else ("funds.total.score", facts.execution_score)
    if _INDICATORS.search(before):
        known = facts.score is not None and facts.execution_score is not None
        return ("", (facts.score or Decimal(0)) - (facts.execution_score or Decimal(0))) if known else None
    return ("total.score", facts.score) if facts.score is not None and _TOTAL.search(before) else None
