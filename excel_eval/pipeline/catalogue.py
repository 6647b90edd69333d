"""The rules as a person asks for them: listed, or one explained."""

from __future__ import annotations

from difflib import get_close_matches

from excel_eval.errors import ConfigError
from excel_eval.findings import Severity
from excel_eval.reading_rules import READING
from excel_eval.rules import RULES, explain


def sentences() -> dict[str, str]:
    """What must hold, by rule id."""
    return {r.id: r.title for r in RULES} | {r.id: r.sentence for r in READING}


def _severities() -> dict[str, Severity]:
    return {r.id: r.severity for r in RULES} | {r.id: Severity(r.severity) for r in READING}


def listed() -> tuple[str, ...]:
    """A line a rule: id, severity, what must hold."""
    severities = _severities()
    return tuple(f"{id}  {severities[id].word}  {sentence}" for id, sentence in sorted(sentences().items()))


def explained(id: str) -> str:
    """All about one rule: what must hold, what is said when it does not, and examples; ConfigError for an unknown id."""
    id = id.upper()
    known = sentences()
    if id not in known:
        near = "、".join(get_close_matches(id, known, 3, 0.4))
        raise ConfigError("cli.no_rule", rule=id, near=near)
    if any(r.id == id for r in READING):
        return f"{id}  {_severities()[id].word}\n{known[id]}"
    return explain(id)
