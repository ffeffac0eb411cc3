"""Entries of a coaching log and gap tasks, as small as a test needs them."""

from __future__ import annotations

import pandas as pd

from tsa_research.schemas.reading import load_record_type

WHOLE = {
    "focus": "questions",
    "praise": "the pause",
    "probe": "how many answered?",
    "engagement": "2",
    "action_step": "wait",
    "practised": "yes",
    "due": "2026-01-12",
}
"""What an entry holds in which all six steps of feedback were written down."""
PEERS = "abcdefghijklmnopqrstuvwxyz"


def entry(teacher="a", coach="z", school="oak", **written):
    """Return one entry of the log: observed and talked about, and what else was written."""
    blank = dict.fromkeys(load_record_type("coaching_log").column_ids, "")
    known = {"teacher": teacher, "coach": coach, "school_id": school, "school": school.title()}
    days = {"observed": "2026-01-05", "met_on": "2026-01-06", "alliance": "Quillmoor"}
    return {**blank, **known, **days, **written}


def entries(*rows):
    """Return a log, in which every entry has an id of its own."""
    numbered = ({**row, "entry_id": row["entry_id"] or f"e{n}"} for n, row in enumerate(rows))
    return pd.DataFrame(list(numbered), columns=[*entry()])


def peers(n, school="oak", **written):
    """Return an entry for each of some teachers, who coach each other in a ring."""
    names = [f"{school}-{PEERS[place]}" for place in range(n)]
    pairs = zip(names, [*names[1:], names[0]], strict=True)
    return [entry(teacher, coach, school, **written) for teacher, coach in pairs]


def task(participant="a", school="oak", learning_set="pupil_culture", **written):
    """Return one gap task, due on 12 December."""
    blank = dict.fromkeys(load_record_type("gap_tasks").column_ids, "")
    known = {"participant": participant, "school_id": school, "school": school.title()}
    usual = {"learning_set": learning_set, "set": "2025-11-03", "due": "2025-12-12"}
    return {**blank, **known, **usual, "alliance": "Quillmoor", **written}
