"""Deadlines and periods in a target or actual value: 11月底前, 2023/11/30, 每月8号前, 早上六点半前, 7*24小时."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from excel_eval.text.cells import Assumption
from excel_eval.text.numerals import chinese_number

_DAY = r"(?:19|20)\d\d(?:年\d{1,2}月\d{1,2}日?|[/.-]\d{1,2}[/.-]\d{1,2})"
_TAIL = r"(?P<tail>底之?前|底以前|底|末|以前|之前|前|内|份之前|份前|份底前?|份)?"
_PER = r"(?:每(?P<per>[年月周日天季度]{1,2}))?"
PERIOD = re.compile(
    rf"(?P<span>{_DAY}[-~—–至到]{{1,2}}(?:{_DAY}|\d{{1,2}}月\d{{1,2}}日))"
    r"|(?P<months>(?:(?:19|20)\d\d年)?\d{1,2}月?[-~—–至到]{1,2}\d{1,2}月)"
    r"|(?P<year>(?:(?:19|20)\d\d|全)年(?:度|全年)?(?!底|末|终|\d|[-~—–至到]))"
    r"|(?P<always>(?:7[*x×X]24|24[*x×X]7|5[*x×X]8)(?:小时)?(?!\d))"
)
DATE = re.compile(
    rf"{_PER}(?:(?:(?P<y>(?:19|20)\d\d)[年/.-])(?P<m>\d{{1,2}})[月/.-](?P<d>\d{{1,2}})[日号]?"
    r"|(?:(?P<y2>(?:19|20)\d\d)年)?(?P<m2>\d{1,2})月(?:(?P<d2>\d{1,2})[日号]?)?"
    r"|(?P<d3>\d{1,2})[日号](?=前|之前|以前|内)"
    r"|(?:(?P<y4>(?:19|20)\d\d)?年)(?P<end>底|末|终))" + _TAIL
)
CLOCK = re.compile(
    r"(?P<day>早上|上午|中午|下午|晚上|凌晨)?(?P<hour>\d{1,2}|[一二两三四五六七八九十]{1,3})"
    r"(?:[点时](?P<half>半|\d{1,2}分?)?|:(?P<minute>\d\d))(?P<tail>以前|之前|前)"
)
_AFTERNOON = ("下午", "晚上")


@dataclass(frozen=True, slots=True)
class When:
    """A deadline: the last day that keeps it where it is known, or a day of the month or hour of the day as `value`."""

    day: date | None
    operator: str
    per: str = ""
    value: Decimal | None = None
    unit: str = ""
    assumed: tuple[Assumption, ...] = ()


def deadline(match: re.Match[str], year: int | None) -> When | None:
    """What a DATE match says; None where its month or day does not exist."""
    tail = match["tail"] or ""
    per = match["per"] or ""
    operator = "≤" if tail or match["end"] else ""
    if match["d3"]:
        return When(None, "≤", per, Decimal(match["d3"]), "号")
    stated = match["y"] or match["y2"] or match["y4"]
    base = When(None, operator, per)
    if not stated and year is None:
        return replace(base, assumed=(Assumption("text.no_year", match[0], ""),))
    last = _last_day(match, int(stated) if stated else year or 0, tail)
    return (
        None if last is None else replace(base, day=last, assumed=tuple(_said(match, tail, last, bool(stated or per))))
    )


def _said(match: re.Match[str], tail: str, last: date, certain: bool) -> Iterator[Assumption]:
    if not certain:
        yield Assumption("text.year_taken", match[0], last.isoformat())
    if _before_month(match, tail):
        yield Assumption("text.before_month", match[0], last.isoformat())


def _before_month(match: re.Match[str], tail: str) -> bool:
    """Whether a month without a day is the limit: 11月前 ends with October."""
    return not (match["d"] or match["d2"] or match["end"]) and tail.removeprefix("份") in ("前", "之前", "以前")


def _last_day(match: re.Match[str], year: int, tail: str) -> date | None:
    """The last day that keeps the deadline; None where that month or day does not exist."""
    month = 12 if match["end"] else int(match["m"] or match["m2"])
    day = match["d"] or match["d2"]
    if not 1 <= month <= 12:
        return None
    if _before_month(match, tail):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    length = calendar.monthrange(year, month)[1]
    chosen = int(day) if day else length
    return date(year, month, chosen) if 1 <= chosen <= length else None


def clock(match: re.Match[str]) -> When | None:
    """A time of day as hours: 早上六点半前 is at most 6.5 点."""
    hour = Decimal(match["hour"]) if match["hour"].isdigit() else chinese_number(match["hour"])
    if hour is None or hour > 24:
        return None
    half = (match["half"] or match["minute"] or "0").removesuffix("分")
    hour += Decimal("0.5") if half == "半" else Decimal(half) / 60
    if match["day"] in _AFTERNOON and hour < 12:
        hour += 12
    return When(None, "≤", "", hour, "点")
