"""The settings that ship, as data/settings/default.toml has them: the one home of default figures and keyword tables."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def source() -> str:
    """The text of the file, with its comments."""
    return files("excel_eval").joinpath("data", "settings", "default.toml").read_text(encoding="utf-8")


@cache
def settings() -> dict[str, Any]:
    """Its tables, as TOML gives them."""
    return tomllib.loads(source())


def words(key: str) -> tuple[str, ...]:
    """One of its keyword tables; KeyError for one that it does not have."""
    return tuple(settings()["keywords"][key])


def spellings(lines: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The pairs (preferred, other) of lines such as `法治 法制`, of which the first word is preferred."""
    return tuple((preferred, other) for preferred, *others in map(str.split, lines) for other in others)
