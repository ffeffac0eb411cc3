"""Made-up lesson study cycles: two for three teachers of each school that has as many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd

from tsa_research.schemas.reading import load_record_type
from tsa_research.synthetic.network import Network

DUE = (date(2025, 12, 12), date(2026, 3, 27))
FOCUS = ("asking questions", "writing at length", "reasoning in mathematics", "science enquiry")
ENDINGS = ("on_time", "late", "no_cover", "illness", "planned", "taught", "unplanned")
SHARES = (0.5, 0.14, 0.14, 0.06, 0.06, 0.06, 0.04)
STEPS = ("planned", "taught", "observed", "reviewed")
HELD = {"planned": STEPS[:1], "taught": STEPS[:2], "unplanned": STEPS[1:]}
CANCELLED = ("no_cover", "illness")


def lesson_study_cycles(network: Network, rng: np.random.Generator) -> pd.DataFrame:
    """Return the record of cycles of every school with at least three teachers."""
    teachers = network.participants.loc[network.participants["role"] == "teacher"]
    rows = [row for school, part in teachers.groupby("school_id") for row in _of(school, part, rng)]
    columns = list(load_record_type("lesson_study_cycles").column_ids)
    blank = dict.fromkeys(columns[1:], "")
    table = pd.DataFrame([{**blank, **row} for row in rows], columns=list(blank))
    table.insert(0, columns[0], [f"cycle-{number + 1:03d}" for number in range(len(table))])
    return table


def _of(school: object, part: pd.DataFrame, rng: np.random.Generator) -> Iterator[dict[str, str]]:
    if len(part) < len(("teacher", "second", "third")):
        return
    people, focus = part["participant_id"].tolist(), str(rng.choice(FOCUS))
    for number, due in enumerate(DUE, start=1):
        yield {
            "school_id": str(school),
            "triad": f"{school} A",
            "cycle": str(number),
            "teacher": people[number - 1],
            "second": people[number % 3],
            "third": people[(number + 1) % 3],
            "focus": focus,
            "n_focus_pupils": str(rng.integers(2, 7)),
            "due": due.isoformat(),
            **_days(str(rng.choice(ENDINGS, p=SHARES)), due, rng),
        }


def _days(ending: str, due: date, rng: np.random.Generator) -> dict[str, str]:
    last = due + timedelta(days=int(rng.integers(3, 20)) * (1 if ending == "late" else -1))
    if ending in CANCELLED:
        before = last - timedelta(days=9)
        days = {"planned": before, "cancelled": last}
        return {**_texts(days), "cancelled_for": ending}
    taught = last - timedelta(days=2)
    days = {"planned": taught - timedelta(days=7), "taught": taught, "observed": taught}
    held = HELD.get(ending, STEPS)
    return _texts({step: day for step, day in {**days, "reviewed": last}.items() if step in held})


def _texts(days: dict[str, date]) -> dict[str, str]:
    return {step: day.isoformat() for step, day in days.items()}
