"""Trainees of the fictional network: on placement in a few schools, known by a number only."""

from __future__ import annotations

import pandas as pd

from tsa_research.synthetic.pupils import TERM_BEGAN, in_schools, known_by_number

PLACEMENTS = {0: (3, 2, 3, 2, 3, 2), 1: (4,), 2: (3, 3, 2, 2, 3), 5: (2, 2)}
"""Alliance by number to the trainees in each of its first schools."""


def trainees(alliances: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    """Return trainees in the columns of the record of participants."""
    rows = in_schools(alliances, schools, PLACEMENTS, ("trainee", TERM_BEGAN))
    return known_by_number(rows, "trainee")
