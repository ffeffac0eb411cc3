"""Are the tasks between learning sets handed in, on time, and given feedback?"""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import pandas as pd

from tsa_research import numbers
from tsa_research.alphabet import alphabetical
from tsa_research.analyses.coached import share_of
from tsa_research.analyses.rows import as_table
from tsa_research.findings import Finding, Scope
from tsa_research.schemas.reading import load_record_type

STATES = ("in_time", "handed_late", "outstanding", "early", "no_day", "open")
"""Each task is in one of these: handed in on time or late, overdue; handed in before it was due
or without a day due; open."""
DUE = ("in_time", "handed_late", "outstanding")
NO_TASKS = "no gap tasks"
METHOD = (
    "A task is due when its day lies before the last day written in these records. Shares, and "
    "what became of the feedback, are of the tasks that were due; tasks handed in ahead of a later "
    "day, or without a day due, are counted apart. The base counts the people with a task; if one "
    "learning set has too few of them, no learning set is shown."
)
NOT_THE_WORK = (
    "That a task was handed in, or called complete, does not tell what changed in the school."
)
_VALUES = (
    *("n_tasks", "n_people_due", "n_due", "n_in_time", "n_handed_late", "n_outstanding"),
    *("n_early", "n_no_day", "n_open"),
    *("n_handed_in", "share_handed_in", "share_in_time", "n_assessed", "n_awaiting"),
    *("n_complete", "n_to_revise", "share_complete", "n_fewest"),
)


def gap_tasks(table: pd.DataFrame, *, as_of: date, by: str = "alliance") -> Finding:
    """Count the tasks of each alliance, school or learning set.

    Use it to see whether what was learned is tried at home; not to compare people.

    Parameters
    ----------
    table : DataFrame
        One row per person and task of the record ``gap_tasks``, with ``school`` and
        ``alliance``; an empty text where nothing was written.
    as_of : date
        A task that is due on this day or later and was not handed in is still open.
    by : {"alliance", "school", "learning_set"}

    Returns
    -------
    Finding
        Kind ``gap_tasks``: per ``by`` the base ``n`` (people with a task), ``n_schools``,
        ``n_tasks``, one count for each of :data:`STATES`, ``n_people_due`` (people with a task
        that was due), and of the tasks that were due (``n_due``): ``n_handed_in``,
        ``share_handed_in``, ``share_in_time``, ``n_assessed`` (feedback given), ``n_awaiting``
        (handed in, without feedback), ``n_complete``, ``n_to_revise`` and ``share_complete``
        (shares from 0 to 1). ``n_fewest`` counts the people in the smallest
        learning set, since the same people are in several.

    Notes
    -----
    ``n_due`` + ``n_early`` + ``n_no_day`` + ``n_open`` = ``n_tasks``. Checked by hand.
    """
    placed = table.assign(state=_states(table, as_of.isoformat()))
    parts = [(title, placed.loc[placed[by] == key]) for key, title in _named(placed, by)]
    sizes = [part["participant"].nunique() for _, part in parts]
    fewest = min(sizes, default=0) if by == "learning_set" else 0
    rows = [{by: title, **_row(part), "n_fewest": fewest} for title, part in parts]
    people = [
        frozenset(zip(part["participant"], part["school_id"], strict=True)) for _, part in parts
    ]
    return Finding(
        kind="gap_tasks",
        question="Are gap tasks done?",
        title=f"Gap tasks, as of {numbers.date(as_of)}{_BY.get(by, '')}",
        table=as_table(rows, (by, "n", "n_schools", *_VALUES)),
        keys=(by,),
        values=_VALUES,
        unit="people",
        scope=_scope(by),
        schools="n_schools",
        parts=(by,),
        people=tuple(people),
        also=("n_fewest", "n_people_due"),
        n=table["participant"].nunique(),
        unanimous=_alike,
        method=METHOD,
        caveats=(NOT_THE_WORK,),
        nobody=NO_TASKS,
    )


_BY = {"school": ", by school", "learning_set": ", by learning set"}


def _scope(by: str) -> Scope:
    return "group" if by == "school" else "alliance"


def _named(placed: pd.DataFrame, by: str) -> list[tuple[str, str]]:
    """Return the keys of the rows with their titles; learning sets that began, in their order."""
    if by == "learning_set":
        begun = set(placed[by])
        return [
            option
            for option in load_record_type("gap_tasks").column(by).options
            if option[0] in begun
        ]
    return [(name, name) for name in alphabetical(placed[by])]


def _states(table: pd.DataFrame, as_of: str) -> np.ndarray:
    handed_in, dated = table["handed_in"] != "", table["due"] != ""
    in_time, due = handed_in & (table["handed_in"] <= table["due"]), table["due"] < as_of
    return np.select(
        [handed_in & ~dated, in_time & ~due, in_time, handed_in, dated & due],
        ["no_day", "early", "in_time", "handed_late", "outstanding"],
        "open",
    )


def _row(part: pd.DataFrame) -> dict[str, float]:
    states = Counter(part["state"])
    due = part.loc[part["state"].isin(DUE)]
    outcomes, given = Counter(due["outcome"]), int((due["assessed"] != "").sum())
    handed_in = states["in_time"] + states["handed_late"]
    return {
        "n": part["participant"].nunique(),
        "n_schools": part["school_id"].nunique(),
        "n_tasks": len(part),
        "n_people_due": due["participant"].nunique(),
        "n_due": len(due),
        **{f"n_{state}": states[state] for state in STATES},
        "n_handed_in": handed_in,
        "share_handed_in": share_of(handed_in, len(due)),
        "share_in_time": share_of(states["in_time"], len(due)),
        "n_assessed": given,
        "n_awaiting": handed_in - given,
        "n_complete": outcomes["complete"],
        "n_to_revise": outcomes["to_revise"],
        "share_complete": share_of(outcomes["complete"], len(due)),
    }


def _alike(table: pd.DataFrame) -> pd.DataFrame:
    """Say where all tasks that were due, or none, were handed in, on time or complete."""
    columns = ["n_handed_in", "n_in_time", "n_complete"]
    due = table["n_due"].gt(0)
    ends = (table[columns].eq(table["n_due"], axis=0), table[columns].eq(0))
    return pd.concat([end.mul(due, axis=0) for end in ends], axis=1)
