"""Case files: a rule's cases as Markdown tables of path and value, each with what is to be found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from excel_eval.rules.configuration import Reading, parsed
from excel_eval.rules.settings import Settings
from tests.rules.case_book import SHEET

CASES = Path(__file__).resolve().parents[1] / "cases"


@dataclass(frozen=True)
class Expected:
    """One finding that a case asks for; figures only where the case gives them."""

    rule: str
    severity: str
    path: str
    figures: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """One case: its sheets with values by path, its form and configuration, and the findings of its rule."""

    rule: str
    title: str
    sheets: dict[str, dict[str, str]]
    expected: tuple[Expected, ...]
    form: str = "project_evaluation"
    config: str = ""
    saved: date | None = None

    @property
    def settings(self) -> Settings:
        """The settings of the case."""
        return Settings(**parsed(Reading.of_text(self.config, "case"))) if self.config else Settings()


def all_cases() -> list[Case]:
    """Every case of every file."""
    return [case for path in sorted(CASES.glob("*.md")) for case in cases_of(path)]


def cases_of(path: Path) -> Iterator[Case]:
    """The cases of one file; its name is the rule's id."""
    for part in re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        title, _, body = part.partition("\n")
        yield _case(path.stem, title.strip(), body)


def _case(rule: str, title: str, body: str) -> Case:
    config = re.search(r"```toml\n(.*?)```", body, re.DOTALL)
    form = re.search(r"^form: (\S+)", body, re.MULTILINE)
    saved = re.search(r"^saved: (\S+)", body, re.MULTILINE)
    lines = re.findall(r"^expect: (.+)$", body, re.MULTILINE)
    assert lines, f"{rule} {title}: no expect line"
    expected = tuple(_expected(line) for line in lines if line.strip() != "nothing")
    sheets: dict[str, dict[str, str]] = {}
    for path, value in re.findall(r"^\| *([^|]+?) *\| *([^|]*?) *\|$", body, re.MULTILINE):
        if path not in ("path", "路径") and not set(path) <= set("-: "):
            sheet, _, inner = path.rpartition("!")
            sheets.setdefault(sheet or SHEET, {})[inner] = value
    return Case(
        rule,
        title,
        sheets,
        expected,
        form[1] if form else "project_evaluation",
        config[1] if config else "",
        date.fromisoformat(saved[1]) if saved else None,
    )


def _expected(line: str) -> Expected:
    rule, severity, path, *rest = line.split()
    return Expected(rule, severity, path, dict(pair.split("=", 1) for pair in rest))
