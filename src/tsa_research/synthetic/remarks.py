"""Invented answers to questions that are not rated, and how form tools write them down."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tsa_research.schemas.model import Instrument
from tsa_research.schemas.questions import JOINT, Question
from tsa_research.synthetic.sheet import Response

REMARKS = (
    "More time in the diary would help most.",
    "We have begun; it is too soon to say.",
    "Staff ask each other more than they did.",
    "The first term was slow, the second was better.",
    "It works where leaders join in themselves.",
    "We need a quiet room, and cover.",
    "Hard to say; opinions differ, and that is fine.",
)
TECHNIQUES = (
    "Questions at several levels",
    "Word banks",
    "Grouping by task",
    "Worked examples",
    "Extra challenge for those who finish",
    "Pictures beside the text",
)
SHARE_WHO_WRITE = 0.85
SHARE_RELEASED = 0.4


def add_remarks(
    answers: pd.DataFrame, instrument: Instrument, rng: np.random.Generator
) -> pd.DataFrame:
    """Add a column for each question that is not rated, and one that says what may be quoted.

    An answer is kept as codes or lines, as after an import. No number is drawn for forms without
    such questions.
    """
    columns = {}
    for question in instrument.questions:
        columns[question.id] = [_answer(question, rng) for _ in range(len(answers))]
        columns[f"{question.id}__released"] = [
            "yes" if flag else "" for flag in rng.random(len(answers)) < SHARE_RELEASED
        ]
    return answers.assign(**columns)


def _answer(question: Question, rng: np.random.Generator) -> str:
    if rng.random() > SHARE_WHO_WRITE:
        return ""
    if question.kind == "text":
        return str(rng.choice(REMARKS))
    names = question.codes if question.has_options else TECHNIQUES
    most = question.most if question.kind == "list" else max(2, len(names) - 2)
    chosen = rng.permutation(len(names))[: int(rng.integers(1, most + 1))]
    places = sorted(chosen) if question.kind == "tick_all" else chosen
    return (JOINT if question.has_options else "\n").join(names[place] for place in places)


def cells(response: Response, instrument: Instrument, joint: str) -> list[str]:
    """Return the answers as labels that ``joint`` stands between, and which may be quoted."""
    found = []
    for question in instrument.questions:
        found += [_labels(response[question.id], question, joint)]
        found += [response[f"{question.id}__released"]] * (not question.has_options)
    return found


def _labels(answer: str, question: Question, joint: str) -> str:
    if not question.has_options or not answer:
        return answer
    return joint.join(question.label(code) for code in answer.split(JOINT))


def headings(instrument: Instrument, *, by_id: bool = False) -> list[str]:
    """Return the headings above :func:`cells`: a person has added which answers may be quoted."""
    found = []
    for question in instrument.questions:
        found += [question.id if by_id else question.wording]
        found += [f"{question.id}__released"] * (not question.has_options)
    return found


def qualtrics_headings(instrument: Instrument) -> list[str]:
    """Return what stands above the cells in Qualtrics: a column for each option of a ranking."""
    found = []
    for question in instrument.questions:
        ranked = question.kind == "ranking"
        labels = [f"{question.wording} - {label}" for _, label in question.options]
        found += labels if ranked else [question.wording]
    return found


def qualtrics_cells(response: Response, instrument: Instrument, *, coded: bool) -> list[str]:
    """Return ranks, options joined with a comma (as labels or as numbers), and words."""
    found = []
    for question in instrument.questions:
        chosen = response[question.id].split(JOINT) if response[question.id] else []
        if question.kind == "ranking":
            ranks = {code: str(place) for place, code in enumerate(chosen, start=1)}
            found += [ranks.get(code, "") for code in question.codes]
        elif question.kind == "tick_all":
            numbers = {code: str(place) for place, code in enumerate(question.codes, start=1)}
            found += [",".join(numbers[c] if coded else question.label(c) for c in chosen)]
        else:
            found += [response[question.id]]
    return found
