"""The door to Arrow's reader of CSV: for text in which every line is a row, as nearly all is."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from tsa_research.columns.column import Column

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import csv as arrow


@dataclass(frozen=True, eq=False)
class Plain:
    """The rows of a piece of text, counted from 0.

    ``places`` are those of the rows in ``columns``, ``odd`` the place and the cells of rows of
    another width.
    """

    columns: Sequence[Column]
    places: np.ndarray
    odd: Sequence[tuple[int, list[str]]]

    def __len__(self) -> int:
        return len(self.places) + len(self.odd)


def read_plain(piece: str, separator: str, width: int) -> Plain | None:
    """Return the rows of a piece; ``None`` if a proper reader has to tell them apart.

    Nothing is taken for a number or for missing: every cell stays the text that it is.
    """
    if not _is_plain(piece):
        return None
    columns, odd = _read(piece.encode("utf-8"), separator, width)
    count = len(columns[0]) + len(odd)
    texts = chain(*(column.distinct for column in columns), *(cells for _, cells in odd))
    if max(map(len, texts), default=0) > csv.field_size_limit():
        return None
    places = np.delete(np.arange(count), [place for place, _ in odd])
    return Plain(columns, places, odd)


def _is_plain(piece: str) -> bool:
    quoted = '"' in piece or piece.startswith("\ufeff")
    return not quoted and ("\r" not in piece or piece.count("\r") == piece.count("\r\n"))


def _read(
    payload: bytes, separator: str, width: int
) -> tuple[list[Column], list[tuple[int, list[str]]]]:
    import pyarrow as pa
    from pyarrow import csv as arrow

    odd: list[tuple[int, list[str]]] = []

    def keep(row: arrow.InvalidRow) -> str:
        odd.append((row.number - 1, row.text.split(separator)))
        return "skip"

    names = [str(place) for place in range(width)]
    text = pa.dictionary(pa.int32(), pa.string())
    # One thread: only then are rows numbered. One block: one set of codes for each column.
    table = arrow.read_csv(
        pa.BufferReader(payload),
        read_options=arrow.ReadOptions(
            use_threads=False, block_size=len(payload) + 1, column_names=names
        ),
        parse_options=arrow.ParseOptions(
            delimiter=separator,
            quote_char=False,
            ignore_empty_lines=False,
            invalid_row_handler=keep,
        ),
        convert_options=arrow.ConvertOptions(
            column_types=dict.fromkeys(names, text), strings_can_be_null=False
        ),
    )
    return [_column(table[name].chunk(0)) for name in names], odd


def _column(cells: pa.DictionaryArray) -> Column:
    texts = cells.dictionary.to_numpy(zero_copy_only=False)
    return Column(texts.tolist(), cells.indices.to_numpy())
