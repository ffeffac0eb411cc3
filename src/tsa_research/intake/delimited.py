"""Reading a CSV file as text: separator, quotation marks, record numbers."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
from itertools import islice
from typing import NoReturn

from tsa_research.columns import read_grid
from tsa_research.errors import IntakeError
from tsa_research.intake.decoding import decode, find_encoding
from tsa_research.intake.table import Table, column_letter, table_of

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
_SAMPLE, _SAMPLE_LENGTH = 50, 200_000


def read_delimited(payload: bytes, *, file: str, digest: str) -> Table:
    """Return the table in the bytes of a CSV file.

    Every cell is kept as text: ``NA`` is a surname and ``007`` a code. Row numbers are
    those of a spreadsheet, where a cell with line breaks still is one row.

    Raises
    ------
    IntakeError
        If encoding, separator or quotation marks cannot be made out, or nothing is there.
    """
    encoding = find_encoding(payload, file)
    text = _beginning(payload, encoding)
    separator = find_separator(text, file)
    actions: tuple[str, ...] = ()
    if encoding == "cp1252":
        actions = (
            "The file is not UTF-8; it was read as Windows-1252, which every byte of it fits.",
        )
    try:
        grid = read_grid(payload, encoding, separator)
    except csv.Error as error:
        refuse_broken(decode(payload, file)[0], separator, file, error)
    return table_of(
        grid,
        file=file,
        digest=digest,
        encoding=encoding,
        separator=separator,
        actions=actions,
    )


def find_separator(text: str, file: str) -> str:
    """Return the separator under which most rows are as wide as the header.

    Raises
    ------
    IntakeError
        If none of comma, semicolon and tab splits the header.
    """
    sample = text[:_SAMPLE_LENGTH]
    scores = {separator: _fit(sample, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=scores.__getitem__)
    if scores[best] == (0, 0):
        raise IntakeError(
            "The columns of the file cannot be told apart.",
            where=f"{file}, row 1",
            expected=f"headings separated by {', '.join(SEPARATORS.values())}",
            got="a single column",
            next_step="Export the answers again as CSV.",
        )
    return best


def _beginning(payload: bytes, encoding: str) -> str:
    """Return enough of a text to tell how its columns are separated."""
    decoder = codecs.getincrementaldecoder(encoding)()
    return decoder.decode(payload[: 4 * _SAMPLE_LENGTH])


def refuse_broken(text: str, separator: str, file: str, error: csv.Error) -> NoReturn:
    """Refuse a CSV text that cannot be read to its end, and name the row.

    Raises
    ------
    IntakeError
        That quotation marks do not match, or a cell is too long.
    """
    csv_rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number, last_line = 1, 0
    with contextlib.suppress(csv.Error):
        for _ in csv_rows:
            number, last_line = number + 1, csv_rows.line_num
    column = _column_of_long_cell(text, separator, last_line)
    if column is not None:
        raise _too_long(file, number, column) from error
    raise _broken(file, number, csv_rows.line_num, error) from error


def _fit(text: str, separator: str) -> tuple[int, int]:
    # Not strict: with the wrong separator quotation marks stand in odd places.
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    widths: list[int] = []
    with contextlib.suppress(csv.Error):  # what cannot be read is named when it is its turn
        widths.extend(len(row) for row in islice(rows, _SAMPLE) if row)
    if not widths or widths[0] < 2:
        return 0, 0
    return sum(width == widths[0] for width in widths), widths[0]


def _column_of_long_cell(text: str, separator: str, line: int) -> int | None:
    """Return the place of the first cell beyond the limit of length in the row of a line."""
    rest = "".join(io.StringIO(text, newline="").readlines()[line:])
    place, start, quoted = 0, 0, False
    for at, sign in enumerate(rest):
        quoted ^= sign == '"'
        if at - start > csv.field_size_limit():
            return place
        if not quoted and sign == separator:
            place, start = place + 1, at
        elif not quoted and sign in "\r\n":
            return None
    return None


def _too_long(file: str, row: int, column: int) -> IntakeError:
    return IntakeError(
        "A cell of the file is too long to be an answer.",
        where=f"{file}, row {row}, column {column_letter(column)}",
        expected=f"at most {csv.field_size_limit()} characters in a cell",
        got="more",
        next_step=(
            "Shorten the cell in a copy of the file. If it holds the rows below it as well, a "
            "quotation mark was opened and not closed."
        ),
    )


def _broken(file: str, row: int, line: int, error: csv.Error) -> IntakeError:
    return IntakeError(
        "The quotation marks in the file do not match, so its rows cannot be told apart.",
        where=f"{file}, row {row} (up to line {line})",
        expected="every quotation mark inside a quoted cell doubled, and every cell closed",
        got=str(error),
        next_step="Correct the quotation mark in a copy of the file, or export it again.",
    )
