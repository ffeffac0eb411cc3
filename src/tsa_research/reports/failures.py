"""Why a report could not be made: the kinds of failure, and what to do about each."""

from __future__ import annotations

import errno
from dataclasses import dataclass

from tsa_research.errors import ReportFailedError


@dataclass(frozen=True)
class Failure:
    """What went wrong with one report.

    Attributes
    ----------
    kind : str
        One of :data:`KINDS`.
    cell : str
        First line of the cell that was running; empty before the first.
    problem : str
        What the cell or the machine said.
    """

    kind: str
    cell: str = ""
    problem: str = ""

    @property
    def title(self) -> str:
        """The kind of failure in words."""
        return KINDS[self.kind][0]

    @property
    def advice(self) -> str:
        """What to do about it."""
        return KINDS[self.kind][1]


KINDS = {
    "exception": (
        "A cell of the notebook stopped with an error",
        "Run the notebook in JupyterLab with these parameters to see the cell.",
    ),
    "process_ended": (
        "The process that ran the notebook ended suddenly",
        "Run the batch again. If it happens again, allow more memory with --memory, or run the "
        "notebook in JupyterLab cell by cell.",
    ),
    "out_of_memory": (
        "The report needed more memory than it may take",
        "Allow it more with --memory, or make it about less data.",
    ),
    "too_long": (
        "The report took longer than it may",
        "Allow more time with --seconds, or look for a loop without an end in the cell.",
    ),
    "disk_full": (
        "There was no room to write the report",
        "Free some space where the reports folder lies, then run the batch again.",
    ),
    "unreadable_input": (
        "A file that the report needs cannot be read",
        "Import the answers again with tsa import; what the file held can be made anew.",
    ),
    "drawing_failed": (
        "A chart or the page could not be drawn",
        "Run the notebook in JupyterLab with these parameters to see the chart.",
    ),
}
"""Each kind of failure in words, with the advice for it."""

MEMORY = ("MemoryError", "ArrowMemoryError", "_ArrayMemoryError")
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class ReportStoppedError(ReportFailedError):
    """A report could not be made. ``failure`` says why."""

    def __init__(self, failure: Failure, *, where: str = "") -> None:
        cell = f"cell “{failure.cell}”" if failure.cell else ""
        super().__init__(
            f"{failure.title}.",
            where=", ".join(filter(None, [where, cell])),
            got=failure.problem,
            next_step=failure.advice,
        )
        self.failure = failure


class NothingError(Exception):
    """The notebook found that there is nothing to report; the text says what is missing."""


def failed_cell(source: str, name: str, value: str) -> Failure | None:
    """Return what the error of a cell means, or ``None`` if there is nothing to report.

    Parameters
    ----------
    source : str
        Of the cell.
    name, value : str
        Class and text of the error.
    """
    if name == "NothingToReportError":
        return None
    kind = "exception"
    if name in MEMORY:
        kind = "out_of_memory"
    elif name == "UnreadableError":
        kind = "unreadable_input"
    return Failure(kind, first_line(source), f"{name}: {value}")


def failed_write(error: OSError) -> Failure:
    """Return what it means that a report could not be written."""
    kind = "disk_full" if error.errno in FULL else "unreadable_input"
    return Failure(kind, problem=error.strerror or str(error))


def first_line(source: str) -> str:
    """Return what a cell is called in messages: its first line, since cells bear no numbers.

    >>> first_line("import os")
    'import os'
    """
    return next(iter(source.strip().splitlines()), "")
