"""The one table of kinds: how a value of each kind is shown, aligned and guarded while typing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """Number format, alignment (left, center, right) and data validation (decimal, whole, date, list, none)."""

    format: str
    align: str
    numeric: bool
    validation: str = ""


KINDS: dict[str, Kind] = {
    "text": Kind("@", "left", False),
    "long": Kind("@", "left", False),
    "code": Kind("@", "left", False),
    "choice": Kind("@", "center", False, "list"),
    "amount": Kind("#,##0.00####", "right", True, "decimal"),
    "money": Kind("#,##0.00##", "right", True, "decimal"),
    "count": Kind("#,##0", "right", True, "decimal"),
    "number": Kind("General", "right", True, "decimal"),
    "points": Kind("0.0#", "right", True, "decimal"),
    "percent": Kind("0.00%", "right", True, "decimal"),
    "claimed": Kind("0.0#%", "right", True, "decimal"),
    "year": Kind("0", "center", True, "whole"),
    "date": Kind("yyyy-mm-dd", "center", True, "date"),
    "target": Kind("General", "center", False),
}
"""`amount` is in 万元 in the model, whatever the sheet's unit; `money`, for forms of another kind, stays in the form's
own unit. `claimed` is a percentage shown with the decimals it was given; `target` a number, a date or words."""
