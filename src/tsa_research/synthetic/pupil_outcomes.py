"""Made-up outcomes of pupils: single pupils in three alliances, groups of them in two more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tsa_research.schemas.reading import load_record_type
from tsa_research.synthetic.network import Network

Row = dict[str, str]
GROUPS = ("Pupil premium", "SEND", "Other pupils")
SHARES = (0.34, 0.18, 0.48)
BEHIND = -1
"""By how much less pupils on pupil premium gain in the alliance where a group falls behind."""


@dataclass(frozen=True)
class Test:
    """One measure in one alliance: how pupils stood, how far they move, and what is missing."""

    alliance: int
    measure: str
    unit: str
    days: tuple[str, str]
    start: tuple[int, int]
    steps: tuple[int, ...]
    expected: str = ""
    schools: int = 99
    grouped: bool = True
    behind: int = 0
    share_once: float = 0.05


TESTS = (
    Test(0, "Writing", "sub_levels", ("2025-09-22", "2026-06-15"), (8, 17),
         (-1, 0, 0, 1, 1, 1, 2, 2, 2, 3), expected="2"),
    Test(0, "Fractions test", "marks", ("2026-03-02", "2026-03-06"), (0, 5),
         (0, 1, 2, 2, 3, 4, 5), schools=1, grouped=False, share_once=0.0),
    Test(1, "Reading", "points", ("2025-09-22", "2026-06-15"), (18, 29), (1, 2, 3, 4, 5),
         grouped=False, share_once=0.0),
    Test(2, "Mathematics", "points", ("2026-09-14", "2026-11-16"), (18, 29),
         (0, 1, 1, 2, 2, 3, 3), behind=BEHIND),
    Test(2, "Reading", "points", ("2026-09-14", "2026-11-16"), (18, 29),
         (-2, -1, -1, 0, 0, 0, 1, 1, 2)),
)  # fmt: skip
COUNTED = {"Boys": 1.1, "Girls": 1.4, "EAL": 1.8}
"""Groups of which only the mean is known, and by how much it rose, in sub-levels."""
ONLY_COUNTED, ONLY_BEFORE = 3, 4
"""Alliances, by their place, with groups only: one of them has not been measured again yet."""
COUNTED_SCHOOLS = 4
WITHOUT_NUMBER = (1, "EAL")
"""The group, in the second of these schools, of which nobody wrote down how many pupils it has."""


def pupil_outcomes(network: Network, rng: np.random.Generator) -> pd.DataFrame:
    """Return the record of outcomes, pupils first and groups of pupils after them."""
    columns = list(load_record_type("pupil_outcomes").column_ids)
    blank = dict.fromkeys(columns[1:], "")
    rows = [*_pupils(network, rng), *_groups(network, rng)]
    table = pd.DataFrame([{**blank, **row} for row in rows], columns=list(blank))
    table.insert(0, columns[0], [f"outcome-{number + 1:03d}" for number in range(len(table))])
    return table


def _pupils(network: Network, rng: np.random.Generator) -> Iterator[Row]:
    people = network.participants
    everybody = people.loc[people["role"] == "pupil"]
    drawn = rng.choice(GROUPS, len(everybody), p=SHARES)
    group_of = dict(zip(everybody["participant_id"], map(str, drawn), strict=True))
    for test in TESTS:
        schools = _schools(network, test.alliance)[: test.schools]
        own = everybody.loc[everybody["school_id"].isin(schools)]
        for pupil, school in zip(own["participant_id"], own["school_id"], strict=True):
            yield _pupil(test, pupil, school, group_of[pupil], rng)


def _pupil(test: Test, pupil: str, school: str, group: str, rng: np.random.Generator) -> Row:
    before = int(rng.integers(*test.start))
    step = int(rng.choice(test.steps)) + (test.behind if group == GROUPS[0] else 0)
    known = {"school_id": school, "pupil": pupil, "group": group if test.grouped else ""}
    row = {**known, "measure": test.measure, "unit": test.unit, "expected": test.expected}
    moments = {"before": before, "after": max(0, before + step)}
    absent = str(rng.choice(list(moments))) if rng.random() < test.share_once else ""
    for (moment, value), day in zip(moments.items(), test.days, strict=True):
        if moment != absent:
            row |= {moment: str(value), f"measured_{moment}": day}
    return row


def _groups(network: Network, rng: np.random.Generator) -> Iterator[Row]:
    for place in (ONLY_COUNTED, ONLY_BEFORE):
        for number, school in enumerate(_schools(network, place)[:COUNTED_SCHOOLS]):
            for group, rise in COUNTED.items():
                row = _group(school, group, rise, place == ONLY_BEFORE, rng)
                yield row | ({"n_pupils": ""} if (number, group) == WITHOUT_NUMBER else {})


def _group(
    school: str, group: str, rise: float, only_before: bool, rng: np.random.Generator
) -> Row:
    """Return a group of pupils with its means."""
    n_pupils = int(rng.integers(1, 6) if group == "EAL" else rng.integers(9, 16))
    before = rng.uniform(8, 14)
    row = {
        **{"school_id": school, "group": group, "measure": "Writing", "unit": "sub_levels"},
        "n_pupils": str(n_pupils),
        **{"before": f"{before:.1f}", "measured_before": "2025-09-22"},
    }
    if only_before:
        return row
    after = f"{before + rise + rng.normal(0, 0.3):.1f}"
    return row | {"after": after, "measured_after": "2026-06-15"}


def _schools(network: Network, place: int) -> Sequence[str]:
    if place >= len(network.alliances):
        return []
    alliance = network.alliances["alliance_id"].iloc[place]
    own = network.schools.loc[network.schools["alliance_id"] == alliance, "school_id"]
    return own.tolist()
