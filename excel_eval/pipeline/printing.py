"""What `check` tells of workbooks, in the format that was asked for: text, JSON, SARIF or JUnit."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from excel_eval.errors import ExcelEvalError, sentence_of
from excel_eval.findings import Finding
from excel_eval.pipeline.catalogue import sentences
from excel_eval.pipeline.evaluation import Evaluation
from excel_eval.pipeline.show import checked
from excel_eval.report import junit, plain_text, sarif


@dataclass(frozen=True, slots=True)
class Told:
    """What checking one workbook gave: findings and its part of the JSON, or why it could not be read."""

    source: Path
    findings: tuple[Finding, ...] = ()
    report: dict[str, Any] | None = None
    failure: str | None = None


def told(source: Path, evaluated: Callable[[], Evaluation]) -> Told:
    """What evaluating a workbook gives; a file that cannot be read is told of, so that others go on."""
    try:
        evaluation = evaluated()
    except (ExcelEvalError, OSError) as error:
        return Told(source, failure=sentence_of(error, source.name))
    return Told(source, evaluation.findings, checked(evaluation))


def printed(done: Sequence[Told], style: str, *, ok: bool, colour: bool = False) -> str:
    """Everything told, ready to print; `ok` is what JSON says of the whole call."""
    if style == "json":
        return _json(as_json(((one.source, one.report, one.failure) for one in done), ok=ok))
    found = {str(one.source): one.findings for one in done if one.failure is None}
    failed = {str(one.source): one.failure for one in done if one.failure is not None}
    if style == "sarif":
        return _json(sarif(found, sentences(), failed))
    if style == "junit":
        return junit(found, failed)
    return "".join(line + "\n" for name, each in found.items() for line in plain_text(name, each, colour=colour))


def as_json(done: Iterable[tuple[Path, dict[str, Any] | None, str | None]], *, ok: bool) -> dict[str, Any]:
    """`check --format json`; workbooks that could not be read are listed under `failures`, if there are any."""
    pairs = tuple(done)
    content: dict[str, Any] = {"version": 1, "ok": ok, "workbooks": [report for _, report, _ in pairs if report]}
    failures = [{"workbook": source.name, "message": failure} for source, _, failure in pairs if failure]
    return content | ({"failures": failures} if failures else {})


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
