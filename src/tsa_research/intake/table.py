"""A file as rows and columns of text, before anybody asks what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from tsa_research.columns import Column, Grid, GridBuilder, Record
from tsa_research.errors import IntakeError
from tsa_research.intake.model import SetAside
from tsa_research.intake.wording import listed, quoted

LONGEST_HEADING = 1000
"""Characters of the longest heading that is compared with the questions of a form."""


@dataclass(frozen=True)
class Table:
    """A header and rows that all have its width; rows of another width are set aside.

    ``numbers`` holds the row number of each row, ``header_row`` that of the header.
    ``unread`` holds the cells of the rows set aside, by row number: they may stand under
    the wrong heading.
    """

    file: str
    digest: str
    encoding: str
    separator: str
    header: tuple[str, ...]
    header_row: int
    columns: tuple[Column, ...]
    numbers: list[int]
    set_aside: tuple[SetAside, ...]
    actions: tuple[str, ...]
    unread: Mapping[int, list[str]] = field(default_factory=dict)

    @property
    def rows(self) -> list[list[str]]:
        """The cells of every row, made anew each time."""
        return [list(row) for row in zip(*(c.texts() for c in self.columns), strict=True)]

    def row(self, place: int) -> list[str]:
        """Return the cells of one row; the first has the place 0."""
        return [column[place] for column in self.columns]

    def take(self, rows: Any) -> Table:
        """Return the table with some of its rows: a mask or a slice."""
        columns = tuple(column.take(rows) for column in self.columns)
        return replace(self, columns=columns, numbers=np.array(self.numbers)[rows].tolist())


def build_table(records: Iterable[Record], **facts: Any) -> Table:
    """Return the records of a file as a table; see :func:`table_of`."""
    builder = GridBuilder()
    builder.add_records(records)
    return table_of(builder.build(), **facts)


def table_of(
    grid: Grid,
    *,
    file: str,
    digest: str,
    encoding: str,
    separator: str,
    set_aside: tuple[SetAside, ...] = (),
    actions: tuple[str, ...] = (),
    unread: Mapping[int, list[str]] | None = None,
) -> Table:
    """Return the rows of a file as a table of even width.

    Rows without any text are left out and listed. Rows with more or fewer fields than the
    header are set aside: shifting their cells would put answers under the wrong question.

    Raises
    ------
    IntakeError
        If there is no header, or nothing below it.
    """
    header, ragged = grid.header, grid.ragged
    if header is None:
        raise _empty(file, "a row of headings", "a file without any text")
    if not len(grid.numbers) and not ragged and not set_aside:
        raise _empty(file, "at least one response below the headings", "headings only, no rows")
    refuse_long_heading(file, header.number, header.cells)
    width = len(header.cells)
    return Table(
        file=file,
        digest=digest,
        encoding=encoding,
        separator=separator,
        header=tuple(cell.strip() for cell in header.cells),
        header_row=header.number,
        columns=grid.columns,
        numbers=grid.numbers.tolist(),
        set_aside=(*set_aside, *(_ragged(file, record, width) for record in ragged)),
        actions=(*actions, *_blank_rows(grid.blank)),
        unread={**(unread or {}), **{record.number: record.cells for record in ragged}},
    )


def column_letter(position: int) -> str:
    """Return the letters of a column as a spreadsheet shows them.

    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters, rest = "", position + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _blank_rows(numbers: Sequence[int]) -> tuple[str, ...]:
    if not numbers:
        return ()
    word = "Row" if len(numbers) == 1 else "Rows"
    return (f"{word} {listed(map(str, numbers))} left out: completely blank.",)


def refuse_long_heading(file: str, row: int, cells: Iterable[str]) -> None:
    """Refuse a heading that no form has; to compare it with questions would take for ever."""
    for place, cell in enumerate(cells):
        if len(cell) > LONGEST_HEADING:
            raise IntakeError(
                "A heading is too long to be a question.",
                where=f"{file}, row {row}, column {column_letter(place)}",
                expected=f"at most {LONGEST_HEADING} characters",
                got=f"{len(cell)} characters, beginning {quoted(cell[:40])}",
                next_step="Shorten the heading, or delete the column.",
            )


def _ragged(file: str, record: Record, width: int) -> SetAside:
    over = f" over {record.lines} lines" if record.lines > 1 else ""
    return SetAside(
        file=file,
        row=record.number,
        item="whole row",
        expected=f"{width} fields, as many as there are headings",
        got=f"{len(record.cells)} fields{over}",
        next_step=(
            "Look in this row for a stray separator or quotation mark, correct it in a copy "
            "of the file, and import the copy."
        ),
        kind="ragged_row",
    )


def _empty(file: str, expected: str, got: str) -> IntakeError:
    return IntakeError(
        "The file holds no responses.",
        where=file,
        expected=expected,
        got=got,
        next_step="Export the answers again, after people have answered.",
    )
