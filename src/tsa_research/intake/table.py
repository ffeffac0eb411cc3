"""A file as rows and columns of text, before anybody asks what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tsa_research.errors import IntakeError
from tsa_research.intake.model import SetAside
from tsa_research.intake.wording import listed, quoted


class Record(NamedTuple):
    """One row of a file: its number in a spreadsheet, its cells, the lines it runs over."""

    number: int
    cells: list[str]
    lines: int = 1


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
    rows: list[list[str]]
    numbers: list[int]
    set_aside: tuple[SetAside, ...]
    actions: tuple[str, ...]
    unread: Mapping[int, list[str]] = field(default_factory=dict)


def build_table(
    records: Iterable[Record],
    *,
    file: str,
    digest: str,
    encoding: str,
    separator: str,
    set_aside: tuple[SetAside, ...] = (),
    actions: tuple[str, ...] = (),
    unread: Mapping[int, list[str]] | None = None,
) -> Table:
    """Return the records of a file as a table of even width.

    Rows without any text are left out and listed. Rows with more or fewer fields than the
    header are set aside: shifting their cells would put answers under the wrong question.

    Raises
    ------
    IntakeError
        If there is no header, or nothing below it.
    """
    every = list(records)
    written = [record for record in every if "".join(record.cells).strip()]
    blank = [record.number for record in every if not "".join(record.cells).strip()]
    if not written:
        raise _empty(file, "a row of headings", "a file without any text")
    header, body = written[0], written[1:]
    if not body and not set_aside:
        raise _empty(file, "at least one response below the headings", "headings only, no rows")
    refuse_long_heading(file, header.number, header.cells)
    width = len(header.cells)
    good = [record for record in body if len(record.cells) == width]
    ragged = [record for record in body if len(record.cells) != width]
    return Table(
        file=file,
        digest=digest,
        encoding=encoding,
        separator=separator,
        header=tuple(cell.strip() for cell in header.cells),
        header_row=header.number,
        rows=[record.cells for record in good],
        numbers=[record.number for record in good],
        set_aside=(*set_aside, *(_ragged(file, record, width) for record in ragged)),
        actions=(*actions, *_blank_rows(blank)),
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


def _blank_rows(numbers: list[int]) -> tuple[str, ...]:
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
