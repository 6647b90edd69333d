"""Narrative files: sentences as sandboxed Jinja2 templates in TOML, every name checked when the file is loaded."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from excel_eval import paths
from excel_eval.errors import NarrativeError, place_of
from excel_eval.model import Funds, Project
from excel_eval.narrate.filters import NUMERIC, day, sentence
from excel_eval.numbers import plain
from excel_eval.shelf import Shelf

if TYPE_CHECKING:
    from jinja2 import Environment, Template, nodes

DEFAULT = "project_evaluation"
PROJECT_NAMES = frozenset(f.name for f in fields(Project)) - {"extra"} | frozenset(
    {"budget", "spent", "rate", "balance", "score", "grade", "full", "execution_score", "unscored", "notices", "value"}
)
SUMMARY_NAMES = PROJECT_NAMES | {"number"}
ROLLUP_NAMES = frozenset(
    {"years", "count", "budget", "unbudgeted", "goals", "goals_budget", "scored", "unscored", "average", "grades"}
)
_LOOP = frozenset({"first", "last", "index", "index0", "length"})
_DOCUMENTS = {"summary": SUMMARY_NAMES, "rollup": ROLLUP_NAMES}
_UNWANTED = ("format", "round", "float", "int", "attr", "random", "pprint", "urlize", "filesizeformat")
"""Filters of Jinja that round half to even, or that have no place in an official sentence."""


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A section of the report: its heading, the paths of its texts, and texts that follow under a label."""

    heading: str
    paths: tuple[str, ...]
    labelled: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class NarrativeTemplates:
    """The templates of a narrative file: `sentences` by the path they are written to, `documents` by name."""

    key: str
    file: str
    sentences: Mapping[str, Template]
    documents: Mapping[str, Template]
    title: Template
    sections: tuple[ReportSection, ...]

    def write(self, what: str, template: Template, context: Mapping[str, Any]) -> str:
        """The sentence that a template makes, on one line; NarrativeError where it cannot be made."""
        from jinja2 import TemplateError

        try:
            written = template.render(context)
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
            raise NarrativeError("narrative.failed", file=self.file, template=what, error=error) from None
        return "".join(line.strip() for line in written.splitlines())


def shipped_narratives() -> tuple[str, ...]:
    """The keys of the narratives that come with the library."""
    return _SHELF.keys()


def load_narrative(name: str | Path = DEFAULT) -> NarrativeTemplates:
    """A shipped narrative by its key, or a person's own by the path of its file; NarrativeError says what is wrong."""
    return _SHELF.load(name)


def narrative_of(source: str, file: str) -> NarrativeTemplates:
    """The narrative that a TOML text describes; `file` names it in errors. Parts that it lacks are the default's."""
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise NarrativeError("narrative.toml", file=file, error=place_of(error)) from None
    return _Reader(file).narrative(data)


_SHELF = Shelf("narratives", "narrative", NarrativeError, narrative_of)


