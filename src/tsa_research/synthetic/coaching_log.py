"""A made-up coaching log: three in four schools coach; in some, teachers coach each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd

from tsa_research.schemas.reading import load_record_type
from tsa_research.synthetic.network import Network

FIRST_DAY, LAST_DAY = date(2025, 10, 6), date(2026, 7, 3)
COACHED = ("teacher", "mentor", "senior_leader")
WITHOUT_COACHING = 4
"""Every school in so many does not coach: the last of each turn."""
PEERS = 0.55
"""Share of the schools that coach in which colleagues coach each other; else leaders coach."""
ONLY_ONE_SCHOOL = 3
"""The alliance, by its place, in which one school alone keeps a log."""
WITHOUT_REPORTS = 2
"""The alliance, by its place, in which nobody noted when a report was given."""
ALWAYS_NAMED = 4
"""The alliance, by its place, in which the coach always names problem and step."""
TEXTS = {
    "focus": (("modelling", "questions", "routines", "independent work", "feedback"), 0.9),
    "praise": (("the task was modelled in two short steps", "every pupil was asked once"), 0.82),
    "probe": (("how did the group at the back get on?", "what did the quiet pupils do?"), 0.6),
}
"""Words to choose from, and how often something is written."""
STEPS = ("wait before taking an answer", "model the first line", "plan three questions")
AGREED, PRACTISED, DATED, NOTED, EARLY, LEVEL_NOTED = 0.88, 0.5, 0.9, 0.85, 0.1, 0.9
"""How often each is written; ``EARLY`` is a step judged before it is due."""
LEVELS = np.array([0.16, 0.27, 0.34, 0.23])
DRIFT = np.array([0.09, 0.05, -0.05, -0.09])
"""By how much each level grows more likely from one conversation to the next."""
WAITS = (5, 7, 7, 10, 14, 14, 21, 28, 42)


def coaching_log(network: Network, rng: np.random.Generator) -> pd.DataFrame:
    """Return the log of every school that coaches: steps that were practised are met more often."""
    columns = load_record_type("coaching_log").column_ids
    rows = [row for place, school in _schools(network) for row in _of(network, place, school, rng)]
    table = pd.DataFrame(rows, columns=list(columns[1:]), dtype="str").fillna("")
    table = table.sort_values(["observed", "teacher"], kind="stable", ignore_index=True)
    table.insert(0, columns[0], [f"coaching-{number + 1:04d}" for number in range(len(table))])
    return table


def _schools(network: Network) -> Iterator[tuple[int, str]]:
    for place, alliance in enumerate(network.alliances["alliance_id"]):
        own = network.schools.loc[network.schools["alliance_id"] == alliance, "school_id"]
        coaching = np.arange(1, len(own) + 1) % WITHOUT_COACHING != 0
        for school in own[:1] if place == ONLY_ONE_SCHOOL else own[coaching]:
            yield place, school


def _of(
    network: Network, place: int, school: str, rng: np.random.Generator
) -> Iterator[dict[str, str]]:
    people = network.participants.loc[network.participants["school_id"] == school]
    coached = people.loc[people["role"].isin(COACHED), "participant_id"].tolist()
    leaders = people.loc[people["role"] == "senior_leader", "participant_id"].tolist()
    peers = rng.random() < PEERS
    taught = coached if peers or not leaders else [name for name in coached if name not in leaders]
    for number, teacher in enumerate(taught):
        partner = coached[number - 1] if peers or not leaders else leaders[number % len(leaders)]
        if partner != teacher:
            for turn, day in enumerate(_observed(rng)):
                known = {"school_id": school, "teacher": teacher, "coach": partner}
                yield {**known, **_entry(place, turn, day, rng)}


def _observed(rng: np.random.Generator) -> Iterator[date]:
    """Yield the days on which a teacher is observed, two to six weeks apart."""
    day = FIRST_DAY + timedelta(days=int(rng.integers(0, 170)))
    for _ in range(int(rng.integers(1, 7))):
        if day <= LAST_DAY:
            yield day
        day += timedelta(days=int(rng.integers(14, 43)))


def _entry(place: int, turn: int, day: date, rng: np.random.Generator) -> dict[str, str]:
    met_on = day + timedelta(days=int(rng.choice([0, 1, 1, 2, 3, 6])))
    if met_on > LAST_DAY or rng.random() < 0.04:
        return {"observed": day.isoformat(), "stage": "observation"}
    reported = day + timedelta(days=int(rng.choice([0, 1, 1, 1, 2, 4])))
    given = place != WITHOUT_REPORTS and rng.random() < 0.75
    return {
        "observed": day.isoformat(),
        "met_on": met_on.isoformat(),
        "reported": reported.isoformat() if given else "",
        "stage": "feedback",
        **{column: _maybe(words, often, rng) for column, (words, often) in TEXTS.items()},
        "engagement": _level(place, turn, rng),
        **_step(met_on, rng),
    }


def _maybe(words: tuple[str, ...], often: float, rng: np.random.Generator) -> str:
    return str(rng.choice(words)) if rng.random() < often else ""


def _level(place: int, turn: int, rng: np.random.Generator) -> str:
    if rng.random() >= LEVEL_NOTED:
        return ""
    likely = np.clip(LEVELS + DRIFT * turn, 0.02, None)
    return "4" if place == ALWAYS_NAMED else str(rng.choice(range(1, 5), p=likely / likely.sum()))


def _step(met_on: date, rng: np.random.Generator) -> dict[str, str]:
    if rng.random() >= AGREED:
        return {}
    practised, wait = rng.random() < PRACTISED, int(rng.choice(WAITS))
    step = {"action_step": str(rng.choice(STEPS)), "practised": "yes" if practised else "no"}
    if rng.random() >= DATED:
        return step
    due = met_on + timedelta(days=wait)
    met = due > LAST_DAY or rng.random() < 0.45 + 0.2 * practised + 0.12 * (wait <= 14)
    noted = rng.random() < (NOTED if due <= LAST_DAY else EARLY)
    return {**step, "due": due.isoformat(), "met": ("yes" if met else "no") if noted else ""}
