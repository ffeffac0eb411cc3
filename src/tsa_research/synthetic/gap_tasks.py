"""Made-up gap tasks: three learning sets in a year, each with a task for leaders of a school."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd

from tsa_research.schemas.reading import load_record_type
from tsa_research.synthetic.network import Network

SET_ON = {
    "pupil_culture": date(2025, 11, 4),
    "observation_feedback": date(2026, 2, 3),
    "leading_planning": date(2026, 5, 12),
}
TASKS = {
    "pupil_culture": "Practise one routine with a year group",
    "observation_feedback": "Hold one feedback conversation and have it watched",
    "leading_planning": "Lead one planning meeting",
}
LAST_DAY = date(2026, 7, 3)
WEEKS, LONGER, MORE_TIME = 6, 9, 4
"""Weeks until a task is due, and more of them in one alliance, by its place: there the last task
is not due yet."""
ROLES = ("head_teacher", "senior_leader", "mentor", "teacher")
TAKES_PART = 0.45
SHARE_OF_SCHOOLS = 0.85
WITHOUT_PROGRAMME = 1
"""The alliance, by its place, that takes no part."""
ONE_SET_ONLY = 2
"""The alliance, by its place, that has had the first learning set only."""
HANDED_IN, NO_DAY, ASSESSED, COMPLETE = (0.93, 0.86, 0.7), 0.04, 0.85, 0.78
"""How often a task of each set is handed in; has no day; gets feedback; is complete."""
DELAYS = (-20, -12, -6, -3, -1, 0, 0, 3, 9)


def gap_tasks(network: Network, rng: np.random.Generator) -> pd.DataFrame:
    """Return the tasks of those who take part; the later the set, the fewer are handed in."""
    columns = load_record_type("gap_tasks").column_ids
    rows = [row for person in _people(network, rng) for row in _of(*person, rng)]
    table = pd.DataFrame(rows, columns=list(columns[1:]), dtype="str").fillna("")
    table.insert(0, columns[0], [f"gap-{number + 1:04d}" for number in range(len(table))])
    return table


def _people(network: Network, rng: np.random.Generator) -> Iterator[tuple[int, str, str]]:
    """Yield the place of the alliance, the school and the id of everybody who takes part."""
    for place, alliance in enumerate(network.alliances["alliance_id"]):
        own = network.schools.loc[network.schools["alliance_id"] == alliance, "school_id"]
        for school in own:
            if place == WITHOUT_PROGRAMME or rng.random() >= SHARE_OF_SCHOOLS:
                continue
            inside = network.participants["school_id"] == school
            staff = network.participants.loc[inside & network.participants["role"].isin(ROLES)]
            for person in staff["participant_id"]:
                if rng.random() < TAKES_PART:
                    yield place, school, person


def _of(place: int, school: str, person: str, rng: np.random.Generator) -> Iterator[dict[str, str]]:
    sets = list(SET_ON)[:1] if place == ONE_SET_ONLY else list(SET_ON)
    for number, learning_set in enumerate(sets):
        known = {"participant": person, "school_id": school, "learning_set": learning_set}
        yield {**known, **_task(learning_set, place, HANDED_IN[number], rng)}


def _task(
    learning_set: str, place: int, handed_in: float, rng: np.random.Generator
) -> dict[str, str]:
    set_on = SET_ON[learning_set]
    due = set_on + timedelta(weeks=LONGER if place == MORE_TIME else WEEKS)
    task = {"task": TASKS[learning_set], "set": set_on.isoformat()}
    if rng.random() >= NO_DAY:
        task["due"] = due.isoformat()
    day = due + timedelta(days=int(rng.choice(DELAYS)))
    if day > LAST_DAY or rng.random() >= handed_in:
        return task
    assessed = day + timedelta(days=int(rng.integers(2, 15)))
    task["handed_in"] = day.isoformat()
    if assessed > LAST_DAY or rng.random() >= ASSESSED:
        return task
    outcome = "complete" if rng.random() < COMPLETE else "to_revise"
    return {**task, "assessed": assessed.isoformat(), "outcome": outcome}
