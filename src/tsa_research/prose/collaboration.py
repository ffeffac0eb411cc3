"""Sentences on who works with whom."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tsa_research import numbers
from tsa_research.findings import Release, require_release
from tsa_research.prose.superlatives import extreme, told

SUBJECT = {"kept": "kept", "new": "new", "no longer named": "no longer named"}
UNHEARD = "the other was not heard"


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


def tie_partners(release: Release, rows: pd.DataFrame) -> str:
    """Say with how many schools one school works, and how sure that is."""
    school, confirmed = release.facts["school"], int((rows["says"] == "both").sum())
    start = f"{school} works with {numbers.counted(len(rows), 'schools')} of the alliance"
    if confirmed == len(rows):
        return f"{start}, {numbers.verb(confirmed, 'which says', 'all of which say')} so too."
    if len(rows) == 1:
        return f"{start}: {_known(school, rows.iloc[0])}."
    return f"{start}; both schools say so of {numbers.some(confirmed)} of these ties."


def each_tie(release: Release) -> tuple[str, ...]:
    """Say of each tie of one school with whom it is, on what, and who says so.

    Parameters
    ----------
    release : Release
        Of kind ``tie_partners``.

    Raises
    ------
    TypeError
        If anything but a release was passed.
    """
    release = require_release(release)
    school = release.facts["school"]
    return tuple(
        f"Works with {tie['other']}{_on(tie['topic'])}; {_known(school, tie)}."
        for tie in release.shown.to_dict("records")
    )


def elsewhere(release: Release, school: str) -> tuple[str, ...]:
    """Say how many schools outside the alliance a school names; nothing if it names none.

    Parameters
    ----------
    release : Release
        Of kind ``tied_schools``.
    school : str
        Its title.

    Raises
    ------
    TypeError
        If anything but a release was passed.
    """
    shown = require_release(release).shown
    number = int(shown.loc[shown["school"] == school, "n_outside"].sum())
    if not number:
        return ()
    are = numbers.verb(number, "is", "are")
    return (f"Names {numbers.counted(number, 'schools')} elsewhere, which {are} not drawn.",)


def _on(topic: str) -> str:
    return f" on {topic}" if topic else ""


def _known(school: str, tie: Any) -> str:
    if tie["says"] == "both":
        return "both say so"
    unheard = tie["other"] if tie["says"] == school else school
    silent = f", and {unheard} was not heard" if tie["status"] == UNHEARD else ""
    return f"only {tie['says']} says so{silent}"


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
