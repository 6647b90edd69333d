"""Reading a form file: TOML to a checked `Form`, shipped by name or a person's own by path."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields as dataclass_fields
from pathlib import Path
from typing import Any

from excel_eval.errors import FormError, FormulaError, place_of
from excel_eval.form.kinds import KINDS
from excel_eval.form.schema import SHAPES, Field, Form, FormRule, Formula, Row, Section, TotalRow
from excel_eval.formula import parse
from excel_eval.shelf import Shelf

DEFAULT_FORM = "project_evaluation"


def shipped_forms() -> tuple[str, ...]:
    """The keys of the forms that come with the library."""
    return _SHELF.keys()


def load_form(name: str | Path = DEFAULT_FORM) -> Form:
    """A shipped form by its key, or a person's own by the path of its TOML file; FormError says what is wrong in it."""
    return _SHELF.load(name)


def form_of(source: str, file: str) -> Form:
    """The form that a TOML text describes; `file` names it in errors."""
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise FormError("form.toml", file=file, error=place_of(error)) from None
    reader = _Reader(file)
    form = reader.form(data)
    from excel_eval.compute import compile_form

    compile_form(form, file=file)
    return form


_SHELF = Shelf("forms", "form", FormError, form_of)


class _Reader:
    """Turns the tables of one file into the schema, naming file and key of whatever does not fit."""

    def __init__(self, file: str) -> None:
        self.file = file

    def fault(self, key: str, /, **figures: Any) -> FormError:
        return FormError(f"form.{key}", file=self.file, **figures)

    def form(self, data: Mapping[str, Any]) -> Form:
        rest = dict(data)
        sections = tuple(self.section(s) for s in self._tables(rest.pop("section", []), "section"))
        if not sections:
            raise self.fault("no_sections")
        rules = tuple(self.rule(r) for r in self._tables(rest.pop("rule", []), "rule"))
        summary = tuple((str(a), str(b)) for a, b in rest.pop("summary", []))
        form: Form = self.make(Form, rest, "form", sections=sections, rules=rules, summary=summary)
        if not all(isinstance(width, int) and width > 0 for width in form.columns):
            raise self.fault("value", where="form", key="columns", value=form.columns)
        self._check_widths(form)
        return form

    def section(self, data: Mapping[str, Any]) -> Section:
        rest = dict(data)
        where = f"section {rest.get('key', '?')}"
        if rest.get("shape") not in SHAPES:
            raise self.fault("choice", where=where, key="shape", value=rest.get("shape"), known=" ".join(SHAPES))
        fields = tuple(self.field(f, where) for f in self._tables(rest.pop("field", []), where))
        beside = tuple(self.field(f, where) for f in self._tables(rest.pop("beside", []), where))
        rows = tuple(self.make(Row, r, where) for r in self._tables(rest.pop("row", []), where))
        total = self.total(rest.pop("total"), where) if "total" in rest else None
        preset = tuple(tuple(sorted((k, str(v)) for k, v in row.items())) for row in rest.pop("preset", []))
        section: Section = self.make(Section, rest, where, fields=fields, beside=beside, rows=rows, total=total, preset=preset)
        if not fields or (section.shape == "named" and not rows) or (section.shape == "free" and not section.path):
            raise self.fault("incomplete", where=where)
        if section.further and not all(row.label for row in rows):
            raise self.fault("further", where=where)
        return section

    def field(self, data: Mapping[str, Any], where: str) -> Field:
        rest = dict(data)
        where = f"{where} · field {rest.get('key', '?')}"
        formulas = {key: self.formula(rest.pop(key), where) for key in ("formula", "input_when") if key in rest}
        if "default" in rest:
            rest["default"] = str(rest["default"])
        field: Field = self.make(Field, rest, where, **formulas)
        if field.kind not in KINDS:
            raise self.fault("choice", where=where, key="kind", value=field.kind, known=" ".join(KINDS))
        if field.role not in ("input", "computed"):
            raise self.fault("choice", where=where, key="role", value=field.role, known="input computed")
        return field

    def total(self, data: Mapping[str, Any], where: str) -> TotalRow:
        rest = dict(data)
        fields = []
        for table in self._tables(rest.pop("field", []), where):
            column = dict(table)
            under = column.pop("under", column.get("key"))
            fields.append((str(under), self.field(column, f"{where} · total")))
        total: TotalRow = self.make(TotalRow, rest, f"{where} · total", fields=tuple(fields))
        return total

    def rule(self, data: Mapping[str, Any]) -> FormRule:
        rest = dict(data)
        where = f"rule {rest.get('id', '?')}"
        formula = self.formula(rest.pop("formula", ""), where)
        rule: FormRule = self.make(FormRule, rest, where, formula=formula)
        if rule.severity not in ("error", "warning", "info"):
            raise self.fault("choice", where=where, key="severity", value=rule.severity, known="error warning info")
        return rule

    def formula(self, source: object, where: str) -> Formula:
        try:
            if not isinstance(source, str) or not source.startswith("="):
                raise self.fault("formula_text", where=where, formula=source)
            node = parse(source)
        except FormulaError as error:
            raise self.fault("formula", where=where, formula=source, error=error) from None
        return Formula(source, node)

    def make(self, record: Callable[..., Any], rest: Mapping[str, Any], where: str, **ready: Any) -> Any:
        known = {f.name: f for f in dataclass_fields(record)}  # type: ignore[arg-type]
        for key, value in rest.items():
            if key not in known or key in ready:
                raise self.fault("key", where=where, key=key, known=" ".join(k for k in known if k not in ready))
            ready[key] = self._fitting(value, str(known[key].type), where, key)
        try:
            return record(**ready)
        except TypeError:
            missing = [name for name in known if name not in ready]
            raise self.fault("missing", where=where, keys=" ".join(missing)) from None

    def _fitting(self, value: Any, wanted: str, where: str, key: str) -> Any:
        if isinstance(value, list):
            value = tuple(value)
        expected = {"str": str, "int": int, "bool": bool, "tuple": tuple}
        name = wanted.partition("[")[0].partition(" ")[0]
        if name in expected and (not isinstance(value, expected[name]) or (name == "int" and isinstance(value, bool))):
            raise self.fault("value", where=where, key=key, value=value)
        return value

    def _tables(self, value: object, where: str) -> list[Mapping[str, Any]]:
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.fault("tables", where=where)
        return value

    def _check_widths(self, form: Form) -> None:
        """A table row or a label with its value must fit between the first and the last column."""
        for section in form.sections:
            if section.shape in ("named", "free"):
                labelled = section.shape == "named" and any(row.label for row in section.rows)
                width = section.side_span + section.label_span * labelled + sum(f.span for f in section.fields)
            else:
                width = section.side_span + max((0 if f.pattern else f.label_span) + f.span for f in section.fields)
            if width > len(form.columns):
                raise self.fault("too_wide", where=section.key, width=width, columns=len(form.columns))
