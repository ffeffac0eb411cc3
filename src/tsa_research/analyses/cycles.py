"""Which lesson study cycles were held whole and on time, and where did the others stop?"""

from __future__ import annotations

from collections import Counter
from datetime import date

import pandas as pd

from tsa_research import numbers
from tsa_research.alphabet import alphabetical
from tsa_research.analyses.rows import as_table
from tsa_research.findings import Finding

STEPS = ("planned", "taught", "observed", "reviewed")
MEMBERS = ("teacher", "second", "third")
STEP_TITLES = dict(
    zip(STEPS, ("Planned together", "Taught", "Observed", "Reviewed together"), strict=True)
)
STATES = (
    *("on_time", "late", "not_whole", "no_cover", "cancelled_otherwise"),
    *(f"stopped_before_{step}" for step in STEPS),
    "running",
)
"""Each cycle is in one of these, so that their counts add up to the cycles."""
ENDINGS = {
    "on_time": "Held whole and on time",
    "late": "Held whole, but late",
    "not_whole": "Reviewed, but a step was left out",
    "no_cover": "Cancelled for want of cover",
    "cancelled_otherwise": "Cancelled for another reason",
    "stopped_before_planned": "Due, and nothing was held",
    "stopped_before_taught": "Stopped before the lesson was taught",
    "stopped_before_observed": "Stopped before the lesson was observed",
    "stopped_before_reviewed": "Stopped before the review",
    "running": "Still running",
}
"""The states in the words of a report."""


def cycles(table: pd.DataFrame, *, as_of: date, by: str = "alliance") -> Finding:
    """Count the cycles of each alliance, or of each round, by how they ended.

    Use it on cycles that were planned for the same time; not to compare teachers.

    Parameters
    ----------
    table : DataFrame
        One row per cycle, as in the record ``lesson_study_cycles``, with ``alliance``; an empty
        text where a step was not held.
    as_of : date
        A cycle that is due later and neither finished nor cancelled is still running.
    by : {"alliance", "cycle"}
        ``cycle`` is the number of the round: the first cycle of a group, the second, and so on.

    Returns
    -------
    Finding
        Kind ``cycles``: per ``by`` the base ``n`` (people who took part), ``n_schools`` and
        ``n_people_over`` (schools and people of the cycles that are not running; schools of all
        where all are), ``n_cycles``, :data:`COUNTS` (one for each state), ``n_whole`` (on time
        or late) and ``share_whole``, ``share_on_time`` (0 to 1, of all cycles that
        are not running; missing where all are).

    Notes
    -----
    Whole: planned, taught, observed and reviewed. On time: the last step was held on or before
    the day the cycle was due. Not whole: reviewed, but an earlier step was left out. Checked by
    hand.
    """
    placed = _placed(table, as_of)
    names = alphabetical(placed["alliance"]) if by == "alliance" else sorted(set(placed[by]))
    parts = [placed.loc[placed[by] == name] for name in names]
    rows = [{by: _named(name), **_row(part)} for name, part in zip(names, parts, strict=True)]
    return Finding(
        kind="cycles",
        question="Which lesson study cycles were held whole and on time?",
        title=f"Lesson study cycles by how they ended, as of {numbers.date(as_of)}",
        table=as_table(rows, (by, "n", "n_schools", *_VALUES)),
        keys=(by,),
        values=_VALUES,
        schools="n_schools",
        unit="people",
        scope="alliance",
        parts=(by,),
        people=tuple(map(_people_of, parts)),
        also=("n_people_over",),
        n=_n_people(placed),
        method=METHOD,
        caveats=(FORGOTTEN,),
        nobody=NO_CYCLES,
    )


def endings(table: pd.DataFrame, *, as_of: date) -> Finding:
    """Say how the cycles ended, one row for each way.

    Use it for the cycles of one alliance, to see where joint practice stalls.

    Parameters
    ----------
    table, as_of
        As for :func:`cycles`.

    Returns
    -------
    Finding
        Kind ``endings``: per ``ending`` (in words, from :data:`ENDINGS`) ``count`` (cycles) and
        ``share`` (0 to 1, of all cycles); the base ``n`` (people who took part in any cycle),
        ``n_schools`` and ``n_people_over`` (as in :func:`cycles`) are the same in all rows.
    """
    placed = _placed(table, as_of)
    counts, behind = Counter(placed["state"]), _behind(placed)
    rows = [
        {"ending": words, **behind, "count": counts[state], "share": _share(counts[state], placed)}
        for state, words in ENDINGS.items()
    ]
    return Finding(
        kind="endings",
        question="Where do lesson study cycles stall?",
        title=f"How the cycles ended, as of {numbers.date(as_of)}",
        table=as_table(rows, ("ending", *behind, "count", "share")),
        keys=("ending",),
        values=("n_people_over", "count", "share"),
        schools="n_schools",
        unit="people",
        scope="alliance",
        also=("n_people_over",),
        n=behind["n"],
        method=METHOD,
        caveats=(FORGOTTEN,),
        nobody=NO_CYCLES,
    )


