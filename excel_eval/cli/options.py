"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from excel_eval.cli.wording import Option
from excel_eval.messages import LANGUAGES

Command = Callable[..., Any]

def option(*names: str, help: str, **settings: Any) -> Callable[[Command], Command]:
    """An option; `help` is its key in data/messages/help.toml."""
    return click.option(*names, cls=Option, help=help, **settings)


LANGUAGE = option("--lang", type=click.Choice(LANGUAGES), expose_value=False, is_eager=True, help="lang")
"""Read before all else, by the group's `main`."""
HELP = click.help_option("-h", "--help", cls=Option, help="help")
INPUTS = click.argument("paths", metavar="INPUT...", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False))
INPUT = click.argument("path", metavar="INPUT", type=click.Path(path_type=Path, readable=False))
FORM = option("--form", metavar="F", help="form")
FORMAT = option("--format", "style", type=click.Choice(["text", "json"]), default="text", help="format")
STRICT = option("--strict", is_flag=True, help="strict")
PASSWORD = option("--password", metavar="P", help="password")


def judging(command: Command) -> Command:
    """--only, --ignore and --config."""
    command = option("--only", multiple=True, metavar="RULE", help="only")(command)
    command = option("--ignore", multiple=True, metavar="RULE", help="ignore")(command)
    return option("--config", metavar="FILE", type=click.Path(path_type=Path), help="config")(command)
