"""The result sheets 汇总, 核对结果 and 评价报告, made in memory, to be grafted into the person's workbook."""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence

from excel_eval.book import Book
from excel_eval.findings import Finding
from excel_eval.rubric import Score
from excel_eval.workbook.corrections import Correction
from excel_eval.workbook.findings_sheet import FINDINGS, draw_findings, finding_columns
from excel_eval.workbook.report_sheet import REPORT, REPORT_COLUMNS, Paragraph, draw_report
from excel_eval.workbook.styles import RESULT_TAB, Styles
from excel_eval.workbook.summary import SUMMARY, Summary
from excel_eval.workbook.writer import Pen, add_sheet, open_workbook

RESULT_SHEETS = (SUMMARY, FINDINGS, REPORT)
MARKER = "excel_eval_result"
"""A name defined on every result sheet, by which reading and a second fill know it."""


def results_workbook(  # noqa: PLR0913 - everything an evaluation has found
    book: Book,
    scores: Sequence[Score],
    findings: Sequence[Finding],
    reports: Sequence[Sequence[Paragraph]],
    rollup: str = "",
    *,
    corrected: Sequence[Correction] = (),
    sheets: Collection[str] = RESULT_SHEETS,
) -> bytes:
    """A workbook of those result sheets; their links and formulas lead to the project sheets of `book`.

    `reports` are the paragraphs (style, text) on each project, `rollup` the sentence on all of them, `corrected` what
    filling put in the place of something typed.
    """
    content = io.BytesIO()
    made = open_workbook(content, {"title": book.form.title})
    styles = Styles(made)
    for name in RESULT_SHEETS:
        if name not in sheets:
            continue
        sheet = add_sheet(made, name)
        sheet.set_tab_color(RESULT_TAB)
        made.define_name(f"'{name}'!{MARKER}", f"='{name}'!$A$1")
        if name == SUMMARY:
            summary = Summary(book, scores, findings)
            summary.draw(made, Pen(sheet, styles, summary.widths), rollup)
        elif name == FINDINGS:
            widths = tuple(width for _, width in finding_columns(findings))
            draw_findings(Pen(sheet, styles, widths), findings, [s.sheet for s in book.sheets], corrected)
        else:
            draw_report(Pen(sheet, styles, REPORT_COLUMNS), reports)
    made.close()
    return content.getvalue()
