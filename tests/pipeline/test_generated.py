"""The workbooks in the repository are what the tool makes."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_examples", ROOT / "examples" / "make_examples.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_examples_are_generated(maker: ModuleType, tmp_path: Path) -> None:
    maker.make_all(tmp_path)
    made = {p.name: p.read_bytes() for p in tmp_path.glob("*.xlsx")}
    assert made == {p.name: p.read_bytes() for p in (ROOT / "examples").glob("*.xlsx")}


def test_templates_are_generated(maker: ModuleType, tmp_path: Path) -> None:
    maker.make_templates(tmp_path)
    made = {p.name: p.read_bytes() for p in tmp_path.glob("*.xlsx")}
    assert made == {p.name: p.read_bytes() for p in (ROOT / "workbook_templates").glob("*.xlsx")}
