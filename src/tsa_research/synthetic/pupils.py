"""Pupils of the fictional network: a few classes, who are known by a number only."""

from __future__ import annotations

import pandas as pd

CLASSES = {0: (12, 11, 13, 12), 1: (14,)}
"""Alliance by number to the size of a class in each of its first schools."""
TERM_BEGAN = "2025-09-01"


def pupils(alliances: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    """Return pupils in the columns of the record of participants, without name and address."""
    rows = []
    for alliance in alliances.itertuples():
        there = schools.loc[schools["alliance_id"] == alliance.alliance_id, "school_id"]
        for school, size in zip(there, CLASSES.get(alliance.Index, ()), strict=False):
            rows += [(school, alliance.cohort, "pupil", TERM_BEGAN)] * size
    table = pd.DataFrame(rows, columns=["school_id", "cohort", "role", "joined"], dtype="str")
    table.insert(0, "participant_id", [f"pupil-{n + 1:03d}" for n in range(len(table))])
    table.insert(1, "name", "")
    table.insert(2, "email", "")
    return table
