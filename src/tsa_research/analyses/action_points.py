"""What has a group agreed to do, and what has become of it?"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Any

import pandas as pd

from tsa_research import numbers
from tsa_research.analyses.rows import as_table
from tsa_research.findings import Finding
from tsa_research.schemas.records import RecordType

STATES = {
    "done_in_time": "done in time",
    "done_late": "done late",
    "done": "done, no day was set",
    "overdue": "overdue",
    "to_do": "open",
}
"""Each action is in one of these, so that their counts add up to the actions."""
COUNTS = tuple(f"n_{state}" for state in STATES)
WAITING = ("overdue", "to_do")
"""The states of actions that are not done."""
PSEUDONYM = re.compile(r"\bp[0-9a-f]{16}\b")
NOT_RELEASED = "not released in words"
NO_ACTIONS = "no actions"
METHOD = (
    "An action is done in time if the day it was done is not after the day it was due, and overdue "
    "if that day has passed and it is not done. What is past is judged by the latest day in the "
    "record."
)
CAVEATS = (
    "That an action is done does not tell what came of it.",
    "The words of an action are shown only where the group has released them and they name nobody.",
)


def action_points(table: pd.DataFrame, kind: RecordType, *, as_of: date) -> Finding:
    """Count the actions of a group by aspect and by what has become of them.

    Parameters
    ----------
    table : DataFrame
        One row per action, as in the record ``action_points``; an empty text where nothing was
        written.
    kind : RecordType
        Gives the titles and the order of the aspects.
    as_of : date
        An action that is due later and not done is open.

    Returns
    -------
    Finding
        Kind ``action_points``: per ``aspect`` (its title) the base ``n`` (actions),
        :data:`COUNTS`, and ``n_without_owner``.
    """
    states = _states(table, as_of)
    rows = []
    for code, title in kind.column("aspect").options:
        own = table["aspect"] == code
        counts = Counter(states[own])
        found = {f"n_{state}": counts[state] for state in STATES}
        ownerless = int((table.loc[own, "owner"] == "").sum())
        rows.append({"aspect": title, "n": int(own.sum()), **found, "n_without_owner": ownerless})
    values = (*COUNTS, "n_without_owner")
    rows = rows if len(table) else []
    title = f"Actions by aspect, as of {numbers.date(as_of)}"
    return _finding("action_points", title, as_table(rows, ("aspect", "n", *values)), ("aspect",))


def agenda(table: pd.DataFrame, kind: RecordType, *, as_of: date) -> Finding:
    """List the actions that are not done, the first that is due first.

    Returns
    -------
    Finding
        Kind ``agenda``: ``action`` (its words, if released and naming nobody), ``aspect``,
        ``due`` and ``standing`` in words; the base ``n`` is 1.
    """
    states = _states(table, as_of)
    undone = table.assign(state=states).loc[waiting(table, as_of)]
    undone = undone.assign(last=undone["due"].where(undone["due"] != "", "9999"))
    rows = [
        {
            "action": _words(row),
            "aspect": kind.column("aspect").label(row["aspect"]),
            "due": numbers.date(date.fromisoformat(row["due"])) if row["due"] else "no day set",
            "standing": STATES[row["state"]],
            "n": 1,
        }
        for row in undone.sort_values(["last", "action_id"]).to_dict("records")
    ]
    keys = ("action", "aspect", "due", "standing")
    nothing = "Every action that was agreed on is done." if len(table) else None
    title = "Actions that are not done yet"
    return _finding("agenda", title, as_table(rows, (*keys, "n")), keys, nothing=nothing)


def waiting(table: pd.DataFrame, as_of: date) -> pd.Series:
    """Say which actions are not done."""
    return _states(table, as_of).isin(WAITING)


def _states(table: pd.DataFrame, as_of: date) -> pd.Series:
    states = [_state(row, as_of.isoformat()) for row in table.to_dict("records")]
    return pd.Series(states, table.index, dtype="object")


def _state(action: dict[str, Any], as_of: str) -> str:
    if action["done"] and not action["due"]:
        return "done"
    if action["done"]:
        return "done_in_time" if action["done"] <= action["due"] else "done_late"
    return "overdue" if "" < action["due"] < as_of else "to_do"


def _words(action: dict[str, Any]) -> str:
    shown = action["released"] == "yes" and not PSEUDONYM.search(action["action"])
    return str(action["action"]) if shown else NOT_RELEASED


def _finding(
    kind: str,
    title: str,
    table: pd.DataFrame,
    keys: tuple[str, ...],
    *,
    nothing: str | None = None,
) -> Finding:
    return Finding(
        kind=kind,
        question="What will the group do?",
        title=title,
        table=table,
        keys=keys,
        values=tuple(name for name in table.columns if name not in (*keys, "n")),
        unit="actions",
        scope="public",
        n=int(table["n"].sum()),
        method=METHOD,
        caveats=CAVEATS,
        nobody=NO_ACTIONS,
        facts={"nothing": nothing or "No action was written down yet."},
    )
