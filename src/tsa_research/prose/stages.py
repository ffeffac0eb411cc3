"""Headlines about stages and the judges behind them."""

from __future__ import annotations

import pandas as pd

from tsa_research import numbers
from tsa_research.findings import Release
from tsa_research.naming import capital, lowered, name_of, scale_for
from tsa_research.prose.superlatives import among, extreme, ranked, told


def statements(release: Release, rows: pd.DataFrame) -> str:
    """Name the strands on which most and fewest schools have reached a positive stage.

    No number of schools is told: few schools may have made a statement on a strand.
    """
    last = rows.loc[rows["wave"] == rows["wave"].iloc[-1]]
    scale = scale_for(release, last.iloc[0])
    reached = last.assign(reached=last["stage"].isin(scale.positive))
    shares = reached.groupby("strand", sort=False, as_index=False)["reached"].mean()
    stage = scale.label(scale.positive[0] if scale.higher_is_better else scale.positive[-1])
    by = f"the share of schools at {stage.lower()} or beyond"
    if release.n_hidden:
        by = f"{by}, among what can be shown"
    most, least = (extreme(shares, shares["reached"], largest=end) for end in (True, False))
    if len(shares) == 1:
        return f"One strand has been judged: {_strands(release, most)[0]}."
    if len(most) == len(shares):
        return f"All {len(shares)} strands stand alike, by {by}."
    first = ranked(_strands(release, most), "strands", "furthest on")
    second = ranked(_strands(release, least), "strands", "least developed")
    return f"{capital(first)} and {second}, by {by}."


def spread(release: Release, rows: pd.DataFrame) -> str:
    """Say where most schools stand, over all strands."""
    scale = scale_for(release, rows.iloc[0])
    counts = rows.groupby("level")["count"].sum()
    commonest = int(counts.idxmax())
    share = counts.max() / counts.sum()
    where = among(release, len(rows[["strand", "target"]].drop_duplicates()), "strands")
    return (
        f"{capital(where + 'the')} commonest stage is {scale.label(commonest).lower()}: "
        f"{numbers.share(share)} of the stages that schools give themselves, strand by strand."
    )


def movement(release: Release, rows: pd.DataFrame) -> str:
    """Say how many statements moved, and name the strands that rose most and fell most."""
    up, same, down = (int(rows[name].sum()) for name in ("n_up", "n_same", "n_down"))
    where = among(release, len(rows), "strands")
    text = (
        f"From {release.facts['waves'][0]} to {release.facts['waves'][-1]}, "
        f"{numbers.counted(up, 'statements')} moved up, {numbers.some(same)} stayed and "
        f"{numbers.some(down)} moved down."
    )
    if len(rows) == 1:
        return text
    rose = f" {capital(where + _moved_most(release, rows, 'up'))}." if up else ""
    fell = f" {capital(_moved_most(release, rows, 'down'))}." if down else ""
    return f"{text}{rose}{fell}"


def _moved_most(release: Release, rows: pd.DataFrame, way: str) -> str:
    most = extreme(rows, rows[f"n_{way}"] / rows["n"], largest=True)
    verb = {"up": "rose", "down": "fell"}[way]
    names = told(_strands(release, most), "strands")
    each = " each" if len(most) > 1 else ""
    return f"{names} {verb} most: {way} in {_counts(most, f'n_{way}', 'schools')}{each}"


def summary(release: Release, rows: pd.DataFrame) -> str:
    """Name the alliance in which the largest share of statements moved up."""
    total = rows["n_up"] + rows["n_same"] + rows["n_down"]
    most = rows.loc[((rows["n_up"] - rows["n_down"]) / total).idxmax()]
    moved = int(most["n_up"] + most["n_same"] + most["n_down"])
    if not most["n_up"]:
        return "No alliance has statements that moved up."
    counts = (
        f"{numbers.count(most['n_up'])} of {numbers.counted(moved, 'statements')} by "
        f"{numbers.counted(most['n'], 'schools')} went up and {numbers.some(most['n_down'])} down"
    )
    if len(rows) == 1:
        return f"In {most['group']}, {counts}." if most["group"] else f"{counts}."
    where = among(release, len(rows), "alliances")
    return f"{capital(where + most['group'])} moved most: {counts}."


def priorities(release: Release, rows: pd.DataFrame) -> str:
    """Name the strands that the fewest schools have brought to a positive stage."""
    shares = rows["share_at_or_above"]
    least, most = (extreme(rows, shares, largest=end) for end in (False, True))
    reached = _counts(least, "n_at_or_above", "schools")
    have = numbers.verb(least.iloc[0]["n_at_or_above"], "has", "have")
    stage = f"{have} reached {release.facts['threshold']} or beyond"
    if len(rows) == 1:
        return f"On {_strands(release, least)[0]}, {reached} {stage}."
    where = among(release, len(rows), "strands")
    if len(least) == len(rows):
        return f"{capital(f'{where}all {len(rows)}')} strands stand alike: {reached} {stage}."
    one = len(least) == 1
    start = f"{where}the {'strand' if one else 'strands'} to work on next"
    names = told(_strands(release, least), "strands that tie")
    each = "" if one else " on each"
    return (
        f"{capital(start)} {'is' if one else 'are'} {names}: {reached} {stage}{each}, against "
        f"{_counts(most, 'n_at_or_above')} on {told(_strands(release, most), 'strands')}."
    )


def agreement(release: Release, rows: pd.DataFrame) -> str:
    """Say how often judges of one school agree; no school is named, since few judges stand behind.

    An option is a box on the form: two of them make a stage where there are stages in between.
    """
    known = rows.dropna(subset=["within_one"])
    if known.empty:
        return "Agreement cannot be computed: no school has two judges of the same strand."
    low, median, high = (
        numbers.share(value)
        for value in (
            known["within_one"].min(),
            known["within_one"].median(),
            known["within_one"].max(),
        )
    )
    if len(known) == 1:
        return f"In one school, {median} of pairs of judges are at most one option apart."
    return (
        f"In the typical school, {median} of pairs of judges are at most one option apart; from "
        f"school to school it runs from {low} to {high}."
    )


def _strands(release: Release, rows: pd.DataFrame) -> list[str]:
    """Name strands in a sentence, with whom they are about where rows are about several."""
    instrument = release.instrument
    several = "target" in rows and release.table["target"].nunique() > 1
    return [
        lowered(name_of(release, "strand", row["strand"]))
        + (f" ({instrument.target_label(row['target'])})" if several and instrument else "")
        for _, row in rows.iterrows()
    ]


def _counts(tied: pd.DataFrame, column: str, things: str = "") -> str:
    """Give a count out of its base, or the share where strands tie on different bases."""
    if len(tied[[column, "n"]].drop_duplicates()) > 1:
        share = numbers.share(tied.iloc[0][column] / tied.iloc[0]["n"])
        return f"{share} of {things}" if things else share
    row = tied.iloc[0]
    base = numbers.counted(row["n"], things) if things else numbers.count(row["n"])
    return f"{numbers.some(row[column])} of {base}"
