"""What every count of a coaching log shares: what counts as written, and who stands behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from tsa_research.alphabet import alphabetical

STEPS_OF_FEEDBACK = {
    "Precise praise": "praise",
    "Probing question": "probe",
    "Problem, and who found it": "engagement",
    "Action step": "action_step",
    "Practised in the conversation": "practised",
    "Day by which it is due": "due",
}
"""The six steps of a feedback conversation, each with the column in which it is written down."""
SEE_NAME_DO = {
    "See it: the focus, and who found the problem": ("focus", "engagement"),
    "Name it: the action step": ("action_step",),
    "Do it: practised in the conversation": ("practised",),
}
"""The three parts of a coaching cycle, each with the columns that must all be written."""
NO_COACHING = "no coaching"
ENTRIES = (
    "An entry is one observation with what followed. The base counts the teachers who were "
    "coached. Coaches are protected like teachers: where they are too few, the row is hidden."
)
WRITTEN_ONLY = (
    "The log tells what was written down. What was done and not written looks as if it had not "
    "been done."
)


def written(table: pd.DataFrame, column: str) -> pd.Series:
    """Tell in which entries something was written; of the practice, that it was held."""
    return table[column] == "yes" if column == "practised" else table[column] != ""


def talked_about(table: pd.DataFrame) -> pd.DataFrame:
    """Return the entries with a conversation: its day, or anything said in it, was written."""
    columns = ("met_on", *STEPS_OF_FEEDBACK.values())
    return table.loc[np.logical_or.reduce([table[column] != "" for column in columns])]


def action_steps_in(table: pd.DataFrame) -> pd.DataFrame:
    """Return the entries in which an action step was agreed."""
    return table.loc[written(table, "action_step")]


def days_between(first: pd.Series, second: pd.Series) -> pd.Series:
    """Return the days from one ISO date to another; missing where one was not written."""
    start, end = (
        pd.to_datetime(days.replace("", None), format="%Y-%m-%d") for days in (first, second)
    )
    return (end - start).dt.days.astype(float)


def day_after(day: str) -> str:
    """Return the next day of an ISO date."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def groups(table: pd.DataFrame, by: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield each school or alliance with its entries, in the order of the alphabet."""
    for name in alphabetical(table[by]):
        yield name, table.loc[table[by] == name]


def coach_weights(table: pd.DataFrame, by: str = "") -> Mapping[str, float]:
    """Return what a coach counts for in each row: one, divided by the groups they coach in.

    Rows that are hidden are guarded together. Counted in this way, coaches of several of these
    rows are counted once, and never as more people than they are.
    """
    if not by:
        return dict.fromkeys(table["coach"], 1.0)
    return (1 / table.groupby("coach")[by].nunique()).to_dict()


def behind_entries(part: pd.DataFrame, weights: Mapping[str, float]) -> dict[str, float]:
    """Return the base of some entries: teachers, their schools, and the coaches."""
    return {
        "n": part["teacher"].nunique(),
        "n_schools": part["school_id"].nunique(),
        "n_coaches": sum(weights[coach] for coach in part["coach"].unique()),
    }


def people_behind(part: pd.DataFrame) -> frozenset[tuple[str, str]]:
    """Return the teachers in some entries, with their schools: some change school."""
    return frozenset(zip(part["teacher"], part["school_id"], strict=True))


def share_of(count: float, whole: float) -> float:
    """Return a part of a whole, 0 to 1; missing where there is no whole."""
    return count / whole if whole else float("nan")


def guarded_by(by: str = "") -> dict[str, Any]:
    """Return what guards rows about a school, about an alliance, or about everybody.

    Coaches are guarded like the teachers they coach: as many of them must stand behind a row.
    """
    return {
        "unit": "people",
        "scope": "group" if by == "school" else "alliance",
        "schools": "n_schools",
        "parts": (by,) if by else (),
        "also": ("n_coaches",),
        "nobody": NO_COACHING,
    }


def by_title(by: str) -> str:
    """Return what a table is split by, for its title."""
    return ", by school" if by == "school" else ""
