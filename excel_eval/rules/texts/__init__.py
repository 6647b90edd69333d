"""What must hold of counts and sentences: among themselves, and against the table (N01–N18, C15)."""

from excel_eval.rules.core import Rule
from excel_eval.rules.texts.drafts import DRAFTS
from excel_eval.rules.texts.identity import name_is_one
from excel_eval.rules.texts.measures import MEASURES
from excel_eval.rules.texts.placeholders import PLACEHOLDERS
from excel_eval.rules.texts.sentences import SENTENCES
from excel_eval.rules.texts.years import year_is_one

TEXTS: tuple[Rule, ...] = tuple(
    sorted((*MEASURES, *SENTENCES, name_is_one, year_is_one, *DRAFTS), key=lambda each: each.id)
)

__all__ = ["PLACEHOLDERS", "TEXTS"]