def steps(table: pd.DataFrame, *, as_of: date) -> Finding:
    """Say how many of the cycles that are over have held each step.

    Parameters
    ----------
    table, as_of
        As for :func:`cycles`.

    Returns
    -------
    Finding
        Kind ``steps``: per ``step`` (in words) ``count`` (cycles that held it), ``n_over``
        (cycles that are not running) and ``share`` (0 to 1, of those); the base ``n`` (people in
        them) and ``n_schools``.
    """
    placed = _placed(table, as_of)
    over = placed.loc[placed["state"] != "running"]
    behind = {"n": _n_people(over), "n_schools": over["school_id"].nunique()}
    rows = []
    for step, title in STEP_TITLES.items():
        held = int((over[step] != "").sum())
        rows.append(
            {
                "step": title,
                **behind,
                "count": held,
                "n_over": len(over),
                "share": _share(held, over),
            }
        )
    return Finding(
        kind="steps",
        question="Which steps of a lesson study cycle are held?",
        title="Steps that were held, of the cycles that are over",
        table=as_table(rows, ("step", *behind, "count", "n_over", "share")),
        keys=("step",),
        values=("count", "n_over", "share"),
        schools="n_schools",
        unit="people",
        scope="alliance",
        n=behind["n"],
        method=METHOD,
        caveats=(FORGOTTEN,),
        nobody=NO_CYCLES,
    )


def taking_part(table: pd.DataFrame, schools: pd.DataFrame) -> Finding:
    """Say how many schools of each alliance have had a cycle at all.

    Parameters
    ----------
    table : DataFrame
        As for :func:`cycles`.
    schools : DataFrame
        All that could: ``school_id`` and ``alliance``.

    Returns
    -------
    Finding
        Kind ``taking_part``: per ``alliance`` the base ``n`` (schools), ``count`` (those with a
        cycle) and ``share`` (0 to 1).
    """
    active = set(table["school_id"])
    rows = []
    for name in alphabetical(schools["alliance"]):
        own = schools.loc[schools["alliance"] == name, "school_id"]
        count = int(own.isin(active).sum())
        rows.append({"alliance": name, "n": len(own), "count": count, "share": _share(count, own)})
    return Finding(
        kind="taking_part",
        question="Which share of the schools takes part?",
        title="Schools with at least one cycle",
        table=as_table(rows, ("alliance", "n", "count", "share")),
        keys=("alliance",),
        values=("count", "share"),
        unit="schools",
        scope="schools",
        n=len(schools),
        method="Schools are those of the record schools, whether they were to take part or not.",
        nobody="no schools",
    )


METHOD = (
    "A cycle is whole if the lesson was planned together, taught, observed and reviewed; it is on "
    "time if the last of these was held by the day it was due. Shares of whole cycles and of steps "
    "are of all cycles but those still running. The base counts the people in the cycles."
)
FORGOTTEN = (
    "A step counts as held when its day was written down. A day that was forgotten looks like a "
    "step left out."
)
NO_CYCLES = "no cycles"


COUNTS = tuple(f"n_{state}" for state in STATES)
_VALUES = ("n_people_over", "n_cycles", *COUNTS, "n_whole", "share_whole", "share_on_time")


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


def _placed(table: pd.DataFrame, as_of: date) -> pd.DataFrame:
    states = table.apply(_state, axis=1, as_of=as_of.isoformat()) if len(table) else []
    return table.assign(state=states)


def _named(value: object) -> str:
    return value if isinstance(value, str) else f"Cycle {value:g}"


def _share(count: int, of: pd.DataFrame | pd.Series) -> float:
    return count / len(of) if len(of) else float("nan")


def _behind(part: pd.DataFrame) -> dict[str, int]:
    return {
        "n": _n_people(part),
        "n_schools": _judged(part)["school_id"].nunique(),
        "n_people_over": _n_people(part.loc[part["state"] != "running"]),
    }


def _judged(part: pd.DataFrame) -> pd.DataFrame:
    """Return the cycles that are not running, or all where all are: shares are of these."""
    over = part.loc[part["state"] != "running"]
    return over if len(over) else part


def _row(part: pd.DataFrame) -> dict[str, object]:
    counts = Counter(part["state"])
    whole, ended = counts["on_time"] + counts["late"], len(part) - counts["running"]
    return {
        **_behind(part),
        "n_cycles": len(part),
        **{column: counts[state] for column, state in zip(COUNTS, STATES, strict=True)},
        "n_whole": whole,
        "share_whole": whole / ended if ended else float("nan"),
        "share_on_time": counts["on_time"] / ended if ended else float("nan"),
    }


def _n_people(part: pd.DataFrame) -> int:
    return len({who for who, _ in _people_in(part)})


def _people_of(part: pd.DataFrame) -> frozenset[tuple[str, str]]:
    """Return the people who are guarded, with the schools of their cycles."""
    return _people_in(_judged(part))


def _people_in(part: pd.DataFrame) -> frozenset[tuple[str, str]]:
    pairs = (zip(part[name], part["school_id"], strict=True) for name in MEMBERS)
    return frozenset((who, school) for each in pairs for who, school in each if who)
