"""Lists announced by their number (四率, 三个方面, 两项措施) and the ordinals that lists are told by (一是…二是…)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice

from excel_eval.text.numerals import chinese_number
from excel_eval.text.passage import Claim, Sentence

_NUMBER = r"[两二三四五六七八九十]{1,2}|\d{1,2}"
_ANNOUNCED = re.compile(
    rf"(?<![\d.第〇一二三四五六七八九十])(?P<n>{_NUMBER})(?P<what>率|(?:个|项|大|种|类|条|点|方面)[^，。；：:、\d“”]{{0,6}})[”\"]?"
    r"(?P<link>分别(?:为|是)|(?:主要)?包括|主要(?:是|有)|如下|[:：]|，?(?=一是|第一[，、]))"
)
_MOST, _REACH = 60, 1500
_END = re.compile(r"[。！？!?\n]")
_ITEMS = re.compile(r"[、；;]")
_JOIN = re.compile(r"[和与及]|以及")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_STYLES = (
    re.compile(r"(?:^|(?<=[，。；：:,;!！?？\n）)”\"]))(?P<n>[一二三四五六七八九十]{1,2})是"),
    re.compile(r"(?:^|(?<=[，。；：:,;!！?？\n]))第(?P<n>[一二三四五六七八九十]{1,2})(?=[，、,])"),
    re.compile(r"(?:^|(?<=[。；：:;\n]))[（(](?P<n>[一二三四五六七八九十]{1,3})[)）]"),
    re.compile(r"(?:^|(?<=[。；：:;\n]))(?P<n>\d{1,2})(?:[.．](?!\d)|、(?!\d))"),
    re.compile(r"(?:^|(?<=[。；：:;\n]))[（(](?P<n>\d{1,2})[)）]"),
    re.compile(rf"(?P<n>[{_CIRCLED}])"),
    re.compile(r"(?:^|(?<=\n))(?P<n>[一二三四五六七八九十]{1,3})、"),
)


def _value(words: str) -> int:
    if words in _CIRCLED:
        return _CIRCLED.index(words) + 1
    return int(words) if words.isdigit() else int(chinese_number(words) or 0)


def announced(text: str, sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """Lists that say how many they are: base is the number announced, done the number listed; parts its bounds."""
    found = ((sentence, match) for sentence in sentences for match in _ANNOUNCED.finditer(sentence.text))
    for sentence, match in islice(found, _MOST):
        low, high = _listed(text, sentence, match)
        number = _value(match["n"])
        if high and number:
            yield _listing(sentence, match, number, (low, high))


def _listing(sentence: Sentence, match: re.Match[str], number: int, bounds: tuple[int, int]) -> Claim:
    low, high = bounds
    words = match["n"] + match["what"]
    start = sentence.start + match.start()
    return Claim(
        "listed",
        start,
        start + len(words),
        words,
        sentence.text,
        "rates" if match["what"] == "率" else "items",
        Decimal(number),
        noun=match["what"],
        done=Decimal(min(high, max(low, number))),
        parts=(Decimal(low), Decimal(high)),
    )


def _listed(text: str, sentence: Sentence, match: re.Match[str]) -> tuple[int, int]:
    """How many things follow an announcement, at least and at most; (0, 0) where that cannot be told."""
    at = sentence.start + match.end()
    if match["what"] == "率":
        count = sum(token.kind == "percent" and token.start >= at for token in sentence.figures)
        return count, count
    told = _told(text[at : at + _REACH])
    if told[0]:
        return told
    rest = _END.split(sentence.text[match.end() :], maxsplit=1)[0]
    if not re.search(r"分别|包括|：|:", match["link"]) or not rest or len(rest) > 300:
        return 0, 0
    items = len(_ITEMS.split(rest))
    joined = len(_JOIN.findall(rest))
    if items + joined < 2 or "，" in rest:
        return 0, 0
    return items, 99 if "等" in rest else items + joined


def _told(text: str) -> tuple[int, int]:
    """How many ordinals the list that begins here has, and its last one; (0, 0) where none begins."""
    for style in _STYLES:
        numbers = [_value(m["n"]) for m in style.finditer(text)]
        if numbers[:1] == [1] and style.match(text.lstrip("：:\n，")):
            rising = [number for i, number in enumerate(numbers) if number > max(numbers[:i], default=0)]
            until = next((i for i, number in enumerate(numbers) if number not in rising[i : i + 1]), len(numbers))
            return until, numbers[until - 1]
    return 0, 0


def ordinals(text: str) -> Iterator[Claim]:
    """Places where a list jumps or repeats a number: base is the number before, value the one that stands there."""
    for style in _STYLES:
        last = 0
        previous = (0, 0)
        for match in style.finditer(text):
            number, span = _value(match["n"]), (match.start(), match.end())
            if last and number not in (1, last + 1):
                yield Claim(
                    "ordinals", *span, match[0].strip(), value=Decimal(number), base=Decimal(last), related=(previous,)
                )
            last, previous = number, span
