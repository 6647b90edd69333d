"""Which rules apply under which settings, as the options and the configuration beside a workbook say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from excel_eval.errors import ConfigError
from excel_eval.findings import Finding
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

    def settings(self, workbook: Path) -> Settings:
        """The settings for a workbook: `config`, else excel-eval.toml beside it, with `only` and `ignore` on top."""
        beside = workbook.parent / CONFIG
        source = self.config or (beside if beside.is_file() else None)
        settings = load_settings(source) if source else Settings()
        known = _known()
        only, ignore = (_checked(names, known) for names in (self.only, self.ignore))
        off = [name for name in known if name in ignore or (only and name not in only)]
        return replace(settings, severities={**settings.severities, **dict.fromkeys(off)})

    def faulty(self, findings: tuple[Finding, ...]) -> bool:
        """Whether there is a finding of severity error that no exemption covers, or a warning where these count too."""
        grades = ("error", "warning") if self.strict else ("error",)
        return any(f.severity.value in grades and not f.exempted for f in findings)


def _known() -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(r.id for r in RULES), *(r.id for r in READING)]))


def _checked(names: tuple[str, ...], known: tuple[str, ...]) -> frozenset[str]:
    for name in names:
        if name.upper() not in known:
            near = "、".join(get_close_matches(name.upper(), known, 3, 0.4))
            raise ConfigError("cli.no_rule", rule=name, near=near)
    return frozenset(name.upper() for name in names)
