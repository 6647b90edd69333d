"""What must hold in a person's sentences: against the table, among themselves, and as sentences."""

from __future__ import annotations

from excel_eval.rules.core import Rule
from excel_eval.rules.drafts import DRAFTS
from excel_eval.rules.identity import name_is_one
from excel_eval.rules.sentences import SENTENCES
from excel_eval.rules.years import year_is_one

TEXT: tuple[Rule, ...] = tuple(sorted((*SENTENCES, name_is_one, year_is_one, *DRAFTS), key=lambda each: each.id))
