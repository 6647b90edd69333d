"""What all commands share: errors as one sentence, output that never fails, progress on stderr, the exit status."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Timer
from typing import Any, TypeVar

import click

from excel_eval.errors import ExcelEvalError
from excel_eval.messages import text

FAULTY, UNUSABLE = 1, 2
_PATIENCE = 1.0
Item = TypeVar("Item")


class Group(click.Group):
    """A group whose commands end with a sentence and status 2 where something cannot be read, never with a traceback."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        _never_fail_to_print()
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ExcelEvalError as error:
            note(text("cli.error", message=error))
        except MemoryError:
            note(text("cli.memory"))
        except OSError as error:
            note(text("cli.system", file=error.filename or "", reason=error.strerror or error))
        return ctx.exit(UNUSABLE)


def _never_fail_to_print() -> None:
    """Characters that the console cannot show are written as escapes."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")


def note(message: str) -> None:
    """A line for the person, to stderr."""
    click.echo(message, err=True)


def inputs(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """The workbooks that the arguments mean."""
    from excel_eval.pipeline import workbooks_of

    return workbooks_of(paths)


def each(items: Iterable[Item], label: str, length: int) -> Iterator[Item]:
    """The items one by one; on a terminal with a progress bar on stderr, or a word once a single one takes over a second."""
    if not sys.stderr.isatty():
        yield from items
    elif length > 1:
        with click.progressbar(items, length=length, label=label, file=sys.stderr) as bar:
            yield from bar
    else:
        timer = Timer(_PATIENCE, note, (text("cli.working", label=label),))
        timer.daemon = True
        timer.start()
        try:
            yield from items
        finally:
            timer.cancel()


def echo_json(content: object) -> None:
    """Print as JSON."""
    click.echo(json.dumps(content, ensure_ascii=False, indent=1))


def attempted(paths: Iterable[Path], work: Any) -> tuple[list[Any], bool]:
    """`work(path)` for each path; a file that cannot be read is named on stderr and the others go on."""
    results, failed = [], False
    for path in paths:
        try:
            results.append(work(path))
        except ExcelEvalError as error:
            failed = True
            note(text("cli.error", message=error))
        except OSError as error:
            failed = True
            note(text("cli.system", file=path.name, reason=error.strerror or error))
    return results, failed
