"""Made-up ties: trios that grow, a school that holds two parts together, others left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import permutations

import numpy as np
import pandas as pd

from tsa_research.schemas.reading import load_record_type
from tsa_research.synthetic.network import Network

WAVES = {"Autumn 2025": date(2025, 10, 15), "Summer 2026": date(2026, 6, 24)}
TOPICS = ("questioning", "differentiation", "feedback", "reading", "reasoning", "the arts")
FORGETS = 0.12
"""How often a school does not name a partner that names it."""
ONE_WAVE, ONE_TIE = 4, 5
"""The alliances, by their place, that were asked once only, and that have a single tie."""
SILENT_AT_FIRST = -2
"""The school, by its place in an alliance, that did not answer the first time."""
TRIO = 3


def ties(network: Network, rng: np.random.Generator) -> pd.DataFrame:
    """Return the record of ties: two waves, said school by school."""
    rows: list[dict[str, str]] = []
    leads = network.alliances["lead_school"].tolist()
    for place, alliance in enumerate(network.alliances["alliance_id"]):
        own = network.schools.loc[network.schools["alliance_id"] == alliance, "school_id"].tolist()
        elsewhere = leads[(place + 1) % len(leads)]
        for wave, label in enumerate(WAVES):
            if not (place == ONE_WAVE and wave == 0):
                rows += _said(place, own, wave, label, elsewhere, rng)
    columns = load_record_type("ties").column_ids
    blank = dict.fromkeys(columns[1:], "")
    table = pd.DataFrame([{**blank, **row} for row in rows], columns=list(blank))
    table.insert(0, columns[0], [f"tie-{number + 1:03d}" for number in range(len(table))])
    return table


def _said(
    place: int,
    own: Sequence[str],
    wave: int,
    label: str,
    elsewhere: str,
    rng: np.random.Generator,
) -> Iterator[dict[str, str]]:
    asked = WAVES[label].isoformat()
    silent = own[SILENT_AT_FIRST] if wave == 0 else ""
    naming = set[str]()
    for name, kind, members in _groups(place, own, wave):
        topic = str(rng.choice(TOPICS))
        for one, other in permutations(members, 2):
            if one == silent or rng.random() < FORGETS:
                continue
            naming.add(one)
            about = {"kind": kind, "name": name, "topic": topic, "since": "2025-09-15"}
            ends = {"school_id": one, "with_school": other}
            yield {**ends, **about, "wave": label, "asked": asked}
    if place != ONE_TIE and elsewhere not in own:
        naming.add(own[0])
        about = {"kind": "pair", "topic": "leadership", "wave": label, "asked": asked}
        yield {"school_id": own[0], "with_school": elsewhere, **about}
    for school in own:
        if school not in naming and school != silent:
            yield {"school_id": school, "wave": label, "asked": asked}


def _groups(
    place: int, own: Sequence[str], wave: int
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield name, kind and members: the last school is in none, the first links two trios."""
    if place == ONE_TIE:
        yield "", "pair", (own[0], own[1])
        return
    members = own[1:-1]
    trios = [tuple(members[at : at + TRIO]) for at in range(0, len(members) - TRIO + 1, TRIO)]
    for number, trio in enumerate(trios[: len(trios) if wave else max(1, len(trios) // 2)], 1):
        yield f"Trio {number}", "trio", trio
    for trio in trios[:2]:
        yield "", "pair", (own[0], trio[0])
    if wave == 0 and len(trios) > 1:
        yield "", "pair", (trios[0][1], trios[1][1])
