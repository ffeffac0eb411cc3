"""Made-up agreements with schools; none in the second alliance, one in the fourth."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from tsa_research.schemas.reading import load_record_type
from tsa_research.synthetic.network import Network

WITHOUT, ONLY_ONE, NOT_OVER = 1, 3, 4
"""Alliances by their place: no agreement, one school, and agreements that still run."""
FIRST_DAY, LAST_DAY, NEXT_YEAR = date(2025, 9, 15), date(2026, 3, 31), date(2027, 7, 16)
SHARE_SIGNED, SHARE_OF_CYCLES, SHARE_OF_MEETINGS = 0.85, 0.9, 0.7
CYCLES, MEETINGS = (1, 1, 2, 2, 3), (3, 4, 6)


def agreements(network: Network, rng: np.random.Generator) -> pd.DataFrame:
    """Return the record of agreements, a few of which name no number of cycles or meetings."""
    columns = load_record_type("agreements").column_ids
    places = {name: place for place, name in enumerate(network.alliances["alliance_id"])}
    rows, seen = [], set()
    for school in network.schools.itertuples():
        place = places[school.alliance_id]
        signed, cycles, meetings = rng.random(3)
        if place == WITHOUT or signed > SHARE_SIGNED or (place == ONLY_ONE and place in seen):
            continue
        seen.add(place)
        rows.append(
            {
                "school_id": school.school_id,
                "project": "Joint lesson study",
                "signed": (FIRST_DAY + timedelta(days=int(rng.integers(0, 28)))).isoformat(),
                "ends": (NEXT_YEAR if place == NOT_OVER else LAST_DAY).isoformat(),
                "n_teachers": "3",
                "n_cycles": str(rng.choice(CYCLES)) if cycles < SHARE_OF_CYCLES else "",
                "n_meetings": str(rng.choice(MEETINGS)) if meetings < SHARE_OF_MEETINGS else "",
            }
        )
    blank = dict.fromkeys(columns, "")
    numbered = (
        {**blank, **row, "agreement_id": f"agreement-{n:02}"} for n, row in enumerate(rows, start=1)
    )
    return pd.DataFrame(numbered, columns=list(columns))
