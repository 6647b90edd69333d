"""Descriptions kept as TOML files: those that ship, by name, and a person's own, by path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Generic, TypeVar

from excel_eval.errors import ExcelEvalError

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Shelf(Generic[Item]):
    """A folder under data/. `make(text, file)` turns a file's text into what it describes, `file` naming it in errors.

    `area` holds the message `not_found` for a name that is neither shipped nor the path of a text file.
    """

    folder: str
    area: str
    error: type[ExcelEvalError]
    make: Callable[[str, str], Item]

    def keys(self) -> tuple[str, ...]:
        """The names of the files that come with the library, sorted."""
        return _keys(self.folder)

    def load(self, name: str | Path) -> Item:
        """The description of that name, read once, or at that path, read anew; `error` says what is wrong."""
        if str(name) in self.keys():
            shipped: Item = _shipped(self, str(name))
            return shipped
        path = Path(name)
        try:
            source = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            raise self.error(f"{self.area}.not_found", name=name, known="、".join(self.keys())) from None
        return self.make(source, str(path))


@cache
def _keys(folder: str) -> tuple[str, ...]:
    inside = files("excel_eval").joinpath("data", folder)
    return tuple(sorted(f.name.removesuffix(".toml") for f in inside.iterdir() if f.name.endswith(".toml")))


@cache
def _shipped(shelf: Shelf[Item], key: str) -> Item:
    source = files("excel_eval").joinpath("data", shelf.folder, f"{key}.toml").read_text(encoding="utf-8")
    return shelf.make(source, f"{key}.toml")
