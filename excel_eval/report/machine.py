"""Findings for other programs: SARIF 2.1.0 (code scanning) and JUnit XML (build servers)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from excel_eval.findings import Finding, counts

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(found: Mapping[str, Sequence[Finding]], sentences: Mapping[str, str]) -> dict[str, Any]:
    """A SARIF log of the findings by workbook; `sentences` says by rule id what must hold."""
    used = sorted({finding.rule for findings in found.values() for finding in findings})
    rules = [{"id": rule, "shortDescription": {"text": sentences.get(rule, rule)}} for rule in used]
    results = [_result(workbook, finding) for workbook, findings in found.items() for finding in findings]
    driver = {"name": "excel-eval", "rules": rules}
    return {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}


def _result(workbook: str, finding: Finding) -> dict[str, Any]:
    place: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": workbook}}}
    if finding.place:
        place["logicalLocations"] = [{"fullyQualifiedName": finding.place, "name": finding.label or finding.place}]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity.value],
        "message": {"text": " ".join(part for part in (finding.message, finding.suggestion) if part)},
        "locations": [place],
    }
    if finding.exempted:
        result["suppressions"] = [{"kind": "external", "justification": finding.exempted}]
    return result


def junit(found: Mapping[str, Sequence[Finding]]) -> str:
    """JUnit XML: a suite a workbook, a case a finding; errors and warnings fail, exempted ones are skipped."""
    suites = [_suite(workbook, findings) for workbook, findings in found.items()]
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
