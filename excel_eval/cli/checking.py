"""check, show and claims: what stands in a workbook or a text, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from excel_eval.cli import options
from excel_eval.cli.running import FAULTY, coloured, each, echo_json, exit_status, inputs, note
from excel_eval.cli.wording import Worded
from excel_eval.messages import text

if TYPE_CHECKING:
    from excel_eval.pipeline import Evaluation


@click.command("check", cls=Worded)
@options.INPUTS
@options.FORM
@options.option("--format", "style", type=click.Choice(["text", "json", "sarif", "junit"]), default="text", help="format_check")
@options.judging
@options.STRICT
@options.PASSWORD
@options.option("--text", "report", metavar="FILE", type=click.Path(path_type=Path), help="text")
@click.pass_context
def check_command(ctx: click.Context, /, paths: tuple[Path, ...], style: str, **chosen: Any) -> None:
    """Check workbooks; nothing is written."""
    from excel_eval.pipeline import evaluate, read
    from excel_eval.pipeline.judging import Judge
    from excel_eval.pipeline.printing import Told, printed, told
    from excel_eval.pipeline.reports import against_report

    judge = Judge(chosen["only"], chosen["ignore"], chosen["config"], chosen["strict"], chosen["form"])

    def evaluated(path: Path) -> Evaluation:
        book = read(path, chosen["form"], password=chosen["password"])
        settings = judge.settings(path)
        found = evaluate(book, settings=settings)
        return against_report(found, chosen["report"], settings) if chosen["report"] else found

    def work(path: Path) -> Told:
        return told(path, lambda: evaluated(path))

    sources = inputs(paths)
    done = tuple(each(map(work, sources), text("cli.checking"), len(sources)))
    for failure in filter(None, (one.failure for one in done)):
        note(text("cli.error", message=failure))
    status = exit_status(judge, done)
    click.echo(printed(done, style, ok=not status, colour=coloured(ctx)), nl=False, color=True)
    ctx.exit(status)


@click.command("show", cls=Worded)
@options.INPUT
@options.FORM
@options.FORMAT
@options.option("--all", "every", is_flag=True, help="all")
@options.PASSWORD
def show_command(path: Path, form: str | None, style: str, every: bool, password: str | None) -> None:
    """Show what was read."""
    from excel_eval.pipeline import read, shown

    content = shown(read(path, form, password=password), every=every)
    if style == "json":
        echo_json(content)
        return
    for project in content["projects"]:
        click.echo(project["sheet"])
        for value in project["values"]:
            raw, meaning = value["raw"], value["value"]
            told = "" if raw is None else raw if meaning in (raw, None) else f"{raw} → {meaning}"
            click.echo(f"  {value['cell']:<6} {value['path']:<32} {value['label']}：{told}".rstrip())


@click.command("claims", cls=Worded)
@options.INPUT
@options.FORMAT
@click.pass_context
def claims_command(ctx: click.Context, path: Path, style: str) -> None:
    """List every figure claimed in a text, with its verdict."""
    from excel_eval.pipeline.texts import claims_in, counted

    found = claims_in(path)
    if style == "json":
        echo_json({"version": 1, "file": path.name, "claims": [claim.to_json() for claim in found]})
    else:
        for claim in found:
            click.echo(str(claim))
        click.echo(counted(found))
    ctx.exit(FAULTY if any(claim.wrong for claim in found) else 0)
