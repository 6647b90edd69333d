"""Chinese numerals, 人民币大写, folding."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_eval.text.fold import fold, fold_prose, trimmed
from excel_eval.text.numerals import chinese_number, money_in_words, rmb_uppercase


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("八十五万", "850000"),
        ("一百二十", "120"),
        ("两", "2"),
        ("三成", "0.3"),
        ("三成五", "0.35"),
        ("半", "0.5"),
        ("百分之九十五", "0.95"),
        ("百分之九十五点五", "0.955"),
        ("千分之三", "0.003"),
        ("二〇二〇", "2020"),
        ("十五点六", "15.6"),
        ("十", "10"),
        ("二十一", "21"),
        ("一百零五", "105"),
        ("一百一十", "110"),
        ("一百二", "120"),
        ("一万五", "15000"),
        ("一万零五十", "10050"),
        ("十二万三千", "123000"),
        ("一亿零五", "100000005"),
        ("一万亿", "1000000000000"),
        ("负五", "-5"),
        ("零", "0"),
        ("捌拾伍万陆仟贰佰", "856200"),
    ],
)
def test_numerals_are_read(words: str, value: str) -> None:
    assert chinese_number(words) == Decimal(value)


@pytest.mark.parametrize(
    "words", ["", "三五", "五六百", "百", "万", "几十", "数百", "八十五元", "85", "十百", "一二百", "点五", "五点"]
)
def test_what_is_vague_or_no_number_is_not_read(words: str) -> None:
    assert chinese_number(words) is None


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1661300", "壹佰陆拾陆万壹仟叁佰元整"),
        ("856200", "捌拾伍万陆仟贰佰元整"),
        ("143800", "壹拾肆万叁仟捌佰元整"),
        ("50000", "伍万元整"),
        ("29700", "贰万玖仟柒佰元整"),
        ("44600", "肆万肆仟陆佰元整"),
        ("650000", "陆拾伍万元整"),
        ("20000", "贰万元整"),
        ("10800", "壹万零捌佰元整"),
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("-3", "负叁元整"),
        ("100010000", "壹亿零壹万元整"),
        ("100000005", "壹亿零伍元整"),
        ("0.005", "壹分"),
        ("0.994", "玖角玖分"),
    ],
)
def test_amounts_in_capitals_as_the_settlement_rules_write_them(yuan: str, words: str) -> None:
    assert rmb_uppercase(Decimal(yuan)) == words


@settings(deadline=None, max_examples=200)
@given(st.one_of(st.integers(0, 10**15), st.integers(0, 999).flatmap(lambda n: st.integers(0, 12).map(lambda p: n * 10**p))))
def test_capitals_read_back_are_the_amount(fen: int) -> None:
    amount = Decimal(fen) / 100
    assert money_in_words(rmb_uppercase(amount)) == amount


def test_folding_keeps_what_was_meant() -> None:
    assert fold("５．６％≧３−") == "5.6%≥3-"
    assert trimmed("\u3000 85.62\u00a0\ufeff\n") == "85.62"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("共 100\n万元", "共100万元"),
        ("办理来信 4170\n件", "办理来信4170件"),
        ("化 解 率 8 5 . 7 %", "化解率85.7%"),
        ("支出85.\n62万元", "支出85.62万元"),
        ("50 30", "50 30"),
        ("９３件", "93件"),
        ("第一句。\n第二句", "第一句。\n第二句"),
        ("累计办理重点来信事项 41\n70 件", "累计办理重点来信事项4170件"),
    ],
)
def test_blanks_of_a_pdf_go_and_those_between_figures_stay(typed: str, folded: str) -> None:
    assert fold_prose(typed).text == folded


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet="１2３ 4５\n\u3000件化解，。％.万元 ", max_size=60))
def test_every_folded_character_stood_where_it_says(typed: str) -> None:
    folded = fold_prose(typed)
    assert len(folded.text) == len(folded.origins)
    assert list(folded.origins) == sorted(set(folded.origins))
    for character, origin in zip(folded.text, folded.origins, strict=True):
        assert fold(typed[origin]) in (character, fold(character)) or typed[origin].isspace()
