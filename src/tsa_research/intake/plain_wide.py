"""Tables with one row per response: ``participant, school, submitted, …, one per item``."""

from __future__ import annotations

from tsa_research.intake.form import Dialect, Form, wide_form
from tsa_research.intake.headings import PERSON, RESPONSE, SCHOOL, SUBMITTED, aliases, technical
from tsa_research.intake.table import Table
from tsa_research.intake.wording import plain
from tsa_research.schemas.model import Instrument


def recognises(table: Table) -> bool:
    """Tell whether a heading says who, where or when; any table made by hand does."""
    known = {*PERSON, *SCHOOL, *SUBMITTED, *RESPONSE}
    return any(plain(name) in known for name in table.header)


def read(table: Table, instrument: Instrument) -> Form:
    """Return the table as it stands."""
    return wide_form(table)


DIALECT = Dialect(
    name="plain_wide",
    looks_like="a heading such as participant, school or submitted, and one column per item",
    recognises=recognises,
    read=read,
    aliases=aliases(),
    technical=technical(()),
)
