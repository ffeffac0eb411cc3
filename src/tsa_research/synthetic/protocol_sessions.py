"""Made-up sessions held by a protocol: one or two in most schools, none in the second alliance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd

from tsa_research.schemas.reading import load_record_type
from tsa_research.synthetic.network import Network

FIRST_DAY, DAYS = date(2025, 10, 1), 240
WITHOUT_SESSIONS = 1
ONLY_ONE_SCHOOL = 3
"""The alliance, by its place, of which one school alone has tried the protocol."""
CUT_SHORT = {"presenter_reflecting": 0.15, "group_reflecting": 0.35}
"""How often a step at the end is left out for want of time."""
NOT_TIMED = 0.05
DRIFT = (-1, 0, 0, 0, 0, 1, 1, 2)
"""By how many minutes a step is shorter or longer."""


def protocol_sessions(network: Network, rng: np.random.Generator) -> pd.DataFrame:
    """Return the record of sessions; the reflections at the end are the first to be left out."""
    columns = load_record_type("protocol_sessions").column_ids
    rows = [row for school in _schools(network) for row in _of(network, school, rng)]
    table = pd.DataFrame(rows, columns=list(columns[1:]))
    table.insert(0, columns[0], [f"session-{number + 1:03d}" for number in range(len(table))])
    return table


def _schools(network: Network) -> Iterator[str]:
    for place, alliance in enumerate(network.alliances["alliance_id"]):
        own = network.schools.loc[network.schools["alliance_id"] == alliance, "school_id"]
        if place != WITHOUT_SESSIONS:
            yield from own[:1] if place == ONLY_ONE_SCHOOL else own


def _of(network: Network, school: str, rng: np.random.Generator) -> Iterator[dict[str, str]]:
    people = network.participants.loc[
        (network.participants["school_id"] == school) & (network.participants["role"] == "teacher")
    ]
    for _ in range(int(rng.integers(0, 3))):
        day = FIRST_DAY + timedelta(days=int(rng.integers(DAYS)))
        known = {
            "school_id": school,
            "held": day.isoformat(),
            "presenter": str(rng.choice(people["participant_id"])) if len(people) else "",
            "n_present": str(rng.integers(4, 12)),
        }
        yield {**known, **_minutes(rng)}


def _minutes(rng: np.random.Generator) -> dict[str, str]:
    found = {}
    for column in load_record_type("protocol_sessions").columns:
        if column.expected is not None:
            left_out = rng.random() < CUT_SHORT.get(column.id, 0.03)
            spent = 0 if left_out else column.expected + int(rng.choice(DRIFT))
            found[column.id] = "" if rng.random() < NOT_TIMED else str(spent)
    return found
