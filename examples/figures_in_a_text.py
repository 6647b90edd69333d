"""Lists the figures that a text claims: python figures_in_a_text.py FILE.txt"""

import sys
from pathlib import Path

import excel_eval as ee

for claim in ee.claims(Path(sys.argv[1]).read_text(encoding="utf-8")):
    print(claim.kind, claim.text, claim.value, claim.unit)
