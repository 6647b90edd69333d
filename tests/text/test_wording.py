"""Slips of wording."""

import pytest

from excel_eval.text.wording import (
    document_numbers,
    doubled,
    mixed_punctuation,
    placeholders_left,
    remarks,
    term_drift,
)


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("落实驻点驻点工作机制。", "驻点驻点", "驻点"),
        ("包括采购办公用品采购等费用。", "采购办公用品采购", "采购办公用品"),
        ("信访局信访局负责。", "信访局信访局", "信访局"),
        ("做好各项的的工作。", "的的", "的"),
        ("办结率高，，满意度高。", "，，", "，"),
        ("落实驻 点\n驻点工作机制。", "驻点驻点", "驻点"),
    ],
)
def test_words_written_twice(text: str, found: str, expected: str) -> None:
    (remark,) = doubled(text)
    assert (remark.text, remark.expected) == (found, expected)
    assert "".join(text[remark.start : remark.end].split()) == found


@pytest.mark.parametrize(
    "text",
    [
        "一个一个解决，一步一步推进。",
        "推动积案、难案得到推动化解。",
        "做好项目项目化管理。",
        "开展宣传的开展情况良好。",
        "干干净净，整整齐齐。",
        "常常渐渐等等，妈妈、个个、人人、层层、扎扎实实、实实在在。",
        "研究研究、讨论讨论、商量商量。",
        "一件一件解决，一次一次走访。",
        "办公设备 设备购置",
        "的的确确，为了了解情况，以及及时处理。",
    ],
)
def test_ways_of_speaking_are_not_twice(text: str) -> None:
    assert not doubled(text)


@pytest.mark.parametrize(
    "text",
    [
        "XX单位",
        "20××年",
        "……",
        "20XX年",
        "X年X月",
        "（100字以内）",
        "请填写完成情况",
        "待填",
        "说明项目实施情况",
        "完成数.........",
        "____",
        "某某局",
        "金额xx万元",
    ],
)
def test_placeholders_left(text: str) -> None:
    assert placeholders_left(text)


@pytest.mark.parametrize(
    "text", ["说明了项目的实施情况，效果良好。", "采购XXL号工装。", "共3.5万元。", "完成（10件以内）。", "使用Excel。", "王某某反映问题。", "代码11320682014216XXXX", "规格3×5米", "设备……等", "X光机一台"]
)
def test_ordinary_words_are_no_placeholders(text: str) -> None:
    assert not placeholders_left(text)


def test_half_width_marks_among_full_width_ones() -> None:
    (remark,) = mixed_punctuation("受理率100%;办结率98%；满意率97%；")
    assert (remark.text, remark.expected, remark.start) == (";", "；", 7)
    assert not mixed_punctuation("受理率100%;办结率98%;")
    assert not mixed_punctuation("支出1,234.5万元，时间为10:30，比例为1:2。")


def test_terms_that_drift() -> None:
    (remark,) = term_drift("开展法治宣传，对人员开展法制教育。")
    assert (remark.text, remark.expected) == ("法制", "法治")
    assert not term_drift("开展法治宣传，市局法制科负责，依据《法制工作条例》。")
    assert not term_drift("开展法制宣传。")
    assert term_drift("甲方与乙方", terms=(("甲方", "乙方"),))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("X发[2016]15号", "〔2016〕15号"),
        ("X发（2016）第15号", "〔2016〕15号"),
        ("X发〔2016〕015号", "〔2016〕15号"),
        ("X发【2016】15号", "〔2016〕15号"),
    ],
)
def test_document_numbers_have_their_own_brackets(text: str, right: str) -> None:
    (remark,) = document_numbers(text)
    assert remark.expected == right


@pytest.mark.parametrize("text", ["X发〔2016〕15号", "(2016)苏01民初15号", "2016年第15号公告"])
def test_what_is_right_or_no_document_number_is_left_alone(text: str) -> None:
    assert not document_numbers(text)


def test_all_remarks_in_order() -> None:
    found = remarks("X发[2016]15号。驻点驻点机制。\n……")
    assert [r.kind for r in found] == ["document", "doubled", "placeholder"]
