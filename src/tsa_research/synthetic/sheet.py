"""A sheet of cells, and the cells of one response in the forms that the layouts need."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from tsa_research.schemas.model import Instrument

Row = list[Any]
Response = dict[Hashable, Any]


@dataclass
class Sheet:
    """Header rows and body of an export, before it is written."""

    header: list[Row]
    body: list[Row]

    def position(self, heading: str) -> int:
        """Return the position of a column, found by its heading in any header row."""
        return next(row.index(heading) for row in self.header if heading in row)

    def row_number(self, position: int) -> int:
        """Return the number of a body row as a spreadsheet shows it."""
        return len(self.header) + position + 1


def records(responses: pd.DataFrame) -> list[Response]:
    """Return the responses one by one, column to value."""
    return responses.to_dict(orient="records")


def group_ids(instrument: Instrument) -> list[str]:
    """Return the ids of the questions that split the answers."""
    return [question.id for question in instrument.context if question.asks == "group"]


def asked_wordings(instrument: Instrument) -> list[str]:
    """Return the wordings of all context questions but the one for the person."""
    return [question.wording for question in instrument.context if question.asks != "person"]


def started(response: Response) -> datetime:
    """Return when the form was opened."""
    return ended(response) - timedelta(minutes=response["minutes"])


def ended(response: Response) -> datetime:
    """Return when the form was sent."""
    return response["submitted"].to_pydatetime()


def codes(response: Response, instrument: Instrument) -> Row:
    """Return the rated answers as codes, blank where skipped."""
    return ["" if pd.isna(response[c]) else str(response[c]) for c in instrument.columns]


def labels(response: Response, instrument: Instrument) -> Row:
    """Return the rated answers as labels, blank where skipped."""
    return [
        "" if pd.isna(response[item.column]) else item.scale.label(response[item.column])
        for item in instrument.items
    ]


def context_labels(response: Response, instrument: Instrument) -> Row:
    """Return the answers to the questions of :func:`asked_wordings`."""
    cells = []
    for question in instrument.context:
        if question.asks == "school":
            cells.append(response["school_title"])
        elif question.asks == "group":
            code = response[question.id]
            cells.append("" if pd.isna(code) else question.label(code))
    return cells


def all_labels(response: Response, instrument: Instrument) -> Row:
    """Return context and rated answers as labels."""
    return [*context_labels(response, instrument), *labels(response, instrument)]
