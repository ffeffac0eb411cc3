"""How small are action steps, and are those that were practised or small met more often?"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from tsa_research.analyses.coached import (
    ENTRIES,
    action_steps_in,
    behind_entries,
    coach_weights,
    days_between,
    guarded_by,
    share_of,
    written,
)
from tsa_research.analyses.coaching import DUE, METHOD, WHO_JUDGES, placed_steps
from tsa_research.analyses.rows import as_table
from tsa_research.findings import Finding

BANDS = {
    "Within a week": 7,
    "In the second week": 14,
    "In the third or fourth week": 28,
    "Later": float("inf"),
}
"""When a step is due, with the last day of each band, counted from the conversation."""
UNDATED = "No day was set"
SMALL = 14
"""Days from the conversation within which a step that is called small is due."""
IN_WORDS = "two weeks"
SMALL_BANDS = [name for name, last in BANDS.items() if last <= SMALL]
HOW_SMALL = (
    f"Small stands for: due within {IN_WORDS} of the conversation. The day says how soon a step is "
    "to be done, not how much it asks: the log holds no measure of its size."
)
NO_CAUSE = (
    "Steps that were practised, or were due soon, can differ from the others in much else: a "
    "difference between the rows does not show that practice or haste is the cause."
)
KINDS = {
    "practised": ("Practised in the conversation", "Not practised, or not noted"),
    "small": (f"Due within {IN_WORDS}", "Due later"),
}
"""The two rows of each comparison: every step that was due is in one of them."""
_MET = ("n_coaches", "n_due", "n_met", "share_met")


def how_soon(table: pd.DataFrame) -> Finding:
    """Say within which time action steps are due.

    Parameters
    ----------
    table : DataFrame
        One row per entry of the record ``coaching_log``.

    Returns
    -------
    Finding
        Kind ``how_soon``: per ``due`` (one of :data:`BANDS`, or no day) ``count`` (steps),
        ``n_steps`` and ``share`` (0 to 1, of all steps); the base ``n`` (teachers with a step),
        ``n_schools`` and ``n_coaches`` are the same in all rows.
    """
    steps = action_steps_in(table)
    counts, base = Counter(_bands(steps)), behind_entries(steps, coach_weights(table))
    rows = [
        {
            "due": name,
            **base,
            "count": counts[name],
            "n_steps": len(steps),
            "share": share_of(counts[name], len(steps)),
        }
        for name in (*BANDS, UNDATED)
    ]
    return Finding(
        kind="how_soon",
        question="Are action steps small?",
        title="When action steps are due, from the day of the conversation",
        table=as_table(rows, ("due", *base, "count", "n_steps", "share")),
        keys=("due",),
        values=("n_coaches", "count", "n_steps", "share"),
        n=int(base["n"]),
        method=f"Days are counted from the conversation, or from the observation. {ENTRIES}",
        caveats=(HOW_SMALL,),
        facts={"small": SMALL_BANDS, "within": IN_WORDS},
        **guarded_by() | {"nobody": "no action step"},
    )


def met_by(table: pd.DataFrame, by: Literal["practised", "small"], *, as_of: date) -> Finding:
    """Compare how many of two kinds of steps were met, of those that were due.

    Use it to ask whether practice and small steps pay; it shows an association, not a cause.

    Parameters
    ----------
    table, as_of
        As for :func:`~tsa_research.analyses.coaching.action_steps`.
    by : {"practised", "small"}
        What tells the two kinds apart: see :data:`KINDS`.

    Returns
    -------
    Finding
        Kind ``met_by``: per ``steps`` (the kind, in words) the base ``n`` (teachers with such a
        step that was due), ``n_schools``, ``n_coaches``, ``n_due``, ``n_met`` and ``share_met``
        (0 to 1). The two rows are the whole: either both are shown or none.
    """
    placed = placed_steps(table, as_of)
    due, weights = placed.loc[placed["outcome"].isin(DUE)], coach_weights(table)
    first = written(due, "practised") if by == "practised" else _wait(due) <= SMALL
    rows = []
    for name, part in zip(KINDS[by], (due.loc[first], due.loc[~first]), strict=True):
        met = int((part["outcome"] == "met").sum())
        base = behind_entries(part, weights)
        counts = {"n_due": len(part), "n_met": met, "share_met": share_of(met, len(part))}
        rows.append({"steps": name, **base, **counts})
    return Finding(
        kind="met_by",
        question="Which steps are met?",
        title=f"Steps that were due: {KINDS[by][0].lower()}, or not",
        table=as_table(rows, ("steps", "n", "n_schools", *_MET)),
        keys=("steps",),
        values=_MET,
        n=due["teacher"].nunique(),
        method=METHOD,
        caveats=(WHO_JUDGES, NO_CAUSE),
        **guarded_by() | {"parts": ("steps",), "nobody": "no step that was due"},
    )


def _wait(steps: pd.DataFrame) -> pd.Series:
    """Return the days from the conversation, or else the observation, to the day due."""
    start = steps["met_on"].where(steps["met_on"] != "", steps["observed"])
    return days_between(start, steps["due"])


def _bands(steps: pd.DataFrame) -> list[str]:
    wait = _wait(steps).to_numpy()
    bounds = list(BANDS.values())
    found = np.select([wait <= last for last in bounds], list(BANDS), UNDATED)
    return list(found)
