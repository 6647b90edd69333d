"""fill and undo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from excel_eval.cli import options
from excel_eval.cli.running import FAULTY, UNUSABLE, each, echo_json, inputs, note
from excel_eval.messages import language, text

if TYPE_CHECKING:
    from excel_eval.pipeline.batch import Done


@click.command("fill")
@options.INPUTS
@click.option("-o", "--output", type=click.Path(path_type=Path), help="输出文件；多个输入时为文件夹 / output file or folder")
@click.option("--in-place", is_flag=True, help="就地填写，保留带日期的备份 / fill the input itself, keeping a backup")
@click.option("--dry-run", is_flag=True, help="只列出将要改动的单元格，不写文件 / list the changes, write nothing")
@click.option("--no-marks", is_flag=True, help="不在项目表中标注问题 / leave the sheets without marks")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, help="同时处理的文件数 / files at a time")
@options.FORM
@options.FORMAT
@options.judging
@options.STRICT
@options.PASSWORD
@click.pass_context
def fill_command(ctx: click.Context, /, paths: tuple[Path, ...], output: Path | None, style: str, **chosen: Any) -> None:
    """填写评价工作簿：计算比率和得分，生成文字、汇总、核对结果和评价报告。Fill evaluation workbooks."""
    from excel_eval.pipeline.batch import Job, run
    from excel_eval.pipeline.judging import Judge

    sources = inputs(paths)
    if output and len(sources) > 1 and output.suffix and not output.is_dir():
        raise click.UsageError(text("files.output_many"))
    if output and chosen["in_place"]:
        raise click.UsageError(text("cli.place_or_output"))
    judge = Judge(chosen["only"], chosen["ignore"], chosen["config"], chosen["strict"])
    job = Job(
        judge,
        output,
        len(sources) > 1,
        chosen["in_place"],
        chosen["dry_run"],
        not chosen["no_marks"],
        chosen["form"],
        chosen["password"],
        language(),
    )
    done = tuple(each(run(job, sources, chosen["jobs"]), text("cli.filling"), len(sources)))
    _print(done, style, changes=chosen["dry_run"])
    faulty = any(judge.faulty(one.findings) for one in done)
    ctx.exit(UNUSABLE if any(one.failure for one in done) else FAULTY if faulty else 0)


def _print(done: tuple[Done, ...], style: str, *, changes: bool) -> None:
    for one in done:
        for message in one.notes:
            note(message)
        if one.failure:
            note(text("cli.error", message=one.failure))
    reports = [one.report for one in done if one.report]
    if style == "json":
        ok = not any(report["counts"]["error"] for report in reports)
        echo_json({"version": 1, "ok": ok, "workbooks": reports})
        return
    for report in reports:
        _tell(report, changes=changes)


def _tell(report: dict[str, Any], *, changes: bool) -> None:
    if changes:
        for change in report["changes"]:
            new = change["formula"] or change["new"] or ""
            click.echo(f"{change['sheet']}!{change['cell']}: {change['old'] or ''} → {new}")
    counts = report["counts"]
    key = "cli.filled" if report["output"] else "cli.planned"
    click.echo(text(key, source=report["workbook"], output=report["output"], changes=len(report["changes"]), **counts))


@click.command("undo")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
def undo_command(path: Path) -> None:
    """撤销就地填写，逐字节恢复原文件。Undo a fill in place, byte for byte."""
    from excel_eval.workbook.placing import undo

    backup = undo(path)
    click.echo(text("cli.undone", file=path.name, backup=backup.name))
