"""Adds a rule of one's own: spending below 90 % wants a reason. python own_rule.py INPUT.xlsx"""

import sys
from collections.abc import Iterator
from decimal import Decimal

import excel_eval as ee


@ee.rule("X90", "执行率{rate}低于90%，应说明原因", severity="warning", fix="填写偏差原因")
def spent_most_of_it(project: ee.Project) -> Iterator[object]:
    """执行率不低于90%，或已说明原因."""
    rate = project.funds.total.rate
    if rate is not None and rate < Decimal("0.9"):
        yield ee.at("funds.total.executed", rate=ee.percent(rate))


book = ee.read(sys.argv[1])
for finding in ee.check(book, rules=(*ee.RULES, spent_most_of_it)):
    if finding.rule == "X90":
        print(finding)
