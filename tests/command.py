"""The command line as a person uses it, run inside the test."""

from __future__ import annotations

from click.testing import CliRunner, Result

from excel_eval.cli import main


def run(*arguments: object) -> Result:
    """A command that ends as it should: with a status, never with a traceback."""
    result = CliRunner().invoke(main, [str(each) for each in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), (arguments, result.exc_info)
    assert result.exit_code in (0, 1, 2), arguments
    return result
