"""What people are and stay: their answers to questions that split the answers."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from tsa_research.schemas.model import ContextQuestion, Instrument

SHARES = {"enquiry_part": (0.2, 0.8), "first_language": (0.75, 0.25)}
"""How often each option is given; all alike where nothing is said."""


def with_lasting_groups(people: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """Add a column for each group question that nothing known of the people answers yet."""
    asked = [question for question in instrument.groups if question.id not in people]
    return people.assign(**{question.id: _answers(people, question) for question in asked})


def _answers(people: pd.DataFrame, question: ContextQuestion) -> pd.Series:
    """Return the same answer for the same person every time, without drawing a number."""
    even = (1 / len(question.codes),) * len(question.codes)
    edges = np.cumsum(SHARES.get(question.id, even))[:-1]
    places = [_place(question.id, person) for person in people["participant_id"]]
    codes = [question.codes[np.searchsorted(edges, place)] for place in places]
    return pd.Series(codes, index=people.index, dtype="str")


def _place(question: str, person: str) -> float:
    """Return a number from 0 to 1 that belongs to a person and a question."""
    digest = hashlib.sha256(f"{question} {person}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32
