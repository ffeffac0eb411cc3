"""Exports of Google Forms: ``Timestamp``, then questions; grids as ``Question [Row]``."""

from __future__ import annotations

from tsa_research.intake.form import Dialect, Form, wide_form
from tsa_research.intake.headings import MOST_PARTS, aliases, technical
from tsa_research.intake.table import Table
from tsa_research.intake.wording import plain
from tsa_research.schemas.model import Instrument


def recognises(table: Table) -> bool:
    """Tell whether the first heading is ``Timestamp``, as the tool always writes it."""
    return plain(table.header[0]) == "timestamp"


def read(table: Table, instrument: Instrument) -> Form:
    """Return the table with the rows of grids as questions of their own."""
    return wide_form(table, texts=question_texts)


def question_texts(name: str) -> tuple[str, ...]:
    """Return what may be the wording: the row of a grid first, then the whole heading.

    >>> question_texts("How far do you agree? [We keep promises]")
    ('We keep promises', 'How far do you agree? [We keep promises]')
    """
    if not name.endswith("]"):
        return (name,)
    # Question and row may hold brackets themselves, so every opening one is tried.
    starts = [place + 1 for place, sign in enumerate(name) if sign == "["][-MOST_PARTS:]
    return (*(name[start:-1].strip() for start in starts), name)


DIALECT = Dialect(
    name="google_forms",
    looks_like="Timestamp as the first heading",
    recognises=recognises,
    read=read,
    aliases=aliases(person=("email address", "username"), submitted=("timestamp",)),
    technical=technical({"score", "total score"}, ends=("[score]", "[feedback]")),
)
