"""Small waves, and what plain pandas makes of them."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from tsa_research.schemas.reading import load_instrument
from tsa_research.waves import Wave

SCHOOLS = ("Ashquill", "Beckonmoor", "Castlewick", "Dunmarrow")


def make_wave(instrument_id, columns, *, wave="autumn", kind="single", day=date(2025, 10, 1)):
    """Make a wave from columns of equal length; items that are not given were left blank."""
    instrument = load_instrument(instrument_id)
    given = pd.DataFrame(columns)
    count = len(given)
    usual = {
        "respondent": [f"p{place}" for place in range(count)],
        "linked": [True] * count,
        "school": [SCHOOLS[place % len(SCHOOLS)] for place in range(count)],
        "alliance": ["Quillmoor"] * count,
        "cohort": ["2024"] * count,
        **{question.id: [question.codes[0]] * count for question in instrument.groups},
    }
    frame = pd.DataFrame({name: given.get(name, usual[name]) for name in usual})
    frame = frame.astype({name: "str" for name in usual if name != "linked"})
    frame["linked"] = frame["linked"].astype(bool)
    for column in instrument.columns:
        answers = given.get(column, pd.Series([None] * count, dtype=object))
        frame[column] = pd.to_numeric(answers).astype("Int16")
    return Wave(instrument, wave, wave.capitalize(), kind, day, day, frame)


def make_random(instrument_id, people, seed, *, blank=0.1, **options):
    """Make a wave of random answers, some of them blank, in four schools."""
    rng = np.random.default_rng(seed)
    instrument = load_instrument(instrument_id)
    columns = {}
    for item in instrument.items:
        drawn = rng.choice(item.scale.codes, size=people).astype(float)
        drawn[rng.random(people) < blank] = np.nan
        columns[item.column] = drawn
    for question in instrument.groups:
        columns[question.id] = rng.choice(question.codes, size=people)
    columns["respondent"] = [f"p{place}" for place in rng.permutation(people)]
    return make_wave(instrument_id, columns, **options)


@pytest.fixture
def wave_of():
    """Return a function that makes a wave from columns."""
    return make_wave


@pytest.fixture
def random_wave():
    """Return a function that makes a wave of random answers."""
    return make_random


@pytest.fixture
def answers():
    """Return a function that gives the answers of a section, reversed items turned."""

    def turned(wave, section, target=None):
        columns = {}
        for item in wave.instrument.items_of(section, target):
            codes = wave.responses[item.column].astype(float)
            ends = min(item.scale.codes) + max(item.scale.codes)
            columns[item.id] = ends - codes if item.reversed else codes
        return pd.DataFrame(columns)

    return turned


@pytest.fixture
def person_means(answers):
    """Return a function that gives each person's mean of a section if enough was answered."""

    def means(wave, section, target=None):
        table = answers(wave, section, target)
        fewest = next(s.min_answered for s in wave.instrument.subscales if s.id == section)
        return table.mean(axis=1).where(table.notna().sum(axis=1) >= fewest)

    return means
