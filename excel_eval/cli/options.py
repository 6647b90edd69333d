"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from excel_eval.messages import LANGUAGES, use_language

Command = Callable[..., Any]

def _speak(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
    """Choose the language of messages; a command without the option speaks as its group does."""
    if value or ctx.parent is None:
        use_language(value)


LANGUAGE = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    expose_value=False,
    callback=_speak,
    is_eager=True,
    help="消息语言 / language of messages (EXCEL_EVAL_LANG)",
)
INPUTS = click.argument("paths", metavar="INPUT...", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False))
INPUT = click.argument("path", metavar="INPUT", type=click.Path(path_type=Path, readable=False))
FORM = click.option("--form", metavar="F", help="表样：自带表样的名称，或 .toml 文件路径 / form name or file")
FORMAT = click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", help="输出格式")
STRICT = click.option("--strict", is_flag=True, help="警告也算错误；fill 有错误时不写出 / warnings count as errors")
PASSWORD = click.option("--password", metavar="P", help="打开密码 / password of an encrypted workbook")


def judging(command: Command) -> Command:
    """--only, --ignore and --config."""
    command = click.option("--only", multiple=True, metavar="RULE", help="只用这些规则（可重复）")(command)
    command = click.option("--ignore", multiple=True, metavar="RULE", help="不用这些规则（可重复）")(command)
    where = click.Path(path_type=Path, exists=True, dir_okay=False)
    return click.option("--config", type=where, help="配置文件，默认用工作簿旁的 excel-eval.toml")(command)
