"""Tables with one row per answer: ``participant, school, …, item, target, answer``."""

from __future__ import annotations

from tsa_research.columns import Column
from tsa_research.errors import IntakeError
from tsa_research.intake.form import Columns, Dialect, Form, Heading, has_headings, headed_columns
from tsa_research.intake.headings import PERSON, RESPONSE, SUBMITTED, aliases, technical
from tsa_research.intake.lexicon import build_lexicon
from tsa_research.intake.long_items import name_items
from tsa_research.intake.long_responses import (
    Places,
    first_rows,
    gather,
    respondents,
    rows_of_nobody,
)
from tsa_research.intake.model import SetAside
from tsa_research.intake.table import Table, column_letter
from tsa_research.intake.wording import plain, plain_question
from tsa_research.schemas.model import Instrument

_OF_ANSWER = ("item", "target", "answer")


def recognises(table: Table) -> bool:
    """Tell whether there is a column of items and one of answers."""
    return has_headings(table, "item", "answer")


def read(table: Table, instrument: Instrument) -> Form:
    """Return the table with one row per response and one column per item.

    Raises
    ------
    IntakeError
        If no column tells the respondents apart.
    """
    columns = headed_columns(table)
    places = _places(table, columns, instrument)
    lines = [line for own in respondents(table, places).values() for line in own]
    asked = first_rows(lines, places)
    items = name_items(asked, instrument)
    named: dict[str, int] = {}
    for question, row in asked.items():
        named.setdefault(items.names[question], row)
    responses, aside = gather(table, places, items)
    nobody = [_nobody(table.file, number) for number in rows_of_nobody(table, places)]
    n_rows = sum(len(response.answers) for response in responses)
    return Form(
        file=table.file,
        header_row=table.header_row,
        headings=(
            *(_kept_heading(table.header[place], place) for place in places.kept),
            *(items.heading(name, row) for name, row in named.items()),
        ),
        columns=(
            *(Column.of(r.cells[at] for r in responses) for at in range(len(places.kept))),
            *(Column.of(r.answers.get(name, (0, ""))[1] for r in responses) for name in named),
        ),
        numbers=tuple(response.number for response in responses),
        rows_in=len(responses) + len(aside) + len(nobody),
        set_aside=tuple(sorted((*aside, *nobody), key=lambda entry: entry.row)),
        actions=(
            *table.actions,
            *columns.actions,
            *items.actions,
            f"{n_rows} rows with one answer each were read as {len(responses)} responses.",
        ),
        answer_rows=(
            *(tuple(0 for _ in responses) for _ in places.kept),
            *(tuple(r.answers.get(name, (0, ""))[0] for r in responses) for name in named),
        ),
    )


def _places(table: Table, columns: Columns, instrument: Instrument) -> Places:
    names = {plain(table.header[place]): place for place in columns.positions}
    of = {name: names[name] for name in _OF_ANSWER if name in names}
    kept = tuple(place for place in columns.positions if place not in of.values())
    asked = build_lexicon(instrument).context
    responses = tuple(p for p in kept if plain(table.header[p]) in RESPONSE)
    people = [p for p in kept if plain(table.header[p]) in PERSON]
    people += [p for p in kept if asked.get(plain_question(table.header[p])) == "person"]
    if not responses and not people:
        raise IntakeError(
            "No column tells the respondents apart.",
            where=f"{table.file}, row {table.header_row}",
            expected="a column participant, or respondent where answers are anonymous",
            got=", ".join(table.header),
            next_step="Add the column respondent with one number per respondent.",
        )
    when = tuple(p for p in kept if plain(table.header[p]) in SUBMITTED)
    return Places(of, kept, responses, tuple(dict.fromkeys(people)), when)


def _kept_heading(name: str, place: int) -> Heading:
    return Heading(name, (name,), f"column {column_letter(place)}")


def _nobody(file: str, row: int) -> SetAside:
    return SetAside(
        file=file,
        row=row,
        item="participant",
        expected="a participant, or a number in the column respondent",
        got="neither",
        next_step="Write in this row who answered: a number that is the same in all their rows.",
        kind="no_respondent",
    )


DIALECT = Dialect(
    name="plain_long",
    looks_like="the headings item and answer, and one row per answer",
    recognises=recognises,
    read=read,
    aliases=aliases(),
    technical=technical(()),
)
