"""How much coaching was written down, and in how many of the schools?"""

from __future__ import annotations

import pandas as pd

from tsa_research.analyses.coached import (
    ENTRIES,
    WRITTEN_ONLY,
    behind_entries,
    coach_weights,
    groups,
    guarded_by,
)
from tsa_research.analyses.rows import as_table
from tsa_research.findings import Finding


def coached(table: pd.DataFrame, schools: pd.DataFrame) -> Finding:
    """Say how many teachers were coached, by how many coaches, in how many of the schools.

    Parameters
    ----------
    table : DataFrame
        One row per entry of the record ``coaching_log``, with ``alliance``.
    schools : DataFrame
        All that could take part: ``school_id`` and ``alliance``.

    Returns
    -------
    Finding
        Kind ``coached``: per ``alliance`` the base ``n`` (teachers), ``n_schools`` (with an
        entry), ``n_roster`` (schools on the roster), ``n_coaches`` and ``n_entries``.
    """
    weights, on_roster = coach_weights(table, "alliance"), schools["alliance"].value_counts()
    rows = [
        {
            "alliance": name,
            **behind_entries(part, weights),
            "n_roster": int(on_roster[name]),
            "n_entries": len(part),
        }
        for name, part in groups(table, "alliance")
    ]
    values = ("n_coaches", "n_roster", "n_entries")
    return Finding(
        kind="coached",
        question="How much coaching is there?",
        title="Coaching that was written down",
        table=as_table(rows, ("alliance", "n", "n_schools", *values)),
        keys=("alliance",),
        values=values,
        n=table["teacher"].nunique(),
        method=ENTRIES,
        caveats=(WRITTEN_ONLY,),
        **guarded_by("alliance"),
    )
