"""The command line: each command parses, calls the library, prints. Exit status 0, 1 (an error found) or 2."""

from __future__ import annotations

import click

from excel_eval.cli.checking import check_command, claims_command, show_command
from excel_eval.cli.filling import fill_command, undo_command
from excel_eval.cli.knowing import forms_command, rules_command
from excel_eval.cli.making import new_command
from excel_eval.cli.running import Group
from excel_eval.messages import use_language


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--lang", type=click.Choice(["zh", "en"]), envvar="EXCEL_EVAL_LANG", help="消息语言 / language of messages")
@click.version_option(package_name="excel-eval")
def main(lang: str | None) -> None:
    """填报、核对项目绩效评价工作簿。Fill and check project evaluation workbooks."""
    if lang:
        use_language(lang)


for command in (
    new_command,
    check_command,
    fill_command,
    show_command,
    claims_command,
    rules_command,
    forms_command,
    undo_command,
):
    main.add_command(command)
