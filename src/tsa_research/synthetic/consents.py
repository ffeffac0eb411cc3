"""Made-up consents: nobody has answered in the third alliance, and parents answer for pupils."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from tsa_research.schemas.reading import load_record_type
from tsa_research.synthetic.network import Network

ASKED, SILENT = (0, 1, 2), 2
"""Alliances, by their place, that asked at all, and the one in which nobody has answered."""
ROLES = ("head_teacher", "mentor", "pupil")
DAY = date(2025, 9, 8)
ANSWERS, SHARES = ("yes", "no", ""), (0.74, 0.1, 0.16)


def consents(network: Network, rng: np.random.Generator) -> pd.DataFrame:
    """Return the record of consents of heads, mentors and pupils, for every purpose."""
    kind = load_record_type("consents")
    places = {name: place for place, name in enumerate(network.alliances["alliance_id"])}
    schools = network.schools.set_index("school_id")["alliance_id"].map(places)
    people = network.participants.assign(place=network.participants["school_id"].map(schools))
    people = people.loc[people["place"].isin(ASKED) & people["role"].isin(ROLES)]
    rows = []
    for person in people.itertuples():
        for purpose, _ in kind.column("purpose").options:
            answer, days = str(rng.choice(ANSWERS, p=SHARES)), int(rng.integers(1, 21))
            answer = "" if person.place == SILENT else answer
            day = (DAY + timedelta(days=days)).isoformat() if answer else ""
            by = ("parent" if person.role == "pupil" else "self") if answer else ""
            rows.append((person.participant_id, purpose, DAY.isoformat(), answer, day, by))
    columns = ["participant", "purpose", "asked", "answer", "answered", "given_by"]
    table = pd.DataFrame(rows, columns=columns)
    table.insert(0, "consent_id", [f"consent-{n:03}" for n in range(1, len(table) + 1)])
    return table[list(kind.column_ids)]
