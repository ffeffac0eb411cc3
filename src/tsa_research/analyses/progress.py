"""Who made progress between two measurements: by measure and unit, in groups, how surely?"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from tsa_research.analyses.pupils import STEADY, in_order, pupils_of
from tsa_research.analyses.rows import (
    NOT_STATED,
    WHOLE,
    all_in,
    as_table,
    behind,
    directions,
    fields,
    mean,
    reasons,
    scope_of,
)
from tsa_research.findings import Finding
from tsa_research.policy import USUAL, Policy
from tsa_research.schemas.records import RecordType
from tsa_research.stats.clustering import cluster_mean
from tsa_research.stats.medians import median_interval
from tsa_research.stats.outcome import NotComputable
from tsa_research.stats.proportion import share

By = Literal["group", "school", "alliance"]

METHOD = (
    "Pupils with a figure before and one after are compared with themselves; change is after minus "
    "before, in the unit of the measure. The 95% intervals are exact (median) or by counts "
    "(Wilson) where all pupils are of one school, and speak of that school only; with six schools "
    "or more they come from drawing the same schools again and again; with two to five there is "
    "none: see in how many schools more pupils gained than lost, or the table by school. Schools "
    "with few pupils are not counted there. Where many changes are equal, both ends of an interval "
    "can be. Pupils measured once only are counted, and in no other figure."
)
ALONE = (
    "Progress is a difference between two measurements. Without pupils who were not part of it, "
    "nobody can say what brought it about: most pupils gain with time."
)
ALIKE = (
    "Pupils of one school are taught together and progress alike, so that many pupils of a few "
    "schools tell less than as many of many schools."
)
NO_PUPILS = "no pupils with both figures"
NO_FIGURES = "No pupil is written down with a figure of their own."
NO_GROUPS = "No pupil is written down as of a group."
_MOVED = ("n_gained", "n_same", "n_lost")
_VALUES = (
    *(*_MOVED, "share_gained", "gained_low", "gained_high"),
    *("median_change", "change_low", "change_high", "mean_change"),
    *("n_schools_better", "n_schools_worse", "n_once"),
)


def progress(
    table: pd.DataFrame, kind: RecordType, *, by: By | None = None, policy: Policy = USUAL
) -> Finding:
    """Say how many pupils gained, stayed the same or lost, and by how much.

    Use it for pupils who were measured twice on the same measure; not for groups of which only
    the means are known (see ``analyses.progress_means``).

    Parameters
    ----------
    table : DataFrame
        As in the record ``pupil_outcomes``, with ``school`` and ``alliance``.
    kind : RecordType
        Its declaration.
    by : {"group", "school", "alliance"} or None
        What pupils are split by. Who is written down in two groups counts in both; measures
        without any group are left out by group.
    policy : Policy
        Says how many pupils of a school it takes to count the school by its direction.

    Returns
    -------
    Finding
        Kind ``progress``: per ``measure`` (with its unit) and ``group`` the base ``n`` (pupils
        with both figures), ``n_schools``, ``n_gained``, ``n_same``, ``n_lost``,
        ``share_gained`` (0 to 1) with ``gained_low`` and ``gained_high``,
        ``median_change`` with ``change_low`` and ``change_high``, ``mean_change`` (in the unit),
        ``n_schools_better`` and ``n_schools_worse`` (where more gained than lost, and the other
        way round), ``n_once`` (pupils without one of both figures). By group also ``n_rest``:
        pupils on the measure who are not in the group.

    Notes
    -----
    ``n_rest`` is guarded like a base: groups may overlap, and a total minus a large group would
    be the few who are not in it. Checked by hand.
    """
    pupils = pupils_of(table, kind, *(["group"] if by == "group" else []))
    cells = [
        (measure, name, part, everybody)
        for measure, everybody in pupils.groupby("measured")
        for name, part in _split(everybody, by)
    ]
    found = [_row(*cell, policy, by) for cell in cells]
    values = (*_VALUES, *(("n_rest",) if by == "group" else ()))
    return Finding(
        kind="progress",
        question="Who made progress?",
        title="Progress of pupils" + (f", by {by}" if by else ""),
        table=as_table((row for row, _ in found), ("measure", "group", "n", *values, "n_schools")),
        keys=("measure", "group"),
        values=values,
        schools="n_schools",
        unit="pupils",
        scope=scope_of(by),
        parts=("group",) if by else (),
        also=("n_rest",) if by == "group" else (),
        people=tuple(_followed(part) for _, _, part, _ in cells),
        unanimous=all_in(*_MOVED),
        n=pupils["pupil"].nunique(),
        method=METHOD,
        reasons=tuple(why for _, why in found),
        caveats=(ALONE, ALIKE),
        nobody=NO_PUPILS,
        facts={"by": by, "nothing": NO_GROUPS if len(pupils) and by == "group" else NO_FIGURES},
    )


def as_expected(table: pd.DataFrame, kind: RecordType) -> Finding:
    """Say how many pupils made at least the progress that the record says was expected.

    Use it only where somebody wrote down, beforehand, what was expected.

    Parameters
    ----------
    table, kind
        As for :func:`progress`.

    Returns
    -------
    Finding
        Kind ``as_expected``: per ``measure`` the base ``n`` (pupils with both figures and an
        expectation), ``n_schools``, ``count`` (those whose change is at least as expected),
        ``share`` (0 to 1) with ``low`` and ``high`` (missing with two to five schools),
        ``n_without`` (pupils with both figures of whom nothing was expected).
    """
    pupils = pupils_of(table, kind).dropna(subset=["change"])
    wanted = pupils.loc[pupils.groupby("measured")["expected"].transform("count") > 0]
    values = ("count", "share", "low", "high", "n_without")
    found = [_expected(name, part) for name, part in wanted.groupby("measured")]
    return Finding(
        kind="as_expected",
        question="Did pupils make the progress that was expected?",
        title="Pupils who made at least the progress that was expected",
        table=as_table((row for row, _ in found), ("measure", "n", *values, "n_schools")),
        keys=("measure",),
        values=values,
        schools="n_schools",
        unit="pupils",
        scope="alliance",
        also=("n_without",),
        unanimous=lambda found: pd.concat(
            [found["count"] == found["n"], found["count"] == 0], axis=1
        ),
        n=len(wanted),
        method=(
            "What was expected is written beside each pupil in the record; nothing is expected "
            "where nothing is written. The 95% interval is that of Wilson where all pupils are of "
            "one school; with six schools or more it comes from drawing the same schools again and "
            "again; with two to five there is none."
        ),
        reasons=tuple(why for _, why in found),
        nobody=NO_PUPILS,
        facts={"nothing": "The record does not say what progress was expected."},
    )


def _split(pupils: pd.DataFrame, by: By | None) -> list[tuple[str, pd.DataFrame]]:
    if by is None:
        return [(WHOLE, pupils)]
    if by == "group" and set(pupils["group"]) == {NOT_STATED}:
        return []
    return [(name, pupils.loc[pupils[by] == name]) for name in in_order(pupils[by])]


def _row(
    measure: object,
    name: str,
    part: pd.DataFrame,
    everybody: pd.DataFrame,
    policy: Policy,
    by: By | None,
) -> tuple[dict[str, Any], tuple[str, ...]]:
    both = part.dropna(subset=["change"])
    change, schools = both["change"].to_numpy(dtype=float), both["school"].to_numpy(dtype=object)
    interval = median_interval(change, schools.tolist())
    found = fields(interval, "median", "low", "high")
    counted, missing = directions(np.sign(change), schools, policy=policy, whom="pupils")
    why = () if isinstance(interval, NotComputable) else reasons(interval.low, *missing)
    row = {
        **{"measure": measure, "group": name, **behind(schools)},
        **dict(
            zip(_MOVED, (int((np.sign(change) == way).sum()) for way in (1, 0, -1)), strict=True)
        ),
        **_share_gained(change > 0, schools),
        **{"median_change": found["median"]},
        **{"change_low": found["low"], "change_high": found["high"]},
        "mean_change": float(change.mean()) if len(change) else float("nan"),
        **counted,
        "n_once": len(part) - len(both),
    }
    return row | (_rest(both, everybody) if by == "group" else {}), why


def _share_gained(gained: np.ndarray, schools: np.ndarray) -> dict[str, float]:
    found = fields(_interval_of_share(gained, schools), "low", "high")
    ends = {f"gained_{end}": value for end, value in found.items()}
    return {"share_gained": mean(gained), **ends}


def _interval_of_share(yes: np.ndarray, schools: np.ndarray) -> Any:
    """Return the interval of a share: by counts within one school, over schools elsewhere."""
    if len(set(schools.tolist())) == 1:
        return share(int(yes.sum()), len(yes))
    return cluster_mean(yes.astype(float), schools.tolist())


def _followed(part: pd.DataFrame) -> frozenset[tuple[str, str]]:
    both = part.dropna(subset=["change"])
    return frozenset(zip(both["pupil"], both["school"], strict=True))


def _rest(both: pd.DataFrame, everybody: pd.DataFrame) -> dict[str, int]:
    others = set(everybody.dropna(subset=["change"])["pupil"]) - set(both["pupil"])
    return {"n_rest": len(others)}


def _expected(measure: object, part: pd.DataFrame) -> tuple[dict[str, Any], tuple[str, ...]]:
    known = part.dropna(subset=["expected"])
    reached = (known["change"] >= known["expected"].round(STEADY)).to_numpy()
    schools = known["school"].to_numpy(dtype=object)
    interval = _interval_of_share(reached, schools)
    row = {
        **{"measure": measure, **behind(schools)},
        **{"count": int(reached.sum()), "share": mean(reached)},
        **fields(interval, "low", "high"),
        "n_without": len(part) - len(known),
    }
    return row, reasons(interval)
