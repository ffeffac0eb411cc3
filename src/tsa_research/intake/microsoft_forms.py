"""Exports of Microsoft Forms: ID, Start time, Completion time, Email, Name, then questions."""

from __future__ import annotations

from dataclasses import replace

from tsa_research.intake.form import Dialect, Form, has_headings, wide_form
from tsa_research.intake.headings import aliases, technical
from tsa_research.intake.table import Table
from tsa_research.intake.wording import plain
from tsa_research.schemas.model import Instrument

_PLACEHOLDER = "anonymous"


def recognises(table: Table) -> bool:
    """Tell whether the columns that the tool puts in front of the questions are there."""
    return has_headings(table, "id", "start time", "completion time")


def read(table: Table, instrument: Instrument) -> Form:
    """Return the table; ``anonymous`` under Email stands for nobody and becomes blank."""
    form = wide_form(table)
    emails = [plain(heading.name) == "email" for heading in form.headings]
    columns = tuple(
        _without_placeholder(column) if is_email else column
        for is_email, column in zip(emails, form.columns, strict=True)
    )
    if columns == form.columns:
        return form
    action = f"“{_PLACEHOLDER}” under Email was read as nobody: the form did not record it."
    return replace(form, columns=columns, actions=(*form.actions, action))


def _without_placeholder(column: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("" if cell.strip().casefold() == _PLACEHOLDER else cell for cell in column)


DIALECT = Dialect(
    name="microsoft_forms",
    looks_like="the headings ID, Start time and Completion time",
    recognises=recognises,
    read=read,
    aliases=aliases(person=("email",), submitted=("completion time",)),
    technical=technical(
        {"id", "total points", "quiz feedback", "grade posted time"},
        starts=("points - ", "feedback - "),
    ),
    day_first=False,
)
