"""What became of the action steps that were agreed: practised, due, met?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from tsa_research import numbers
from tsa_research.analyses.coached import (
    ENTRIES,
    WRITTEN_ONLY,
    action_steps_in,
    behind_entries,
    by_title,
    coach_weights,
    groups,
    guarded_by,
    people_behind,
    share_of,
    written,
)
from tsa_research.analyses.rows import as_table, fields, reasons
from tsa_research.findings import Finding
from tsa_research.stats.clustering import cluster_mean

OUTCOMES = {
    "met": "Met",
    "not_met": "Not met",
    "not_noted": "Due, and nothing was noted",
    "early": "Judged before it was due",
    "open": "Not due yet",
    "undated": "No day was set",
}
"""What can become of a step, in the words of a report: each step is in one of these."""
DUE = ("met", "not_met", "not_noted")
METHOD = (
    "A step is due when its day lies before the last day written in these records. Met is what "
    "was noted as met; the share is of all steps that were due, those without a note included, "
    "and at best those would have been met as well. The 95% interval comes from drawing the same "
    "schools again and again; with fewer than six schools there is none."
)
WHO_JUDGES = (
    "Whether a step was met is judged by whoever keeps the log, and steps differ in how much they "
    "ask: where steps are small, more of them are met."
)
_VALUES = (
    *("n_coaches", "n_steps", "n_practised", "n_people_due", "n_due", "n_met", "n_not_noted"),
    *("share_met", "low", "high", "best", "n_early", "n_open", "n_undated"),
)


def action_steps(table: pd.DataFrame, *, as_of: date, by: str = "alliance") -> Finding:
    """Count the action steps of each alliance or school: practised, due and met.

    Use it to see whether what was agreed is done; not to compare coaches or teachers.

    Parameters
    ----------
    table : DataFrame
        One row per entry of the record ``coaching_log``, with ``school`` and ``alliance``; an
        empty text where nothing was written.
    as_of : date
        A step that is due on this day or later is still open.
    by : {"alliance", "school"}

    Returns
    -------
    Finding
        Kind ``action_steps``: per ``by`` the base ``n`` (teachers with a step), ``n_schools``,
        ``n_coaches``, ``n_steps``, ``n_practised``, ``n_people_due`` (teachers with a step that
        was due), ``n_due``, ``n_met``, ``n_not_noted``, ``share_met`` (0 to 1, of the due) with
        ``low`` and ``high``, ``best`` (as if all without a note were met), ``n_early``,
        ``n_open`` and ``n_undated``.

    Notes
    -----
    ``n_due`` + ``n_early`` + ``n_open`` + ``n_undated`` = ``n_steps``. Checked by hand.
    """
    placed, weights = placed_steps(table, as_of), coach_weights(table, by)
    rows, whys = [], []
    for name, part in groups(placed, by):
        row, why = _row(part, weights, interval=by != "school")
        rows.append({by: name, **row})
        whys.append(why)
    return Finding(
        kind="action_steps",
        question="Are action steps met?",
        title=f"Action steps, as of {numbers.date(as_of)}{by_title(by)}",
        table=as_table(rows, (by, "n", "n_schools", *_VALUES)),
        keys=(by,),
        values=_VALUES,
        n=placed["teacher"].nunique(),
        unanimous=_alike,
        method=f"{METHOD} {ENTRIES}",
        caveats=(WRITTEN_ONLY, WHO_JUDGES),
        reasons=tuple(whys),
        people=tuple(people_behind(part) for _, part in groups(placed, by)),
        **guarded_by(by) | {"also": ("n_coaches", "n_people_due"), "nobody": "no action step"},
    )


def outcomes(table: pd.DataFrame, *, as_of: date) -> Finding:
    """Say what became of all steps, one row for each way.

    Parameters
    ----------
    table, as_of
        As for :func:`action_steps`.

    Returns
    -------
    Finding
        Kind ``outcomes``: per ``outcome`` (in words, from :data:`OUTCOMES`) ``count`` (steps),
        ``n_steps`` and ``share`` (0 to 1, of all steps); the base ``n`` (teachers with a step),
        ``n_schools`` and ``n_coaches`` are the same in all rows.
    """
    placed = placed_steps(table, as_of)
    counts, base = Counter(placed["outcome"]), behind_entries(placed, coach_weights(table))
    rows = [
        {
            "outcome": words,
            **base,
            "count": counts[state],
            "n_steps": len(placed),
            "share": share_of(counts[state], len(placed)),
        }
        for state, words in OUTCOMES.items()
    ]
    return Finding(
        kind="outcomes",
        question="What became of the action steps?",
        title=f"What became of the action steps, as of {numbers.date(as_of)}",
        table=as_table(rows, ("outcome", *base, "count", "n_steps", "share")),
        keys=("outcome",),
        values=("n_coaches", "count", "n_steps", "share"),
        n=int(base["n"]),
        method=f"{METHOD} {ENTRIES}",
        caveats=(WRITTEN_ONLY,),
        **guarded_by() | {"nobody": "no action step"},
    )


def placed_steps(table: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the entries with an action step, and in ``outcome`` what became of it."""
    steps = action_steps_in(table)
    due = steps["due"] < as_of.isoformat()
    judged = steps["met"].map({"yes": "met", "no": "not_met"})
    found = np.select(
        [steps["due"] == "", due & judged.notna(), due, judged.notna()],
        ["undated", judged.fillna(""), "not_noted", "early"],
        "open",
    )
    return steps.assign(outcome=found)


def _row(
    part: pd.DataFrame, weights: Mapping[str, float], *, interval: bool
) -> tuple[dict[str, float], tuple[str, ...]]:
    counts, due = Counter(part["outcome"]), part.loc[part["outcome"].isin(DUE)]
    met = (due["outcome"] == "met").to_numpy(dtype=float)
    drawn = cluster_mean(met, due["school_id"].tolist()) if interval and len(due) else None
    ends = {"low": float("nan"), "high": float("nan")}
    return {
        **behind_entries(part, weights),
        "n_steps": len(part),
        "n_practised": int(written(part, "practised").sum()),
        "n_people_due": due["teacher"].nunique(),
        "n_due": len(due),
        "n_met": counts["met"],
        "n_not_noted": counts["not_noted"],
        "share_met": share_of(counts["met"], len(due)),
        **(ends if drawn is None else fields(drawn, "low", "high")),
        "best": share_of(counts["met"] + counts["not_noted"], len(due)),
        **{f"n_{state}": counts[state] for state in ("early", "open", "undated")},
    }, reasons(drawn)


def _alike(table: pd.DataFrame) -> pd.DataFrame:
    """Say where all steps, or none, were practised, or met of those due, or lack a note."""
    pairs = (("n_practised", "n_steps"), ("n_met", "n_due"), ("n_not_noted", "n_due"))
    all_of = [table[part].eq(table[whole]) & table[whole].gt(0) for part, whole in pairs]
    none_of = [table[part].eq(0) & table[whole].gt(0) for part, whole in pairs[:2]]
    return pd.concat([*all_of, *none_of], axis=1)
