"""Workbooks under a password, opened with the optional msoffcrypto."""

from __future__ import annotations

import io
from pathlib import Path

from excel_eval.errors import InputError


def decrypted(path: Path, password: str | None) -> bytes:
    """The package inside an encrypted file; InputError without a password, with a wrong one, or without the extra."""
    if password is None:
        raise InputError("ooxml.encrypted", file=path.name)
    try:
        import msoffcrypto
        from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError
    except ImportError as error:
        raise InputError("ooxml.password_extra", file=path.name) from error
    buffer = io.BytesIO()
    try:
        with path.open("rb") as file:
            office = msoffcrypto.OfficeFile(file)
            office.load_key(password=password)
            office.decrypt(buffer)
    except InvalidKeyError as error:
        raise InputError("ooxml.password_wrong", file=path.name) from error
    except (DecryptionError, FileFormatError, ParseError, OSError, ValueError, KeyError) as error:
        raise InputError("ooxml.password_wrong", file=path.name) from error
    return buffer.getvalue()
