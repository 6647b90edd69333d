"""From what stands in the cells of a sheet to its project: inputs cleaned, computed values computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from excel_eval.book import ProjectSheet, Value
from excel_eval.compute import Program, compute
from excel_eval.form.schema import COMPUTED
from excel_eval.grid import Scalar
from excel_eval.model import ModelValue
from excel_eval.numbers import plain_decimal
from excel_eval.paths import project_of


def reckoned(sheet: ProjectSheet, program: Program) -> ProjectSheet:
    """The sheet with the project that its values make, and with what the form's formulas give over them."""
    results = compute(program, sheet.layout, stored_inputs(sheet))
    return replace(sheet, project=project_of(_known(sheet, results)), computed=results)


def stored_inputs(sheet: ProjectSheet) -> dict[str, Scalar]:
    """What the cells hold once numbers that were typed as text are numbers, in the sheet's own unit."""
    return {path: input_value(value, sheet.scale) for path, value in sheet.values.items()}


def input_value(value: Value, scale: Decimal) -> Scalar:
    """A cell's own value as formulas see it once it is cleaned: a number typed as text, a choice in another spelling."""
    if not isinstance(value.stored, str):
        return value.stored
    if isinstance(value.value, Decimal):
        return plain_decimal(value.value * scale) if value.slot.kind == "amount" else value.value
    return value.value if isinstance(value.value, str) and value.value in value.slot.field.choices else value.stored


def meaning_of(result: Scalar, kind: str, scale: Decimal) -> ModelValue:
    """What a formula's result is in the model: amounts in its unit; blanks, dashes and errors are None."""
    if isinstance(result, Decimal):
        return plain_decimal(result / scale) if kind == "amount" and scale != 1 else result
    return str(result) if type(result) is str and result not in ("", "—") else None


def _known(sheet: ProjectSheet, results: Mapping[str, Scalar]) -> dict[str, ModelValue]:
    """The model's values: what a person gave, and the computed ones as we compute them."""
    known: dict[str, ModelValue] = {}
    for path, value in sheet.values.items():
        if path in results:
            known[path] = meaning_of(results[path], value.slot.kind, sheet.scale)
        elif value.slot.role != COMPUTED or value.slot.field.formula:
            known[path] = value.value
    return known
