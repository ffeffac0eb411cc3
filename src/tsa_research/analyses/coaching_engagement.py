"""Who found the problem and the step, and does that move towards the teacher?"""

from __future__ import annotations

from functools import cache

import pandas as pd

from tsa_research.analyses.coached import (
    ENTRIES,
    behind_entries,
    by_title,
    coach_weights,
    groups,
    guarded_by,
    share_of,
    written,
)
from tsa_research.analyses.rows import PAIRED_METHOD, as_table, paired_row
from tsa_research.findings import Finding
from tsa_research.policy import USUAL, Policy
from tsa_research.schemas.model import Option, ResponseScale
from tsa_research.schemas.reading import load_record_type

TEACHER_FOUND = (1, 2)
"""The levels at which the teacher found the problem: towards these is towards the teacher."""
ALL, FIRST, LATEST = "All entries", "First entries", "Latest entries"
METHOD = (
    "Four levels, from the coach naming problem and step to the teacher finding both; the teacher "
    "found the problem at the two levels nearest to the teacher. Entries in which nobody noted it "
    f"are left out. {ENTRIES}"
)
NOT_A_MARK = (
    "A level describes one conversation, as whoever keeps the log saw it; it is no mark for the "
    "teacher, and new or urgent matters rightly need more lead from the coach."
)
FEW_TIMES = (
    "First and latest entries are of the same teachers, those with at least two. What changed may "
    "be the matter talked about, the coach, or how the level is noted, as well as the teacher."
)
_FOUND = ("n_coaches", "entries", "n_entries", "share")
_MOVED = (
    *("n_coaches", "n_towards", "n_same", "n_away", "n_others"),
    *("effect", "low", "high", "p_adjusted", "n_schools_better", "n_schools_worse"),
)


@cache
def engagement_scale() -> ResponseScale:
    """Return the four levels as a scale, in the words of the record; the first is favourable."""
    labels = load_record_type("coaching_log").column("engagement").options
    options = tuple(Option(int(code), label) for code, label in labels)
    return ResponseScale("engagement", options, favourable="low", positive=TEACHER_FOUND)


def who_found(table: pd.DataFrame, *, by: str = "") -> Finding:
    """Count the levels of engagement: of all entries, or of each school.

    Parameters
    ----------
    table : DataFrame
        One row per entry of the record ``coaching_log``, with ``school``.
    by : {"", "school"}

    Returns
    -------
    Finding
        Kind ``who_found``: per ``group`` (a school, or all entries) and ``level`` (code)
        ``entries`` and ``share`` (0 to 1) of ``n_entries`` with a level; the base ``n``
        (teachers in them), ``n_schools`` and ``n_coaches`` are the same in all levels.
    """
    noted, weights = _noted(table), coach_weights(table, by)
    parts = groups(noted, by) if by else [(ALL, noted)]
    rows = [
        row for name, part in parts for row in _levels(name, part, behind_entries(part, weights))
    ]
    return _found(rows, noted, by_title(by), by)


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
    noted, pairs = _noted(table), _pairs(table)
    base = _behind_pairs(noted, pairs)
    parts = ((FIRST, pairs["first"]), (LATEST, pairs["latest"]))
    rows = [row for name, levels in parts for row in _levels(name, levels.to_frame("level"), base)]
    guards = ("n_others",)
    return _found(rows, noted, ", first and latest", guards=guards, caveats=(FEW_TIMES,))


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
    noted, pairs = _noted(table), _pairs(table)
    found, why = paired_row(
        pairs["first"].to_numpy(dtype=float),
        pairs["latest"].to_numpy(dtype=float),
        pairs["school_id"].to_numpy(dtype=object),
        higher_is_better=False,
        policy=policy,
    )
    row = {**found, **_behind_pairs(noted, pairs)}
    row |= {"n_towards": row.pop("n_better"), "n_away": row.pop("n_worse")}
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


def _noted(table: pd.DataFrame) -> pd.DataFrame:
    noted = table.loc[written(table, "engagement")]
    return noted.assign(level=noted["engagement"].astype(int))


def _pairs(table: pd.DataFrame) -> pd.DataFrame:
    """Return the first and latest level of every teacher with two entries, and their coaches."""
    entries = _noted(table).sort_values(["observed", "entry_id"], kind="stable")
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
    used = noted["entry_id"].isin({*pairs["first_entry"], *pairs["latest_entry"]})
    others = noted.loc[~used]
    return {
        **behind_entries(noted.loc[used], coach_weights(noted)),
        "n_others": min(others["teacher"].nunique(), others["coach"].nunique()),
    }


def _levels(name: str, part: pd.DataFrame, base: dict[str, float]) -> list[dict[str, object]]:
    counts, whole = part["level"].value_counts(), len(part)
    return [
        {
            "group": name,
            "level": code,
            **base,
            "entries": int(counts.get(code, 0)),
            "n_entries": whole,
            "share": share_of(int(counts.get(code, 0)), whole),
        }
        for code in engagement_scale().codes
    ]


def _found(
    rows: list[dict[str, object]],
    noted: pd.DataFrame,
    title: str,
    by: str = "",
    *,
    guards: tuple[str, ...] = (),
    caveats: tuple[str, ...] = (),
) -> Finding:
    values = (*_FOUND, *guards)
    more = {"parts": ("group",) if by else (), "also": ("n_coaches", *guards)}
    return Finding(
        kind="who_found",
        question="Who finds the problem and the step?",
        title=f"Who found the problem and the step{title}",
        table=as_table(rows, ("group", "level", "n", "n_schools", *values)),
        keys=("group", "level"),
        values=values,
        n=noted["teacher"].nunique(),
        unanimous=lambda table: table[["entries"]].eq(table["n_entries"], axis=0),
        method=METHOD,
        caveats=(NOT_A_MARK, *caveats),
        facts={"scale": engagement_scale(), "by": by or "entries"},
        **guarded_by(by) | more | {"nobody": "no entry with a level"},
    )
