"""The workbooks in the repository are what the tool makes."""

from __future__ import annotations

import hashlib
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


def digests(folder: Path) -> dict[str, str]:
    """The workbooks of a folder by name, each as its SHA-256."""
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.glob("*.xlsx")}


def test_examples_are_generated(maker: ModuleType, tmp_path: Path) -> None:
    maker.make_all(tmp_path)
    made = digests(tmp_path)
    assert made == digests(ROOT / "examples")


def test_templates_are_generated(maker: ModuleType, tmp_path: Path) -> None:
    maker.make_templates(tmp_path)
    made = digests(tmp_path)
    assert made == digests(ROOT / "workbook_templates")
