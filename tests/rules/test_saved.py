"""The day on which a workbook was last saved, and what N11 makes of it."""

import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

import excel_eval as ee

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "projects_2020.xlsx"


def saved(folder: Path, stamp: str | None) -> Path:
    """The example as if its properties gave this as the moment it was last saved; None takes the moment out."""
    path = folder / "saved.xlsx"
    with zipfile.ZipFile(EXAMPLE) as source, zipfile.ZipFile(path, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "docProps/core.xml":
                new = "" if stamp is None else rf"\g<1>{stamp}\g<2>"
                content = re.sub(r"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)", new, content.decode()).encode()
            target.writestr(entry, content)
    return path


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2020-05-16T08:11:00Z", date(2020, 5, 16)),
        ("2021-02-03", date(2021, 2, 3)),
        ("2020-01-01T00:00:00Z", None),
        ("2020-13-45T00:00:00Z", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_the_day_is_read_unless_it_is_only_that_of_making(tmp_path: Path, stamp: str | None, day: date | None) -> None:
    assert ee.read(saved(tmp_path, stamp)).saved == day


def test_properties_that_are_no_xml_stop_nothing(tmp_path: Path) -> None:
    assert ee.read(saved(tmp_path, "<")).saved is None


def test_a_year_that_was_not_over_is_one_finding_that_filling_keeps(tmp_path: Path) -> None:
    path, filled, again = saved(tmp_path, "2020-05-16T08:11:00Z"), tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    (found,) = (finding for finding in ee.check(ee.read(path)) if finding.rule == "N11")
    assert (found.severity.value, found.found, len(found.related)) == ("warning", "2020-05-16", 7)
    ee.fill(path, filled)
    ee.fill(filled, again)
    assert filled.read_bytes() == again.read_bytes()


@pytest.mark.parametrize("stamp", ["2020-11-01T00:00:01Z", "2021-03-01T10:00:00Z", "2006-09-16T10:00:00Z"])
def test_later_days_and_days_long_before_say_nothing(tmp_path: Path, stamp: str) -> None:
    assert not [finding for finding in ee.check(ee.read(saved(tmp_path, stamp))) if finding.rule == "N11"]
