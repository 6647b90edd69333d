"""What an amount or a percentage is for: budget, spending, balance, a floor or a cap, a part, a price."""

from __future__ import annotations

import re

_MOST = r"不高于|不超过|不得超过|不大于|不多于|不超|控制在|限额|最高|上限|封顶|至多|低于|小于|≤"
_LEAST = r"不少于|不低于|不得少于|不得低于|不小于|至少|最低|起步|下限|高于|大于|超过|≥"
_ROLES = (
    ("cap", _MOST),
    ("floor", _LEAST),
    ("balance", r"结余|结转|剩余|节余|余额|未使用|未支出|尚余|还剩|收回"),
    ("spent", r"使用|支出|执行|开支|支付|花费|列支|决算数"),
    ("paid", r"拨付"),
    ("budget", r"安排|预算|下达|批复|核定|申请|到位|投入|筹集|拨款|拨入"),
    ("adjustment", r"追加|调增|调减|核减|核增|压减"),
    ("part", r"其中|用于|包括|分别"),
    ("price", r"每[人次户件名位天月个平亩栋台]|[人户]均|平均|单价|标准"),
)
_BEFORE = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _ROLES))
_ALONE = r"(?![^，。；、]{0,6}\d)"
_AFTER = re.compile(
    rf"(?P<spent>(?:已?全部|已|均已?|现已|资金|经费)?(?:使用|支出|执行|支付|拨付)(?:完毕|完成|完了)?{_ALONE}|用完|已用{_ALONE})"
    r"|(?P<cap>以内|以下|之内|封顶)|(?P<floor>以上)|(?P<price>/\w|每[人次年月户件])"
    rf"|(?P<balance>的?(?:结余|结转|尚未|未使用|未支出){_ALONE})|(?P<budget>的?(?:年初|全年|财政)?预算{_ALONE})"
)
EXECUTION = re.compile(
    r"预算执行率|执行率|支出进度|支付进度|预算完成率|资金使用率|资金支出率|(?<![一-龥])支出率|(?:完成|占)[^，。；]{0,6}预算"
)
"""What a percentage of the budget that was spent is called."""
_PRICE = re.compile(r"[人户次]均|单价|平均每?|每[人次户件名位天月个平亩栋台]")
_NEAR = 8
_GENERIC = re.compile(
    r"(?:年初|全年|年度|本年|当年|实际|累计|共计|合计|总计|财政|专项|项目|预算|支出|执行|使用|安排|下达|批复|资金|经费|金额|总额|费用"
    r"|调整后?|核定|到位|决算|剩余|未使用|数额?|共|总|约|该项?|此项|本项|为|了|是|达到?|已|计|人民币|款|的|[:：¥])*"
)
_VERB = re.compile(r"使用|支出|执行|支付|列支|花费|(?:实际|累计|全年|已|共)拨付|安排|预算|下达|批复|核定|结余|结转|剩余|度")
_PORTION = re.compile(
    r"总预算|总投资|总投入|总概算|年均|月均|[应需可](?=支|付|使用|拨)|追加|补充|调增|调减|核减|核增|压减|季度|月份?|上半年|下半年|首批|第.批|阶段|截至|\d期|上年|去年|往年|历年|近.年|下年|明年|次年|计划|预计|预期|概算|估算|拟|将"
)


YEAR_END = re.compile(r"截至?(?:20\d\d年)?(?:12月(?:31日|底|末)?|年底|年末)")
"""Up to the end of the year is the whole year."""


def amount_role(before: str, after: str) -> str:
    """The role of the amount between these words: budget, spent, balance, floor, cap, part, price or unknown."""
    behind = _AFTER.match(after)
    if behind and behind.lastgroup:
        return behind.lastgroup
    found = None
    for match in _BEFORE.finditer(before):
        limit = match.lastgroup in ("cap", "floor", "price", "adjustment")
        if not limit or len(before) - match.end() <= _NEAR:
            found = match
    role = str(found.lastgroup) if found else "unknown"
    return "price" if role not in ("cap", "floor") and _PRICE.search(before.rpartition("，")[2]) else role


def percent_bound(before: str, after: str) -> str:
    """floor or cap where a percentage is a limit, target where it is a plan, else blank."""
    role = amount_role(before[-_NEAR - 4 :], after)
    if role in ("floor", "cap"):
        return role
    return "target" if re.search(r"目标|计划|要求|预期|力争|确保|指标值|年初设定|标准(?!化)", before[-16:]) else ""


def whole_amount(before: str, after: str, name: str) -> bool:
    """Whether an amount speaks of the whole project: nothing narrower than its name stands between the verb and it."""
    if _PORTION.search(YEAR_END.sub("", before)):
        return False
    words = before.rpartition("，")[2]
    verb = None
    for match in _VERB.finditer(words):
        verb = match
    rest = words[verb.end() :] if verb else words
    if verb and _narrower(words[: verb.start()], name):
        return False
    if re.match(r"(?:使用|支出|执行|支付)?(?:完毕|完成)|用完", after) and not re.search(r"其中|用于", before):
        return True
    return bool(verb) and (_GENERIC.fullmatch(rest) is not None or named(name, rest) >= _SAME)


_COST = re.compile(r"[一-龥]{1,10}(?:费|补助|补贴|津贴|奖金|工资|救助金|款)$")
_FILLER = re.compile(r"(?:实际|累计|合计|全年|当年|总|共|已|均)*$")


def _narrower(words: str, name: str) -> bool:
    """Whether who spent or what was spent is another than the project: 其中培训费支出, 全市信访系统支出."""
    match = _COST.search(_FILLER.sub("", words))
    if "其中" in words or (match is not None and named(name, match[0]) < _SAME and match[0][-2:] != "经费"):
        return True
    subject = _PLAIN.sub("", _COMMON.sub("", words))
    return len(subject) >= _TELLING and named(subject, name) < _AKIN


_COMMON = re.compile(
    r"(?:19|20)?\d{2,4}年度?|截至|\d{1,2}月|\d{1,2}日|年底|年末|我[局市县区]|本[局单位市县区]{1,2}|项目|资金|经费|专项|本年度?|当年|全年|实际"
    r"|累计|共计|合计|财政|预算|执行|支出|年初|调整后?|年度|情况|其间|期间|主要|已|共|总"
)
_TELLING, _AKIN = 4, 0.34
"""From how many characters on a subject is somebody's, and how much of it the project's name must share."""
_SAME = 0.5
_PLAIN = re.compile(r"[^一-龥A-Za-z0-9]|[的等和与及]")


_MEASURED = re.compile(r"(?:数量|总数|个数|人数|次数|场次|场数|件数|户数|批次|人次|册数|台数|数)$")
_PLAINLY = (
    r"(?:全年|年度?|本年度?|当年|共计|共有|共|累计|总共|合计|实际|已|开展|举办|组织|完成|进行|实施|召开|提供|各类|了|达到?|为|数量|次数"
    r"|活动|工作)*"
)


def told_plainly(name: str, words: str) -> bool:
    """Whether words speak of what a name counts and of nothing narrower: 培训场次 in 全年共开展培训, not in 法律培训."""
    core = _MEASURED.sub("", name)
    return len(core) > 1 and re.fullmatch(_PLAINLY + re.escape(core) + _PLAINLY, words) is not None


def named(name: str, words: str) -> float:
    """How much of a name's neighbouring character pairs stand in some words: 0 to 1."""
    name, words = _PLAIN.sub("", name), _PLAIN.sub("", words)
    pairs = {name[i : i + 2] for i in range(len(name) - 1)}
    return sum(pair in words for pair in pairs) / len(pairs) if pairs else 0.0
