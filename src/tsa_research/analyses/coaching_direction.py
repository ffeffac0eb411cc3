"""Does the finding of problem and step move towards the teacher?"""

from __future__ import annotations

import pandas as pd

from tsa_research.analyses.coached import behind_entries, coach_weights, guarded_by
from tsa_research.analyses.coaching_engagement import (
    METHOD,
    NOT_A_MARK,
    finding_of,
    level_rows,
    noted_in,
)
from tsa_research.analyses.rows import PAIRED_METHOD, as_table, paired_row
from tsa_research.findings import Finding
from tsa_research.policy import USUAL, Policy

FIRST, LATEST = "First entries", "Latest entries"
FEW_TIMES = (
    "First and latest entries are of the same teachers, those with at least two. What changed may "
    "be the matter talked about, the coach, or how the level is noted, as well as the teacher."
)
_MOVED = (
    *("n_coaches", "n_towards", "n_same", "n_away", "n_others"),
    *("effect", "low", "high", "p_adjusted", "n_schools_towards", "n_schools_away"),
)

_RENAMED = {
    "n_better": "n_towards",
    "n_worse": "n_away",
    "n_schools_better": "n_schools_towards",
    "n_schools_worse": "n_schools_away",
}
_ENDS = ("first", "latest")


def first_and_latest(table: pd.DataFrame) -> Finding:
    """Count the levels of the first and of the latest entry of each teacher with two or more.

    Parameters
    ----------
    table
        As for :func:`who_found`.

    Returns
    -------
    Finding
        Kind ``who_found``: per ``group`` (first, latest) and ``level``, as :func:`who_found`,
        and ``n_others``: of the teachers and the coaches in all other entries, the fewer. All
        entries less these would tell theirs.
    """
    noted, pairs = noted_in(table), _pairs(table)
    base = _behind_pairs(noted, pairs)
    parts = ((FIRST, pairs["first"]), (LATEST, pairs["latest"]))
    rows = [
        row for name, levels in parts for row in level_rows(name, levels.to_frame("level"), base)
    ]
    guards = ("n_others",)
    return finding_of(rows, noted, ", first and latest", guards=guards, caveats=(FEW_TIMES,))


def moved(table: pd.DataFrame, *, policy: Policy = USUAL) -> Finding:
    """Compare the latest entry of each teacher with the first.

    Parameters
    ----------
    table : DataFrame
        As for :func:`who_found`.
    policy : Policy
        Says how many teachers of a school it takes to count the school by its direction.

    Returns
    -------
    Finding
        Kind ``engagement_moved``: one row with the base ``n`` (teachers with two entries or
        more), how many moved towards the teacher (``n_towards``), stayed (``n_same``) or moved
        away (``n_away``), the rank-biserial ``effect`` (positive: towards the teacher) with its
        interval, the p of the sign test, and the schools that lean each way.
    """
    noted, pairs = noted_in(table), _pairs(table)
    found, why = paired_row(
        pairs["first"].to_numpy(dtype=float),
        pairs["latest"].to_numpy(dtype=float),
        pairs["school_id"].to_numpy(dtype=object),
        higher_is_better=False,
        policy=policy,
    )
    row = {**found, **_behind_pairs(noted, pairs)}
    row = {_RENAMED.get(column, column): value for column, value in row.items()}
    return Finding(
        kind="engagement_moved",
        question="Does the finding move towards the teacher?",
        title="From the first to the latest entry of the same teachers",
        table=as_table([{"group": "", **row}], ("group", "n", "n_schools", *_MOVED)),
        keys=("group",),
        values=_MOVED,
        n=len(pairs),
        method=f"{METHOD} {PAIRED_METHOD}",
        caveats=(NOT_A_MARK, FEW_TIMES),
        reasons=(why,),
        **guarded_by() | {"also": ("n_coaches", "n_others"), "nobody": "nobody with two entries"},
    )


def _pairs(table: pd.DataFrame) -> pd.DataFrame:
    """Return the first and latest level of every teacher with two entries, and their coaches."""
    entries = noted_in(table).sort_values(["observed", "entry_id"], kind="stable")
    each = entries.groupby("teacher", sort=True)
    found = pd.DataFrame(
        {
            "first": each["level"].first(),
            "latest": each["level"].last(),
            "school_id": each["school_id"].last(),
            "first_entry": each["entry_id"].first(),
            "latest_entry": each["entry_id"].last(),
        }
    )
    return found.loc[each.size() > 1]


def _behind_pairs(noted: pd.DataFrame, pairs: pd.DataFrame) -> dict[str, float]:
    """Return the base of both groups, with the coaches of the one that has fewer."""
    first, latest = (
        noted["entry_id"].isin(pairs[name]) for name in ("first_entry", "latest_entry")
    )
    others = noted.loc[~(first | latest)]
    coaches = (noted.loc[chosen, "coach"].nunique() for chosen in (first, latest))
    return {
        **behind_entries(noted.loc[latest], coach_weights(noted)),
        "n_coaches": min(coaches),
        "n_others": min(others["teacher"].nunique(), others["coach"].nunique()),
    }
