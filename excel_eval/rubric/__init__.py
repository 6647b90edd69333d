"""Rubrics: weights, bands and grades as data; what each indicator should score; the rubric inside a form's formulas."""

from excel_eval.rubric.formulas import expand
from excel_eval.rubric.load import load_rubric, rubric_of, shipped_rubrics
from excel_eval.rubric.result import Notice, Score
from excel_eval.rubric.schema import Band, Dimension, Grade, Profile, Rubric, points_in
from excel_eval.rubric.scoring import Scored, band, execution_score, expected_score, grade, total_score

__all__ = [
    "Band",
    "Dimension",
    "Grade",
    "Notice",
    "Profile",
    "Rubric",
    "Score",
    "Scored",
    "band",
    "execution_score",
    "expand",
    "expected_score",
    "grade",
    "load_rubric",
    "points_in",
    "rubric_of",
    "shipped_rubrics",
    "total_score",
]
