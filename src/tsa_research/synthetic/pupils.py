"""Pupils of the fictional network: a few classes, who are known by a number only."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

CLASSES = {0: (12, 11, 13, 12), 1: (14,)}
"""Alliance by number to the size of a class in each of its first schools."""
TERM_BEGAN = "2025-09-01"
NEXT_CLASSES = {2: (9, 8, 10, 8, 9, 8, 9)}
"""Classes of the school year after, which none of the questionnaires was handed to."""
NEXT_TERM_BEGAN = "2026-09-01"


def pupils(alliances: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    """Return pupils in the columns of the record of participants, without name and address."""
    rows = in_schools(alliances, schools, CLASSES, ("pupil", TERM_BEGAN))
    rows += in_schools(alliances, schools, NEXT_CLASSES, ("pupil", NEXT_TERM_BEGAN))
    return known_by_number(rows, "pupil")


def in_schools(
    alliances: pd.DataFrame,
    schools: pd.DataFrame,
    sizes: Mapping[int, tuple[int, ...]],
    kept: tuple[str, str],
) -> list[tuple[str, ...]]:
    """Return a row for each person: school, cohort, and ``kept``, which is role and first day."""
    rows: list[tuple[str, ...]] = []
    for alliance in alliances.itertuples():
        there = schools.loc[schools["alliance_id"] == alliance.alliance_id, "school_id"]
        for school, size in zip(there, sizes.get(alliance.Index, ()), strict=False):
            rows += [(school, alliance.cohort, *kept)] * size
    return rows


def known_by_number(rows: list[tuple[str, ...]], word: str) -> pd.DataFrame:
    """Return participants without name and address, whose ids are a word and a number."""
    table = pd.DataFrame(rows, columns=["school_id", "cohort", "role", "joined"], dtype="str")
    table.insert(0, "participant_id", [f"{word}-{n + 1:03d}" for n in range(len(table))])
    table.insert(1, "name", "")
    table.insert(2, "email", "")
    return table
