"""Reading a configuration: TOML to checked values, every fault with its file, line and key."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from excel_eval import shipped
from excel_eval.errors import ConfigError, place_of, reason
from excel_eval.findings import Severity
from excel_eval.messages import text
from excel_eval.numbers import percent, plain

_LAST = {"F": 17, "X": 22, "N": 18, "W": 8, "C": 49}
"""The last number of each family of rules; from 50 on ids are free for rules of one's own."""
_OWN = 50
_ID = re.compile(r"([A-Z]{1,4})(\d{2,3})")
_SHARES = ("low_rate", "overachieved", "underspent", "better_than_spending", "magnitude")
_RANGES = {
    "low_rate": (Decimal(0), Decimal(1)),
    "overachieved": (Decimal(0), Decimal(10)),
    "underspent": (Decimal(0), Decimal(1)),
    "better_than_spending": (Decimal(0), Decimal(1)),
    "magnitude": (Decimal(0), Decimal("0.5")),
    "large_amount": (Decimal(1), Decimal(10) ** 12),
    "full_year_month": (Decimal(1), Decimal(12)),
    "name_length": (Decimal(1), Decimal(32767)),
    "rounding": (Decimal(0), Decimal(100)),
    "score": (Decimal(0), Decimal(100)),
}
"""What a figure may be: 90 for 90 % is a slip that must not pass for 9000 %."""
_SEVERITIES = ("off", "error", "warning", "info")


def is_library_rule(rule: str) -> bool:
    """Whether an id belongs to a rule of the library; a form or a script of one's own uses other ids."""
    match = _ID.fullmatch(rule)
    return match is not None and 0 < int(match[2]) <= _LAST.get(match[1], 0)


def is_free_id(rule: str) -> bool:
    """Whether an id may be that of a rule of one's own, in a form or a script."""
    match = _ID.fullmatch(rule)
    return match is not None and int(match[2]) > 0 and (match[1] not in _LAST or int(match[2]) >= _OWN)


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of one configuration file with its tables."""

    file: str
    source: str
    tables: dict[str, Any]

    @classmethod
    def of_file(cls, path: Path) -> Reading:
        """The file at a path; ConfigError where it cannot be read or is no TOML."""
        try:
            source = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise ConfigError("config.unreadable", file=path.name, error=text("system.no_utf8")) from None
        except OSError as error:
            raise ConfigError("config.unreadable", file=path.name, error=reason(error)) from None
        return cls.of_text(source, path.name)

    @classmethod
    def of_text(cls, source: str, file: str) -> Reading:
        """A TOML text; `file` names it in errors."""
        try:
            return cls(file, source, tomllib.loads(source, parse_float=Decimal))
        except tomllib.TOMLDecodeError as error:
            raise ConfigError("config.toml", file=file, error=place_of(error)) from None

    def fault(self, kind: str, table: str, key: str, **figures: Any) -> ConfigError:
        """The error for a key of a table, with the line it stands on."""
        line = self.line(table, key)
        return ConfigError(f"config.{kind}", file=self.file, line=line, name=key, table=table, **figures)

    def line(self, table: str, key: str) -> int:
        """The line of a key, of its table's header where the key has none of its own, counted from 1."""
        current, header, named = "", 0, 0
        for number, line in enumerate(self.source.splitlines(), 1):
            stripped = line.strip()
            if stripped.startswith("["):
                current = stripped.strip("[] ").split("]")[0].strip()
                header = number if current == table else header
            elif _bare(stripped.partition("=")[0]) in _spellings(current, table, key):
                return number
            named = named or (number if key in stripped else 0)
        return header or named or 1


def _bare(key: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in key.split("."))


def _spellings(current: str, table: str, key: str) -> tuple[str, ...]:
    """How a key may stand on a line of its own: below its table's header, or before any header with the table's name."""
    if current == table:
        return (key,)
    return () if current else (key, f"{table}.{key}")


