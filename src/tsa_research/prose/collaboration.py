"""Sentences on who works with whom."""

from __future__ import annotations

import pandas as pd

from tsa_research import numbers
from tsa_research.findings import Release
from tsa_research.prose.superlatives import extreme, told

SUBJECT = {"kept": "kept", "new": "new", "no longer named": "no longer named"}


def network(release: Release, rows: pd.DataFrame) -> str:
    """Say of the latest wave how many schools are tied to another, and how sure the ties are."""
    last = rows.iloc[-1]
    tied, schools, ties = int(last["n_tied"]), int(last["n"]), int(last["n_ties"])
    start = (
        f"{last['wave']}: {numbers.some(tied)} of {numbers.counted(schools, 'schools')} "
        f"{numbers.verb(tied, 'works', 'work')} with at least one other"
    )
    if not ties:
        return f"{start}."
    confirmed = int(last["n_confirmed"])
    return (
        f"{start}, in {numbers.counted(ties, 'ties')}; both schools say so of "
        f"{numbers.some(confirmed)} of them."
    )


def tied_schools(release: Release, rows: pd.DataFrame) -> str:
    """Name the schools that are known to be left out, and the one that holds most together."""
    out, silent = release.facts["left_out"], release.facts["not_known"]
    named = told(out, "schools")
    said = f"Left out, by their own account: {named}." if out else "No school says it is left out."
    if silent:
        unknown = numbers.counted(len(silent), "schools")
        said += f" Of {unknown} nothing is known, for want of an answer."
    holding = rows.loc[rows["n_cut_off"] > 0]
    if holding.empty:
        return said
    most = extreme(holding, holding["n_cut_off"], largest=True)
    cut = numbers.counted(int(most["n_cut_off"].iloc[0]), "schools")
    names = told(list(most["school"]), "schools")
    return f"{said} Without {names}, {cut} would lose touch with the rest{_each(most)}."


def ties(release: Release, rows: pd.DataFrame) -> str:
    """Name the schools with the most ties."""
    ends = pd.concat([rows["school"], rows["other"]]).value_counts()
    most = sorted(ends[ends == ends.max()].index)
    count = numbers.counted(int(ends.max()), "ties")
    have = numbers.verb(len(most), "has", "have")
    return f"{told(most, 'schools')} {have} the most ties: {count}{' each' * (len(most) > 1)}."


def tie_changes(release: Release, rows: pd.DataFrame) -> str:
    """Say how many ties were kept, are new and are no longer named."""
    counts = dict(zip(rows["change"], rows["n"], strict=True))
    parts = [f"{numbers.some(int(counts[change]))} {words}" for change, words in SUBJECT.items()]
    said = f"Of the ties between schools that could be compared, {numbers.listed(parts)}."
    unknown = int(counts["cannot be compared"])
    if not unknown:
        return said
    return f"{said} {numbers.counted(unknown, 'ties')} cannot be compared, for want of an answer."


def _each(rows: pd.DataFrame) -> str:
    return " in each case" if len(rows) > 1 else ""
