"""Findings for other programs: SARIF 2.1.0 (code scanning) and JUnit XML (build servers)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from excel_eval.findings import Finding, counts

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(
    found: Mapping[str, Sequence[Finding]], sentences: Mapping[str, str], failed: Mapping[str, str]
) -> dict[str, Any]:
    """A SARIF log of the findings by workbook, and of the files that could not be read.

    `sentences` says by rule id what must hold.
    """
    used = sorted({finding.rule for findings in found.values() for finding in findings})
    rules = [{"id": rule, "shortDescription": {"text": sentences.get(rule, rule)}} for rule in used]
    places = {rule: index for index, rule in enumerate(used)}
    results = [_result(workbook, f, places[f.rule]) for workbook, findings in found.items() for f in findings]
    invocation: dict[str, Any] = {"executionSuccessful": not failed}
    if failed:
        invocation["toolExecutionNotifications"] = [
            {"level": "error", "message": {"text": message}, "locations": [_artifact(workbook)]}
            for workbook, message in failed.items()
        ]
    run = {
        "tool": {"driver": {"name": "excel-eval", "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": results,
    }
    return {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def _artifact(workbook: str) -> dict[str, Any]:
    """A file as a place: its path as a URI, relative where the path is."""
    path = PurePath(workbook)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix(), errors="surrogateescape")
    return {"physicalLocation": {"artifactLocation": {"uri": uri}}}


def _result(workbook: str, finding: Finding, rule: int) -> dict[str, Any]:
    place = _artifact(workbook)
    if finding.place:
        place["logicalLocations"] = [{"fullyQualifiedName": finding.place, "name": finding.label or finding.place}]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity.value],
        "message": {"text": " ".join(part for part in (finding.message, finding.suggestion) if part)},
        "locations": [place],
    }
    if finding.related:
        result["relatedLocations"] = [_related(workbook, finding, cell) for cell in finding.related]
    if finding.exempted:
        result["suppressions"] = [{"kind": "external", "justification": finding.exempted}]
    return result


def _related(workbook: str, finding: Finding, cell: str) -> dict[str, Any]:
    """A cell that a finding leans on; one without a sheet is on the finding's own."""
    name = cell if "!" in cell or not finding.sheet else f"{finding.sheet}!{cell}"
    return {**_artifact(workbook), "logicalLocations": [{"fullyQualifiedName": name, "name": cell}]}


def junit(found: Mapping[str, Sequence[Finding]], failed: Mapping[str, str]) -> str:
    """JUnit XML: a suite a workbook, a case a finding.

    Errors and warnings fail, exempted ones are skipped, a file that could not be read is an error.
    """
    suites = [_suite(workbook, findings) for workbook, findings in found.items()]
    suites += [_unread(workbook, message) for workbook, message in failed.items()]
    return '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n' + "".join(suites) + "</testsuites>\n"


def _suite(workbook: str, findings: Sequence[Finding]) -> str:
    number = counts(findings)
    skipped = sum(1 for finding in findings if finding.exempted)
    cases = "".join(_case(workbook, finding) for finding in findings) or f"<testcase name={_attribute(workbook)}/>\n"
    head = (
        f'<testsuite name={_attribute(workbook)} tests="{max(1, len(findings))}" '
        f'failures="{number["error"] + number["warning"]}" errors="0" skipped="{skipped}">\n'
    )
    return head + cases + "</testsuite>\n"


def _unread(workbook: str, message: str) -> str:
    name = _attribute(workbook)
    return (
        f'<testsuite name={name} tests="1" failures="0" errors="1" skipped="0">\n'
        f"<testcase classname={name} name={name}><error message={_attribute(message)}/></testcase>\n</testsuite>\n"
    )


def _case(workbook: str, finding: Finding) -> str:
    name = _attribute(" ".join(part for part in (finding.rule, finding.place) if part))
    head = f"<testcase classname={_attribute(workbook)} name={name}"
    message = _attribute(finding.message)
    if finding.exempted:
        return f"{head}><skipped message={_attribute(finding.exempted)}/></testcase>\n"
    if finding.severity.value == "info":
        return f"{head}><system-out>{escape(_legal(finding.message))}</system-out></testcase>\n"
    kind = finding.severity.value
    return f"{head}><failure type={quoteattr(kind)} message={message}>{escape(_legal(finding.suggestion))}</failure></testcase>\n"


def _attribute(value: str) -> str:
    return quoteattr(_legal(value))


def _legal(value: str) -> str:
    """Without the control characters that XML cannot hold."""
    return _ILLEGAL.sub("?", value)
