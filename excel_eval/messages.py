"""The one catalogue of sentences, Chinese and English, kept as data: `area.key` is `[key]` in data/messages/area.toml."""

from __future__ import annotations

import os
import tomllib
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("zh", "en")
_chosen: ContextVar[str | None] = ContextVar("language", default=None)


def language() -> str:
    """The language of messages: as chosen by `use_language`, else EXCEL_EVAL_LANG, else Chinese."""
    wanted = _chosen.get() or os.environ.get("EXCEL_EVAL_LANG", "zh")
    return wanted if wanted in LANGUAGES else "zh"


def use_language(name: str | None) -> None:
    """Choose the language of all later messages in this context; None is that of the environment."""
    _chosen.set(name)


@cache
def catalogue(area: str) -> dict[str, dict[str, str]]:
    """All sentences of one area: key → language → sentence."""
    source = files("excel_eval").joinpath("data", "messages", f"{area}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def text(key: str, /, **figures: Any) -> str:
    """The sentence `area.key` in the current language with its figures filled in."""
    area, _, name = key.partition(".")
    sentence = catalogue(area)[name]
    return fill(sentence.get(language()) or sentence["zh"], figures)


def fill(sentence: str, figures: dict[str, Any]) -> str:
    """Replace `{name}` by its figure. Figures are inserted as they stand: braces or attributes in them mean nothing."""
    parts = sentence.split("{")
    out = [parts[0]]
    for part in parts[1:]:
        name, closed, rest = part.partition("}")
        out.append(str(figures[name]) + rest if closed and name in figures else "{" + part)
    return "".join(out)
