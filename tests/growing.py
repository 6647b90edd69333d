"""How the time of reading grows with the length of a text: a ratio within one run, whatever the machine is busy with."""

from __future__ import annotations

import time
from collections.abc import Callable

LENGTH, PART = 32_767, 8
"""What a cell holds, and the part of it that is read first: what is linear takes eight times as long for the whole."""
MOST, TRIFLE = 28, 0.004
"""How many times as long the whole may take (a square would take 64 times), and seconds too few to tell."""


def cell(phrase: str) -> str:
    return (phrase * (LENGTH // len(phrase) + 1))[:LENGTH]


def growth(run: Callable[[str], object], text: str) -> float:
    """How many times as long a whole text takes as an eighth of it, the best of three tries; 1 where both are trifles."""
    part = text[: len(text) // PART]
    best = float("inf")
    for _ in range(3):
        short, whole = spent(run, part), spent(run, text)
        best = min(best, 1.0 if whole < TRIFLE else whole / max(short, TRIFLE / PART))
        if best < MOST:
            break
    return best


def spent(run: Callable[[str], object], text: str) -> float:
    """Seconds of processor time."""
    start = time.process_time()
    run(text)
    return time.process_time() - start
