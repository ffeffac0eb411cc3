"""How long does it take from an observation to the conversation, the report, the next one?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from tsa_research import numbers
from tsa_research.analyses.coached import (
    ENTRIES,
    NO_COACHING,
    WRITTEN_ONLY,
    behind_entries,
    by_title,
    coach_weights,
    day_after,
    days_between,
    groups,
    guarded_by,
    people_behind,
    share_of,
)
from tsa_research.analyses.rows import as_table
from tsa_research.findings import Finding

SPANS = {
    "From observation to conversation": "met_on",
    "From observation to report": "reported",
    "From observation to the day the step is due": "due",
}
CADENCE = "Between two observations of the same teacher"
DAYS_ONLY = (
    "The log holds days, not hours: within a day means on the same day or the next, weekends "
    "included, so that a report on a Monday after a Friday counts as later."
)
METHOD = (
    "Medians and quartiles of the entries in which both days were written; between observations "
    "each teacher counts once, with the median of their own gaps."
)
_SPAN = ("n_coaches", "n_known", "median_days", "days_low", "days_high")
_REPORTED = ("n_coaches", "n_observed", "n_next_day", "n_later", "n_not_reported", "share_next_day")


def days(table: pd.DataFrame) -> Finding:
    """Give the days from an observation to what follows it, and to the next observation.

    Parameters
    ----------
    table : DataFrame
        One row per entry of the record ``coaching_log``.

    Returns
    -------
    Finding
        Kind ``days``: per ``span`` the base ``n`` (teachers), ``n_schools``, ``n_coaches``,
        ``n_known`` (entries, or gaps, in which both days are known), ``median_days`` and the
        quartiles ``days_low`` and ``days_high``.

    Notes
    -----
    Quartiles by linear interpolation (type 7). Checked by hand.
    """
    rows = [
        {"span": name, **_span(table, days_between(table["observed"], table[column]))}
        for name, column in SPANS.items()
    ]
    rows.append({"span": CADENCE, **_cadence(table)})
    return Finding(
        kind="days",
        question="How much time passes?",
        title="Days from an observation to what follows it",
        table=as_table(rows, ("span", "n", "n_schools", *_SPAN)),
        keys=("span",),
        values=_SPAN,
        n=table["teacher"].nunique(),
        method=f"{METHOD} {ENTRIES}",
        caveats=(WRITTEN_ONLY,),
        facts={"told": [next(iter(SPANS)), CADENCE]},
        **guarded_by() | {"nobody": "no days noted"},
    )


def reported(table: pd.DataFrame, *, as_of: date, by: str = "alliance") -> Finding:
    """Count the observations that were reported on by the next day.

    Parameters
    ----------
    table : DataFrame
        One row per entry of the record ``coaching_log``, with ``school`` and ``alliance``.
    as_of : date
        An observation whose next day is not before this one, without a report, is not counted.
    by : {"alliance", "school"}

    Returns
    -------
    Finding
        Kind ``reported``: per ``by`` the base ``n`` (teachers observed), ``n_schools``,
        ``n_coaches``, ``n_observed`` (observations counted), ``n_next_day`` (same day or the
        next), ``n_later``, ``n_not_reported`` and ``share_next_day`` (0 to 1, of all counted).
    """
    weights = coach_weights(table, by)
    last = table["observed"].map(day_after)
    counted = table.assign(last=last).loc[(table["reported"] != "") | (last < as_of.isoformat())]
    rows = [{by: name, **_in_time(part, weights)} for name, part in groups(counted, by)]
    return Finding(
        kind="reported",
        question="Is the report there by the next day?",
        title=f"Reports on observations, as of {numbers.date(as_of)}{by_title(by)}",
        table=as_table(rows, (by, "n", "n_schools", *_REPORTED)),
        keys=(by,),
        values=_REPORTED,
        n=counted["teacher"].nunique(),
        unanimous=lambda table: table[["n_next_day", "n_later", "n_not_reported"]].eq(
            table["n_observed"], axis=0
        ),
        method=f"In time is a report on the day of the observation or the next. {ENTRIES}",
        caveats=(WRITTEN_ONLY, DAYS_ONLY),
        people=tuple(people_behind(part) for _, part in groups(counted, by)),
        **guarded_by(by) | {"nobody": NO_COACHING},
    )


def _span(table: pd.DataFrame, taken: pd.Series) -> dict[str, float]:
    known = table.loc[taken.notna()]
    base = behind_entries(known, coach_weights(table))
    return {**base, "n_known": len(known), **_quartiles(taken.dropna().to_numpy())}


def _cadence(table: pd.DataFrame) -> dict[str, float]:
    """Return the gaps between the days on which the same teacher was observed."""
    days_seen = table.drop_duplicates(["teacher", "observed"]).sort_values(["teacher", "observed"])
    before = days_seen.groupby("teacher")["observed"].shift().fillna("")
    gaps = days_between(before, days_seen["observed"])
    again = table.loc[table["teacher"].isin(days_seen.loc[gaps.notna(), "teacher"])]
    each = gaps.groupby(days_seen["teacher"]).median().dropna()
    base = behind_entries(again, coach_weights(table))
    return {**base, "n_known": int(gaps.notna().sum()), **_quartiles(each.to_numpy())}


def _quartiles(taken: np.ndarray) -> dict[str, float]:
    found = np.quantile(taken, [0.25, 0.5, 0.75]) if len(taken) else [float("nan")] * 3
    return dict(zip(("days_low", "median_days", "days_high"), map(float, found), strict=True))


def _in_time(part: pd.DataFrame, weights: Mapping[str, float]) -> dict[str, float]:
    given = part["reported"] != ""
    in_time = int((given & (part["reported"] <= part["last"])).sum())
    return {
        **behind_entries(part, weights),
        "n_observed": len(part),
        "n_next_day": in_time,
        "n_later": int(given.sum()) - in_time,
        "n_not_reported": int((~given).sum()),
        "share_next_day": share_of(in_time, len(part)),
    }
