"""Faults that real exports have, put into a sheet on purpose. Each returns row and reason.

Positions count from 0 in the body and begin again at its end, so that every fault fits into
a sheet of any length.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from tsa_research.synthetic.sheet import Sheet

Planted = tuple[int, str]
Fault = Callable[[Sheet], Planted]
N_SWAPPED = 5


def replace_answer(sheet: Sheet, *, position: int, column: int, value: str) -> Planted:
    """Put an answer that the scale does not have into a row; ``column`` counts from the end."""
    position %= len(sheet.body)
    sheet.body[position][column] = value
    return sheet.row_number(position), f"an answer that the scale does not have: {value}"


def replace_cell(sheet: Sheet, *, position: int, heading: str, value: str) -> Planted:
    """Put a value into a named column of a row."""
    position %= len(sheet.body)
    sheet.body[position][sheet.position(heading)] = value
    return sheet.row_number(position), f"{heading} is {value}"


def empty_answers(sheet: Sheet, *, position: int, first: int) -> Planted:
    """Blank every answer of a row, from the column at ``first``."""
    position %= len(sheet.body)
    row = sheet.body[position]
    row[first:] = [""] * len(row[first:])
    return sheet.row_number(position), "every answer is blank"


def duplicate_row(sheet: Sheet, *, position: int) -> Planted:
    """Append a second, later row of the same person, with a few other answers."""
    position %= len(sheet.body)
    other = sheet.body[position - 1]
    row = [
        cell + timedelta(days=2) if isinstance(cell, datetime) else cell
        for cell in sheet.body[position]
    ]
    row[-N_SWAPPED:] = other[-N_SWAPPED:]
    return _append(
        sheet, row
    ), f"the person of row {sheet.row_number(position)} once more; which of the two counts is open"


def stranger(sheet: Sheet, *, position: int, cells: dict[str, str]) -> Planted:
    """Append a copy of a row under an identity that the records do not know."""
    row = list(sheet.body[position % len(sheet.body)])
    for heading, value in cells.items():
        row[sheet.position(heading)] = value
    return _append(sheet, row), f"not in the records: {', '.join(cells.values())}"


def preview_row(sheet: Sheet) -> Planted:
    """Put a trial run of the survey's author before the first answer, as Qualtrics keeps it."""
    row = list(sheet.body[0])
    trial = {"Status": "Survey Preview", "DistributionChannel": "preview"}
    blank = ("IPAddress", "RecipientEmail", "RecipientFirstName", "RecipientLastName")
    for heading, value in {**trial, **dict.fromkeys(blank, "")}.items():
        row[sheet.position(heading)] = value
    row[sheet.position("ResponseId")] = "R_preview00000"
    sheet.body.insert(0, row)
    return sheet.row_number(0), "a preview, not an answer"


def _append(sheet: Sheet, row: list[object]) -> int:
    if sheet.header[0][0] == "ID":
        row[0] = len(sheet.body) + 1
    sheet.body.append(row)
    return sheet.row_number(len(sheet.body) - 1)
