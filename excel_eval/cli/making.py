"""new: a blank workbook."""

from __future__ import annotations

from pathlib import Path

import click

from excel_eval.cli import options
from excel_eval.messages import text


@click.command("new")
@click.argument("out", metavar="OUT.xlsx", type=click.Path(path_type=Path, dir_okay=False))
@options.FORM
@click.option("--year", type=click.IntRange(1990, 2100), help="评价年度 / year evaluated")
@click.option("--unit", metavar="NAME", help="实施单位 / implementing unit")
@click.option("--department", metavar="NAME", help="主管部门 / competent department")
@click.option("--project", "projects", multiple=True, metavar="NAME", help="项目名称（可重复）/ project name")
@click.option("--projects", "listed", type=click.Path(path_type=Path), help="项目名单：txt、csv 或 xlsx / list of names")
def new_command(  # noqa: PLR0913 - each is an option of the command line
    out: Path,
    form: str | None,
    year: int | None,
    unit: str | None,
    department: str | None,
    projects: tuple[str, ...],
    listed: Path | None,
) -> None:
    """生成空白填报工作簿，每个项目一张工作表。Make a blank workbook, one sheet a project."""
    from excel_eval.form.load import DEFAULT_FORM
    from excel_eval.pipeline import new
    from excel_eval.pipeline.blank import names_from

    names = (*projects, *(names_from(listed) if listed else ()))
    made = new(out, names, year, form=form or DEFAULT_FORM, unit=unit, department=department)
    click.echo(text("cli.made", file=made, count=max(1, len(names))))
