"""Workbook packages edited in place: only the parts that must change are rewritten. Knows nothing of forms."""

from __future__ import annotations

from excel_eval.ooxml.atomic import replace_file
from excel_eval.ooxml.edit import CellRefused
from excel_eval.ooxml.kinds import sniff
from excel_eval.ooxml.lint import Defect, lint
from excel_eval.ooxml.package import Package, open_package, package_of
from excel_eval.ooxml.workbook_part import SheetEntry

__all__ = [
    "CellRefused",
    "Defect",
    "Package",
    "SheetEntry",
    "lint",
    "open_package",
    "package_of",
    "replace_file",
    "sniff",
]
