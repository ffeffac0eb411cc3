"""Which lesson study cycles were held whole and on time, and where did the others stop?"""

from __future__ import annotations

from collections import Counter
from datetime import date

import pandas as pd

from tsa_research.alphabet import alphabetical
from tsa_research.analyses.rows import as_table
from tsa_research.findings import Finding

STEPS = ("planned", "taught", "observed", "reviewed")
MEMBERS = ("teacher", "second", "third")
STATES = (
    *("on_time", "late", "not_whole", "no_cover", "cancelled_otherwise"),
    *(f"stopped_before_{step}" for step in STEPS),
    "running",
)
"""Each cycle is in one of these, so that their counts add up to the cycles."""


def cycles(table: pd.DataFrame, *, as_of: date) -> Finding:
    """Count the cycles of each alliance by how they ended.

    Use it on cycles that were planned for the same time; not to compare teachers.

    Parameters
    ----------
    table : DataFrame
        One row per cycle, as in the record ``lesson_study_cycles``, with ``alliance``; an empty
        text where a step was not held.
    as_of : date
        A cycle that is due later and neither finished nor cancelled is still running.

    Returns
    -------
    Finding
        Kind ``cycles``: per ``alliance`` the base ``n`` (people who took part), ``n_schools``,
        ``n_cycles``, :data:`COUNTS` (one for each state), ``n_whole`` (on time or late) and
        ``share_whole``, ``share_on_time`` (0 to 1, of all cycles that are not running; missing
        where all are).

    Notes
    -----
    Whole: planned, taught, observed and reviewed. On time: the last step was held on or before
    the day the cycle was due. Not whole: reviewed, but an earlier step was left out. Checked by
    hand.
    """
    states = table.apply(_state, axis=1, as_of=as_of.isoformat()) if len(table) else []
    placed = table.assign(state=states)
    alliances = alphabetical(placed["alliance"])
    rows = [_row(name, placed.loc[placed["alliance"] == name]) for name in alliances]
    return Finding(
        kind="cycles",
        question="Which lesson study cycles were held whole and on time?",
        title=f"Lesson study cycles by how they ended, as of {as_of.isoformat()}",
        table=as_table(rows, ("alliance", "n", "n_schools", *_VALUES)),
        keys=("alliance",),
        values=_VALUES,
        schools="n_schools",
        unit="people",
        scope="alliance",
        parts=("alliance",),
        n=_n_people(placed),
        method=(
            "A cycle is whole if the lesson was planned together, taught, observed and reviewed; "
            "it is on time if the last of these was held by the day it was due. Shares are of "
            "all cycles but those still running. The base counts the people in the cycles."
        ),
        caveats=(
            "A step counts as held when its day was written down. A day that was forgotten "
            "looks like a step left out.",
        ),
        nobody="no cycles",
    )


COUNTS = tuple(f"n_{state}" for state in STATES)
_VALUES = ("n_cycles", *COUNTS, "n_whole", "share_whole", "share_on_time")


def _state(cycle: pd.Series, as_of: str) -> str:
    missing = [step for step in STEPS if not cycle[step]]
    if cycle["cancelled"]:
        return "no_cover" if cycle["cancelled_for"] == "no_cover" else "cancelled_otherwise"
    if not missing:
        return "on_time" if max(cycle[list(STEPS)]) <= cycle["due"] else "late"
    if cycle["reviewed"]:
        return "not_whole"
    return f"stopped_before_{_next(cycle)}" if cycle["due"] < as_of else "running"


def _next(cycle: pd.Series) -> str:
    """Return the step after the last one that was held: there the cycle stopped."""
    held = [place for place, step in enumerate(STEPS) if cycle[step]]
    return STEPS[max(held, default=-1) + 1]


def _row(alliance: str, part: pd.DataFrame) -> dict[str, object]:
    counts = Counter(part["state"])
    whole, ended = counts["on_time"] + counts["late"], len(part) - counts["running"]
    return {
        "alliance": alliance,
        "n": _n_people(part),
        "n_schools": part["school_id"].nunique(),
        "n_cycles": len(part),
        **{column: counts[state] for column, state in zip(COUNTS, STATES, strict=True)},
        "n_whole": whole,
        "share_whole": whole / ended if ended else float("nan"),
        "share_on_time": counts["on_time"] / ended if ended else float("nan"),
    }


def _n_people(part: pd.DataFrame) -> int:
    return len(set(part[list(MEMBERS)].to_numpy().ravel()) - {""})
