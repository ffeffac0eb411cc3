"""How form tools lay out an export: one function for each dialect, all giving a `Sheet`."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from tsa_research.schemas.model import Instrument
from tsa_research.schemas.questions import JOINT
from tsa_research.synthetic.qualtrics import qualtrics_codes, qualtrics_labels
from tsa_research.synthetic.remarks import cells, headings
from tsa_research.synthetic.sheet import (
    Response,
    Row,
    Sheet,
    all_labels,
    asked_wordings,
    codes,
    ended,
    group_ids,
    records,
    started,
)


def plain_wide(instrument: Instrument, responses: pd.DataFrame) -> Sheet:
    """Lay out one row for each respondent, with codes."""
    groups = group_ids(instrument)
    asked = headings(instrument, by_id=True)
    header: Row = ["participant", "school", "submitted", *groups, *instrument.columns, *asked]
    body = [
        [*_known(r, groups), *codes(r, instrument), *cells(r, instrument, JOINT)]
        for r in records(responses)
    ]
    return Sheet([header], body)


def plain_wide_by_address(instrument: Instrument, responses: pd.DataFrame) -> Sheet:
    """Lay out as :func:`plain_wide`, with the e-mail address as the participant."""
    return plain_wide(instrument, responses.assign(participant_id=responses["email"]))


def plain_long(instrument: Instrument, responses: pd.DataFrame) -> Sheet:
    """Lay out one row for each answer; what was skipped has no row."""
    groups = group_ids(instrument)
    header: Row = ["participant", "school", "submitted", *groups, "item", "target", "answer"]
    body = [
        [*_known(r, groups), *answer]
        for r in records(responses)
        for answer in (*_ratings(r, instrument), *_remarks(r, instrument))
    ]
    return Sheet([header], body)


def google_forms(instrument: Instrument, responses: pd.DataFrame) -> Sheet:
    """Lay out labels as Google Forms does, grids as ``section [question]``."""
    grid = [
        f"{instrument.subscale_of[item.id].title} [{item.wording}]" for item in instrument.items
    ]
    known: Row = ["Timestamp", "Email Address", *asked_wordings(instrument)]
    header: Row = [*known, *grid, *headings(instrument)]
    body = [
        [
            f"{ended(r):%d/%m/%Y %H:%M:%S}",
            r["email"],
            *all_labels(r, instrument),
            *cells(r, instrument, ", "),
        ]
        for r in records(responses)
    ]
    return Sheet([header], body)


def google_forms_anonymous(instrument: Instrument, responses: pd.DataFrame) -> Sheet:
    """Lay out as :func:`google_forms` with no column that tells who answered."""
    sheet = google_forms(instrument, responses)
    column = sheet.position("Email Address")
    for row in [*sheet.header, *sheet.body]:
        del row[column]
    return sheet


def microsoft_forms(instrument: Instrument, responses: pd.DataFrame) -> Sheet:
    """Lay out labels as Microsoft Forms does, with real dates."""
    questions = [*asked_wordings(instrument), *(item.wording for item in instrument.items)]
    known: Row = ["ID", "Start time", "Completion time", "Email", "Name"]
    header: Row = [*known, *questions, *headings(instrument)]
    body = [
        [
            *(number, started(r), ended(r), r["email"], r["name"]),
            *all_labels(r, instrument),
            *cells(r, instrument, ";"),
        ]
        for number, r in enumerate(records(responses), start=1)
    ]
    return Sheet([header], body)


def microsoft_forms_open(instrument: Instrument, responses: pd.DataFrame) -> Sheet:
    """Lay out a form open to anyone: ``Email`` says anonymous, and the form asks who answers."""
    sheet = microsoft_forms(instrument, responses)
    question = next(q.wording for q in instrument.context if q.asks == "person")
    email, name = sheet.position("Email"), sheet.position("Name")
    sheet.header[0].insert(name + 1, question)
    for row in sheet.body:
        row.insert(name + 1, row[email])
        row[email], row[name] = "anonymous", ""
    return sheet


LAYOUTS: dict[str, Callable[[Instrument, pd.DataFrame], Sheet]] = {
    "plain_wide": plain_wide,
    "plain_wide_by_address": plain_wide_by_address,
    "plain_long": plain_long,
    "google": google_forms,
    "google_anonymous": google_forms_anonymous,
    "microsoft": microsoft_forms,
    "microsoft_open": microsoft_forms_open,
    "qualtrics_labels": qualtrics_labels,
    "qualtrics_codes": qualtrics_codes,
}


def _ratings(response: Response, instrument: Instrument) -> list[Row]:
    """Return item, target and code of every rated answer."""
    return [
        [item.id, item.target or "", str(response[item.column])]
        for item in instrument.items
        if pd.notna(response[item.column])
    ]


def _remarks(response: Response, instrument: Instrument) -> list[Row]:
    """Return the name of the column, no target, and the text of every other answer."""
    names = headings(instrument, by_id=True)
    pairs = zip(names, cells(response, instrument, JOINT), strict=True)
    return [[name, "", text] for name, text in pairs if text]


def _known(response: Response, groups: list[str]) -> Row:
    texts = ["" if pd.isna(response[group]) else response[group] for group in groups]
    submitted = ended(response).isoformat()
    return [response["participant_id"], response["school_id"], submitted, *texts]
