"""Rubrics: weights, bands and grades as data; what each indicator should score; the rubric inside a form's formulas."""

from excel_eval.rubric.formulas import expand
from excel_eval.rubric.load import load_rubric, rubric_of, shipped_rubrics
from excel_eval.rubric.schema import Alarms, Band, Dimension, Grade, Profile, Rubric, points_in

__all__ = [
    "Alarms",
    "Band",
    "Dimension",
    "Grade",
    "Profile",
    "Rubric",
    "expand",
    "load_rubric",
    "points_in",
    "rubric_of",
    "shipped_rubrics",
]
