"""The bytes of a file, and the digest by which every report can name it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tsa_research.errors import IntakeError


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises
    ------
    IntakeError
        If there is no such file or it may not be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise IntakeError(
            "The file cannot be opened.",
            where=str(path),
            expected="a file that exists and may be read",
            got=error.strerror or type(error).__name__,
            next_step="Check the name and the folder.",
        ) from error


def digest_of(payload: bytes) -> str:
    """Return the SHA-256 of some bytes as hexadecimal digits."""
    return hashlib.sha256(payload).hexdigest()
