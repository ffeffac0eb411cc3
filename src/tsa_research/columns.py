"""A table of text by column, each distinct text held once, read piece by piece.

A file of a million rows holds few distinct answers: whatever is done to them is done once for
each distinct text, and memory never holds more than one piece of the file as cells.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

FIRST_PIECE, PIECE = 1 << 16, 1 << 22
"""Characters read at a time; few at first, since headings are often in quotation marks."""
_ROWS = 20_000


class Record(NamedTuple):
    """One row of a file: its number in a spreadsheet, its cells, the lines it runs over."""

    number: int
    cells: list[str]
    lines: int = 1


@dataclass(frozen=True, eq=False)
class Column:
    """The texts of a column: ``distinct[codes[i]]`` stands in row ``i``.

    A text may be in ``distinct`` though no row holds it (see :meth:`compact`), and one that is
    hardly ever repeated may be there twice.
    """

    distinct: Sequence[str]
    codes: np.ndarray

    @classmethod
    def of(cls, texts: Iterable[str]) -> Column:
        """Return the column that holds these texts."""
        known: dict[str, int] = {}
        codes = [known.setdefault(text, len(known)) for text in texts]
        return cls(list(known), np.array(codes, dtype=np.int32))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> str:
        return self.distinct[self.codes[row]]

    def texts(self) -> list[str]:
        """Return the text of every row."""
        return self.values(self.distinct).tolist()

    def values(self, results: Sequence[Any]) -> np.ndarray:
        """Return what belongs to the text of every row; ``results`` are in order of ``distinct``.

        >>> Column.of(["a", "b", "a"]).values([1, None]).tolist()
        [1, None, 1]
        """
        found = np.empty(len(results), dtype=object)
        found[:] = results
        return found[self.codes]

    def where(self, test: Callable[[str], bool]) -> np.ndarray:
        """Return of every row whether its text passes a test."""
        passed = np.fromiter(map(test, self.distinct), dtype=bool, count=len(self.distinct))
        return passed[self.codes] if len(passed) else np.zeros(len(self.codes), dtype=bool)

    def take(self, rows: np.ndarray | slice) -> Column:
        """Return the column with some of its rows: positions, a mask or a slice."""
        return Column(self.distinct, self.codes[rows])

    def compact(self) -> Column:
        """Return the same column without texts that no row holds."""
        used = np.bincount(self.codes, minlength=len(self.distinct)) > 0
        if used.all():
            return self
        chosen = [text for text, one in zip(self.distinct, used.tolist(), strict=True) if one]
        return Column(chosen, (np.cumsum(used) - 1)[self.codes].astype(np.int32))


@dataclass(frozen=True, eq=False)
class Grid:
    """The rows of a file below its first row with text, as far as they have its width.

    ``numbers`` are those of a spreadsheet; ``ragged`` are the rows of another width, ``blank``
    the numbers of those without any text.
    """

    header: Record | None
    columns: tuple[Column, ...]
    numbers: np.ndarray
    ragged: tuple[Record, ...]
    blank: tuple[int, ...]


@dataclass
class _Parts:
    """One column as it comes, piece by piece."""

    texts: list[str] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    codes: list[np.ndarray] = field(default_factory=list)

    def add(self, column: Column) -> None:
        """Add a piece; texts that are hardly ever repeated are not looked for in others."""
        if 2 * len(column.distinct) > len(column):
            self.codes.append(column.codes.astype(np.int32) + np.int32(len(self.texts)))
            self.texts += column.distinct
            return
        places = [self.places.setdefault(text, -1) for text in column.distinct]
        for at, text in enumerate(column.distinct):
            if places[at] < 0:
                places[at] = self.places[text] = len(self.texts)
                self.texts.append(text)
        self.codes.append(np.array(places, dtype=np.int32)[column.codes])

    def build(self) -> Column:
        """Return the whole column."""
        return Column(self.texts, np.concatenate([np.empty(0, dtype=np.int32), *self.codes]))


@dataclass
class GridBuilder:
    """Takes the rows of a file as they come, as records or as a plain piece of text."""

    header: Record | None = None
    ragged: list[Record] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    _parts: list[_Parts] = field(default_factory=list)
    _numbers: list[np.ndarray] = field(default_factory=list)

    @property
    def width(self) -> int:
        """The number of headings."""
        return len(self.header.cells) if self.header else 0

    def add_records(self, records: Iterable[Record]) -> int:
        """Add rows one by one and return how many they were."""
        source, count = iter(records), 0
        while batch := list(islice(source, _ROWS)):
            good = [record for record in batch if self._is_good(record)]
            if good:
                columns = map(Column.of, zip(*(record.cells for record in good), strict=True))
                self._add(list(columns), np.array([record.number for record in good]))
            count += len(batch)
        return count

    def _is_good(self, record: Record) -> bool:
        if not "".join(record.cells).strip():
            self.blank.append(record.number)
        elif self.header is None:
            self.header = record
            self._parts = [_Parts() for _ in record.cells]
        elif len(record.cells) != self.width:
            self.ragged.append(record)
        else:
            return True
        return False

    def add_plain(self, lines: PlainLines, separator: str, first: int) -> None:
        """Add plain lines; ``first`` is the number of the first of them."""
        odd = np.flatnonzero(lines.widths != self.width)
        for line in odd.tolist():
            text = lines.text(line)
            self._is_good(Record(first + line, text.split(separator) if text else []))
        numbers = np.delete(np.arange(first, first + len(lines.ends)), odd)
        if len(numbers):
            columns = _split(lines.without(odd), separator, self.width)
            self._add_but_blank(columns, numbers)

    def _add_but_blank(self, columns: list[Column], numbers: np.ndarray) -> None:
        blank = np.ones(len(numbers), dtype=bool)
        for column in sorted(columns, key=lambda column: len(column.distinct)):
            blank &= column.where(lambda text: not text.strip())
            if not blank.any():
                return self._add(columns, numbers)
        self.blank += numbers[blank].tolist()
        return self._add([column.take(~blank) for column in columns], numbers[~blank])

    def _add(self, columns: list[Column], numbers: np.ndarray) -> None:
        self._numbers.append(numbers)
        for part, column in zip(self._parts, columns, strict=True):
            part.add(column)

    def build(self) -> Grid:
        """Return everything that was added."""
        columns = tuple(part.build() for part in self._parts)
        numbers = np.concatenate([np.empty(0, dtype=np.int64), *self._numbers])
        return Grid(self.header, columns, numbers, tuple(self.ragged), tuple(sorted(self.blank)))


@dataclass(frozen=True, eq=False)
class PlainLines:
    """Lines in which nothing is quoted: they and their cells can be told apart by counting.

    ``ends`` are the places of the line feeds in ``payload``, ``widths`` the cells of each line.
    """

    payload: bytes
    ends: np.ndarray
    widths: np.ndarray

    def text(self, line: int) -> str:
        """Return a line without its line feed."""
        start = self.ends[line - 1] + 1 if line else 0
        return self.payload[start : self.ends[line]].decode("utf-8")

    def without(self, lines: np.ndarray) -> bytes:
        """Return the payload without some of its lines."""
        parts, start = [], 0
        for line in lines.tolist():
            parts.append(self.payload[start : self.ends[line - 1] + 1 if line else 0])
            start = self.ends[line] + 1
        return b"".join([*parts, self.payload[start:]])


def plain_lines(piece: str, separator: str) -> PlainLines | None:
    """Return the lines of a piece; ``None`` if a proper reader has to tell them apart."""
    text = piece.replace("\r\n", "\n")
    if '"' in text or "\r" in text or text.startswith("\ufeff"):
        return None
    payload = text.encode("utf-8")
    payload = payload if payload.endswith(b"\n") else payload + b"\n"
    signs = np.frombuffer(payload, dtype=np.uint8)
    ends = np.flatnonzero(signs == ord("\n"))
    if np.diff(ends, prepend=-1).max() > csv.field_size_limit():
        return None
    before = np.searchsorted(np.flatnonzero(signs == ord(separator)), ends)
    return PlainLines(payload, ends, np.diff(before, prepend=0) + 1)


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
        lines = plain_lines(piece, separator) if builder.header else None
        if lines is not None:
            builder.add_plain(lines, separator, number)
            number += len(lines.ends)
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


def _split(payload: bytes, separator: str, width: int) -> list[Column]:
    import pandas as pd

    # Left to itself pandas reads texts fastest. A first row that is no number keeps it from
    # taking 007 for one, as long as it looks at each column as a whole.
    table = pd.read_csv(
        io.BytesIO(separator.join(["text"] * width).encode() + b"\n" + payload),
        sep=separator,
        header=None,
        names=range(width),
        index_col=False,
        na_filter=False,
        quoting=csv.QUOTE_NONE,
        skip_blank_lines=False,
        low_memory=False,
    )
    factorised = (column.factorize() for _, column in table.items())
    return [Column(texts.to_numpy(dtype=object).tolist(), codes[1:]) for codes, texts in factorised]
