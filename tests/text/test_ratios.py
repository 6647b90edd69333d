"""Stated percentages against their two figures."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_eval.text.judging.ratios import amounts_agree, attainable, nearest_attainable, share_at, stated_percent


def d(text: str) -> Decimal:
    return Decimal(text)


@pytest.mark.parametrize(
    ("done", "total", "stated", "places", "expected", "slip"),
    [
        (12, 14, "0.857", 1, "0.857", None),
        (89, 93, "0.957", 1, "0.957", None),
        (4, 4, "1", 0, "1", None),
        (59, 61, "0.976", 1, "0.967", "swapped_digits"),
        (2, 3, "0.666", 1, "0.667", "truncated"),
        (12, 14, "0.957", 1, "0.857", "other_pair"),
        (12, 14, "0.129", 1, "0.857", "wrong_denominator"),
        (12, 14, "0.143", 1, "0.857", "complement"),
        (12, 14, "0.0857", 2, "0.8571", "shifted_point"),
        (12, 14, "0.5", 0, "0.86", ""),
        (14, 12, "0.857", 1, "1.167", "wrong_denominator"),
    ],
)
def test_a_rate_agrees_or_names_its_slip(
    done: int, total: int, stated: str, places: int, expected: str, slip: str | None
) -> None:
    check = stated_percent(Decimal(done), Decimal(total), d(stated), places, [(d("89"), d("93"))])
    assert (check.ok, check.expected) == (slip is None, d(expected))
    assert check.slip == (slip or "")


def test_no_share_of_nothing() -> None:
    assert not stated_percent(d("0"), d("0"), d("1"), 0).ok


@settings(deadline=None, max_examples=300)
@given(st.integers(1, 10**9), st.data(), st.integers(0, 6))
def test_any_true_ratio_at_any_decimals_raises_nothing(total: int, data: st.DataObject, places: int) -> None:
    done = data.draw(st.integers(0, total))
    step = Decimal(1).scaleb(-places)
    shown = (Decimal(done) * 100 / Decimal(total)).quantize(step, rounding=ROUND_HALF_UP) / 100
    assert stated_percent(Decimal(done), Decimal(total), shown, places).ok
    assert attainable(Decimal(total), shown, places)


@pytest.mark.parametrize(
    ("total", "percent", "places", "possible"),
    [
        (4170, "99.19", 2, False),
        (4170, "99.92", 2, False),
        (4170, "87.06", 2, False),
        (4170, "99.23", 2, True),
        (4170, "14.68", 2, True),
        (61, "97.6", 1, False),
        (61, "96.7", 1, True),
        (4, "100", 0, True),
        (3, "50", 0, False),
        (0, "50", 0, False),
        (10**15, "12.3456", 4, True),
        (3, "134", 0, False),
    ],
)
def test_some_whole_number_gives_the_percentage_or_none_does(total: int, percent: str, places: int, possible: bool) -> None:
    assert attainable(Decimal(total), d(percent) / 100, places) is possible


@settings(deadline=None, max_examples=150)
@given(st.integers(1, 400), st.integers(0, 1000), st.integers(0, 1))
def test_attainable_is_what_trying_every_part_finds(total: int, tenths: int, places: int) -> None:
    share = Decimal(tenths if places else tenths // 10 * 10) / 1000
    tried = any(share_at(Decimal(k), Decimal(total), places) == share for k in range(total + 1))
    assert attainable(Decimal(total), share, places) is tried


def test_the_percentages_around_an_impossible_one() -> None:
    assert nearest_attainable(d("61"), d("0.976"), 1) == (d("0.967"), d("0.984"))


@pytest.mark.parametrize(
    ("done", "total", "stated", "fits"),
    [
        ("85.62", "100", "0.8562", True),
        ("85.62", "100", "0.8526", False),
        ("2.97", "3.10", "0.9581", True),
        ("1", "3", "0.33", False),
    ],
)
def test_amounts_shown_rounded_leave_their_rate_some_room(done: str, total: str, stated: str, fits: bool) -> None:
    assert amounts_agree(d(done), d(total), d(stated), 2) is fits
