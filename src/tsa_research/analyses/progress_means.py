"""What is known of pupils' progress where only the mean of a group was written down."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tsa_research.analyses.pupils import groups_of, in_order
from tsa_research.analyses.rows import as_table
from tsa_research.findings import Finding
from tsa_research.policy import Policy
from tsa_research.schemas.records import RecordType

NO_INTERVAL = (
    "Of some groups only the mean before and the mean after are known. Without the pupils no "
    "interval can be computed, nobody can say how many gained or lost, and it is not known whether "
    "the same pupils stand behind both means."
)
NO_GROUP = "Groups are written down pupil by pupil only."
NO_GROUP_KNOWN = (
    "No group is written down with its number of pupils; see the groups whose number is not stated."
)
OPEN = 1
"""A threshold of one person hides nothing: a network of figures that are public anyway."""


def progress_means(table: pd.DataFrame, kind: RecordType) -> Finding:
    """Give the change of the mean of groups of which the number of pupils is known.

    Groups of the same name are taken together over schools, weighted by their pupils.

    Parameters
    ----------
    table : DataFrame
        As in the record ``pupil_outcomes``: its rows that are about no single pupil.
    kind : RecordType
        Its declaration.

    Returns
    -------
    Finding
        Kind ``progress_means``: per ``measure`` (with its unit) and ``group`` the base ``n``
        (pupils), ``n_schools``, ``mean_before``, ``mean_after``, ``mean_change`` (in the unit),
        ``n_once`` (pupils of groups without one of both means).
    """
    groups = groups_of(table, kind)
    known = groups.loc[groups["n_pupils"].notna()]
    rows = [
        _row(measure, name, part.loc[part["group"] == name])
        for measure, part in known.groupby("measured")
        for name in in_order(part["group"])
    ]
    values = ("mean_before", "mean_after", "mean_change", "n_once")
    return Finding(
        kind="progress_means",
        question="How far did the mean of a group move?",
        title="Change of the mean, where single pupils are not known",
        table=as_table(rows, ("measure", "group", "n", *values, "n_schools")),
        keys=("measure", "group"),
        values=values,
        schools="n_schools",
        unit="pupils",
        scope="group",
        parts=("group",),
        n=int(known["n_pupils"].sum()),
        method=(
            "Means as they were written down; those of several schools are weighted by their "
            "pupils. Groups may overlap."
        ),
        caveats=(NO_INTERVAL,) if rows else (),
        nobody="no group with both means",
        facts={"by": "group", "nothing": NO_GROUP_KNOWN if len(groups) else NO_GROUP},
    )


def without_base(table: pd.DataFrame, kind: RecordType, policy: Policy) -> Finding:
    """Give the changes of groups of which nobody wrote how many pupils they have.

    Such a figure could be that of a single pupil. It is shown only in a network whose thresholds
    hide nothing, such as one of published figures; elsewhere the groups are counted.

    Parameters
    ----------
    table, kind
        As for :func:`progress_means`.
    policy : Policy

    Returns
    -------
    Finding
        Kind ``without_base``: per ``measure``, ``group`` and ``school`` the ``mean_change`` (in
        the unit); the base ``n`` counts entries, each of which is one. No row where the network
        protects groups: then a caveat says how many there are.
    """
    groups = groups_of(table, kind)
    unknown = groups.loc[groups["n_pupils"].isna()]
    shown = unknown if policy.people_in_group <= OPEN else unknown.iloc[:0]
    rows = [
        {
            "measure": row.measured,
            "group": row.group,
            "school": row.school,
            "n": 1,
            "mean_change": row.after - row.before,
        }
        for row in shown.itertuples()
    ]
    return Finding(
        kind="without_base",
        question="What is said of groups whose number of pupils is not known?",
        title="Change of the mean of groups, number of pupils not stated",
        table=as_table(rows, ("measure", "group", "school", "n", "mean_change")),
        keys=("measure", "group", "school"),
        values=("mean_change",),
        unit="entries",
        scope="public",
        n=len(rows),
        method="As written down. An entry is one line of the record.",
        caveats=_said(len(unknown), len(rows)),
        facts={"by": "group", "nothing": _nothing(len(unknown))},
    )


def _row(measure: object, name: str, part: pd.DataFrame) -> dict[str, Any]:
    both = part.dropna(subset=["before", "after"])
    n = int(both["n_pupils"].sum())
    before, after = (_weighted(both, moment, n) for moment in ("before", "after"))
    return {
        **{"measure": measure, "group": name, "n": n, "n_schools": both["school"].nunique()},
        **{"mean_before": before, "mean_after": after, "mean_change": after - before},
        "n_once": int(part["n_pupils"].sum()) - n,
    }


def _weighted(part: pd.DataFrame, moment: str, n: int) -> float:
    return float((part[moment] * part["n_pupils"]).sum() / n) if n else float("nan")


def _said(unknown: int, shown: int) -> tuple[str, ...]:
    if not unknown:
        return ()
    if shown:
        return (
            "Where the number of pupils in a group is not stated, its figure could be that of one "
            "pupil or of hundreds: it cannot be weighed against another.",
        )
    return (_nothing(unknown),)


def _nothing(unknown: int) -> str:
    if not unknown:
        return "Every group is written down with its number of pupils."
    return (
        "Some groups are written down without their number of pupils: no figure of theirs is "
        "shown, since it could be that of a single pupil."
    )
