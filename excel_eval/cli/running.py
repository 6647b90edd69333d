"""What all commands share: errors as one sentence, output that never fails, progress on stderr, the exit status."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextvars import copy_context
from itertools import zip_longest
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from excel_eval.cli.wording import WordedGroup, show
from excel_eval.errors import ExcelEvalError, reason
from excel_eval.messages import LANGUAGES, text, use_language

if TYPE_CHECKING:
    from excel_eval.findings import Finding
    from excel_eval.pipeline.judging import Judge

FAULTY, UNUSABLE, INTERRUPTED, NO_READER = 1, 2, 130, 141
_PATIENCE = 1.0
Item = TypeVar("Item")


class Group(WordedGroup):
    """A group whose commands end with a sentence and status 2 where something cannot be read, never with a traceback."""

    def main(self, args: Sequence[str] | None = None, *, standalone_mode: bool = True, **more: Any) -> Any:  # type: ignore[override]
        """Run the command line and leave the program with its exit status; the language chosen is that of this call only."""
        _never_fail_to_print()
        arguments = list(sys.argv[1:] if args is None else args)
        return copy_context().run(self._run, arguments, standalone_mode=standalone_mode, **more)

    def _run(self, arguments: list[str], *, standalone_mode: bool, **more: Any) -> Any:
        use_language(_language(arguments))
        if not standalone_mode:
            return super().main(arguments, standalone_mode=False, **more)
        try:
            status = super().main(arguments, standalone_mode=False, **more)
        except click.ClickException as error:
            show(error)
            status = error.exit_code
        except click.Abort:
            note(text("cli.interrupted"))
            status = INTERRUPTED
        sys.exit(status or 0)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ExcelEvalError as error:
            note(text("cli.error", message=error))
        except MemoryError:
            note(text("cli.memory"))
        except BrokenPipeError:
            _stop_printing()
            return ctx.exit(NO_READER)
        except OSError as error:
            note(text("cli.system", file=error.filename or "", reason=reason(error)))
        return ctx.exit(UNUSABLE)


def _language(arguments: Sequence[str]) -> str | None:
    """The language that the arguments choose, wherever they do, so that help and wrong usage are told in it too."""
    for option, value in zip_longest(arguments, arguments[1:], fillvalue=""):
        name, equals, joined = option.partition("=")
        chosen = joined if equals else value
        if name == "--lang" and chosen in LANGUAGES:
            return chosen
    return None


def _never_fail_to_print() -> None:
    """Characters that the console cannot show are written as escapes."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")


def _stop_printing() -> None:
    """Whoever read our output has stopped: what is still buffered goes nowhere, without a complaint."""
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device, not a path
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def coloured(ctx: click.Context) -> bool:
    """Whether to print in colour: on a terminal that can, or as FORCE_COLOR and NO_COLOR say."""
    if ctx.color is not None:
        return ctx.color
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "") not in ("", "0"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


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


class _Done(Protocol):
    """What became of one workbook."""

    @property
    def findings(self) -> tuple[Finding, ...]: ...

    @property
    def failure(self) -> str | None: ...


def exit_status(judge: Judge, done: Iterable[_Done]) -> int:
    """2 where a workbook could not be read, 1 where one has an error, else 0."""
    results = tuple(done)
    if any(one.failure for one in results):
        return UNUSABLE
    return FAULTY if any(judge.faulty(one.findings) for one in results) else 0
