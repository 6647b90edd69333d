"""Checks every workbook of a folder and prints the errors: python check_a_folder.py FOLDER"""

import sys
from pathlib import Path

import excel_eval as ee

for path in sorted(Path(sys.argv[1]).glob("*.xlsx")):
    try:
        findings = ee.check(ee.read(path))
    except ee.InputError as error:
        print(error)
        continue
    for finding in findings:
        if finding.severity == "error":
            print(f"{path.name}: {finding}")
