"""Headlines about stages and the judges behind them."""

from __future__ import annotations

import pandas as pd

from tsa_research import numbers
from tsa_research.findings import Release
from tsa_research.naming import name_of, scale_for


def statements(release: Release, rows: pd.DataFrame) -> str:
    """Name the strands on which most and fewest schools have reached a positive stage."""
    last = rows.loc[rows["wave"] == rows["wave"].iloc[-1]]
    scale = scale_for(release, last.iloc[0])
    reached = last.assign(reached=last["stage"].isin(scale.positive))
    ranked = reached.groupby("strand", sort=False).agg(
        reached=("reached", "sum"), n=("reached", "size")
    )
    share = (ranked["reached"] / ranked["n"]).sort_values(kind="stable")
    high, low = (ranked.loc[name] for name in (share.index[-1], share.index[0]))
    stage = scale.label(scale.positive[0] if scale.higher_is_better else scale.positive[-1])
    last_strand = _strand(release, share.index[0])
    return (
        f"{_strand(release, share.index[-1])} is furthest on: {_schools(high)} have reached "
        f"{stage.lower()} or beyond. {last_strand} is least developed: {_schools(low)}."
    )


def spread(release: Release, rows: pd.DataFrame) -> str:
    """Say where most schools stand, over all strands."""
    scale = scale_for(release, rows.iloc[0])
    counts = rows.groupby("level")["count"].sum()
    commonest = int(counts.idxmax())
    share = counts.max() / counts.sum()
    return (
        f"The commonest stage is {scale.label(commonest).lower()}: {numbers.share(share)} of the "
        "stages that schools give themselves, strand by strand."
    )


def movement(release: Release, rows: pd.DataFrame) -> str:
    """Say how many statements moved, and name the strand that moved most."""
    up, same, down = (int(rows[name].sum()) for name in ("n_up", "n_same", "n_down"))
    most = rows.loc[(rows["n_up"] / rows["n"]).idxmax()]
    text = (
        f"From {release.facts['waves'][0]} to {release.facts['waves'][-1]}, "
        f"{numbers.counted(up, 'statements')} moved up, {numbers.some(same)} stayed and "
        f"{numbers.some(down)} moved down."
    )
    if not most["n_up"]:
        return text
    return (
        f"{text} {_strand(release, most['strand'])} moved most: up in "
        f"{numbers.count(most['n_up'])} of {numbers.counted(most['n'], 'schools')}."
    )


def summary(release: Release, rows: pd.DataFrame) -> str:
    """Name the alliance in which the largest share of statements moved up."""
    total = rows["n_up"] + rows["n_same"] + rows["n_down"]
    most = rows.loc[((rows["n_up"] - rows["n_down"]) / total).idxmax()]
    moved = int(most["n_up"] + most["n_same"] + most["n_down"])
    if not most["n_up"]:
        return "No alliance has statements that moved up."
    return (
        f"{most['group']} moved most: {numbers.count(most['n_up'])} of "
        f"{numbers.counted(moved, 'statements')} by {numbers.counted(most['n'], 'schools')} went "
        f"up and {numbers.some(most['n_down'])} down."
    )


def priorities(release: Release, rows: pd.DataFrame) -> str:
    """Name the strand that the fewest schools have brought to a positive stage."""
    first, last = rows.iloc[0], rows.iloc[-1]
    stage = release.facts["threshold"]
    text = (
        f"The strand to work on next is {_strand(release, first['strand']).lower()}: "
        f"{numbers.some(first['n_at_or_above'])} of {numbers.counted(first['n'], 'schools')} "
        f"have reached {stage} or beyond"
    )
    if len(rows) == 1:
        return f"{text}."
    return (
        f"{text}, against {numbers.count(last['n_at_or_above'])} of "
        f"{numbers.count(last['n'])} on {_strand(release, last['strand']).lower()}."
    )


def agreement(release: Release, rows: pd.DataFrame) -> str:
    """Say how often judges of one school agree, and where they agree least."""
    known = rows.dropna(subset=["within_one"])
    if known.empty:
        return "Agreement cannot be computed: no school has two judges of the same strand."
    least = known.loc[known["within_one"].idxmin()]
    median = numbers.share(known["within_one"].median())
    return (
        f"In the typical school, {median} of pairs of judges are at most one option apart; judges "
        f"agree least at {least['school']} ({numbers.share(least['within_one'])})."
    )


def _strand(release: Release, strand: str) -> str:
    return name_of(release, "strand", strand)


def _schools(row: pd.Series) -> str:
    return f"{numbers.some(row['reached'])} of {numbers.counted(row['n'], 'schools')}"
