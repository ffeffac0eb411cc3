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
        If it belongs to the package, somebody else has been writing for a minute, or a file
        cannot be read or written.
    """
    workspace.require_own()
    try:
        with _turn(workspace):
            yield open_workspace(workspace.folder)
    except OSError as error:
        raise UsageError(
            "A file of the network cannot be read or written; nothing was changed.",
            where=str(error.filename or workspace.folder),
            expected="a folder with room on its disk, in which you may write",
            got=reason(error),
            next_step="Leave this page open, ask whoever looks after the folder, and try again.",
        ) from error


def reason(error: OSError) -> str:
    """Return in words why the system refused to read or write."""
    return error.strerror or str(error) or "no reason given"


@contextmanager
def _turn(workspace: Workspace) -> Iterator[None]:
    from filelock import FileLock, Timeout

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
        yield
    finally:
        lock.release()
