"""rules and forms: what is checked, and which forms there are."""

from __future__ import annotations

import click

from excel_eval.cli.wording import Worded
from excel_eval.messages import text


@click.command("rules", cls=Worded)
@click.argument("rule", metavar="[ID]", required=False)
def rules_command(rule: str | None) -> None:
    """List the rules, or explain one."""
    from excel_eval.pipeline.catalogue import explained, listed

    click.echo(explained(rule) if rule else "\n".join(listed()))


@click.command("forms", cls=Worded)
def forms_command() -> None:
    """List the forms that come with the tool."""
    from excel_eval.form.load import load_form, shipped_forms

    for key in shipped_forms():
        form = load_form(key)
        click.echo(text("cli.form", key=key, title=form.title, sections=len(form.sections), version=form.version))
