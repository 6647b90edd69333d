"""Deadlines and periods in a target or actual value: 11月底前, 2023/11/30, 每月8号前, 早上六点半前, 7*24小时."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from excel_eval.text.numerals import chinese_number
from excel_eval.text.values.cells import Assumption

_DAY = r"(?:19|20)\d\d(?:年\d{1,2}月(?:\d{1,2}日)?|[/.-]\d{1,2}(?:[/.-]\d{1,2})?)"
_TO = "[-~—–至到]{1,2}"
_TIME = r"(?:[早晚]上|[上中下]午|凌晨)?\d{1,2}(?::\d\d|[点时]半?)"
_QUARTERS = "一二三四"
_QUARTER = rf"第?[{_QUARTERS}1-4]季度"
_THIRDS = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}
_TAIL = r"(?P<tail>底之?前|底以前|底|末|以前|之前|前|内|份之前|份前|份底前?)?"
_PER = r"(?:每(?P<per>[年月周日天季度]{1,2}))?"
PERIOD = re.compile(
    rf"(?P<span>{_DAY}{_TO}(?:{_DAY}|\d{{1,2}}月(?:\d{{1,2}}日)?))"
    rf"|(?P<days>\d{{1,2}}月\d{{1,2}}[日号]?{_TO}(?:\d{{1,2}}月)?\d{{1,2}}[日号])"
    rf"|(?P<months>(?:(?:19|20)\d\d年)?\d{{1,2}}月?{_TO}\d{{1,2}}月)"
    rf"|(?P<years>(?<!\d)(?:19|20)\d\d年?{_TO}(?:19|20)\d\d(?:年度?|(?![\d一-龥.,%])))"
    rf"|(?P<season>(?:(?:19|20)\d\d年)?(?<![个\d]){_QUARTER}(?![末底前以之\d一两二三四五六七八九十]))"
    r"|(?P<year>(?:(?:19|20)\d\d|全)年(?:度|全年)?(?!底|末|终|\d|[-~—–至到第一二三四]))"
    rf"|(?P<hours>{_TIME}{_TO}{_TIME})"
    r"|(?P<always>(?:7[*x×X]24|24[*x×X]7|5[*x×X]8)(?:小时)?(?!\d))"
)
DATE = re.compile(
    rf"{_PER}(?:(?:(?P<y>(?:19|20)\d\d)[年/.-])(?P<m>\d{{1,2}})[月/.-](?P<d>\d{{1,2}})[日号]?"
    r"|(?:(?P<y2>(?:19|20)\d\d)年)?(?P<m2>\d{1,2})月(?:份?(?P<third>[上中下])旬|(?P<d2>\d{1,2})[日号]?)?"
    r"|(?P<d3>\d{1,2})[日号](?=前|之前|以前)"
    rf"|(?:(?P<y5>(?:19|20)\d\d)年)?(?<![个\d])第?(?P<quarter>[{_QUARTERS}1-4])季度(?=[末底前以之])"
    r"|(?<!\d)(?P<y6>(?:19|20)\d\d)(?P<m6>0[1-9]|1[0-2])(?P<d6>[0-3]\d)(?=前|之前|以前|$)"
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
    stated = match["y"] or match["y2"] or match["y4"] or match["y5"] or match["y6"]
    if not stated and year is None:
        return When(None, operator, per, assumed=(Assumption("text.no_year", match[0], ""),))
    named = _days(match, int(stated) if stated else year or 0)
    if named is None:
        return None
    before = named[0] != named[1] and tail.removeprefix("份") in ("前", "之前", "以前")
    last = named[0] - timedelta(days=1) if before else named[1]
    return When(last, operator, per, assumed=tuple(_said(match, last, before, bool(stated or per))))


def _said(match: re.Match[str], last: date, before: bool, certain: bool) -> Iterator[Assumption]:
    if not certain:
        yield Assumption("text.year_taken", match[0], last.isoformat())
    if before:
        yield Assumption("text.before_month", match[0], last.isoformat())
    if match["y6"]:
        yield Assumption("text.day_taken", match[0], last.isoformat())


def _days(match: re.Match[str], year: int) -> tuple[date, date] | None:
    """The first and the last day of what is named: a day, a third of a month, a month, a quarter; 年底 is 31 December.

    None where that month or day does not exist. What is due before a month (11月前) is due before its first day.
    """
    day = match["d"] or match["d2"] or match["d6"] or ("31" if match["end"] else "")
    month = _month(match)
    months = 3 if match["quarter"] else 1
    if not 1 <= month <= 12:
        return None
    length = calendar.monthrange(year, month + months - 1)[1]
    if day:
        return (date(year, month, int(day)),) * 2 if 1 <= int(day) <= length else None
    first, last = _THIRDS[match["third"]] if match["third"] else (1, length)
    return date(year, month, first), date(year, month + months - 1, min(last, length))


def _month(match: re.Match[str]) -> int:
    """The month that is named; of a quarter its first, of 年底 December."""
    if match["quarter"]:
        number = match["quarter"]
        return 3 * (int(number) if number.isdigit() else _QUARTERS.index(number) + 1) - 2
    return 12 if match["end"] else int(match["m"] or match["m2"] or match["m6"])


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
