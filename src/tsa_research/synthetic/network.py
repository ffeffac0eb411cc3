"""A fictional network: alliances, their schools and the people in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tsa_research.synthetic.names import (
    AWKWARD_SCHOOLS,
    KIND_OF_SCHOOL,
    alliance_titles,
    person_names,
    place_names,
    slug,
)
from tsa_research.synthetic.placements import trainees
from tsa_research.synthetic.pupils import pupils

COHORTS = ("2024", "2025")
SIZES = (14, 12, 11, 10, 8, 5)
DESIGNATED = {"2024": "2024-02-01", "2025": "2025-02-03"}
JOINING_DAYS = {
    "2024": ("2024-02-01", "2024-02-01", "2024-09-02", "2025-05-06"),
    "2025": ("2025-02-03", "2025-02-03", "2025-04-22", "2025-09-01"),
}
AFTER_THE_FIRST_WAVES = "2025-12-01"
NEWCOMERS_JOIN = "2026-01-05"
LATER_COHORT_JOINS = "2025-09-01"
ALLIANCES_THAT_GREW = (0, 2, 3)
ALLIANCE_OF_TWO_COHORTS = 2
PHASES = ("nursery", "primary", "middle", "secondary", "special", "all_through")
SHARE_OF_PHASES = (0.08, 0.52, 0.08, 0.22, 0.06, 0.04)


@dataclass(frozen=True, repr=False)
class Network:
    """The three records of a fictional network, in the columns of their record types."""

    alliances: pd.DataFrame
    schools: pd.DataFrame
    participants: pd.DataFrame


def build_network(rng: np.random.Generator, schools_per_alliance: Sequence[int] = SIZES) -> Network:
    """Make alliances, schools and participants.

    Parameters
    ----------
    rng : numpy.random.Generator
    schools_per_alliance : sequence of int
        One entry for each alliance. Alliances belong to the cohorts in turn; in the third one
        some people started with the later cohort. The last school of the last alliance
        is tiny: two people and a mentor. The first three alliances have a few classes of pupils,
        and some have trainees on placement.
    """
    places = place_names(rng)
    titles = alliance_titles(len(schools_per_alliance), places)
    alliances = pd.DataFrame(
        {
            "alliance_id": [slug(title.removesuffix(" Alliance")) for title in titles],
            "title": titles,
            "cohort": [COHORTS[position % len(COHORTS)] for position in range(len(titles))],
        }
    )
    schools = _schools(alliances, schools_per_alliance, places, rng)
    lead = schools.drop_duplicates("alliance_id").set_index("alliance_id")["school_id"]
    alliances.insert(2, "lead_school", alliances["alliance_id"].map(lead))
    alliances["designated"] = alliances["cohort"].map(DESIGNATED)
    staff = _participants(alliances, schools, rng)
    others = [pupils(alliances, schools), trainees(alliances, schools)]
    people = pd.concat([staff, *others], ignore_index=True)
    return Network(alliances, schools, people)


def _schools(
    alliances: pd.DataFrame, sizes: Sequence[int], places: Iterator[str], rng: np.random.Generator
) -> pd.DataFrame:
    width = max(2, len(str(sum(sizes))))
    rows: list[tuple[str, ...]] = []
    for number, alliance in enumerate(alliances.itertuples()):
        for place_in_alliance in range(sizes[number]):
            title, phase = _title_and_phase(len(rows), places, rng)
            joined = _joining_day(number, alliance.cohort, place_in_alliance, sizes[number], rng)
            school_id = f"school-{len(rows) + 1:0{width}d}"
            rows.append((school_id, title, alliance.alliance_id, phase, joined))
    return pd.DataFrame(rows, columns=["school_id", "title", "alliance_id", "phase", "joined"])


def _title_and_phase(
    number: int, places: Iterator[str], rng: np.random.Generator
) -> tuple[str, str]:
    if number in AWKWARD_SCHOOLS:
        return AWKWARD_SCHOOLS[number]
    phase = str(rng.choice(PHASES, p=SHARE_OF_PHASES))
    return f"{next(places)} {KIND_OF_SCHOOL[phase]}", phase


def _joining_day(
    alliance: int, cohort: str, place: int, size: int, rng: np.random.Generator
) -> str:
    if place == 0:
        return DESIGNATED[cohort]
    if alliance in ALLIANCES_THAT_GREW and place in (size - 3, size - 2):
        return AFTER_THE_FIRST_WAVES
    return str(rng.choice(JOINING_DAYS[cohort]))


def _participants(
    alliances: pd.DataFrame, schools: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    cohort_of = dict(zip(alliances["alliance_id"], alliances["cohort"], strict=True))
    mixed = set(alliances["alliance_id"][ALLIANCE_OF_TWO_COHORTS : ALLIANCE_OF_TWO_COHORTS + 1])
    rows = []
    for school in schools.itertuples():
        tiny = school.Index == len(schools) - 1
        for role in _roles(tiny, rng):
            cohort, joined = cohort_of[school.alliance_id], school.joined
            if role == "teacher" and not tiny and rng.random() < 0.15:
                joined = max(joined, NEWCOMERS_JOIN)
            elif school.alliance_id in mixed and rng.random() < 0.3:
                cohort, joined = COHORTS[-1], max(joined, LATER_COHORT_JOINS)
            rows.append((school.school_id, cohort, role, joined))
    people = pd.DataFrame(rows, columns=["school_id", "cohort", "role", "joined"])
    width = max(3, len(str(len(people))))
    people.insert(0, "participant_id", [f"person-{n + 1:0{width}d}" for n in range(len(people))])
    people.insert(1, "name", person_names(len(people), rng))
    people.insert(2, "email", _addresses(people, schools))
    return people


def _roles(tiny: bool, rng: np.random.Generator) -> list[str]:
    if tiny:
        return ["head_teacher", "teacher", "mentor"]
    mentors = int(rng.integers(1, 3))
    return ["head_teacher", *["senior_leader"] * 2, *["teacher"] * 4, *["mentor"] * mentors]


def _addresses(people: pd.DataFrame, schools: pd.DataFrame) -> list[str]:
    host = {row.school_id: slug(row.title) for row in schools.itertuples()}
    boxes = [slug(name).replace("-", ".") for name in people["name"]]
    return [
        f"{box}@{host[school]}.example"
        for box, school in zip(boxes, people["school_id"], strict=True)
    ]
