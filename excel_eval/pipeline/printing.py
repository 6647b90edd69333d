"""Evaluations in the format that was asked for: text, JSON, SARIF or JUnit."""

from __future__ import annotations

import json
from collections.abc import Sequence

from excel_eval.pipeline.catalogue import sentences
from excel_eval.pipeline.evaluation import Evaluation
from excel_eval.pipeline.show import checked
from excel_eval.report import junit, plain_text, sarif


def printed(done: Sequence[Evaluation], style: str, *, colour: bool = False) -> str:
    """The findings of several workbooks, ready to print; `ok` in JSON is false with any error."""
    if style == "json":
        workbooks = [checked(evaluation) for evaluation in done]
        ok = not any(workbook["counts"]["error"] for workbook in workbooks)
        return _json({"version": 1, "ok": ok, "workbooks": workbooks})
    found = {_name(evaluation): evaluation.findings for evaluation in done}
    if style == "sarif":
        return _json(sarif(found, sentences()))
    if style == "junit":
        return junit(found)
    return "".join(line + "\n" for name, each in found.items() for line in plain_text(name, each, colour=colour))


def _name(evaluation: Evaluation) -> str:
    source = evaluation.book.source
    return str(source) if source else "-"


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
