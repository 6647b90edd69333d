"""Paths: the name of every value in the model (`funds.total.executed`, `measures[2].claimed`), stable for scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from excel_eval.model import (
    Expense,
    ExpensesTotal,
    FundLine,
    Funds,
    FundSource,
    Goal,
    Indicator,
    Measure,
    ModelValue,
    Narrative,
    Project,
    Total,
    steps,
)

RECORDS: dict[str, type] = {
    "funds.total": FundLine,
    "funds.appropriation": FundLine,
    "funds.carryover": FundLine,
    "funds.other": FundLine,
    "expenses_total": ExpensesTotal,
    "goal": Goal,
    "narrative": Narrative,
    "total": Total,
}
TABLES: dict[str, type] = {
    "funds.further": FundSource,
    "expenses": Expense,
    "indicators": Indicator,
    "measures": Measure,
}
PLAIN = ("name", "department", "unit", "year", "code", "contact")


@cache
def keys(record: type) -> tuple[str, ...]:
    """The field names of a record type, in order."""
    return tuple(f.name for f in fields(record))


@cache
def split(path: str) -> tuple[str, str]:
    """The row or record a value belongs to, and its key: `measures[2].claimed` → ("measures[2]", "claimed")."""
    record, _, key = path.rpartition(".")
    return record, key


@cache
def table_row(path: str) -> tuple[str, int, str] | None:
    """(table, row index, key) for a value in a free table, None for any other path."""
    table, bracket, rest = path.partition("[")
    if not bracket:
        return None
    index, _, key = rest.partition("].")
    return table, int(index), key


def generic(path: str) -> str:
    """A path without its row index: `measures[2].claimed` → `measures.claimed`."""
    row = table_row(path)
    return f"{row[0]}.{row[2]}" if row else path


def values_of(project: Project) -> dict[str, ModelValue]:
    """Every value that is not blank, by path."""
    found: dict[str, ModelValue] = {path: value for path, value in _walk(project) if value is not None}
    return found | {path: value for path, value in project.extra.items() if value is not None}


def _walk(project: Project) -> Iterator[tuple[str, ModelValue]]:
    for name in PLAIN:
        yield name, getattr(project, name)
    for prefix, record in RECORDS.items():
        here = part(project, prefix)
        yield from ((f"{prefix}.{key}", getattr(here, key)) for key in keys(record))
    for table, record in TABLES.items():
        for index, row in enumerate(part(project, table)):
            yield from ((f"{table}[{index}].{key}", getattr(row, key)) for key in keys(record))


def part(project: Project, prefix: str) -> Any:
    """A record of the project or the rows of a table: `funds.total`, `expenses`."""
    here: Any = project
    for name, _ in steps(prefix):
        here = getattr(here, name)
    return here


def project_of(values: Mapping[str, ModelValue]) -> Project:
    """The project that these values make; what the model does not know goes to `extra`. Trailing blank rows are dropped."""
    known: dict[str, Any] = {name: values.get(name) for name in PLAIN}
    for prefix, record in RECORDS.items():
        if not prefix.startswith("funds."):
            known[prefix] = _record(record, prefix, values)
    lengths, extra = _tables_and_extra(values)
    for table, record in TABLES.items():
        known[table] = tuple(_record(record, f"{table}[{i}]", values) for i in range(lengths.get(table, 0)))
    sources = {key: _record(FundLine, f"funds.{key}", values) for key in keys(Funds) if key != "further"}
    known["funds"] = Funds(**sources, further=known.pop("funds.further"))
    return Project(**known, extra=extra)


def _record(record: type, prefix: str, values: Mapping[str, ModelValue]) -> Any:
    return record(**{key: values.get(f"{prefix}.{key}") for key in keys(record)})


def _tables_and_extra(values: Mapping[str, ModelValue]) -> tuple[dict[str, int], dict[str, ModelValue]]:
    lengths: dict[str, int] = {}
    extra: dict[str, ModelValue] = {}
    for path, value in values.items():
        if value is None:
            continue
        row = table_row(path)
        if row and row[0] in TABLES and row[2] in keys(TABLES[row[0]]):
            lengths[row[0]] = max(lengths.get(row[0], 0), row[1] + 1)
        elif not _known(path):
            extra[path] = value
    return lengths, extra


@cache
def _known(path: str) -> bool:
    record, key = split(path)
    return path in PLAIN or (record in RECORDS and key in keys(RECORDS[record]))
