"""Sentences on what people wrote about, and on how far the coders agree."""

from __future__ import annotations

import pandas as pd

from tsa_research import numbers
from tsa_research.findings import Release
from tsa_research.naming import capital, lowered
from tsa_research.prose.superlatives import among, extreme, ranked, told

STEADY = 0.67
"""From here on, Krippendorff allows cautious conclusions."""


def coding(release: Release, rows: pd.DataFrame) -> str:
    """Say how many answers were coded, by two people, and alike."""
    answers, coded, twice, alike = (
        int(rows[name].sum()) for name in ("n_answers", "n_coded", "n_twice", "n_alike")
    )
    where = " to the questions that can be shown" if release.n_hidden else ""
    said = (
        f"Of {numbers.counted(answers, 'answers')} in different words{where}, "
        f"{numbers.some(coded)} {numbers.verb(coded, 'was', 'were')} coded"
    )
    if not twice:
        return f"{said}, none of them by two people."
    return (
        f"{said}, {numbers.count(twice)} of them by two people or more, who gave exactly the same "
        f"themes to {numbers.some(alike)}."
    )


def themes(release: Release, rows: pd.DataFrame) -> str:
    """Name, for each question, the theme of which most people wrote."""
    return " ".join(
        _leading(release, question, part) for question, part in rows.groupby("question", sort=False)
    )


def _leading(release: Release, question: object, rows: pd.DataFrame) -> str:
    best = extreme(rows, rows["n"], largest=True)
    names = [f"“{lowered(theme)}”" for theme in best["theme"]]
    row, own = best.iloc[0], release.table["question"] == question
    people = f"{numbers.count(row['n'])} of {numbers.counted(row['n_of'], 'people')}"
    hidden = (release.table.loc[own, "state"] == "hidden").any()
    if hidden and len(rows) == 1:
        wrote = f"{people} ({numbers.share(row['share'])}) wrote of it"
        return f"Under “{question}”, {names[0]} is the one theme that can be shown: {wrote}."
    where = among(release, len(rows), "themes") if hidden else ""
    each = " each" if len(best) > 1 else ""
    said = ranked(names, "themes", "written of most")
    return f"Under “{question}”, {where}{said}: by {people}{each} ({numbers.share(row['share'])})."


def theme_agreement(release: Release, rows: pd.DataFrame) -> str:
    """Name the themes on which the coders agree too little to rest on, or the least of all."""
    known = rows.dropna(subset=["alpha"])
    if known.empty:
        return "How far the coders agree beyond chance cannot be computed for any theme shown."
    lowest = numbers.coefficient(known["alpha"].min())
    weak = known.loc[known["alpha"] < STEADY]
    where = among(release, len(rows), "themes")
    if weak.empty:
        on = _every(len(known), len(rows))
        return capital(f"{where}the coders agree well on {on} (lowest alpha {lowest}).")
    names = told([f"“{lowered(theme)}”" for theme in weak["theme"]], "themes")
    return capital(
        f"{where}the coders agree too little on {names} (lowest alpha {lowest}): read "
        f"{numbers.verb(len(weak), 'it', 'them')} with care, and say more in the codebook."
    )


def _every(n_known: int, n_rows: int) -> str:
    if n_known < n_rows:
        return f"{n_known} of {numbers.counted(n_rows, 'themes')} for which it can be computed"
    return "each theme" if n_rows > 1 else "the theme"
