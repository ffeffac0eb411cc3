"""Forms and waves drawn as small tables of text: ``-`` is a question left blank."""

from datetime import date

import pandas as pd
import pytest

from tsa_research.schemas.model import (
    Instrument,
    Item,
    Option,
    ResponseScale,
    Source,
    Subscale,
    Target,
)
from tsa_research.waves import Wave


def read_drawing(text):
    """Return the rows of a table drawn with blanks between its columns."""
    head, *lines = [line.split() for line in text.strip().splitlines()]
    return pd.DataFrame(lines, columns=head).replace("-", None)


def make_wave(instrument, text, *, wave="autumn", kind="single"):
    """Make a wave from a drawing.

    A column is an item, ``person``, ``school``, ``alliance``, ``linked`` (``no`` where the
    answer was anonymous) or a group question. Items that are not drawn were left blank.
    """
    drawing = read_drawing(text)
    fixed = {"school": "Ashquill", "alliance": "Quillmoor", "cohort": "2024", "linked": "yes"}
    frame = pd.DataFrame(index=drawing.index)
    frame["respondent"] = drawing.get("person", pd.Series(drawing.index.astype(str)))
    for column, usual in fixed.items():
        frame[column] = drawing.get(column, usual)
    frame["linked"] = frame["linked"] == "yes"
    for question in instrument.groups:
        frame[question.id] = drawing.get(question.id, question.codes[0])
    for column in instrument.columns:
        answers = drawing.get(column, pd.Series(None, index=drawing.index, dtype=object))
        frame[column] = pd.to_numeric(answers).astype("Int16")
    day = date(2025, 10, 1)
    return Wave(instrument, wave, wave.capitalize(), kind, day, day, frame)


def make_form(
    *items, favourable="high", positive=(4, 5), min_answered=2, aggregate="mean", targets=()
):
    """Make a form with one section; ``-rushed`` is a reversed item, 9 is "not applicable"."""
    labels = dict(enumerate(("Never", "Rarely", "At times", "Often", "Always"), start=1))
    options = [Option(code, label) for code, label in labels.items()]
    options.append(Option(9, "Not applicable", scored=False))
    scale = ResponseScale("often", tuple(options), favourable, positive)
    names = [name.removeprefix("-") for name in items]
    return Instrument(
        id="drawn",
        version=1,
        title="Drawn form",
        about="A few questions.",
        answered_by=("teacher",),
        speaks_for="school" if aggregate == "stages" else "person",
        scales=(scale,),
        items=tuple(
            Item(name.removeprefix("-"), name, f"{name}?", scale, name.startswith("-"), target)
            for name in items
            for target in targets or (None,)
        ),
        subscales=(Subscale("climate", "Climate", tuple(names), aggregate, min_answered),),
        source=Source("A form", "page 1", "", "MIT"),
        targets=tuple(Target(target, target.capitalize()) for target in targets),
    )


@pytest.fixture
def drawing():
    """Return a function that reads a drawn table."""
    return read_drawing


@pytest.fixture
def form():
    """Return a function that makes a form with one section."""
    return make_form


@pytest.fixture
def wave_of():
    """Return a function that makes a wave of an instrument from a drawn table."""
    return make_wave
