"""Sentences on what people ticked, ranked and wrote."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from tsa_research import numbers
from tsa_research.findings import Release
from tsa_research.naming import capital
from tsa_research.prose.superlatives import among, extreme, ranked


def ticked(release: Release, rows: pd.DataFrame) -> str:
    """Name, for each question, the option that most people ticked."""
    return " ".join(_leading(release, rows, "count", "share", "ticked most"))


def first(release: Release, rows: pd.DataFrame) -> str:
    """Name, for each question, the option that most people put first."""
    return " ".join(_leading(release, rows, "n_first", "share_first", "put first most often"))


def comments(release: Release, rows: pd.DataFrame) -> str:
    """Name the question to which most people wrote something, and how many they were."""
    questions = rows.drop_duplicates("question")
    most = extreme(questions, questions["n"], largest=True)
    people = numbers.counted(most["n"].iloc[0], release.unit)
    if len(questions) == 1:
        return f"“{questions['question'].iloc[0]}” was answered in words by {people}."
    if len(most) == len(questions):
        where = among(release, len(questions), "questions")
        return f"{capital(where)}{'each' if where else 'Each'} was answered in words by {people}."
    names = [f"“{question}”" for question in most["question"]]
    said = ranked(names, "questions", "answered in words by most")
    return f"{capital(among(release, len(questions), 'questions') + said)}: by {people}."


def _leading(
    release: Release, rows: pd.DataFrame, count: str, share: str, rank: str
) -> Iterator[str]:
    for question, options in rows.groupby("question", sort=False):
        best = extreme(options, options[count], largest=True)
        names = [f"“{option}”" for option in best["option"]]
        said = ranked(names, "options", rank)
        row = best.iloc[0]
        people = f"{numbers.count(row[count])} of {numbers.counted(row['n'], release.unit)}"
        each = " each" if len(best) > 1 else ""
        yield f"Under “{question}”, {said}: by {people}{each} ({numbers.share(row[share])})."
