"""check, show and claims: what stands in a workbook or a text, and what is wrong with it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from excel_eval.cli import options
from excel_eval.cli.running import FAULTY, UNUSABLE, attempted, each, echo_json, inputs
from excel_eval.messages import text


@click.command("check")
@options.INPUTS
@options.FORM
@click.option("--format", "style", type=click.Choice(["text", "json", "sarif", "junit"]), default="text", help="输出格式")
@options.judging
@options.STRICT
@options.PASSWORD
@click.option("--text", "report", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="用工作簿核对书面报告")
@click.pass_context
def check_command(ctx: click.Context, /, paths: tuple[Path, ...], style: str, **chosen: Any) -> None:
    """核对工作簿：逐条列出问题及其单元格，不改动任何文件。Check workbooks; nothing is written."""
    from excel_eval.pipeline import evaluate, read
    from excel_eval.pipeline.judging import Judge
    from excel_eval.pipeline.printing import printed
    from excel_eval.pipeline.reports import against_report

    judge = Judge(chosen["only"], chosen["ignore"], chosen["config"], chosen["strict"])

    def work(path: Path) -> Any:
        book = read(path, chosen["form"], password=chosen["password"])
        found = evaluate(book, settings=judge.settings(path))
        return against_report(found, chosen["report"], judge.settings(path)) if chosen["report"] else found

    sources = inputs(paths)
    done, failed = attempted(each(sources, text("cli.checking"), len(sources)), work)
    click.echo(printed(done, style, colour=_colour(ctx)), nl=False)
    faulty = any(judge.faulty(evaluation.findings) for evaluation in done)
    ctx.exit(UNUSABLE if failed else FAULTY if faulty else 0)


def _colour(ctx: click.Context) -> bool:
    return sys.stdout.isatty() if ctx.color is None else ctx.color


@click.command("show")
@options.INPUT
@options.FORM
@options.FORMAT
@click.option("--all", "every", is_flag=True, help="也列出空白单元格 / blank cells too")
@options.PASSWORD
def show_command(path: Path, form: str | None, style: str, every: bool, password: str | None) -> None:
    """显示读到了什么：路径、标签、单元格、原文、数值。Show what was read."""
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


@click.command("claims")
@options.INPUT
@options.FORMAT
@click.pass_context
def claims_command(ctx: click.Context, path: Path, style: str) -> None:
    """列出文字（.txt .docx .xlsx）中的每个数字说法及其判断。List every figure claimed in a text, with its verdict."""
    from excel_eval.pipeline.texts import claims_in, counted

    found = claims_in(path)
    if style == "json":
        echo_json({"version": 1, "file": path.name, "claims": [claim.to_json() for claim in found]})
    else:
        for claim in found:
            click.echo(str(claim))
        click.echo(counted(found))
    ctx.exit(FAULTY if any(claim.wrong for claim in found) else 0)
