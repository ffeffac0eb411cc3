"""From a form and its layout to the frame of answers, codes in place of labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from tsa_research.columns import Column
from tsa_research.intake.asked import OF_OPTION, asked_values
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
    """Return one row per response, in the columns of :attr:`Intake.coded`."""
    person, school = _role(form, layout, "person"), _role(form, layout, "school")
    dates = _dates(form, layout, day_first)
    recoded, spellings = _recoded(form, layout, instrument)
    columns = {
        "person": person.values([text.strip() or None for text in person.distinct]),
        "school": school.values([text if text.strip() else None for text in school.distinct]),
        "submitted": dates.values,
        **asked_values(form, layout.positions, instrument),
    }
    # As objects, because a blank is None in every column, also where all of it is blank.
    texts = {name: pd.Series(values, dtype="object") for name, values in columns.items()}
    frame = {"row": pd.Series(form.numbers, dtype="int64"), **texts, **recoded}
    actions = (*_sources(form, layout, instrument), *dates.actions, *spellings)
    return Assembled(pd.DataFrame(frame), actions)


def _role(form: Form, layout: Layout, role: str) -> Column:
    """Return the first text that is not blank, going through the columns by preference."""
    columns = [form.columns[place] for place in layout.positions.get(role, ())]
    if len(columns) == 1:
        return columns[0].compact()
    chosen = _blank(form)
    for column in reversed(columns):
        filled = column.where(lambda text: bool(text.strip()))
        codes = np.where(filled, column.codes, chosen.codes + len(column.distinct))
        chosen = Column([*column.distinct, *chosen.distinct], codes)
    return chosen.compact()


def _blank(form: Form) -> Column:
    return Column([""], np.zeros(len(form.numbers), dtype=np.int32))


def _dates(form: Form, layout: Layout, day_first: bool) -> DatesRead:
    places = layout.positions.get("submitted", ())
    heading = " and ".join(quoted(form.headings[place].name) for place in places)
    column = _role(form, layout, "submitted")
    read = read_dates(column.distinct, day_first=day_first, heading=heading)
    return replace(read, values=column.values(read.values).tolist())


def _recoded(
    form: Form, layout: Layout, instrument: Instrument
) -> tuple[dict[str, pd.Categorical], tuple[str, ...]]:
    columns: dict[str, pd.Categorical] = {}
    spellings: dict[tuple[Options, str], set[str]] = {}
    for name, options in _options(instrument).items():
        places = layout.positions.get(name)
        typed = form.columns[places[0]].compact() if places else _blank(form)
        recoded = recode(typed.distinct, options)
        columns[name] = _categorical(typed, recoded.values)
        for code, texts in recoded.spellings.items():
            spellings.setdefault((options, code), set()).update(texts)
    return columns, describe_spellings(spellings)


def _categorical(typed: Column, values: Sequence[str | None]) -> pd.Categorical:
    """Return what belongs to the text of every row; ``values`` are in order of ``distinct``."""
    codes, distinct = pd.factorize(np.array([*values, None], dtype=object))
    return pd.Categorical.from_codes(codes[typed.codes], pd.Index(distinct, dtype="object"))


def _options(instrument: Instrument) -> dict[str, Options]:
    groups = {question.id: question.options for question in instrument.groups}
    items = {item.column: scale_options(item.scale) for item in instrument.items}
    return {**groups, **items}


def _sources(form: Form, layout: Layout, instrument: Instrument) -> tuple[str, ...]:
    sentences = []
    asked = [q.id for q in instrument.questions if not _has_columns(layout, q.id)]
    for name in (*ROLES, *(question.id for question in instrument.groups), *asked):
        places = layout.positions.get(name, ())
        if not places:
            sentences.append(f"The file has no column for {name}: it is blank in every row.")
        elif len(places) > 1:
            headings = [quoted(form.headings[place].name) for place in places]
            order = listed(headings, most=len(headings))
            sentences.append(f"For {name} the first that is not blank was taken from {order}.")
    return tuple(sentences)


def _has_columns(layout: Layout, question: str) -> bool:
    """Return whether a file has the question, be it a column or one for each option."""
    return any(name.partition(OF_OPTION)[0] == question for name in layout.positions)
