"""The report on a project as plain paragraphs, each with its style, for the sheet 评价报告 and the Word report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from excel_eval.model import Project
from excel_eval.narrate.placeholders import fill_placeholders
from excel_eval.narrate.sentences import facts, summary
from excel_eval.narrate.templates import NarrativeTemplates, ReportSection, load_narrative
from excel_eval.rubric import Score

Paragraph = tuple[str, str]
"""(style, text): title, heading or body."""

NOTHING = "（未填写）"
"""What stands in a section for which nobody wrote anything."""


def report(
    project: Project, narratives: Mapping[str, str], templates: NarrativeTemplates | None = None
) -> list[Paragraph]:
    """{项目}绩效评价报告: the title, then every section with the person's text (placeholders filled) and ours."""
    templates = templates or load_narrative()
    found = [("title", templates.write("title", templates.title, facts(project, None, None)))]
    for section in templates.sections:
        found.append(("heading", section.heading))
        found += [("body", line) for line in _lines(section, project, narratives)] or [("body", NOTHING)]
    return found


def _lines(section: ReportSection, project: Project, narratives: Mapping[str, str]) -> Iterator[str]:
    for path in section.paths:
        yield from _paragraphs(path, project, narratives)
    for label, path in section.labelled:
        for index, line in enumerate(_paragraphs(path, project, narratives)):
            yield line if index else f"{label}：{line}"


def _paragraphs(path: str, project: Project, narratives: Mapping[str, str]) -> Iterator[str]:
    """The lines of a text: computed where the narratives have it, else the person's own, its placeholders filled."""
    if path in narratives:
        text = narratives[path]
    else:
        own = project.get(path)
        text = fill_placeholders(own, project) if isinstance(own, str) else ""
    return (line.strip() for line in text.splitlines() if line.strip())


def summaries(
    projects: Sequence[Project], scores: Sequence[Score], templates: NarrativeTemplates | None = None
) -> list[Paragraph]:
    """The year-end paragraphs of all projects under one heading: 项目绩效目标完成情况综述."""
    found: list[Paragraph] = [("heading", "项目绩效目标完成情况综述")] if projects else []
    for number, (project, score) in enumerate(zip(projects, scores, strict=True), start=1):
        found.append(("body", fill_placeholders(summary(project, score, number, templates), project)))
    return found
