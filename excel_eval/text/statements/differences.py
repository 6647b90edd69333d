"""What is left of a figure when others are taken from it: 预算…支出…结余…; 36件，化解31件，其余5件; 年初…新增…减少…年末…."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from excel_eval.text.passage import Claim, Sentence, clause_head, clause_tail
from excel_eval.text.tokens import Token
from excel_eval.text.units import MONEY, canonical

_LEFT = re.compile(
    r"(?:当[期年]|年末|净|累计|实际|资金|预算|共|尚|还)*(?:结余|节余|结存|剩余|尚余|余额|余款|节约|节省|节支|核减|审减|空编|缺编|差额|结转)(?:资金|金额|经费|预算|投资|造价|编制|下年|数|额)*(?:共计|共|为|了|达)?"
)
_FROM = re.compile(
    r"预算|安排|下达|批复|到位|拨入|收入|总额|送审|合同|计划|概算|控制价|限价|编制|核定|应[收发付参到缴还]|采购金额|投资"
)
_TAKEN = re.compile(
    r"支出|使用|支付|执行|花费|列支|开支|审定|中标|成交|采购|结算|决算|实际|实有|在职|在编|已|实[收发付参到缴]|完成|拨付|审核"
)
_OTHERS = re.compile(r"其余|剩余|余下|尚有|还有|仍有")
_OPPOSITE = re.compile(r"(?:[不未](?![足少低超高大等同含])|没有|正在)(?P<what>[一-龥]{2})")
"""What of a number was not done, or is being done: 未化解, 不合格, 正在整改."""
_OPENING = re.compile(r"(?:年初|期初|上年末|上年结转|上年结余|原有|原)(?!.{0,4}目标)")
_PLUS = re.compile(r"新增|增加|追加|调增|调入|转入|收入|补充|新进")
_MINUS = re.compile(r"减少|支出|调减|核减|调出|转出|退出|注销|压减")
_CLOSING = re.compile(r"年末|期末|年底|调整后|变更后|现有|现|年终|全年预算")
_PART = re.compile(r"其中|包括|用于|占|分别|每|人均|户均|平均")
_MOST = 8
_AFTER = 8


def differences(sentence: Sentence) -> Iterator[Claim]:
    """Every figure that is said to be what is left of another, with those taken from it; parts are signed."""
    figures = [t for t in sentence.figures if t.kind in ("count", "amount") and t.value is not None and t.upper is None]
    if len(figures) < 3:
        return
    for place in range(2, len(figures)):
        left = figures[place]
        row = _row(sentence, figures[max(0, place - _MOST) : place], left)
        if len(row) < 2:
            continue
        if _closes(sentence, row, left):
            yield from _ledger(sentence, row, left)
        elif left.kind == "amount":
            yield from _balance(sentence, row, left)
        else:
            yield from _rest(sentence, row, left, figures[place + 1 : place + 2])


def _row(sentence: Sentence, figures: Sequence[Token], left: Token) -> list[Token]:
    """The figures of one unit before a figure, back to a semicolon, whatever else stands between them."""
    row: list[Token] = []
    following = left
    for token in reversed(figures):
        if re.search(r"[；;]", sentence.between(token, following)):
            break
        if _unit(token) == _unit(left):
            row.insert(0, token)
        following = token
    return row


def _unit(token: Token) -> str:
    return "元" if token.unit in MONEY else canonical(token.unit)


def _lead(sentence: Sentence, token: Token) -> str:
    return clause_tail(sentence.before(sentence.index(token)))


def _balance(sentence: Sentence, row: Sequence[Token], left: Token) -> Iterator[Claim]:
    """安排95万元，支付83.6万元，剩余11.4万元."""
    lead = _lead(sentence, left)
    if not _LEFT.fullmatch(lead) or any(_PART.search(_lead(sentence, token)) for token in row):
        return
    first, *taken = row
    leads = [_lead(sentence, token) for token in taken]
    sure = _FROM.search(_lead(sentence, first)) and all(_TAKEN.search(lead) for lead in leads)
    yield _difference(sentence, left, row, whole=bool(sure) and (len(taken) == 1 or "其他" in leads[-1]))


def _rest(sentence: Sentence, row: Sequence[Token], left: Token, behind: Sequence[Token]) -> Iterator[Claim]:
    """36件，已化解31件，其余5件: the last count of its unit, told to be what is left of the first."""
    more = any(_unit(token) == _unit(left) for token in behind)
    if len(row) != 2 or more or "其中" in _lead(sentence, row[0]):
        return
    lead, head = _around(sentence, left)
    opposite = _OPPOSITE.search(f"{lead}|{head}")
    first, done = ("|".join(_around(sentence, token)) for token in row)
    plainly = opposite is not None and opposite["what"] in done.replace(opposite[0], "") and opposite["what"] not in first
    if _OTHERS.match(lead) or plainly:
        yield _difference(sentence, left, sorted(row, key=lambda token: -(token.value or 0)), whole=True)


def _around(sentence: Sentence, token: Token) -> tuple[str, str]:
    """The words of its clause before and behind a figure."""
    return _lead(sentence, token), clause_head(sentence.after(sentence.index(token), _AFTER))


def _closes(sentence: Sentence, row: Sequence[Token], left: Token) -> bool:
    leads = [_lead(sentence, token) for token in row]
    signed = all(_PLUS.search(lead) or _MINUS.search(lead) for lead in leads[1:])
    return bool(_OPENING.search(leads[0])) and signed and _CLOSING.search(_lead(sentence, left)) is not None


def _ledger(sentence: Sentence, row: Sequence[Token], left: Token) -> Iterator[Claim]:
    """年初326人，新增42人，减少28人，年末340人; 年初预算120万元，追加30万元，调整后150万元."""
    signs = [1, *(-1 if _MINUS.search(_lead(sentence, token)) else 1 for token in row[1:])]
    yield _difference(sentence, left, row, whole=True, signs=signs)


def _difference(
    sentence: Sentence, left: Token, row: Sequence[Token], *, whole: bool, signs: Sequence[int] = ()
) -> Claim:
    size = MONEY.get(left.unit, Decimal(1))
    signs = signs or [1, *(-1 for _ in row[1:])]
    parts = tuple(
        sign * (token.value or Decimal(0)) * MONEY.get(token.unit, Decimal(1)) / size
        for token, sign in zip(row, signs, strict=True)
    )
    start, end = min(token.start for token in row), left.end
    return Claim(
        "difference", start, end, sentence.text[start - sentence.start : end - sentence.start], sentence.text, "",
        left.value, unit=left.unit, base=parts[0], done=sum(parts, Decimal(0)),
        places=max(token.places for token in (left, *row)), vague=any(token.vague for token in (left, *row)),
        whole=whole, base_stated=True, parts=parts,
        related=tuple((token.start, token.end) for token in (left, *row)),
    )  # fmt: skip
