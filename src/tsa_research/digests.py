"""The digest of a file, remembered as long as the file is the same.

To hash the exports and the roster of a nation takes longer than to make a report from them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
from pathlib import Path

from tsa_research.files import write_atomically

SMALL = 1 << 20
"""Bytes up to which a file is hashed each time."""
JUST_NOW = 2_000_000_000
"""Nanoseconds within which a file may change without its times telling."""


def file_digest(path: Path, memory: Path) -> str:
    """Return the SHA-256 of a file, or ``missing``.

    It is taken from memory if size, place and both times of the file are those it had when it
    was hashed, and were not of that very moment.

    Parameters
    ----------
    path : Path
    memory : Path
        A folder for what is remembered; nothing is if it cannot be written.
    """
    if not path.is_file():
        return "missing"
    if path.stat().st_size <= SMALL:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    kept = memory / f"{hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:16]}.json"
    state = _state(path)
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        values = json.loads(kept.read_text(encoding="utf-8"))
        if values["state"] == state and max(state[1:3]) < values["seen"] - JUST_NOW:
            return str(values["digest"])
    seen = time.time_ns()
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    with contextlib.suppress(OSError):
        write_atomically(kept, json.dumps({"state": state, "seen": seen, "digest": digest}))
    return digest


def _state(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]
