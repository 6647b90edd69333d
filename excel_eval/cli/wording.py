"""Help and wrong usage in the language of messages, where click would say it in English."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

import click

from excel_eval.messages import language, text

_METAVARS = {"options": "[OPTIONS]", "command": "COMMAND [ARGS]..."}
_IN_BRACKETS = re.compile(r"\((.{0,500})\)\Z")


class Refused(click.UsageError):
    """Wrong usage that we tell in our own words."""


class Option(click.Option):
    """An option whose help is a key of data/messages/help.toml."""

    _key: str | None = None

    @property
    def help(self) -> str | None:
        """What the option does, in the language of messages."""
        return text(f"help.{self._key}") if self._key else None

    @help.setter
    def help(self, key: str | None) -> None:
        self._key = key


class Worded(click.Command):
    """A command whose help is found under its name in data/messages/help.toml; its docstring is for who reads the code."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage: excel-eval fill [OPTIONS] INPUT..."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        for key in ("options", "command"):
            pieces = pieces.replace(_METAVARS[key], text(f"help.metavar_{key}"))
        formatter.write_usage(ctx.command_path, pieces, prefix=text("help.title_usage"))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.get_short_help_str())

    def get_short_help_str(self, limit: int = 45) -> str:
        """The same sentence in the list of commands."""
        return text(f"help.{(self.name or '').replace('-', '_')}")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each option with what it does."""
        options = (each for each in self.get_params(ctx) if isinstance(each, click.Option))
        rows = [record for each in options if (record := each.get_help_record(ctx))]
        with formatter.section(text("help.title_options")):
            formatter.write_dl(rows)


class WordedGroup(Worded, click.Group):
    """The group of all commands."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands."""
        Worded.format_options(self, ctx, formatter)
        with formatter.section(text("help.title_commands")):
            formatter.write_dl([(name, each.get_short_help_str()) for name, each in sorted(self.commands.items())])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """The command that is meant; a name that is none has the nearest suggested."""
        if not args[0].startswith("-") and args[0] not in self.commands:
            near = get_close_matches(args[0], self.commands, 1, 0.5) or sorted(self.commands)
            raise Refused(text("usage.command", name=args[0], near="、".join(near)), ctx)
        return super().resolve_command(ctx, args)


def show(error: click.ClickException) -> None:
    """Tell of wrong usage on stderr: how the command is written, where help is, what is wrong."""
    if language() == "en" or not isinstance(error, click.UsageError):
        error.show()
        return
    if error.ctx is not None:
        click.echo(error.ctx.get_usage(), err=True)
        click.echo(text("usage.help", command=error.ctx.command_path), err=True)
    click.echo(text("cli.error", message=_sentence(error)), err=True)


def _sentence(error: click.UsageError) -> str:
    if isinstance(error, Refused):
        return error.message
    if isinstance(error, click.NoSuchOption):
        near = get_close_matches(error.option_name, error.possibilities or (), 1, 0.0)
        return text("usage.option", name=error.option_name, near=text("usage.near", near=near[0]) if near else "")
    if isinstance(error, click.BadOptionUsage):
        return text("usage.value", name=error.option_name)
    if isinstance(error, click.MissingParameter):
        return text("usage.missing", name=_name(error))
    if isinstance(error, click.BadParameter):
        return text("usage.bad", name=_name(error), wanted=_wanted(error.param))
    extra = _IN_BRACKETS.search(error.message)
    return text("usage.extra", names=extra[1]) if extra else text("usage.other", message=error.format_message())


def _name(error: click.BadParameter) -> str:
    param = error.param
    if param is None:
        return str(error.param_hint or "")
    return " / ".join(param.opts) if isinstance(param, click.Option) else param.metavar or param.human_readable_name


def _wanted(param: click.Parameter | None) -> str:
    kind = param.type if param else None
    if isinstance(kind, click.Choice):
        return text("usage.choice", choices="、".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange):
        return text("usage.number", low=kind.min, high=kind.max)
    return text("usage.file" if isinstance(kind, click.Path) else "usage.other_value")
