"""The command line: each command parses, calls the library, prints. Exit status 0, 1 (an error found) or 2."""

from __future__ import annotations

import click

from excel_eval.cli import options
from excel_eval.cli.checking import check_command, claims_command, show_command
from excel_eval.cli.filling import fill_command, undo_command
from excel_eval.cli.knowing import forms_command, rules_command
from excel_eval.cli.making import new_command
from excel_eval.cli.running import Group
from excel_eval.cli.wording import Option


@click.group("excel-eval", cls=Group)
@options.LANGUAGE
@click.version_option(package_name="excel-eval", message="%(package)s %(version)s", cls=Option, help="version")
@options.HELP
def main() -> None:
    """Fill and check project evaluation workbooks."""


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
    options.LANGUAGE(options.HELP(command))
    main.add_command(command)
