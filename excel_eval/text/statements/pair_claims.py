"""Claims made of a rate and the two counts it comes from, and how plainly the sentence says that it does."""

from __future__ import annotations

import re

from excel_eval.text.passage import Claim, Sentence, clause_head, clause_tail
from excel_eval.text.statements.growth import growth_sign
from excel_eval.text.statements.percentages import ABOUT, NAME_REACH, SHARE, rate_name, stem
from excel_eval.text.statements.roles import percent_bound
from excel_eval.text.tokens import Token
from excel_eval.text.units import canonical

_SYNONYMS = {
    "办结": "办理|处理|解决|答复|完成",
    "化解": "解决|处理",
    "完成": "实际|实施|已|达",
    "出勤": "实到|到",
    "到课": "实到",
    "合格": "通过|达标",
    "达标": "合格|通过",
    "及时": "按时|按期",
    "按时": "按期|及时",
    "回收": "收回",
    "存活": "成活",
    "成活": "存活",
    "参评": "参加|评价",
    "解决": "化解",
    "处置": "处理",
    "整改": "完成|销号",
    "到会": "实到|到",
    "参会": "实到|到",
    "出席": "实到|到",
    "签到": "实到|到",
    "参训": "实到|参加",
    "办理": "办结|答复",
    "回复": "答复",
    "答复": "回复",
    "发现": "查出|检出",
    "检出": "查出|发现",
    "参与": "参加",
    "参加": "参与",
}
PLAN = re.compile(r"计划|目标|任务|年初|预计|拟|要求")


def pair_claim(
    sentence: Sentence, done: Token, bases: tuple[Token, ...], index: int, *, whole: bool | None = None
) -> Claim:
    """The claim that the percentage at `index` is `done` of one of `bases`, the likeliest first.

    `whole` says whether the sentence leaves no doubt that it is; where it is not given, the words decide.
    """
    rate = sentence.figures[index]
    words = sentence.before(index, NAME_REACH)
    role = "plan" if PLAN.search(lead_of(sentence, bases[0])) else ""
    start, end = min(bases[0].start, done.start), max(rate.end, bases[0].end, done.end)
    name = rate_name(words)
    value = done.value
    if _is_rest(sentence, done, stem(name)) and bases[0].value is not None and value is not None:
        value = bases[0].value - value
    return Claim(
        "pair",
        start,
        end,
        sentence.text[start - sentence.start : end - sentence.start],
        sentence.text,
        role or percent_bound(words, sentence.after(index)),
        rate.value,
        rate.upper,
        canonical(done.unit),
        name,
        lead_of(sentence, bases[0]) + sentence.between(bases[0], done) + name,
        bases[0].value,
        value,
        rate.places,
        sentence.year(index),
        rate.vague or ABOUT.search(words) is not None,
        _follows(sentence, done, name) if whole is None else whole,
        base_stated=True,
        parts=tuple(base.value for base in bases if base.value is not None),
        related=((bases[0].start, bases[0].end), (done.start, done.end), (rate.start, rate.end)),
    )


def _follows(sentence: Sentence, done: Token, name: str) -> bool:
    """Whether no other rate stands between a part and its base, and the words at the part say what the rate measures."""
    place = sentence.index(done) - 1
    earlier = sentence.figures[place]
    apart = earlier.kind == "percent" and not growth_sign(sentence.before(place))
    return not apart and names_done(sentence, earlier, done, name)


def names_done(sentence: Sentence, earlier: Token, done: Token, name: str) -> bool:
    """Whether the words at the part that was done speak of what the rate measures (化解12件，化解率; 190名通过，通过率)."""
    verb = stem(name)
    words = sentence.between(earlier, done) + "|" + clause_head(sentence.after(sentence.index(done)))
    told = "|".join(part for part in (re.escape(verb), _SYNONYMS.get(verb, "")) if part)
    among = re.search(r"(?<!其)中(?:的|有)?$", sentence.between(earlier, done))
    return bool(verb and re.search(told, words)) or bool(SHARE.search(name) or among) or due_and_done(sentence, earlier, done)


_DUE = re.compile(r"应(?P<what>[一-龥])[一-龥]{0,8}$")


def due_and_done(sentence: Sentence, due: Token, done: Token) -> bool:
    """Whether two counts are of what was due and what was done: 应种3250人，实种3218人."""
    told = _DUE.search(lead_of(sentence, due))
    return told is not None and re.search(rf"实际?{told['what']}", lead_of(sentence, done)) is not None


def smaller(base: Token, done: Token) -> bool:
    """Whether a base is smaller than the part that was done."""
    return base.value is not None and done.value is not None and base.value < done.value


def _is_rest(sentence: Sentence, done: Token, verb: str) -> bool:
    """Whether a count is of what was not done: 抽检120批次，不合格2批次，合格率98.3%."""
    words = clause_tail(sentence.before(sentence.index(done)))
    return bool(verb) and re.search(rf"[不未]{re.escape(verb)}", words) is not None


def lead_of(sentence: Sentence, token: Token) -> str:
    """The words of its clause before a figure."""
    index = sentence.index(token)
    return clause_tail(sentence.before(index))
