"""From a form and its layout to the frame of answers, codes in place of labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pandas as pd

from tsa_research.intake.coding import Options, describe_spellings, recode, scale_options
from tsa_research.intake.dates import DatesRead, read_dates
from tsa_research.intake.form import ROLES, Form
from tsa_research.intake.matching import Layout
from tsa_research.intake.wording import listed, quoted
from tsa_research.schemas.model import Instrument


@dataclass(frozen=True)
class Assembled:
    """The answers of a form and how they were read."""

    answers: pd.DataFrame = field(repr=False)
    actions: tuple[str, ...]


def assemble(form: Form, layout: Layout, instrument: Instrument, *, day_first: bool) -> Assembled:
    """Return one row per response, in the columns that :class:`Intake` promises."""
    person = _by_unique(_role(form, layout, "person"), str.strip)
    school = _role(form, layout, "school")
    dates = _dates(form, layout, day_first)
    recoded, spellings = _recoded(form, layout, instrument)
    columns = {
        "person": [text or None for text in person],
        "school": _by_unique(school, lambda text: text if text.strip() else None),
        "submitted": dates.values,
        **recoded,
    }
    frame = {"row": pd.Series(form.numbers, dtype="int64")}
    # As objects, because a blank is None in every column, also where all of it is blank.
    frame |= {name: pd.Series(values, dtype="object") for name, values in columns.items()}
    actions = (*_sources(form, layout, instrument), *dates.actions, *spellings)
    return Assembled(pd.DataFrame(frame), actions)


def _by_unique(values: Iterable[str], function: Callable) -> list:
    column = list(values)
    results = {value: function(value) for value in set(column)}
    return [results[value] for value in column]


def _role(form: Form, layout: Layout, role: str) -> list[str]:
    """Return the first text that is not blank, going through the columns by preference."""
    columns = [form.columns[place] for place in layout.positions.get(role, ())]
    if not columns:
        return [""] * len(form.numbers)
    if len(columns) == 1:
        return list(columns[0])
    rows = zip(*columns, strict=True)
    return [next((text for text in row if text.strip()), "") for row in rows]


def _dates(form: Form, layout: Layout, day_first: bool) -> DatesRead:
    places = layout.positions.get("submitted", ())
    heading = " and ".join(quoted(form.headings[place].name) for place in places)
    return read_dates(_role(form, layout, "submitted"), day_first=day_first, heading=heading)


def _recoded(
    form: Form, layout: Layout, instrument: Instrument
) -> tuple[dict[str, list[str | None]], tuple[str, ...]]:
    columns: dict[str, list[str | None]] = {}
    spellings: dict[tuple[Options, str], set[str]] = {}
    for name, options in _options(instrument).items():
        places = layout.positions.get(name)
        typed = form.columns[places[0]] if places else ("",) * len(form.numbers)
        recoded = recode(typed, options)
        columns[name] = recoded.values
        for code, texts in recoded.spellings.items():
            spellings.setdefault((options, code), set()).update(texts)
    return columns, describe_spellings(spellings)


def _options(instrument: Instrument) -> dict[str, Options]:
    groups = {question.id: question.options for question in instrument.groups}
    items = {item.column: scale_options(item.scale) for item in instrument.items}
    return {**groups, **items}


def _sources(form: Form, layout: Layout, instrument: Instrument) -> tuple[str, ...]:
    sentences = []
    for name in (*ROLES, *(question.id for question in instrument.groups)):
        places = layout.positions.get(name, ())
        if not places:
            sentences.append(f"The file has no column for {name}: it is blank in every row.")
        elif len(places) > 1:
            headings = [quoted(form.headings[place].name) for place in places]
            order = listed(headings, most=len(headings))
            sentences.append(f"For {name} the first that is not blank was taken from {order}.")
    return tuple(sentences)
