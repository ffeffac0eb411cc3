"""Exports of Qualtrics: three header rows, and previews of the survey among the answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from tsa_research.columns import Column
from tsa_research.errors import IntakeError
from tsa_research.intake.form import Dialect, Form, wide_form
from tsa_research.intake.headings import MOST_PARTS, aliases, technical
from tsa_research.intake.model import SetAside
from tsa_research.intake.table import Table, refuse_long_heading
from tsa_research.intake.wording import listed, plain
from tsa_research.schemas.model import Instrument

_IMPORT_ID = '{"ImportId":'
# Code and label of the same status; tests hold answers that the tool made up itself.
_PREVIEW = {"1", "2", "9", "17", "survey preview", "survey test", "survey preview spam"}
_PREVIEW |= {"offline survey preview"}
_SPAM = {"8", "12", "spam", "possible spam", "imported spam"}
_UNFINISHED = {"0", "false"}


def recognises(table: Table) -> bool:
    """Tell whether the third row holds the tool's own ids and nothing else.

    One such cell is not enough: a person can type anything into an answer, and two rows of
    answers would be taken for headers and be lost. Columns added by hand may be blank.
    """
    third = table.row(1) if len(table.numbers) > 1 else []
    filled = [cell.replace(" ", "") for cell in third if cell.strip()]
    ids = [cell for cell in filled if cell.startswith(_IMPORT_ID)]
    return len(ids) == len(filled) > len(third) / 2


def read(table: Table, instrument: Instrument) -> Form:
    """Return the responses below the three header rows, without the previews.

    Raises
    ------
    IntakeError
        If there is no response below the header rows.
    """
    wordings = table.row(0)
    refuse_long_heading(table.file, table.numbers[0], wordings)
    texts = dict(zip(table.header, wordings, strict=True))
    body = table.take(slice(2, None))
    if not body.numbers and not body.set_aside:
        raise IntakeError(
            "The file holds no responses.",
            where=table.file,
            expected="at least one response below the three header rows",
            got="header rows only",
            next_step="Export the answers again, after people have answered.",
        )
    rest, previews = _without_previews(body)
    aside = tuple(sorted((*table.set_aside, *previews), key=lambda one: one.row))
    return wide_form(
        replace(rest, set_aside=aside),
        texts=lambda name: question_texts(texts[name]),
        actions=(*_kept(rest, "status", _SPAM, "marked as spam"), *_unfinished(rest)),
    )


def question_texts(text: str) -> tuple[str, ...]:
    """Return what may be the wording: the text of the question, or the part for its row.

    >>> question_texts("How far do you agree? - We keep promises")
    ('How far do you agree? - We keep promises', 'We keep promises')
    """
    whole = text.removesuffix(" - Selected Choice")
    parts = whole.rsplit(" - ", MOST_PARTS)
    return tuple(" - ".join(parts[start:]) for start in range(len(parts)))


def _column(table: Table, name: str) -> Column | None:
    return next(
        (c for c, h in zip(table.columns, table.header, strict=True) if plain(h) == name), None
    )


def _rows_with(table: Table, name: str, values: set[str]) -> np.ndarray:
    """Return of every row whether a column has one of some values, whatever its case."""
    column = _column(table, name)
    if column is None:
        return np.zeros(len(table.numbers), dtype=bool)
    return column.where(lambda text: text.strip().casefold() in values)


def _without_previews(table: Table) -> tuple[Table, list[SetAside]]:
    previews = _rows_with(table, "status", _PREVIEW)
    status = _column(table, "status")
    found = [(table.numbers[row], row) for row in np.flatnonzero(previews).tolist()]
    aside = [_preview(table.file, number, status[row].strip()) for number, row in found if status]
    return table.take(~previews), aside


def _preview(file: str, row: int, status: str) -> SetAside:
    return SetAside(
        file=file,
        row=row,
        item="Status",
        expected="an answer by a participant",
        got=f"a trial run of the survey ({status})",
        next_step="Nothing to do, unless a participant answered through the preview link.",
        kind="preview",
    )


def _unfinished(table: Table) -> tuple[str, ...]:
    return _kept(table, "finished", _UNFINISHED, "not finished")


def _kept(table: Table, column: str, values: set[str], what: str) -> tuple[str, ...]:
    found = np.flatnonzero(_rows_with(table, column, values)).tolist()
    rows = [str(table.numbers[row]) for row in found]
    return (f"Kept although {what}: row {listed(rows)}.",) if rows else ()


_TIMING = ("_first click", "_last click", "_page submit", "_click count")
_OWN = {
    *("status", "finished", "responseid", "recipientlastname", "recipientfirstname"),
    *("locationlatitude", "locationlongitude", "distributionchannel", "enddate"),
}
is_technical: Callable[[str], bool] = technical(_OWN, starts=("q_",), ends=_TIMING)

DIALECT = Dialect(
    name="qualtrics",
    looks_like='three header rows, the third with {"ImportId": …}',
    recognises=recognises,
    read=read,
    aliases=aliases(
        person=("externalreference", "recipientemail"), submitted=("recordeddate", "enddate")
    ),
    technical=is_technical,
)
