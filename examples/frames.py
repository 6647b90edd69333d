"""Totals over all projects with pandas: python frames.py INPUT.xlsx"""

import sys

import excel_eval as ee

result = ee.evaluate(ee.read(sys.argv[1]))
projects = result.frame("projects")
print(projects[["name", "budget", "executed", "rate"]].to_string(index=False))
print("合计", projects["budget"].sum().round(2), projects["executed"].sum().round(2))
wrong = result.frame("findings").query("severity == 'error'")
print(wrong[["sheet", "cell", "rule", "found", "expected"]].to_string(index=False))
