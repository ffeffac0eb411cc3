"""Answers to questions that are not rated, one row each, ready to be stored apart."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from tsa_research.schemas.model import Instrument
from tsa_research.schemas.questions import JOINT, Question

RELEASED = "{}::released"
"""The column that says of an answer that it may be quoted."""


def asked_answers(
    usable: pd.DataFrame, respondents: pd.Series, instrument: Instrument
) -> pd.DataFrame:
    """Return one row for each answer in words, option or line of a list.

    Parameters
    ----------
    usable : DataFrame
        The candidates that passed every check.
    respondents : Series
        The pseudonym of each.
    instrument : Instrument

    Returns
    -------
    DataFrame
        ``respondent``, ``cohort``, ``alliance``, ``question``, ``place`` (rank, from 1),
        ``answer`` (a code or a text) and ``released``: whether it may be quoted.
    """
    rows = [
        row for question in instrument.questions for row in _rows(usable, respondents, question)
    ]
    columns = ["respondent", "cohort", "alliance", "question", "place", "answer", "released"]
    return pd.DataFrame(rows, columns=columns)


def _rows(
    usable: pd.DataFrame, respondents: pd.Series, question: Question
) -> Iterator[tuple[str, str, str, str, int, str, bool]]:
    whom = zip(respondents, usable["cohort"], usable["alliance"], strict=True)
    answers = zip(usable[question.id], usable[RELEASED.format(question.id)], strict=True)
    joint = JOINT if question.has_options else "\n"
    for (respondent, cohort, alliance), (answer, released) in zip(whom, answers, strict=True):
        if pd.isna(answer):
            continue
        parts = [answer] if question.kind == "text" else answer.split(joint)
        for place, part in enumerate(parts, start=1):
            yield respondent, cohort, alliance, question.id, place, part, released == "yes"
