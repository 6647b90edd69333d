"""Fills one workbook and says what changed: python fill_one.py INPUT.xlsx OUTPUT.xlsx"""

import sys

import excel_eval as ee

filled = ee.fill(sys.argv[1], sys.argv[2])
for change in filled.changes:
    print(f"{change.sheet}!{change.cell}: {change.old or ''} → {change.new or ''}")
print(filled.output)
