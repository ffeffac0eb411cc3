"""Tables with one row per answer: ``participant, school, …, item, target, answer``.

Rows that agree in everything but item, target and answer are one response. If a person
answers the same item twice, the second answer starts a second response: it is for later
checks to judge a duplicate, and nothing may be lost before.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tsa_research.errors import IntakeError
from tsa_research.intake.form import Columns, Dialect, Form, Heading, has_headings, headed_columns
from tsa_research.intake.headings import PERSON, RESPONSE, SUBMITTED, aliases, technical
from tsa_research.intake.lexicon import build_lexicon
from tsa_research.intake.long_items import LongItems, name_items
from tsa_research.intake.model import SetAside
from tsa_research.intake.table import Table, column_letter
from tsa_research.intake.wording import plain, plain_question
from tsa_research.schemas.model import Instrument

_OF_ANSWER = ("item", "target", "answer")


@dataclass
class _Response:
    """What one person answered, as it is gathered line by line."""

    number: int
    cells: list[str]
    answers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Places:
    """Where things stand: ``kept`` are the columns that say who answered and when."""

    of: dict[str, int]
    kept: tuple[int, ...]
    who: tuple[int, ...]
    when: tuple[int, ...]


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
    usable = [any(row[place].strip() for place in places.who) for row in table.rows]
    aside = [_nobody(table.file, n) for n, ok in zip(table.numbers, usable, strict=True) if not ok]
    lines = [
        (number, row)
        for number, row, ok in zip(table.numbers, table.rows, usable, strict=True)
        if ok
    ]
    items = name_items(dict.fromkeys(_question(row, places) for _, row in lines), instrument)
    return _form(table, columns, places, items, _gather(lines, places, items), aside)


def _places(table: Table, columns: Columns, instrument: Instrument) -> _Places:
    names = {plain(table.header[place]): place for place in columns.positions}
    of = {name: names[name] for name in _OF_ANSWER if name in names}
    kept = tuple(place for place in columns.positions if place not in of.values())
    asked = build_lexicon(instrument).context
    who_names = {*PERSON, *RESPONSE}
    who = [p for p in kept if plain(table.header[p]) in who_names]
    who += [p for p in kept if asked.get(plain_question(table.header[p])) == "person"]
    if not who:
        raise IntakeError(
            "No column tells the respondents apart.",
            where=f"{table.file}, row {table.header_row}",
            expected="a column participant, or respondent where answers are anonymous",
            got=", ".join(table.header),
            next_step="Add the column respondent with one number per respondent.",
        )
    when = tuple(p for p in kept if plain(table.header[p]) in SUBMITTED)
    return _Places(of, kept, tuple(dict.fromkeys(who)), when)


def _question(row: list[str], places: _Places) -> tuple[str, str]:
    target = places.of.get("target")
    return row[places.of["item"]].strip(), "" if target is None else row[target].strip()


def _gather(
    lines: list[tuple[int, list[str]]], places: _Places, items: LongItems
) -> list[_Response]:
    """Gather the lines into responses, in the order of their first line."""
    gathered: dict[tuple[str, ...], list[_Response]] = {}
    for number, row in lines:
        # By the day: some tools stamp every answer with a time of its own.
        key = tuple(_day(row[p]) if p in places.when else row[p].strip() for p in places.kept)
        item = items.names[_question(row, places)]
        same = gathered.setdefault(key, [])
        response = next((one for one in same if item not in one.answers), None)
        if response is None:
            response = _Response(number, [row[place] for place in places.kept])
            same.append(response)
        response.answers[item] = row[places.of["answer"]]
    return sorted((r for same in gathered.values() for r in same), key=lambda r: r.number)


def _day(text: str) -> str:
    words = text.replace("T", " ").split()
    return words[0] if words else ""


def _form(
    table: Table,
    columns: Columns,
    places: _Places,
    items: LongItems,
    responses: list[_Response],
    aside: list[SetAside],
) -> Form:
    set_aside = tuple(sorted((*table.set_aside, *aside), key=lambda one: one.row))
    asked = _first_rows(responses)
    count = f"{len(table.rows)} rows with one answer each were read as {len(responses)} responses."
    return Form(
        file=table.file,
        header_row=table.header_row,
        headings=(
            *(_kept_heading(table.header[place], place) for place in places.kept),
            *(items.heading(name, row) for name, row in asked.items()),
        ),
        columns=(
            *(tuple(r.cells[at] for r in responses) for at in range(len(places.kept))),
            *(tuple(r.answers.get(name, "") for r in responses) for name in asked),
        ),
        numbers=tuple(response.number for response in responses),
        rows_in=len(responses) + len(set_aside),
        set_aside=set_aside,
        actions=(*table.actions, *columns.actions, *items.actions, count),
    )


def _first_rows(responses: list[_Response]) -> dict[str, int]:
    """Return the items that were answered, each with the row of its first response."""
    first: dict[str, int] = {}
    for response in responses:
        for name in response.answers:
            first.setdefault(name, response.number)
    return first


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