class _Reader:
    """Turns one file into templates, naming file and template of whatever does not fit."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.environment = _environment()

    def narrative(self, data: Mapping[str, Any]) -> NarrativeTemplates:
        self.check_keys(data, "narrative", ("key", "title", "sentence", "document", "report"))
        report = self.table(data, "report")
        self.check_keys(report, "report", ("title", "section"))
        documents = self.table(data, "document")
        self.check_keys(documents, "document", tuple(_DOCUMENTS))
        return NarrativeTemplates(
            key=str(data.get("key", "")),
            file=self.file,
            sentences=self.sentences(data) if "sentence" in data else load_narrative().sentences,
            documents={name: self.document(name, documents) for name in _DOCUMENTS},
            title=self.title(report),
            sections=self.sections(report["section"]) if "section" in report else load_narrative().sections,
        )

    def sentences(self, data: Mapping[str, Any]) -> Mapping[str, Template]:
        table = self.table(data, "sentence")
        return {path: self.template(path, source, PROJECT_NAMES) for path, source in table.items()}

    def document(self, name: str, given: Mapping[str, Any]) -> Template:
        if name in given:
            return self.template(name, given[name], _DOCUMENTS[name])
        return load_narrative().documents[name]

    def title(self, report: Mapping[str, Any]) -> Template:
        if "title" in report:
            return self.template("title", report["title"], PROJECT_NAMES)
        return load_narrative().title

    def sections(self, tables: Any) -> tuple[ReportSection, ...]:
        if not isinstance(tables, list):
            raise self.fault("value", where="report.section")
        return tuple(self.section(table) for table in tables)

    def section(self, table: Mapping[str, Any]) -> ReportSection:
        self.check_keys(table, "report.section", ("heading", "paths", "labelled"))
        labelled = tuple((str(label), str(path)) for label, path in table.get("labelled", ()))
        return ReportSection(str(table.get("heading", "")), tuple(map(str, table.get("paths", ()))), labelled)

    def template(self, name: str, source: object, known: frozenset[str]) -> Template:
        """A compiled template; NarrativeError where its syntax is wrong or it uses a name that nothing has."""
        from jinja2 import TemplateSyntaxError
        from jinja2.meta import find_undeclared_variables

        if not isinstance(source, str):
            raise self.fault("value", where=name)
        source = "\n".join(line.strip() for line in source.splitlines())
        try:
            tree = self.environment.parse(source)
            compiled = self.environment.from_string(source)
        except TemplateSyntaxError as error:
            raise self.fault("syntax", template=name, line=error.lineno, error=error.message) from None
        for unknown in sorted(find_undeclared_variables(tree) - known):
            raise self.fault("name", template=name, name=unknown, known=" ".join(sorted(known)))
        for attribute in _attributes(tree):
            if attribute not in _known_attributes():
                raise self.fault("attribute", template=name, name=attribute)
        return compiled

    def table(self, data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = data.get(key, {})
        if not isinstance(value, dict):
            raise self.fault("value", where=key)
        return value

    def check_keys(self, table: Mapping[str, Any], where: str, known: tuple[str, ...]) -> None:
        for key in table:
            if key not in known:
                raise self.fault("key", where=where, key=key, known=" ".join(known))

    def fault(self, key: str, /, **figures: Any) -> NarrativeError:
        return NarrativeError(f"narrative.{key}", file=self.file, **figures)


def _attributes(tree: nodes.Template) -> Iterator[str]:
    """Every field that a template asks of something, written as a.b or a["b"]."""
    from jinja2 import nodes

    yield from (node.attr for node in tree.find_all(nodes.Getattr))
    for node in tree.find_all(nodes.Getitem):
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            yield node.arg.value


@cache
def _known_attributes() -> frozenset[str]:
    records = (*paths.RECORDS.values(), *paths.TABLES.values(), Funds)
    return frozenset(key for record in records for key in paths.keys(record)) | _LOOP | {"label", "count"}


@cache
def _environment() -> Environment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True, finalize=_shown
    )
    for name in _UNWANTED:
        del environment.filters[name]
    environment.globals.clear()
    environment.filters.update({name: _of_figures(name, made) for name, made in NUMERIC.items()}, 日期=day, 句=sentence)
    environment.tests.update(数字结尾=_ends_in_digit, 项目结尾=_ends_in_project)
    return environment


def _of_figures(name: str, made: Callable[[Decimal], str]) -> Callable[[object], str]:
    """A filter that takes figures only: a blank is never 0."""

    def apply(value: object) -> str:
        if not isinstance(value, Decimal):
            raise TypeError(f"{value} | {name}")
        return made(value)

    return apply


def _shown(value: object) -> object:
    """What a template's expression puts into the sentence: figures without exponent, nothing for what is blank."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    return day(value) if isinstance(value, date) else value


def _ends_in_digit(text: str) -> bool:
    return text[-1:].isdigit()


def _ends_in_project(text: str) -> bool:
    return text.endswith("项目")
