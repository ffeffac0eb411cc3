"""Sentences on who found the problem and the step."""

from __future__ import annotations

import pandas as pd

from tsa_research import numbers
from tsa_research.findings import Release
from tsa_research.naming import scale_for
from tsa_research.prose.answers import SIGNIFICANT


def who_found(release: Release, rows: pd.DataFrame) -> str:
    """Say in how many entries the teacher found the problem, and the step as well."""
    scale = scale_for(release, {})
    towards = rows.loc[rows["level"].isin(scale.positive)].groupby("group", sort=False)
    found = towards["entries"].sum()
    whole = rows.groupby("group", sort=False)["n_entries"].first()
    if release.facts["by"] == "school":
        return _span(found / whole)
    both = rows.loc[rows["level"] == scale.best_first[0]].set_index("group")["entries"]
    if not found.any():
        entries = numbers.counted(int(whole.sum()), "entries")
        return f"In none of {entries} did the teacher find the problem."
    if len(whole) == 1:
        return (
            f"The teacher found the problem in {_of(found.iloc[0], whole.iloc[0])}, and the step "
            f"as well in {numbers.some(int(both.iloc[0]))}."
        )
    said = [f"{name.lower()}: in {_of(found[name], whole[name])}" for name in whole.index]
    return f"The teacher found the problem – {'; '.join(said)}."


def moved(release: Release, rows: pd.DataFrame) -> str:
    """Say how many teachers moved towards finding problem and step, and whether it is clear."""
    row = rows.iloc[0]
    towards, away, same = (int(row[column]) for column in ("n_towards", "n_away", "n_same"))
    people = numbers.counted(row["n"], "people")
    return (
        f"Of {people} with two entries or more, {numbers.some(towards)} moved towards finding "
        f"problem and step themselves, {numbers.some(away)} away from it, and "
        f"{numbers.some(same)} stayed{_verdict(row)}."
    )


def _of(count: int, whole: int) -> str:
    share = f" ({numbers.share(count / whole)})" if count else ""
    return f"{numbers.some(int(count))} of {numbers.counted(int(whole), 'entries')}{share}"


def _span(shares: pd.Series) -> str:
    ends = dict.fromkeys(map(numbers.share, (shares.min(), shares.max())))
    schools = numbers.counted(len(shares), "schools")
    span = " to ".join(ends)
    return f"In the {schools} shown, the teacher found the problem in {span} of the entries."


def _verdict(row: pd.Series) -> str:
    if not numbers.computable(row["p_adjusted"]):
        return ""
    if row["p_adjusted"] >= SIGNIFICANT or row["n_towards"] == row["n_away"]:
        return ": no clear move either way"
    way = "towards" if row["n_towards"] > row["n_away"] else "away from"
    return f": a clear move {way} the teacher"
