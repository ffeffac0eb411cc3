"""Made-up action points of groups of heads: some done, some late, some that nobody owns."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from tsa_research.schemas.reading import load_record_type
from tsa_research.synthetic.network import Network

AGREED = (date(2025, 10, 17), date(2026, 2, 6), date(2026, 9, 25))
ACTIONS = {
    "setting_out": ("Visit a group in another network", "Say in one page what the group is for"),
    "models": ("Ask two special schools to join", "Agree how new members come in"),
    "ownership": ("Find a facilitator from outside", "Take turns in setting the agenda"),
    "principles": ("Read one paper together before each seminar",),
    "climate": ("Begin every seminar with a problem that nobody has solved",),
    "aims": ("Hold the work against the aims every February",),
    "processes": ("Pair heads to visit each other's schools", "Plan the residential"),
    "development": ("Decide whether the group goes on after its second year",),
    "impact": ("Agree which pupils' work we look at, and when",),
}
HOW_MANY = 9
ALL_DONE, NOTHING_YET = 3, 4
LAST_DAY = date(2026, 11, 1)
"""When the record was last written: nothing was done later."""
"""The alliances, by their place, whose actions are all done, and that have agreed on none."""


def action_points(network: Network, rng: np.random.Generator) -> pd.DataFrame:
    """Return the record of actions of every group but one."""
    rows = [
        row
        for place, alliance in enumerate(network.alliances["alliance_id"])
        if place != NOTHING_YET
        for row in _of(network, place, alliance, rng)
    ]
    columns = load_record_type("action_points").column_ids
    table = pd.DataFrame(rows, columns=list(columns[1:])).fillna("")
    table.insert(0, columns[0], [f"action-{number + 1:03d}" for number in range(len(table))])
    return table


def _of(
    network: Network, place: int, alliance: str, rng: np.random.Generator
) -> list[dict[str, str]]:
    schools = network.schools.loc[network.schools["alliance_id"] == alliance, "school_id"]
    people = network.participants
    heads = people.loc[people["school_id"].isin(schools) & (people["role"] == "head_teacher")]
    chosen = [(aspect, text) for aspect, texts in ACTIONS.items() for text in texts]
    kept = sorted(rng.choice(len(chosen), size=HOW_MANY, replace=False))
    own = heads["participant_id"].tolist()
    return [_action(alliance, chosen[at], own, place == ALL_DONE, rng) for at in kept]


def _action(
    alliance: str,
    chosen: tuple[str, str],
    heads: list[str],
    all_done: bool,
    rng: np.random.Generator,
) -> dict[str, str]:
    agreed = AGREED[int(rng.integers(len(AGREED)))]
    due = agreed + timedelta(days=int(rng.integers(60, 200)))
    day = agreed + timedelta(days=int(rng.integers(20, 190)))
    if all_done:
        day = min(day, LAST_DAY)
    done = (all_done or rng.random() < 0.55) and day <= LAST_DAY
    return {
        "alliance_id": alliance,
        "aspect": chosen[0],
        "action": chosen[1],
        "released": "yes" if rng.random() < 0.8 else "no",
        "owner": str(rng.choice(heads)) if rng.random() < 0.8 else "",
        "agreed": agreed.isoformat(),
        "due": due.isoformat() if rng.random() < 0.9 else "",
        "done": day.isoformat() if done else "",
    }
