"""What must hold in a person's sentences: against the table, among themselves, and as sentences."""

from __future__ import annotations

from excel_eval.rules.core import Rule
from excel_eval.rules.drafts import DRAFTS
from excel_eval.rules.identity import IDENTITY
from excel_eval.rules.sentences import SENTENCES

TEXT: tuple[Rule, ...] = tuple(sorted((*SENTENCES, *IDENTITY, *DRAFTS), key=lambda each: each.id))