@cache
def defaults() -> dict[str, Any]:
    """The values of data/settings/default.toml, by the names of `Settings`."""
    reading = Reading.of_text(shipped.source(), "default.toml")
    tables = reading.tables
    numbers = {
        key: _number(reading, table, key, value)
        for table in ("thresholds", "tolerances")
        for key, value in tables[table].items()
    }
    keywords = {key: tuple(words) for key, words in tables["keywords"].items()}
    return {**numbers, "grades": tables["grades"], "keywords": keywords}


def parsed(reading: Reading) -> dict[str, Any]:
    """The keyword arguments of `Settings` that a configuration asks for."""
    tables = _tables(reading)
    found: dict[str, Any] = {"severities": {key: _severity(reading, key, v) for key, v in tables["rules"].items()}}
    for table in ("thresholds", "tolerances"):
        for key, value in tables[table].items():
            _known(reading, table, key, _keys(table))
            found[key] = _number(reading, table, key, value)
    for key, value in tables["indicators"].items():
        _known(reading, "indicators", key, _keys("indicators"))
        found[key] = _words(reading, "indicators", key, value) if key == "required" else _flag(reading, key, value)
    for table in ("approved_targets", "grades"):
        given = {key: _text(reading, table, key, value) for key, value in tables[table].items()}
        found[table] = defaults().get(table, {}) | given
    return found | {"keywords": _keywords(reading, tables["keywords"])}


def _keys(table: str) -> tuple[str, ...]:
    return tuple(shipped.settings()[table])


def _tables(reading: Reading) -> dict[str, dict[str, Any]]:
    known = tuple(shipped.settings())
    for name, table in reading.tables.items():
        _known(reading, name, name, known)
        if not isinstance(table, dict):
            raise reading.fault("value", name, name, value=table, wanted="[" + name + "]")
    return {name: reading.tables.get(name, {}) for name in known}


def _known(reading: Reading, table: str, key: str, known: tuple[str, ...]) -> None:
    if key not in known:
        near = get_close_matches(key, known, 3, 0.5) or known
        raise reading.fault("key", table, key, near="、".join(near))


def _severity(reading: Reading, key: str, value: object) -> Severity | None:
    if not is_library_rule(key) and not is_free_id(key):
        ids = [f"{letter}{number:02}" for letter, end in _LAST.items() for number in range(1, end + 1)]
        raise reading.fault("rule", "rules", key, near="、".join(get_close_matches(key.upper(), ids, 3, 0.4)))
    if value not in _SEVERITIES:
        near = get_close_matches(str(value), _SEVERITIES, 1, 0.5) or _SEVERITIES
        raise reading.fault("value", "rules", key, value=value, wanted="、".join(near))
    return None if value == "off" else Severity(str(value))


def _number(reading: Reading, table: str, key: str, value: object) -> Decimal:
    """A figure: 0.9, or "90%"; never negative."""
    try:
        if isinstance(value, str) and value.strip().endswith("%"):
            number = Decimal(value.strip()[:-1]) / 100
        elif isinstance(value, int | Decimal) and not isinstance(value, bool):
            number = Decimal(value)
        else:
            raise InvalidOperation
        if not number.is_finite() or number < 0:
            raise InvalidOperation
    except InvalidOperation:
        raise reading.fault("value", table, key, value=value, wanted='0.9、"90%"') from None
    low, high = _RANGES.get(key, (Decimal(0), number))
    if not low <= number <= high:
        shown = percent if key in _SHARES else plain
        raise reading.fault("range", table, key, value=value, low=shown(low), high=shown(high))
    return number


def _flag(reading: Reading, key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise reading.fault("value", "indicators", key, value=value, wanted="true、false")
    return value


def _text(reading: Reading, table: str, key: str, value: object) -> str:
    if not isinstance(value, str):
        raise reading.fault("value", table, key, value=value, wanted='"…"')
    return value


def _words(reading: Reading, table: str, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise reading.fault("value", table, key, value=value, wanted='["…", "…"]')
    return tuple(value)


def _keywords(reading: Reading, table: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    words: dict[str, tuple[str, ...]] = dict(defaults()["keywords"])
    for key, value in table.items():
        _known(reading, "keywords", key, tuple(words))
        words[key] = _words(reading, "keywords", key, value)
    return words
