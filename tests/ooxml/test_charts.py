"""Charts that are grafted look the same whatever year the other workbook's program is of."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from excel_eval.ooxml import open_package
from tests.oracles import sdk

KINDS = ("bar", "column", "line", "area", "scatter", "radar", "pie", "doughnut")
LABELS = ("showLegendKey", "showCatName", "showSerName", "showPercent", "showBubbleSize")


def charts() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet("图")
        page.write_column("A1", ["甲", "乙"])
        page.write_column("B1", [1, 2])
        for index, kind in enumerate(KINDS):
            chart = book.add_chart({"type": kind})
            labels = {"value": True, "leader_lines": kind in ("pie", "doughnut")}
            chart.add_series({"categories": "=图!$A$1:$A$2", "values": "=图!$B$1:$B$2", "data_labels": labels})
            chart.set_title({"name": kind})
            page.insert_chart(index * 16, 3, chart)
    return content.getvalue()


@pytest.fixture
def grafted(tmp_path: Path) -> Path:
    openpyxl.Workbook().save(tmp_path / "later.xlsx")
    package = open_package(tmp_path / "later.xlsx")
    package.graft(charts(), ["图"])
    package.save(tmp_path / "grafted.xlsx")
    return tmp_path / "grafted.xlsx"


def test_only_what_was_asked_for_is_shown(grafted: Path) -> None:
    drawn = openpyxl.load_workbook(grafted)["图"]._charts
    assert len(drawn) == len(KINDS)
    for chart in drawn:
        (series,) = chart.series
        assert series.dLbls.showVal is True
        assert [getattr(series.dLbls, name) for name in LABELS] == [False] * len(LABELS)
        assert chart.title.overlay is False


@pytest.mark.slow
@pytest.mark.skipif(not sdk.available(), reason="npm install --prefix tests/oracles has not been run")
def test_microsofts_validator_finds_nothing(grafted: Path) -> None:
    before, after = sdk.errors_of_all([grafted.with_name("later.xlsx"), grafted])
    assert set(after) <= set(before)


def test_a_second_graft_changes_nothing(grafted: Path) -> None:
    package = open_package(grafted)
    package.graft(charts(), ["图"])
    assert package.to_bytes() == grafted.read_bytes()
