"""What we write into a note: a block between two lines of our own, beside whatever a person wrote, and cut out again exactly."""

from __future__ import annotations

from lxml import etree

from excel_eval.ooxml.strings import escaped
from excel_eval.ooxml.xmlpart import children, namespace_of

MAX_TEXT = 600
"""Characters of a message that a note shows, about a screen; the whole of it stands in the list of findings."""
_HEAD, _FOOT = "┌─ excel-eval", "└─ excel-eval"
_RULE, _NO_RULE = "─ excel-eval", "- excel-eval"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LOOK = (("sz", "9"), ("color", ""), ("rFont", "宋体"), ("family", "3"), ("charset", "134"))


def block(message: str) -> str:
    """A message as it stands in a note; words that look like our lines are changed in it."""
    shown = message if len(message) <= MAX_TEXT else message[:MAX_TEXT] + "…"
    return f"{_HEAD}\n{escaped(shown.replace(_RULE, _NO_RULE))}\n{_FOOT}"


def put_block(text: etree._Element, words: str) -> None:
    """Append a block to the <text> of a note: to its one plain text, or as a run of its own."""
    plain, runs = children(text, "t"), children(text, "r")
    if plain and not runs:
        plain[0].text = f"{plain[0].text or ''}\n{words}"
        return
    run = _run(namespace_of(text), f"\n{words}" if runs else words)
    if runs:
        runs[-1].addnext(run)
    else:
        text.insert(0, run)


def _run(namespace: str, words: str) -> etree._Element:
    run = etree.Element(f"{namespace}r")
    look = etree.SubElement(run, f"{namespace}rPr")
    for name, value in _LOOK:
        element = etree.SubElement(look, f"{namespace}{name}")
        element.set("val" if value else "indexed", value or "81")
    piece = etree.SubElement(run, f"{namespace}t")
    piece.set(_SPACE, "preserve")
    piece.text = words
    return run


def take_block(text: etree._Element) -> str:
    """Cut our block out of a <text>, with the line break before it; the block as it stood, '' where there is none."""
    if _HEAD not in "".join(str(part) for part in text.itertext()):
        return ""
    pieces = [*children(text, "t"), *(t for run in children(text, "r") for t in children(run, "t"))]
    whole = "".join(piece.text or "" for piece in pieces)
    first = whole.find(_HEAD)
    last = whole.find(_FOOT, first)
    if first < 0 or last < 0:
        return ""
    end = last + len(_FOOT)
    start = first - 1 if whole[first - 1 : first] == "\n" else first
    _cut(text, pieces, start, end)
    return whole[first:end]


def _cut(text: etree._Element, pieces: list[etree._Element], start: int, end: int) -> None:
    """Take the characters from start to end out of the pieces, and out of the note the runs that are empty then."""
    at = 0
    for piece in pieces:
        words = piece.text or ""
        low, high = max(start - at, 0), min(end - at, len(words))
        at += len(words)
        if low >= high:
            continue
        piece.text = words[:low] + words[high:]
        run = piece.getparent()
        if not piece.text and run is not None and run is not text:
            text.remove(run)


def blank(text: etree._Element) -> bool:
    """Whether a <text> says nothing."""
    return not "".join(str(part) for part in text.itertext()).strip()


def lines(words: str, width: int) -> int:
    """How many lines a text takes where `width` Latin letters fit into one; a Chinese character is as wide as two."""
    return sum(max(1, -(-_width(line) // width)) for line in words.split("\n"))


def _width(line: str) -> int:
    return sum(2 if character > "\u2e7f" else 1 for character in line)
