"""One tree of errors, each saying where, what was expected, what came and what to do next.

Every error that a user can meet is a :class:`TsaError`. The command line prints it and
leaves with its ``exit_code``; nothing else in the package decides about exit codes.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

ALL_WELL = 0
SOME_FAILED = 1
BAD_USAGE = 2
NOTHING_DONE = 3
BAD_DECLARATION = 4
INTERRUPTED = 130
SHORTEST = 3
"""Letters by which a name that was cut short can be told."""


class TsaError(Exception):
    """An error that a person can act on.

    Parameters
    ----------
    what : str
        What is wrong, as one plain sentence without the place.
    where : str
        File, row, item, key or parameter at fault.
    expected, got : str
        What would have been right and what was found.
    next_step : str
        What to do about it.
    """

    exit_code = SOME_FAILED

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        expected: str = "",
        got: str = "",
        next_step: str = "",
    ) -> None:
        super().__init__(what)
        self.what, self.where = what, where
        self.expected, self.got, self.next_step = expected, got, next_step

    def __str__(self) -> str:
        parts = (
            ("Where", self.where),
            ("Expected", self.expected),
            ("Got", self.got),
            ("Next", self.next_step),
        )
        return "\n".join([self.what, *(f"  {name}: {text}" for name, text in parts if text)])

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook prints: the sentences, and no lines of code."""
        return str(self).splitlines()


class DeclarationError(TsaError):
    """An instrument, a record type or a ``network.toml`` is malformed."""

    exit_code = BAD_DECLARATION


class UsageError(TsaError):
    """A name, parameter or option that does not exist or has the wrong type."""

    exit_code = BAD_USAGE


class IntakeError(TsaError):
    """A file of answers cannot be read as the instrument that it is said to hold."""

    exit_code = NOTHING_DONE


class NothingToReportError(TsaError):
    """The question makes sense, but there are no answers to it here."""

    exit_code = NOTHING_DONE


class ReportFailedError(TsaError):
    """A notebook stopped before its end; the message names the cell."""

    exit_code = SOME_FAILED


class UnreadableError(TsaError):
    """A file that the package has written itself cannot be read any more."""

    exit_code = SOME_FAILED


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a sentence that names the known spelling nearest to ``name``, or an empty one.

    The one that begins with ``name`` is the nearest, if there is only one.

    >>> nearest("trust_survy", ["maturity_audit", "trust_survey"])
    'Did you mean trust_survey?'
    >>> nearest("Ash", ["Ash Hill Church of England Primary School", "Asp"])
    'Did you mean Ash Hill Church of England Primary School?'
    """
    names = [str(entry) for entry in known]
    longer = [entry for entry in names if entry.casefold().startswith(name.casefold())]
    if len(name) >= SHORTEST and len(longer) == 1:
        return f"Did you mean {longer[0]}?"
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    return f"Did you mean {close[0]}?" if close else ""
