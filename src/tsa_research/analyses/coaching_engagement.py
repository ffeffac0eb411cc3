"""Who found the problem and the step?"""

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
    people_behind,
    share_of,
    written,
)
from tsa_research.analyses.rows import as_table
from tsa_research.findings import Finding
from tsa_research.schemas.model import Option, ResponseScale
from tsa_research.schemas.reading import load_record_type

TEACHER_FOUND = (1, 2)
"""The levels at which the teacher found the problem: towards these is towards the teacher."""
ALL = "All entries"
METHOD = (
    "Four levels, from the coach naming problem and step to the teacher finding both; the teacher "
    "found the problem at the two levels nearest to the teacher. Entries in which nobody noted it "
    f"are left out. {ENTRIES}"
)
NOT_A_MARK = (
    "A level describes one conversation, as whoever keeps the log saw it; it is no mark for the "
    "teacher, and new or urgent matters rightly need more lead from the coach."
)
_FOUND = ("n_coaches", "entries", "n_entries", "share")


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
    noted, weights = noted_in(table), coach_weights(table, by)
    parts = groups(noted, by) if by else [(ALL, noted)]
    rows = [
        row for name, part in parts for row in level_rows(name, part, behind_entries(part, weights))
    ]
    return finding_of(rows, noted, by_title(by), by)


def noted_in(table: pd.DataFrame) -> pd.DataFrame:
    """Return the entries in which it was noted who found the problem, with the ``level``."""
    noted = table.loc[written(table, "engagement")]
    return noted.assign(level=noted["engagement"].astype(int))


def level_rows(name: str, part: pd.DataFrame, base: dict[str, float]) -> list[dict[str, object]]:
    """Return the row of every level for one group of entries, unused levels included."""
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


def finding_of(
    rows: list[dict[str, object]],
    noted: pd.DataFrame,
    title: str,
    by: str = "",
    *,
    guards: tuple[str, ...] = (),
    caveats: tuple[str, ...] = (),
) -> Finding:
    """Return the rows of levels as a finding; ``guards`` are counts that protect it as well."""
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
        people=_people_in(rows, noted, by) if by else (),
        unanimous=lambda table: table[["entries"]].eq(table["n_entries"], axis=0),
        method=METHOD,
        caveats=(NOT_A_MARK, *caveats),
        facts={"scale": engagement_scale(), "by": by or "entries"},
        **guarded_by(by) | more | {"nobody": "no entry with a level"},
    )


def _people_in(
    rows: list[dict[str, object]], noted: pd.DataFrame, by: str
) -> tuple[frozenset[tuple[str, str]], ...]:
    """Return who stands behind each row of levels: the same people behind all of a group."""
    behind = {name: people_behind(part) for name, part in groups(noted, by)}
    return tuple(behind[str(row["group"])] for row in rows)
