"""An empty table for answers: one row a person, a heading for each question."""

from __future__ import annotations

import csv
import io
from collections import Counter

from tsa_research.schemas.collection import Collection
from tsa_research.schemas.model import Instrument

KNOWN = ("participant", "school", "submitted")
"""Who answers, for which school, on which day (such as 2026-03-27)."""


def table_template(instrument: Instrument, collection: Collection | None = None) -> str:
    """Return the heading of a table that ``tsa import`` reads back without a mapping.

    Cells may hold the labels of the answers or their codes; several options are separated by
    semicolons.

    Parameters
    ----------
    instrument : Instrument
    collection : Collection, optional
        Not said here: a table is filled from forms on which it stands.

    Returns
    -------
    str
        One line of CSV: :data:`KNOWN`, then every question in its wording; one that is asked
        about several targets in the same words by its id.
    """
    groups = (question.wording for question in instrument.groups)
    times = Counter(item.wording for item in instrument.items)
    items = (item.wording if times[item.wording] == 1 else item.column for item in instrument.items)
    asked = (question.wording for question in instrument.questions)
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerow([*KNOWN, *groups, *items, *asked])
    return text.getvalue()
