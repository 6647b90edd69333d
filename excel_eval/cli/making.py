"""new: a blank workbook."""

from __future__ import annotations

from pathlib import Path

import click

from excel_eval.cli import options
from excel_eval.cli.wording import Worded
from excel_eval.messages import text


@click.command("new", cls=Worded)
@click.argument("out", metavar="OUT.xlsx", type=click.Path(path_type=Path, dir_okay=False))
@options.FORM
@options.option("--year", type=click.IntRange(1990, 2100), metavar="YEAR", help="year")
@options.option("--unit", metavar="NAME", help="unit")
@options.option("--department", metavar="NAME", help="department")
@options.option("--project", "projects", multiple=True, metavar="NAME", help="project")
@options.option("--projects", "listed", type=click.Path(path_type=Path), help="projects")
def new_command(  # noqa: PLR0913 - each is an option of the command line
    out: Path,
    form: str | None,
    year: int | None,
    unit: str | None,
    department: str | None,
    projects: tuple[str, ...],
    listed: Path | None,
) -> None:
    """Make a blank workbook, one sheet a project."""
    from excel_eval.form.load import DEFAULT_FORM
    from excel_eval.pipeline import new
    from excel_eval.pipeline.blank import names_from

    names = (*projects, *(names_from(listed) if listed else ()))
    made = new(out, names, year, form=form or DEFAULT_FORM, unit=unit, department=department)
    click.echo(text("cli.made", file=made, count=max(1, len(names))))
