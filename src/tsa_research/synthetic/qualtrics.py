"""How Qualtrics lays out an export: three header rows, as labels or as codes."""

from __future__ import annotations

import hashlib
import json

import pandas as pd

from tsa_research.schemas.model import Instrument
from tsa_research.synthetic.remarks import qualtrics_cells, qualtrics_headings
from tsa_research.synthetic.sheet import (
    Response,
    Row,
    Sheet,
    asked_wordings,
    codes,
    context_labels,
    labels,
    records,
    started,
)

COLUMNS = {
    "StartDate": "Start Date",
    "EndDate": "End Date",
    "Status": "Response Type",
    "IPAddress": "IP Address",
    "Progress": "Progress",
    "Finished": "Finished",
    "RecordedDate": "Recorded Date",
    "ResponseId": "Response ID",
    "RecipientLastName": "Recipient Last Name",
    "RecipientFirstName": "Recipient First Name",
    "RecipientEmail": "Recipient Email",
    "DistributionChannel": "Distribution Channel",
}


def qualtrics_labels(instrument: Instrument, responses: pd.DataFrame) -> Sheet:
    """Lay out labels as Qualtrics does for a survey sent by e-mail."""
    rows = [
        [*labels(response, instrument), *qualtrics_cells(response, instrument, coded=False)]
        for response in records(responses)
    ]
    return _sheet(instrument, responses, rows, status="IP Address", finished="True")


def qualtrics_codes(instrument: Instrument, responses: pd.DataFrame) -> Sheet:
    """Lay out codes as Qualtrics does; status and finished are numbers as well."""
    rows = [
        [*codes(response, instrument), *qualtrics_cells(response, instrument, coded=True)]
        for response in records(responses)
    ]
    return _sheet(instrument, responses, rows, status="0", finished="1")


def _sheet(
    instrument: Instrument,
    responses: pd.DataFrame,
    answers: list[Row],
    *,
    status: str,
    finished: str,
) -> Sheet:
    rated = [item.wording for item in instrument.items]
    questions = [*asked_wordings(instrument), *rated, *qualtrics_headings(instrument)]
    ids = [f"QID{number}" for number in range(1, len(questions) + 1)]
    names: Row = [*COLUMNS, *(name.replace("QID", "Q") for name in ids)]
    texts: Row = [*COLUMNS.values(), *questions]
    imports = [name[0].lower() + name[1:] for name in COLUMNS] + ids
    header = [names, texts, [json.dumps({"ImportId": name}) for name in imports]]
    body = [
        [
            *_delivery(response, number, status, finished),
            *context_labels(response, instrument),
            *answers[number],
        ]
        for number, response in enumerate(records(responses))
    ]
    return Sheet(header, body)


def _delivery(response: Response, number: int, status: str, finished: str) -> Row:
    """Return the cells before the questions; the addresses are those kept for documentation."""
    first, _, last = response["name"].partition(" ")
    start, end = str(started(response)), str(response["submitted"])
    token = hashlib.sha256(f"{response['participant_id']} {end}".encode()).hexdigest()[:15]
    row = [start, end, status, f"192.0.2.{number % 250 + 1}", "100", finished, end]
    return [*row, f"R_{token}", last, first, response["email"], "email"]
