"""The command line: each command parses, calls the library, prints. Exit status 0, 1 (an error found) or 2."""

from __future__ import annotations

import click

from excel_eval.cli import options
from excel_eval.cli.checking import check_command, claims_command, show_command
from excel_eval.cli.filling import fill_command, undo_command
from excel_eval.cli.knowing import forms_command, rules_command
from excel_eval.cli.making import new_command
from excel_eval.cli.running import Group


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@options.LANGUAGE
@click.version_option(package_name="excel-eval")
def main() -> None:
    """填报、核对项目绩效评价工作簿。Fill and check project evaluation workbooks."""


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
    main.add_command(options.LANGUAGE(command))
