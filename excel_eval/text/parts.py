"""A written report cut into the parts that speak of one project each, by their titles."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_NUMBERING = re.compile(r"(?:附件\d{0,2}[:：]?|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．])?(?:关于)?")
_BRACKETED = re.compile(r"[（(][^（）()]{1,20}[)）]$")
_TITLE = re.compile(r"(?:项目)?(?:支出)?(?:的)?绩效(?:目标)?(?:自?评价?|自评|完成)(?:自评)?(?:情况)?(?:报告|综述)$")
_SUMMARY = re.compile(r"(?P<name>[^，。；：]{2,60}?)(?:项目)?绩效目标完成情况(?:综述)?[。：:]")
_YEAR = re.compile(r"(?:19|20)\d\d年度?")
_LONGEST_TITLE = 80
_BLANKS = re.compile(r"\s{1,400}")
_QUOTES = str.maketrans("", "", "“”\"《》")


@dataclass(frozen=True, slots=True)
class ReportPart:
    """The report on one project; `start` is where its text begins in the whole."""

    name: str
    start: int
    text: str


def split_projects(text: str, names: Collection[str] = ()) -> list[ReportPart]:
    """The report cut at its titles (…绩效评价报告); where it has none, at lines that are one of `names`.

    A text without any is one part without a name.
    """
    lines = list(_lines(text))
    found = list(_titles(lines)) or [(n, start) for start, words in lines if (n := _heading(words, names))]
    found = [one for i, one in enumerate(found) if not i or one[0] != found[i - 1][0]]
    if not found:
        return [ReportPart("", 0, text)]
    ends = [start for _, start in found[1:]] + [len(text)]
    return [ReportPart(name, start, text[start:end]) for (name, start), end in zip(found, ends, strict=True)]


class Lines:
    """Which line of a text a place in it stands on, counted from 1."""

    def __init__(self, text: str) -> None:
        self.ends = [index for index, character in enumerate(text) if character == "\n"]

    def number(self, place: int) -> int:
        """The line of a place."""
        return bisect_left(self.ends, place) + 1


def _titles(lines: list[tuple[int, str]]) -> Iterator[tuple[str, int]]:
    """(project, start) of every title; one that stands on two lines takes its project from the line before."""
    for place, (start, words) in enumerate(lines):
        name = _titled(words)
        if name:
            yield name, start
        elif name == "" and place:
            begin, before = lines[place - 1]
            if len(before) <= _LONGEST_TITLE // 2 and not set(before) & set("，。；："):
                yield _cleaned(before), begin


def _titled(words: str) -> str | None:
    """The project that a line is the report's title of, "" where the title names none; None for any other line."""
    bare = words[_end(_NUMBERING, words) :]
    summary = _SUMMARY.match(bare)
    if summary:
        return _cleaned(summary["name"])
    if len(words) > _LONGEST_TITLE or set(words) & set("，。；"):
        return None
    bare = _BRACKETED.sub("", bare).translate(_QUOTES)
    match = _TITLE.search(bare)
    return _cleaned(bare[: match.start()]) if match else None


def _heading(words: str, names: Collection[str]) -> str:
    """The project whose name a line is, numbered or not; blank for any other line."""
    bare = _cleaned(words[_end(_NUMBERING, words) :].rstrip("：:。"))
    return next((name for name in names if bare in (name, f"{name}项目")), "")


def _cleaned(name: str) -> str:
    """A project's name in a title without the year before it and quotation marks."""
    name = name.translate(_QUOTES)
    year = _YEAR.match(name)
    return name[year.end() :] if year and year.end() < len(name) else name


def _end(pattern: re.Pattern[str], words: str) -> int:
    match = pattern.match(words)
    return match.end() if match else 0


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line that is not blank, with its place, its blanks taken out."""
    start = 0
    for line in text.splitlines(keepends=True):
        words = _BLANKS.sub("", line)
        if words:
            yield start, words
        start += len(line)
