"""One batch at a time in a reports folder; a lock whose owner has died is no lock."""

from __future__ import annotations

import contextlib
import json
import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from tsa_research.errors import UsageError
from tsa_research.files import write_atomically
from tsa_research.reports.manifest import FOLDER

WHOLE = "batch"


@contextlib.contextmanager
def locked(folder: Path, part: str = WHOLE) -> Iterator[None]:
    """Hold a reports folder, or one share of it, while reports are made.

    The operating system gives the lock back when its owner ends, however it ends.

    Parameters
    ----------
    folder : Path
        The reports folder.
    part : str
        ``batch`` for the whole folder; another name, such as ``shard-1-of-4``, for a share of
        it. Shares do not exclude each other, but the whole excludes every share.

    Raises
    ------
    UsageError
        If another batch holds it; with its owner.
    """
    from filelock import FileLock, Timeout

    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    lock = FileLock(place / f"{part}.lock")
    for other in _others(place, part):
        try:
            with FileLock(other, timeout=0):
                pass
        except Timeout as error:
            raise _held(folder, other) from error
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise _held(folder, place / f"{part}.lock") from error
    try:
        write_atomically(place / f"{part}.owner.json", json.dumps(_owner()))
        yield
    finally:
        (place / f"{part}.owner.json").unlink(missing_ok=True)
        lock.release()
        with contextlib.suppress(OSError):
            (place / f"{part}.lock").unlink(missing_ok=True)


def _others(place: Path, part: str) -> list[Path]:
    """Return the locks that exclude this one: every share for the whole, the whole for a share."""
    known = place.glob("*.lock") if part == WHOLE else place.glob(f"{WHOLE}.lock")
    return sorted(path for path in known if path.stem != part)


def _owner() -> dict[str, str]:
    started = datetime.now(UTC).strftime("%H:%M:%S UTC")
    return {"process": str(os.getpid()), "machine": socket.gethostname(), "since": started}


def _held(folder: Path, lock: Path) -> UsageError:
    try:
        owner = json.loads(lock.with_suffix(".owner.json").read_text(encoding="utf-8"))
        who = ", ".join(f"{name} {value}" for name, value in owner.items())
    except (OSError, ValueError):
        who = "another process"
    return UsageError(
        "Another batch is writing into this folder.",
        where=str(folder),
        expected="one batch at a time",
        got=who,
        next_step="Wait until it has finished, stop it, or choose another --reports folder.",
    )
