"""Headlines about gaps and change."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tsa_research import numbers
from tsa_research.findings import Release
from tsa_research.naming import name_of, scale_for

SIGNIFICANT = 0.05
"""Below this, an exact test is taken to settle a direction."""


def gap(release: Release, rows: pd.DataFrame) -> str:
    """Name the section with the widest gap and say how people are spread over it."""
    own, other = release.facts["own"], release.facts["other"]
    known = rows.dropna(subset=["effect"])
    if known.empty:
        return f"Everybody rates {own} and {other} alike."
    widest = known.loc[known["effect"].abs().idxmax()]
    worse = numbers.some(widest["n_own_better"])
    better = numbers.some(widest["n_other_better"])
    where = _named(release, widest)
    return (
        f"The gap is widest in {where}: {worse} of {numbers.counted(widest['n'], 'people')} rate "
        f"their {own} better, {better} {_rate(widest['n_other_better'])} {other} better and "
        f"{numbers.some(widest['n_same'])} {_see(widest['n_same'])} no difference "
        f"(means {numbers.mean(widest['mean_own'])} and {numbers.mean(widest['mean_other'])}; "
        f"{scale_for(release, widest).direction})."
    )


def _rate(n: float) -> str:
    return "rates" if n == 1 else "rate"


def _see(n: float) -> str:
    return "sees" if n == 1 else "see"


def change(release: Release, rows: pd.DataFrame) -> str:
    """Say how many of the same people moved up, stayed and moved down."""
    if len(rows) > 1:
        return _several(release, rows)
    row = rows.iloc[0]
    return (
        f"On {_named(release, row)}, {numbers.some(row['n_better'])} of the "
        f"{numbers.counted(row['n'], 'people')} who answered both waves "
        f"({release.facts['before']}, {release.facts['after']}) gave a more favourable answer the "
        f"second time, "
        f"{numbers.some(row['n_same'])} the same and {numbers.some(row['n_worse'])} a less "
        f"favourable one{_by_sign_test(row['p_adjusted'])}."
    )


def _by_sign_test(p: Any) -> str:
    """Say whether the counts leave the direction open, by the exact test of those counts."""
    if not numbers.computable(p) or p < SIGNIFICANT:
        return ""
    return f"; so few moves could point this way by chance (p = {numbers.p_value(p)})"


def _several(release: Release, rows: pd.DataFrame) -> str:
    """Count the directions and name the strongest."""
    known = rows.dropna(subset=["effect"])
    up, down = int((known["effect"] > 0).sum()), int((known["effect"] < 0).sum())
    if not up and not down:
        return f"Nothing moved among the {len(rows)} results shown."
    strongest = known.loc[known["effect"].abs().idxmax()]
    way = "more" if strongest["effect"] > 0 else "less"
    found = strongest["n_better" if strongest["effect"] > 0 else "n_worse"]
    return (
        f"Of {len(rows)} results, {numbers.some(up)} moved up and {numbers.some(down)} down. "
        f"The clearest change is in {_named(release, strongest)}: {numbers.count(found)} of "
        f"{numbers.counted(strongest['n'], 'people')} answered {way} favourably than before."
    )


def change_unmatched(release: Release, rows: pd.DataFrame) -> str:
    """Say what two waves of different people allow to be said."""
    known = rows.dropna(subset=["superiority"])
    if known.empty:
        return "Too few people answered for the waves to be compared."
    row = known.loc[(known["superiority"] - 0.5).abs().idxmax()]
    verdict = _verdict(row["low"], row["high"], 0.5)
    where = "" if len(rows) == 1 else f"The largest difference is in {_named(release, row)}. "
    return (
        f"The waves cannot be matched person by person. {where}A random answer from "
        f"{release.facts['after']} is more favourable than one from {release.facts['before']} with "
        f"a probability of {numbers.share(row['superiority'])} (50% means no difference){verdict}."
    )


def movement(release: Release, rows: pd.DataFrame) -> str:
    """Count who moved up, stayed and moved down in a before-and-after matrix."""
    scale = scale_for(release, {"item": release.facts.get("item")})
    step = rows["after"].astype(int) - rows["before"].astype(int)
    better = step > 0 if scale.higher_is_better else step < 0
    worse = step < 0 if scale.higher_is_better else step > 0
    total = numbers.counted(int(rows["count"].sum()), release.unit)
    return (
        f"Of {total} seen in both waves, {_sum(rows, better)} moved up, "
        f"{_sum(rows, step == 0)} stayed and {_sum(rows, worse)} moved down."
    )


def _sum(rows: pd.DataFrame, chosen: pd.Series) -> str:
    return numbers.some(int(rows.loc[chosen, "count"].sum()))


def _verdict(low: Any, high: Any, nothing: float) -> str:
    """Say in words whether an interval leaves the direction open."""
    if not (numbers.computable(low) and numbers.computable(high)):
        return "; too few answered for the direction to be certain"
    if low <= nothing <= high:
        return "; the direction is not certain"
    return ""


def _named(release: Release, row: Any) -> str:
    """Name a row: section, whom it is about, and the group where there is one."""
    words = [name_of(release, "section", row["section"]).lower()]
    if row.get("target") and release.instrument is not None:
        words.append(f"({release.instrument.target_label(row['target'])})")
    if row.get("group"):
        words.append(f"({row['group']})")
    return " ".join(words)
