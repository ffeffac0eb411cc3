"""Writing into a network that others may be writing into at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tsa_research.errors import UsageError
from tsa_research.workspace import Workspace, open_workspace

LONGEST_WAIT = 60
"""Seconds that one waits for another who is writing."""


@contextmanager
def writing(workspace: Workspace) -> Iterator[Workspace]:
    """Yield the network as it now stands, with nobody else writing into it.

    Raises
    ------
    UsageError
        If it belongs to the package, or somebody else has been writing for a minute.
    """
    from filelock import FileLock, Timeout

    workspace.require_own()
    lock = FileLock(workspace.folder / "inbox" / ".writing.lock")
    try:
        lock.acquire(timeout=LONGEST_WAIT)
    except Timeout as error:
        raise UsageError(
            "Somebody else is writing into the network; nothing was saved.",
            where=str(workspace.folder),
            expected=f"a turn within {LONGEST_WAIT} seconds",
            got="none",
            next_step="Save again in a minute.",
        ) from error
    try:
        yield open_workspace(workspace.folder)
    finally:
        lock.release()
