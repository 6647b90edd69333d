"""What stops the program: files that cannot be read, descriptions that cannot be used.

    ExcelEvalError
    ├── InputError      a workbook or text that cannot be opened or written back (exit status 2)
    ├── FormError       a form file that does not describe a form
    ├── RubricError     a rubric whose weights or grades do not add up
    ├── NarrativeError  a narrative file that names what does not exist
    ├── FormulaError    a formula that cannot be parsed, or that depends on itself
    └── ConfigError     a configuration with a wrong key or value

Faults in a person's data are findings, never exceptions.
"""

from __future__ import annotations

import errno
import re
from typing import Any

from excel_eval.messages import text

_SYSTEM = {
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.ENOENT: "absent",
    errno.EEXIST: "exists",
    errno.EISDIR: "folder",
    errno.ENOTDIR: "no_folder",
    errno.ENOSPC: "full",
    getattr(errno, "EDQUOT", -1): "full",
    errno.EFBIG: "full",
    errno.EROFS: "read_only",
    errno.ENAMETOOLONG: "long_name",
    errno.EBUSY: "busy",
    errno.ETXTBSY: "busy",
    errno.EMFILE: "many",
    errno.EIO: "device",
}

_PLACE = re.compile(r"line ([0-9]{1,9}), column ([0-9]{1,9})")


def reason(error: OSError) -> str:
    """What the system says went wrong, in the person's language where it is one of the usual things."""
    key = _SYSTEM.get(error.errno or 0)
    return text(f"system.{key}") if key else error.strerror or str(error)


def place_of(error: ValueError) -> str:
    """Where a TOML text is wrong, in the person's language; the parser says it in English."""
    match = _PLACE.search(str(error))
    return text("system.toml_at", line=match[1], column=match[2]) if match else text("system.toml_end")


class ExcelEvalError(Exception):
    """An error with a stable `code` and a sentence in the person's language, made from a message key and its figures."""

    def __init__(self, key: str, /, **figures: Any) -> None:
        super().__init__(key, figures)
        self.key = key
        self.figures = figures

    @property
    def code(self) -> str:
        """The last part of the message key: the same in every language."""
        return self.key.rpartition(".")[2]

    def __str__(self) -> str:
        return text(self.key, **self.figures)


class InputError(ExcelEvalError):
    """A file that cannot be read or written; the sentence says what is wrong, where, and what to do."""

    file = ""

    def about(self, file: str) -> InputError:
        """This error, its sentence naming the file it is about."""
        self.file = file
        return self

    def __str__(self) -> str:
        sentence = super().__str__()
        return sentence if self.file in sentence else text("files.about", file=self.file, message=sentence)


class FormError(ExcelEvalError):
    """A form file that does not describe a form."""


class RubricError(ExcelEvalError):
    """A rubric whose weights do not add up or whose grades leave a gap."""


class NarrativeError(ExcelEvalError):
    """A narrative file that cannot be parsed or names something unknown."""


class FormulaError(ExcelEvalError):
    """A formula that cannot be parsed, names an unknown function, or depends on itself."""


class ConfigError(ExcelEvalError):
    """A configuration file with a wrong key or value; the sentence names file, line and key."""


def sentence_of(error: ExcelEvalError | OSError, file: str) -> str:
    """What to tell of a file that could not be worked on."""
    if isinstance(error, OSError):
        return text("cli.system", file=error.filename or file, reason=reason(error))
    return str(error.about(file) if isinstance(error, InputError) else error)
