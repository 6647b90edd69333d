"""Which rules apply under which settings, as the options and the configuration beside a workbook say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from excel_eval.errors import ConfigError
from excel_eval.findings import Finding
from excel_eval.form.load import load_form, shipped_forms
from excel_eval.reading_rules import READING
from excel_eval.rules import RULES
from excel_eval.rules.settings import Settings, load_settings

CONFIG = "excel-eval.toml"


@dataclass(frozen=True, slots=True)
class Judge:
    """Only these rules, not those, a configuration file, warnings counted as errors or not."""

    only: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    config: Path | None = None
    strict: bool = False
    form: str | None = None

    def __post_init__(self) -> None:
        """ConfigError for a rule that does not exist or a wrong configuration, before any workbook is read."""
        for name in (*self.only, *self.ignore):
            _require_rule(name.upper(), self.form)
        if self.config:
            load_settings(self.config)

    def settings(self, workbook: Path) -> Settings:
        """The settings for a workbook: `config`, else excel-eval.toml beside it, with `only` and `ignore` on top."""
        beside = workbook.parent / CONFIG
        source = self.config or (beside if beside.is_file() else None)
        settings = load_settings(source) if source else Settings()
        off = {name.upper(): None for name in self.ignore}
        only = frozenset(name.upper() for name in self.only)
        return replace(settings, severities={**settings.severities, **off}, only=only)

    def faulty(self, findings: tuple[Finding, ...]) -> bool:
        """Whether there is a finding of severity error that no exemption covers, or a warning where these count too."""
        grades = ("error", "warning") if self.strict else ("error",)
        return any(f.severity.value in grades and not f.exempted for f in findings)


def _require_rule(name: str, form: str | None) -> None:
    """ConfigError where neither the library nor the form, or one that is shipped, has a rule of that id."""
    known = tuple(dict.fromkeys([*(r.id for r in RULES), *(r.id for r in READING)]))
    if name in known:
        return
    forms = map(load_form, (*shipped_forms(), *((form,) if form else ())))
    known += tuple(rule.id for each in forms for rule in each.rules)
    if name not in known:
        near = get_close_matches(name, known, 3, 0.4)
        raise ConfigError("cli.no_rule", rule=name, near="、".join(near) or "—")
