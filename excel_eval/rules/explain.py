"""A rule as a person asks for it: what must hold, what is said when it does not, what to do, and examples."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from excel_eval.messages import text
from excel_eval.rules.core import Rule

_NAME = re.compile(r"\{[a-z_]{1,20}\}")
_HEAD = re.compile(r"^## ([A-Z]{1,4}\d{2,3}) ", re.MULTILINE)


def explain(id: str) -> str:
    """All about a rule of the library; KeyError for an id that it does not have."""
    from excel_eval.rules import RULES

    found = next((each for each in RULES if each.id == id), None)
    if found is None:
        raise KeyError(id)
    return "\n".join((f"{found.id}  {found.severity.word}  {found.title}", "", *words_of(found), *_examples(id)))


def words_of(rule: Rule) -> list[str]:
    """The messages of a rule with what to do, one a line; dots stand for the figures."""
    lines = []
    for variant in ("", *rule.variants):
        message, fix = map(without_names, rule.words(variant))
        lines.append(text("explain.message", message=message))
        lines.append(text("explain.fix", fix=fix))
    return lines


def without_names(message: str) -> str:
    """A message with dots for the figures that will stand in it."""
    return _NAME.sub("…", message)


def _examples(id: str) -> list[str]:
    section = sections().get(id, "").strip()
    return ["", section] if section else []


@cache
def sections() -> dict[str, str]:
    """The examples of every rule: what follows its heading in data/rules.md."""
    source = files("excel_eval").joinpath("data", "rules.md").read_text(encoding="utf-8")
    parts = _HEAD.split(source)
    bodies = (body.partition("### ") for body in parts[2::2])
    return {id: head + body for id, (_, head, body) in zip(parts[1::2], bodies, strict=True)}
