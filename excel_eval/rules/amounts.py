"""Amounts as a sheet shows them: their decimals, what rounding may hide in a sum, slips behind a wrong one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from excel_eval.book import ProjectSheet
from excel_eval.messages import text
from excel_eval.numbers import decimals, plain, plain_decimal
from excel_eval.rules.settings import Settings

UNIT_FACTOR = Decimal(10_000)


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


def there(sheet: ProjectSheet, paths: Iterable[str]) -> tuple[str, ...]:
    """Those of the paths that the sheet has, blank or not."""
    return tuple(path for path in paths if path in sheet.values)


def nothing(sheet: ProjectSheet, path: str) -> bool:
    """Whether a place of the sheet is blank, or holds 0."""
    value = sheet.values.get(path)
    return value is not None and (value.blank or value.value == 0)


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
    """The amount at a path as the sheet writes it; the word 空白 where there is none."""
    value = number(sheet, path)
    return text("explain.blank") if value is None else shown(sheet, value)


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


def slip(  # noqa: PLR0913 - what is known of a sum
    total: tuple[str, Decimal],
    parts: Mapping[str, Decimal],
    tolerance: Decimal,
    *,
    firm: bool = False,
    doubtful: Sequence[str] = (),
    omitted: Sequence[str] = (),
    beside: Callable[[str, Decimal], bool] = lambda path, right: False,
) -> Slip:
    """The likeliest slip behind total ≠ sum of parts; kind "" where nothing simple explains it, or several do alike.

    `firm` says that another figure of the sheet confirms the total, so that only parts are suspected. `doubtful` parts
    cannot be right for another reason; `omitted` ones are blank or 0 where there should be money. `beside` tells whether
    the right figure of a path stands beside it too.
    """
    path, value = total
    whole = sum(parts.values(), Decimal(0))
    for kind, exact, guess in _SLIPS:
        leeway = Decimal(0) if exact else tolerance
        found: list[Slip] = []
        if not firm and any(abs(each - whole) <= leeway for each in guess(value, tuple(parts.values()))):
            found.append(Slip(kind, path, whole))
        for name, part in parts.items() if kind not in ("zero", "left_out") else ():
            right = value - (whole - part)
            if part and any(abs(each - right) <= leeway for each in guess(part, ())):
                found.append(Slip(kind, name, right))
        likeliest = _likeliest(found, doubtful, beside)
        if likeliest and (len(doubtful) != 1 or likeliest.path in doubtful):
            return likeliest
    for kind, suspects in (("omitted", omitted), ("part", doubtful)):
        rights = [(name, value - (whole - parts.get(name, Decimal(0)))) for name in suspects]
        if len(rights) == 1 and rights[0][1] > 0:
            return Slip(kind, *rights[0])
    return Slip("", path, whole)


def _likeliest(found: Sequence[Slip], doubtful: Sequence[str], beside: Callable[[str, Decimal], bool]) -> Slip | None:
    """The only slip, or the one of several that something else speaks for."""
    for likely in (
        found,
        [each for each in found if each.path in doubtful],
        [each for each in found if beside(each.path, each.right)],
    ):
        if len(likely) == 1:
            return likely[0]
    return None


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


_SLIPS: tuple[tuple[str, bool, Callable[[Decimal, Sequence[Decimal]], Iterator[Decimal]]], ...] = (
    ("zero", False, _zero),
    ("left_out", False, _left_out),
    ("sign", False, _sign),
    ("unit", False, _unit),
    ("swapped", True, swapped),
    ("point", True, _point),
)
"""Kind, whether it must explain the difference to the last digit, and what stood there were it undone."""
