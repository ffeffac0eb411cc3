"""From rows with one answer each to responses: the rows of one respondent are one response.

Where the rows of a respondent contradict each other, or one of them cannot be read, all of
them are set aside together: nobody may be counted twice or kept in part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tsa_research.intake.long_items import LongItems, Question
from tsa_research.intake.model import SetAside
from tsa_research.intake.table import Table
from tsa_research.intake.wording import plain, quoted

Line = tuple[int, list[str]]
"""The number of a row and its cells."""
Respondent = tuple[int, str]
"""The column that tells who answered, and what it says."""


@dataclass(frozen=True)
class Places:
    """Where things stand in a table with one answer per row.

    ``kept`` are the columns that belong to the respondent. Of these ``responses`` number the
    respondents, ``people`` name them and ``when`` say when they answered.
    """

    of: dict[str, int]
    kept: tuple[int, ...]
    responses: tuple[int, ...]
    people: tuple[int, ...]
    when: tuple[int, ...]


@dataclass(frozen=True)
class Response:
    """What one respondent answered: the name of each item to row and text of the answer."""

    number: int
    cells: tuple[str, ...]
    answers: dict[str, tuple[int, str]]


def respondents(table: Table, places: Places) -> dict[Respondent, list[Line]]:
    """Return the rows of every respondent; rows that say nothing of one are left out."""
    found: dict[Respondent, list[Line]] = {}
    for number, row in zip(table.numbers, table.rows, strict=True):
        who = _who(row, places)
        if who:
            found.setdefault(who, []).append((number, row))
    return found


def rows_of_nobody(table: Table, places: Places) -> list[int]:
    """Return the numbers of the rows that do not say who answered."""
    lines = zip(table.numbers, table.rows, strict=True)
    return [number for number, row in lines if not _who(row, places)]


def question(row: list[str], places: Places) -> Question:
    """Return item and target of a row as they were typed."""
    target = places.of.get("target")
    return row[places.of["item"]].strip(), "" if target is None else row[target].strip()


def gather(
    table: Table, places: Places, items: LongItems
) -> tuple[list[Response], tuple[SetAside, ...]]:
    """Return the responses of a table, and one entry for each of those set aside.

    A row that could not be read takes its respondent along, if it names one; else it counts
    as a response of its own.
    """
    by_who = respondents(table, places)
    aside: dict[Respondent, SetAside] = {}
    alone = []
    for entry in table.set_aside:
        who = _who(table.unread.get(entry.row, []), places)
        if who not in by_who:
            alone.append(entry)
        else:
            aside.setdefault(who, _with_the_others(entry, len(by_who[who])))
    for who, lines in by_who.items():
        fault = next(_contradictions(table, lines, places, items), None)
        if fault:
            aside.setdefault(who, fault)
    kept = [lines for who, lines in by_who.items() if who not in aside]
    return [_response(lines, places, items) for lines in kept], (*alone, *aside.values())


def _who(row: list[str], places: Places) -> Respondent | None:
    """Return what tells respondents apart; people as the roster does, whatever their case."""
    texts = ((place, row[place].strip()) for place in places.responses if place < len(row))
    people = ((place, row[place].strip().casefold()) for place in places.people if place < len(row))
    return next((found for found in (*texts, *people) if found[1]), None)


def _response(lines: list[Line], places: Places, items: LongItems) -> Response:
    number, first = lines[0]
    return Response(
        number,
        tuple(first[place] for place in places.kept),
        {
            items.names[question(row, places)]: (number, row[places.of["answer"]])
            for number, row in lines
        },
    )


def _contradictions(
    table: Table, lines: list[Line], places: Places, items: LongItems
) -> Iterator[SetAside]:
    (start, first), seen = lines[0], dict[str, int]()
    for number, row in lines:
        for place in places.kept:
            if _levelled(row[place], place, places) != _levelled(first[place], place, places):
                yield _inconsistent(table, number, start, table.header[place])
        name = items.names[question(row, places)]
        if name in seen:
            yield _repeated(table, number, seen[name], name)
        seen[name] = number


def _levelled(text: str, place: int, places: Places) -> str:
    """Return what must be the same in every row.

    Of a moment that is only the day, since some tools stamp every answer with a time of its own.
    """
    words = text.replace("T", " ").split() if place in places.when else []
    return words[0] if words else plain(text)


def _inconsistent(table: Table, row: int, other: int, heading: str) -> SetAside:
    return SetAside(
        file=table.file,
        row=row,
        item=heading,
        expected=f"the same {quoted(heading)} in every row of a respondent",
        got=f"another one in row {other}",
        next_step="Correct the rows of this respondent in a copy of the file, and import the copy.",
        kind="inconsistent_respondent",
    )


def _repeated(table: Table, row: int, other: int, name: str) -> SetAside:
    return SetAside(
        file=table.file,
        row=row,
        item=name,
        expected="every question once for each respondent",
        got=f"the same question again, after row {other}",
        next_step=(
            "Decide which of these rows counts and delete only the other one in a copy of the "
            "file; if they come from two people, give each a number of their own."
        ),
        kind="inconsistent_respondent",
    )


def _with_the_others(entry: SetAside, count: int) -> SetAside:
    rows = "1 other row" if count == 1 else f"{count} other rows"
    return replace(entry, got=f"{entry.got}; set aside with the {rows} of the same respondent")


def first_rows(lines: Iterable[Line], places: Places) -> dict[Question, int]:
    """Return the questions that occur, each with the first row that holds it."""
    first: dict[Question, int] = {}
    for number, row in sorted(lines):
        first.setdefault(question(row, places), number)
    return first
