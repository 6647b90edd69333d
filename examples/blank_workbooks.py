"""Makes a blank workbook for a list of projects: python blank_workbooks.py OUTPUT.xlsx NAME..."""

import sys

import excel_eval as ee

print(ee.new(sys.argv[1], projects=sys.argv[2:], year=2021, unit="信访局"))
