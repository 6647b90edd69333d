"""fill and undo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from excel_eval.cli import options
from excel_eval.cli.running import each, echo_json, exit_status, inputs, note
from excel_eval.cli.wording import Worded
from excel_eval.messages import language, text

if TYPE_CHECKING:
    from excel_eval.pipeline.batch import Done


@click.command("fill", cls=Worded)
@options.INPUTS
@options.option("-o", "--output", type=click.Path(path_type=Path), help="output")
@options.option("--in-place", is_flag=True, help="in_place")
@options.option("--dry-run", is_flag=True, help="dry_run")
@options.option("--no-marks", is_flag=True, help="no_marks")
@options.option("--jobs", type=click.IntRange(1, 64), metavar="N", default=1, help="jobs")
@options.FORM
@options.FORMAT
@options.judging
@options.STRICT
@options.PASSWORD
@click.pass_context
def fill_command(ctx: click.Context, /, paths: tuple[Path, ...], output: Path | None, style: str, **chosen: Any) -> None:
    """Fill evaluation workbooks."""
    from excel_eval.pipeline.batch import Job, run
    from excel_eval.pipeline.judging import Judge

    sources = inputs(paths)
    if output and len(sources) > 1 and output.suffix and not output.is_dir():
        raise click.UsageError(text("files.output_many"))
    if output and chosen["in_place"]:
        raise click.UsageError(text("cli.place_or_output"))
    judge = Judge(chosen["only"], chosen["ignore"], chosen["config"], chosen["strict"], chosen["form"])
    job = Job(
        judge,
        output,
        chosen["in_place"],
        chosen["dry_run"],
        not chosen["no_marks"],
        chosen["form"],
        chosen["password"],
        language(),
    )
    done = tuple(each(run(job, sources, chosen["jobs"]), text("cli.filling"), len(sources)))
    status = exit_status(judge, done)
    _print(done, style, changes=chosen["dry_run"], ok=not status)
    ctx.exit(status)


def _print(done: tuple[Done, ...], style: str, *, changes: bool, ok: bool) -> None:
    from excel_eval.pipeline.printing import as_json

    for one in done:
        for message in one.notes:
            note(message)
        if one.failure:
            note(text("cli.error", message=one.failure))
    if style == "json":
        echo_json(as_json(((one.source, one.report, one.failure) for one in done), ok=ok))
        return
    for report in (one.report for one in done if one.report):
        _tell(report, changes=changes)


def _tell(report: dict[str, Any], *, changes: bool) -> None:
    if changes:
        for change in report["changes"]:
            old, new = change["old"], change["formula"] or change["new"]
            blank = text("cli.blank")
            click.echo(f"{change['sheet']}!{change['cell']}: {old or blank} → {new or blank}")
    counts = report["counts"]
    key = "cli.filled" if report["output"] else "cli.planned"
    click.echo(text(key, source=report["workbook"], output=report["output"], changes=len(report["changes"]), **counts))


@click.command("undo", cls=Worded)
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
def undo_command(path: Path) -> None:
    """Undo a fill in place, byte for byte."""
    from excel_eval.workbook.placing import undo

    backup = undo(path)
    click.echo(text("cli.undone", file=path.name, backup=backup.name))
