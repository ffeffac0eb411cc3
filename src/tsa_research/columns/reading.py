"""Reading a CSV file piece by piece, the plain ones at once and the others with care."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from tsa_research.columns.grid import Grid, GridBuilder, Record
from tsa_research.columns.plain import read_plain

FIRST_PIECE, PIECE = 1 << 16, 1 << 22
"""Characters read at a time; few at first, since headings are often in quotation marks."""


def read_grid(payload: bytes, encoding: str, separator: str) -> Grid:
    """Return the rows of a CSV file.

    Parameters
    ----------
    payload : bytes
        The file.
    encoding : str
        In which all of it can be decoded.
    separator : str

    Raises
    ------
    csv.Error
        If quotation marks do not match or a cell is too long.
    """
    builder, pieces, number = GridBuilder(), text_pieces(payload, encoding), 1
    for piece in pieces:
        plain = read_plain(piece, separator, builder.width) if builder.header else None
        if plain is not None:
            builder.add_plain(plain, number)
            number += len(plain)
        else:
            source = _Lines(piece, pieces)
            number += builder.add_records(_records(source, separator, number))
    return builder.build()


def text_pieces(payload: bytes, encoding: str) -> Iterator[str]:
    """Yield a text in pieces that end with a line, the first of them short.

    Raises
    ------
    UnicodeDecodeError
        If the bytes are not in this encoding.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    rest, start, size = "", 0, FIRST_PIECE
    while start < len(payload):
        part = payload[start : start + size]
        start, size = start + size, PIECE
        head, feed, tail = decoder.decode(part, start >= len(payload)).rpartition("\n")
        if feed:
            yield rest + head + feed
            rest = tail
        else:
            rest += tail
    if rest:
        yield rest


class _Lines:
    """The lines of a piece, and those of the next as well if a record runs on into it."""

    def __init__(self, piece: str, others: Iterator[str]) -> None:
        self._file, self._others = io.StringIO(piece, newline=""), others
        self.left = len(piece)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if not self.left:
            piece = next(self._others)
            self._file, self.left = io.StringIO(piece, newline=""), len(piece)
        line = self._file.readline()
        self.left -= len(line)
        return line


def _records(lines: _Lines, separator: str, number: int) -> Iterator[Record]:
    rows, last = csv.reader(lines, delimiter=separator, strict=True), 0
    while lines.left:
        yield Record(number, next(rows), rows.line_num - last)
        number, last = number + 1, rows.line_num
