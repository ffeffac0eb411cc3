"""Which rows come first or last, said so that ties and hidden rows are not passed over."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from tsa_research import numbers
from tsa_research.findings import Release

MOST_NAMES = 3
"""As many names as a sentence gives; more that tie are counted."""


def among(release: Release, n: int, things: str, link: str = "of") -> str:
    """Return of how many a superlative is, where others are hidden; nothing where none is.

    Parameters
    ----------
    release : Release
    n : int
        How many can be shown.
    things : str
        What they are, in the plural.
    link : str
        The word in front: ``in`` where something is said of them all.
    """
    if not (release.table["state"] == "hidden").any():
        return ""
    return f"{link} the {numbers.counted(n, things)} that can be shown, "


def extreme(rows: pd.DataFrame, by: pd.Series, *, largest: bool) -> pd.DataFrame:
    """Return the rows with the largest or the smallest value: all of them where several tie."""
    end = by.max() if largest else by.min()
    return rows.loc[by == end]


def told(names: Sequence[str], things: str) -> str:
    """Name up to three that tie, and count them where they are more.

    >>> told(["a", "b"], "questions"), told(["a", "b", "c", "d"], "questions")
    ('a and b', '4 questions')
    """
    return numbers.listed(names) if len(names) <= MOST_NAMES else f"{len(names)} {things}"


def ranked(names: Sequence[str], things: str, rank: str) -> str:
    """Say who holds a rank, in the form that the number of names asks for.

    >>> ranked(["a"], "questions", "rated best"), ranked(["a", "b"], "questions", "rated best")
    ('a is rated best', 'a and b are rated best')
    >>> ranked(["a", "b", "c", "d"], "questions", "rated best")
    '4 questions tie as rated best'
    """
    link = "tie as" if len(names) > MOST_NAMES else numbers.verb(len(names), "is", "are")
    return f"{told(names, things)} {link} {rank}"
