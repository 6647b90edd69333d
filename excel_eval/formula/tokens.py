"""A formula's text cut into tokens, in time linear in its length."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from excel_eval.errors import FormulaError

MAX_LENGTH = 8192
"""How long Excel lets a formula be."""

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n\u00a0]+)
    |(?P<text>"[^"]*"(?:"[^"]*")*)
    |(?P<sheet>(?:\[[^\[\]!'"]{1,255}\])?[^\W\d][\w.]{0,60}!|\[[^\[\]!'"]{1,255}\](?=[^\W\d])[\w.]{1,60}!)
    |(?P<error>\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A))
    |(?P<function>[^\W\d][\w.]{0,80}\()
    |(?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w.(\[!]))
    |(?P<rows>\$?[0-9]{1,7}:\$?[0-9]{1,7}(?![\w.]))
    |(?P<cell>\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?![\w.(\[!]))
    |(?P<number>(?<![\w.])(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,4})?(?![\w.]))
    |(?P<name>[^\W\d]\w{0,254}(?:\.\w{1,254}|\[[0-9]{1,7}\]){0,40})
    |(?P<operator><=|>=|<>|[-+*/^&=<>%(),:;{}])""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula: its kind, its text, and where it begins (from 1)."""

    kind: str
    text: str
    at: int


def fail(formula: str, at: int) -> NoReturn:
    """Say that the formula cannot be understood at a character (counted from 1)."""
    raise FormulaError("formula.syntax", formula=_shown(formula), at=at)


def _shown(formula: str) -> str:
    return formula if len(formula) <= 200 else formula[:200] + "…"


def tokens(formula: str) -> list[Token]:
    """All tokens without white space, and an `end` token."""
    if len(formula) > MAX_LENGTH:
        raise FormulaError("formula.long", formula=_shown(formula), length=len(formula), limit=MAX_LENGTH)
    found: list[Token] = []
    at = 1 if formula.startswith("=") else 0
    while at < len(formula):
        token = _quoted_sheet(formula, at) if formula[at] == "'" else _token(formula, at)
        at += len(token.text)
        if token.kind != "space":
            found.append(token)
    found.append(Token("end", "", len(formula) + 1))
    return found


def _token(formula: str, at: int) -> Token:
    match = _TOKEN.match(formula, at)
    if match is None or match.lastgroup is None:
        fail(formula, at + 1)
    return Token(match.lastgroup, match.group(), at + 1)


def _quoted_sheet(formula: str, at: int) -> Token:
    """A sheet name in quotes with its exclamation mark; a quote inside is doubled."""
    end = formula.find("'", at + 1)
    while end >= 0 and formula.startswith("''", end):
        end = formula.find("'", end + 2)
    if end < 0 or not formula.startswith("!", end + 1) or end == at + 1:
        fail(formula, at + 1)
    return Token("sheet", formula[at : end + 2], at + 1)
