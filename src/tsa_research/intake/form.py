"""A table as questions with their answers: what every dialect turns its file into."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tsa_research.columns import Column
from tsa_research.errors import IntakeError
from tsa_research.intake.model import SetAside
from tsa_research.intake.table import Table, column_letter
from tsa_research.intake.wording import listed, plain, quoted
from tsa_research.schemas.model import Instrument

ROLES = ("person", "school", "submitted")


@dataclass(frozen=True)
class Heading:
    """One question of a file.

    ``name`` is what the file calls it; ``texts`` may hold the wording of an item, the most
    telling first; ``place`` is where a person finds it.
    """

    name: str
    texts: tuple[str, ...]
    place: str


@dataclass(frozen=True)
class Form:
    """Questions, their answers by column, and the row number of every response.

    ``answer_rows`` holds, for each column, the row of every answer where that is not the row
    of the response: 0 where there is no such row, and nothing at all in wide tables.
    """

    file: str
    header_row: int
    headings: tuple[Heading, ...]
    columns: tuple[Column, ...]
    numbers: tuple[int, ...]
    rows_in: int
    set_aside: tuple[SetAside, ...]
    actions: tuple[str, ...]
    answer_rows: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True)
class Dialect:
    """How the exports of one form tool look.

    Parameters
    ----------
    name : str
    looks_like : str
        What the file is recognised by, in words.
    recognises : callable
    read : callable
    aliases : mapping of str to tuple of str
        ``person``, ``school`` and ``submitted`` to the headings that hold them, the
        preferred one first, all as :func:`tsa_research.intake.wording.plain` leaves them.
    technical : callable
        Tells whether a plain heading is a column of the form tool that no one answered.
    day_first : bool
        How the tool writes dates that can be read in two ways.
    """

    name: str
    looks_like: str
    recognises: Callable[[Table], bool]
    read: Callable[[Table, Instrument], Form]
    aliases: Mapping[str, tuple[str, ...]]
    technical: Callable[[str], bool]
    day_first: bool = True


@dataclass(frozen=True)
class Columns:
    """The columns of a table that have a heading, and those that were left out."""

    positions: tuple[int, ...]
    actions: tuple[str, ...] = field(default=())


def headed_columns(table: Table) -> Columns:
    """Return the columns with a heading.

    Raises
    ------
    IntakeError
        If a column with answers has no heading, or two columns have the same.
    """
    blank = [place for place, name in enumerate(table.header) if not name]
    for place in blank:
        filled = table.columns[place].where(bool)
        if filled.any():
            row = table.numbers[int(filled.argmax())]
            raise IntakeError(
                "A column with answers has no heading.",
                where=f"{table.file}, row {table.header_row}, column {column_letter(place)}",
                expected="a question above every answer",
                got=f"a blank heading, and a cell with text in row {row}",
                next_step="Write the question into the heading, or delete the column.",
            )
    _refuse_repeated(table)
    letters = listed(column_letter(place) for place in blank)
    actions = (f"Left out because wholly blank: column {letters}.",) if blank else ()
    return Columns(tuple(p for p, name in enumerate(table.header) if name), actions)


def wide_form(
    table: Table,
    texts: Callable[[str], tuple[str, ...]] = lambda name: (name,),
    *,
    actions: tuple[str, ...] = (),
) -> Form:
    """Return a table with one row per response as a form.

    Parameters
    ----------
    table : Table
    texts : callable
        From a heading to the texts that may hold the wording of an item.
    actions : tuple of str
        What the dialect did to the table beforehand.
    """
    columns = headed_columns(table)
    return Form(
        file=table.file,
        header_row=table.header_row,
        headings=tuple(
            Heading(table.header[p], texts(table.header[p]), f"column {column_letter(p)}")
            for p in columns.positions
        ),
        columns=tuple(table.columns[p] for p in columns.positions),
        numbers=tuple(table.numbers),
        rows_in=len(table.numbers) + len(table.set_aside),
        set_aside=table.set_aside,
        actions=(*table.actions, *columns.actions, *actions),
    )


def _refuse_repeated(table: Table) -> None:
    places: dict[str, list[int]] = {}
    for place, name in enumerate(table.header):
        if name:
            places.setdefault(" ".join(name.casefold().split()), []).append(place)
    for repeated in places.values():
        if len(repeated) > 1:
            letters = listed(map(column_letter, repeated))
            raise IntakeError(
                "Two columns have the same heading.",
                where=f"{table.file}, row {table.header_row}, columns {letters}",
                expected="every heading once",
                got=quoted(table.header[repeated[0]]),
                next_step="Tell them apart in a copy of the file, and import the copy.",
            )


def has_headings(table: Table, *names: str) -> bool:
    """Tell whether a table has all of these headings, given as ``plain`` leaves them."""
    return set(names) <= {plain(name) for name in table.header}
