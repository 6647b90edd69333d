"""The documentation says what there is: every command and option, every key of the configuration."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from excel_eval.cli import main
from excel_eval.messages import text
from excel_eval.rules.configuration import Reading, parsed
from excel_eval.rules.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
CLI = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
CONFIGURATION = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
EXAMPLE = re.search(r"```toml\n(.*?)```", CONFIGURATION, re.DOTALL)


def section(command: str) -> str:
    """The part of the page on a command."""
    found = [part for part in CLI.split("\n## ") if command in re.split(r"[,\s]+", part.partition("\n")[0])]
    assert len(found) == 1, command
    return found[0]


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_option_is_documented_and_every_documented_option_exists(command: str) -> None:
    options = {name for each in main.commands[command].params if isinstance(each, click.Option) for name in each.opts}
    told = set(re.findall(r"`(--?[a-z-]+)", section(command)))
    assert options - {"--lang", "-h", "--help"} <= told
    everywhere = {name for each in main.commands.values() for option in each.params for name in option.opts}
    assert told <= everywhere


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_readme_names_every_command_and_no_other(page: str) -> None:
    told = set(re.findall(r"excel-eval ([a-z]+)", (ROOT / page).read_text(encoding="utf-8")))
    assert told == set(main.commands)


def test_the_example_of_a_configuration_has_every_key_and_works(tmp_path: Path) -> None:
    assert EXAMPLE
    shipped = tomllib.loads(files("excel_eval").joinpath("data/settings/default.toml").read_text(encoding="utf-8"))
    shown = tomllib.loads(EXAMPLE[1])
    assert set(shown) == set(shipped)
    for table in ("thresholds", "tolerances", "indicators"):
        assert set(shown[table]) == set(shipped[table])
    settings = Settings(**parsed(Reading.of_text(EXAMPLE[1], "example")))
    assert (settings.low_rate, settings.rounding) == (Settings().low_rate, Settings().rounding)
    config = tmp_path / "excel-eval.toml"
    config.write_text(EXAMPLE[1], encoding="utf-8")
    arguments = ["check", str(ROOT / "examples" / "self_evaluation.xlsx"), "--config", str(config)]
    assert CliRunner().invoke(main, arguments).exit_code == 0


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("command", ["", *sorted(main.commands)])
def test_help_is_in_one_language(language: str, command: str) -> None:
    told = CliRunner().invoke(main, [*command.split(), "--help", "--lang", language]).stdout
    chinese = re.search(r"[\u4e00-\u9fff]", told)
    assert bool(chinese) is (language == "zh")
    assert text("report.clean") == "未发现问题"  # the language was that of the call
    assert language == "en" or not re.search(r"Show|Usage|Options|default|\bthe\b", told)
