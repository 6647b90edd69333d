"""Amounts as a sheet shows them: their decimals, what rounding may hide in a sum, slips behind a wrong one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from excel_eval.book import ProjectSheet
from excel_eval.numbers import decimals, plain, plain_decimal
from excel_eval.rules.settings import Settings

UNIT_FACTOR = Decimal(10_000)
SOURCES = ("appropriation", "carryover", "other")
LINES = ("total", *SOURCES)


def number(sheet: ProjectSheet, path: str) -> Decimal | None:
    """The number that stands at a path (amounts in 万元), None where there is none."""
    value = sheet.stated(path)
    if value is None and path not in sheet.values:
        value = sheet.project.get(path)
    return value if isinstance(value, Decimal) else None


def numbers(sheet: ProjectSheet, paths: Sequence[str]) -> dict[str, Decimal]:
    """The numbers that stand at these paths, without the blanks."""
    found = ((path, number(sheet, path)) for path in paths)
    return {path: value for path, value in found if value is not None}


def filled(sheet: ProjectSheet, paths: Sequence[str]) -> tuple[str, ...]:
    """Those of the paths where anything stands, readable or not."""
    return tuple(path for path in paths if path in sheet.values and not sheet.values[path].blank)


def shown_places(sheet: ProjectSheet, path: str, value: Decimal) -> int:
    """The decimals of an amount in the model's unit, as the cell shows it; its own where the cell does not say."""
    cell = sheet.values.get(path)
    in_yuan = decimals(sheet.scale) if sheet.scale < 1 else len(f"{int(sheet.scale)}") - 1
    if cell is not None and cell.places is not None:
        return cell.places + in_yuan
    return decimals(value)


def rounding(sheet: ProjectSheet, figures: Mapping[str, Decimal], settings: Settings) -> Decimal:
    """What a total may differ from the sum of n parts shown with k decimals: (n+1)·0.5·10^-k; `figures` are all n+1."""
    k = max((shown_places(sheet, path, value) for path, value in figures.items()), default=0)
    return settings.rounding * len(figures) * Decimal(5).scaleb(-k - 1)


def shown(sheet: ProjectSheet, value: Decimal) -> str:
    """An amount as the sheet writes it, in the sheet's own unit."""
    return plain(value * sheet.scale)


def written_amount(sheet: ProjectSheet, path: str) -> str:
    """The amount at a path as the sheet writes it; empty where there is none."""
    value = number(sheet, path)
    return "" if value is None else shown(sheet, value)


def label(sheet: ProjectSheet, path: str) -> str:
    """The label of a value as the sheet shows it; its path where the sheet has no such place."""
    value = sheet.values.get(path)
    return value.slot.label if value else path


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip that would explain a sum: its kind, the path of the likelier wrong figure, the right figure."""

    kind: str
    path: str
    right: Decimal


def slip(total: tuple[str, Decimal], parts: Mapping[str, Decimal], tolerance: Decimal, *, firm: bool = False) -> Slip:
    """The likeliest slip behind total ≠ sum of parts; kind "" where nothing simple explains it.

    `firm` says that another figure of the sheet confirms the total, so that only parts are suspected.
    """
    path, value = total
    whole = sum(parts.values(), Decimal(0))

    def close(one: Decimal, other: Decimal) -> bool:
        return abs(one - other) <= tolerance

    for kind, guess in _SLIPS:
        if not firm and any(close(candidate, whole) for candidate in guess(value, tuple(parts.values()))):
            return Slip(kind, path, whole)
        if kind in ("zero", "left_out"):
            continue
        for name, part in parts.items():
            right = value - (whole - part)
            if part and any(close(candidate, right) for candidate in guess(part, ())):
                return Slip(kind, name, right)
    return Slip("", path, whole)


def _zero(value: Decimal, parts: Sequence[Decimal]) -> Iterator[Decimal]:
    if not value and any(parts):
        yield sum(parts, Decimal(0))


def _left_out(value: Decimal, parts: Sequence[Decimal]) -> Iterator[Decimal]:
    """The total of a sum from which one part was left out, were that part added."""
    return (value + part for part in parts if part and len(parts) > 1)


def _sign(value: Decimal, parts: Sequence[Decimal]) -> Iterator[Decimal]:
    yield -value


def _unit(value: Decimal, parts: Sequence[Decimal]) -> Iterator[Decimal]:
    yield value * UNIT_FACTOR
    yield value / UNIT_FACTOR


def _point(value: Decimal, parts: Sequence[Decimal]) -> Iterator[Decimal]:
    for factor in (10, 100):
        yield value * factor
        yield value / factor


def swapped(value: Decimal, parts: Sequence[Decimal] = ()) -> Iterator[Decimal]:
    """Every figure that comes of `value` by exchanging two neighbouring digits."""
    sign, digits, exponent = plain_decimal(value).as_tuple()
    for left in range(len(digits) - 1):
        if digits[left] != digits[left + 1] and isinstance(exponent, int):
            other = (*digits[:left], digits[left + 1], digits[left], *digits[left + 2 :])
            yield Decimal((sign, other, exponent))


_SLIPS: tuple[tuple[str, Callable[[Decimal, Sequence[Decimal]], Iterator[Decimal]]], ...] = (
    ("zero", _zero),
    ("left_out", _left_out),
    ("sign", _sign),
    ("unit", _unit),
    ("swapped", swapped),
    ("point", _point),
)
