"""Exports of Microsoft Forms: ID, Start time, Completion time, Email, Name, then questions."""

from __future__ import annotations

from dataclasses import replace

from tsa_research.columns import Column
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
    pairs = list(zip(emails, form.columns, strict=True))
    if not any(is_email and column.where(_is_placeholder).any() for is_email, column in pairs):
        return form
    columns = tuple(_without_placeholder(c) if is_email else c for is_email, c in pairs)
    action = f"“{_PLACEHOLDER}” under Email was read as nobody: the form did not record it."
    return replace(form, columns=columns, actions=(*form.actions, action))


def _without_placeholder(column: Column) -> Column:
    texts = ["" if _is_placeholder(cell) else cell for cell in column.distinct]
    return Column(texts, column.codes)


def _is_placeholder(cell: str) -> bool:
    return cell.strip().casefold() == _PLACEHOLDER


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
