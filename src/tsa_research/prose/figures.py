"""Headlines about printed figures."""

from __future__ import annotations

import pandas as pd

from tsa_research import numbers
from tsa_research.findings import Release

GRAVE = {
    "impossible": "cannot be right",
    "contradicted by another figure": "contradicted by another figure",
    "consistent with another base": "right only with another base",
    "consistent under another rounding": "right only under another rounding",
}


def claims(release: Release, rows: pd.DataFrame) -> str:
    """Say how many figures could be checked, and how many of them cannot stand as printed."""
    return _spread(len(rows), rows["verdict"].value_counts().to_dict())


def verdicts(release: Release, rows: pd.DataFrame) -> str:
    """Say the same of verdicts that are counted by case."""
    return _spread(int(rows["count"].sum()), rows.groupby("verdict")["count"].sum().to_dict())


def _spread(total: int, counts: dict[str, int]) -> str:
    checkable = total - counts.get("not checkable", 0)
    start = (
        f"Of {numbers.counted(total, 'printed figures')}, {numbers.some(checkable)} can be checked"
    )
    found = [(counts.get(verdict, 0), words) for verdict, words in GRAVE.items()]
    named = [f"{numbers.count(n)} {_being(n, words)}{words}" for n, words in found if n]
    if not checkable:
        return f"{start}."
    if not named:
        return f"{start}; all of these agree with what is printed beside them."
    return f"{start}; of these, {numbers.listed(named)}."


def _being(n: int, words: str) -> str:
    return "" if words.startswith("cannot") else numbers.verb(n, "is ", "are ")
