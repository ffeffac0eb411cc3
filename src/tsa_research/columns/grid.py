"""Rows as they come become columns: those of even width, the ragged and the blank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

import numpy as np

from tsa_research.columns.column import Column
from tsa_research.columns.plain import Plain

_ROWS = 20_000


class Record(NamedTuple):
    """One row of a file: its number in a spreadsheet, its cells, the lines it runs over."""

    number: int
    cells: list[str]
    lines: int = 1


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

    def add_plain(self, plain: Plain, first: int) -> None:
        """Add the rows of a plain piece; ``first`` is the number of the first of them."""
        for place, cells in plain.odd:
            self._is_good(Record(first + place, cells))
        if len(plain.places):
            self._add_but_blank(plain.columns, first + plain.places)

    def _add_but_blank(self, columns: Sequence[Column], numbers: np.ndarray) -> None:
        blank = np.ones(len(numbers), dtype=bool)
        for column in sorted(columns, key=lambda column: len(column.distinct)):
            blank &= column.where(lambda text: not text.strip())
            if not blank.any():
                return self._add(columns, numbers)
        self.blank += numbers[blank].tolist()
        return self._add([column.take(~blank) for column in columns], numbers[~blank])

    def _add(self, columns: Sequence[Column], numbers: np.ndarray) -> None:
        self._numbers.append(numbers)
        for part, column in zip(self._parts, columns, strict=True):
            part.add(column)

    def build(self) -> Grid:
        """Return everything that was added."""
        columns = tuple(part.build() for part in self._parts)
        numbers = np.concatenate([np.empty(0, dtype=np.int64), *self._numbers])
        return Grid(self.header, columns, numbers, tuple(self.ragged), tuple(sorted(self.blank)))
