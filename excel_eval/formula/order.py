"""In which order computed values can be calculated."""

from __future__ import annotations

from collections.abc import Mapping

from excel_eval.errors import FormulaError


def order(formulas: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The keys, each after those it uses (name → names used); FormulaError naming the circle if there is one."""
    done: dict[str, None] = {}
    for start in formulas:
        _visit(start, formulas, done)
    return tuple(done)


def _visit(start: str, formulas: Mapping[str, frozenset[str]], done: dict[str, None]) -> None:
    """Put `start` into `done` after everything it uses; the path walked is kept by hand, however long it is."""
    if start in done:
        return
    path = {start: iter(sorted(formulas[start] & formulas.keys()))}
    while path:
        current = next(reversed(path))
        following = next((name for name in path[current] if name not in done), None)
        if following is None:
            done[current] = None
            del path[current]
        elif following in path:
            raise FormulaError("formula.circular", names=_circle(list(path), following))
        else:
            path[following] = iter(sorted(formulas[following] & formulas.keys()))


def _circle(path: list[str], again: str) -> str:
    return " → ".join([*path[path.index(again) :], again])
