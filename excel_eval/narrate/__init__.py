"""Sentences from figures: computed narrative cells, the report's text, placeholders; claims.py: figures from sentences."""

from excel_eval.narrate.placeholders import fill_placeholders
from excel_eval.narrate.report_text import report, summaries
from excel_eval.narrate.sentences import narrate, rollup, summary
from excel_eval.narrate.templates import NarrativeTemplates, load_narrative, narrative_of, shipped_narratives

__all__ = [
    "NarrativeTemplates",
    "fill_placeholders",
    "load_narrative",
    "narrate",
    "narrative_of",
    "report",
    "rollup",
    "shipped_narratives",
    "summaries",
    "summary",
]
