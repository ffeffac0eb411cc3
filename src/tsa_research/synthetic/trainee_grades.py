"""Made-up grades of trainees at three points of assessment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from tsa_research.schemas.reading import load_record_type
from tsa_research.synthetic.network import Network

GRADED = ("2025-11-28", "2026-02-27", "2026-06-19")
"""The day of each point of assessment."""
STEPS = (-1, 0, 0, 0, 1, 1)
"""By how many grades a trainee gets better from one point to the next."""
SHARE_MISSING = 0.06
WITHOUT_LAST_POINT = 2
WITHOUT_MENTORS = 2
"""The alliance, by its place, in which the last point is still to come, and who graded is blank."""


def trainee_grades(network: Network, rng: np.random.Generator) -> pd.DataFrame:
    """Return the record of grades; 1 is the best, and a few trainees miss a point."""
    people = network.participants
    trainees = people.loc[people["role"] == "trainee"]
    mentors = people.loc[people["role"] == "mentor"].groupby("school_id")["participant_id"].first()
    alliances = network.schools.set_index("school_id")["alliance_id"]
    place = {name: n for n, name in enumerate(network.alliances["alliance_id"])}
    rows = [
        row
        for trainee in trainees.itertuples()
        for row in _of(trainee, mentors, place[alliances[trainee.school_id]], rng)
    ]
    columns = list(load_record_type("trainee_grades").column_ids)
    table = pd.DataFrame(rows, columns=columns[1:])
    table.insert(0, columns[0], [f"grade-{number + 1:03d}" for number in range(len(table))])
    return table


def _of(
    trainee: Any, mentors: pd.Series, alliance: int, rng: np.random.Generator
) -> Iterator[dict[str, str]]:
    grade, school = int(rng.choice((2, 3, 3, 4))), str(trainee.school_id)
    for point, day in enumerate(GRADED, start=1):
        missing = rng.random() < SHARE_MISSING
        if not missing and not (alliance == WITHOUT_LAST_POINT and point == len(GRADED)):
            yield {
                "trainee": str(trainee.participant_id),
                "school_id": school,
                "mentor": "" if alliance == WITHOUT_MENTORS else mentors.get(school, ""),
                "point": str(point),
                "graded": day,
                "grade": str(grade),
            }
        grade = min(4, max(1, grade - int(rng.choice(STEPS))))
