"""Writing files so that a reader never meets half of one."""

from __future__ import annotations

import os
from pathlib import Path


def write_atomically(path: Path, content: str | bytes, *, mode: int = 0o644) -> None:
    """Write a file in one step: a temporary file in the same folder, then a rename.

    Parameters
    ----------
    path : Path
    content : str or bytes
        Text is written in UTF-8.
    mode : int
        Permissions of the file; ``0o600`` for what only its owner may read.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.partial")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def neutral_cell(cell: str) -> str:
    """Keep a spreadsheet from taking a cell of a CSV file for a formula.

    >>> neutral_cell("=1+1"), neutral_cell("44%")
    ("'=1+1", '44%')
    """
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
