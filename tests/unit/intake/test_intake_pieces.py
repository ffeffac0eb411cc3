"""Reading a file in pieces gives what reading it as a whole would give."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tsa_research.columns import Column, read_grid, reading
from tsa_research.intake.dates import read_dates

PARTS = ["a", "é", '"', ",", "\n", "\r", "\r\n", " ", '"x,y"', ',"q""q",', "\ufeff", "\u2028"]
PARTS += ["12", "007", "NA", ",,", '"on\nthe next, line"']


def whole(text):
    """Return header, rows of its width, rows of another and blank rows, as csv reads them."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    every, last = [], 0
    for number, cells in enumerate(rows, start=1):
        every.append((number, cells, rows.line_num - last))
        last = rows.line_num
    written = [row for row in every if "".join(row[1]).strip()]
    blank = [row[0] for row in every if row not in written]
    width = len(written[0][1]) if written else 0
    good = [row[:2] for row in written[1:] if len(row[1]) == width]
    return written[:1], good, [row for row in written[1:] if len(row[1]) != width], blank


def in_pieces(text, encoding="utf-8"):
    grid = read_grid(text.encode(encoding), encoding, ",")
    cells = [list(row) for row in zip(*(c.texts() for c in grid.columns), strict=True)]
    header = [tuple(grid.header)] if grid.header else []
    good = list(zip(grid.numbers.tolist(), cells, strict=True))
    return header, good, [tuple(row) for row in grid.ragged], list(grid.blank)


@given(st.lists(st.sampled_from(PARTS), max_size=60), st.integers(1, 12))
def test_pieces_of_any_length_give_the_rows_of_the_whole(parts, length):
    text = "".join(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "FIRST_PIECE", length)
        patch.setattr(reading, "PIECE", length)
        try:
            expected = whole(text)
        except csv.Error as error:
            with pytest.raises(csv.Error, match=str(error)[:20]):
                in_pieces(text)
        else:
            assert in_pieces(text) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_letter_is_never_cut_in_two(encoding, monkeypatch):
    monkeypatch.setattr(reading, "FIRST_PIECE", 3)
    monkeypatch.setattr(reading, "PIECE", 3)
    text = "naïve,façade\nœuvre,007\n,–\n"
    assert in_pieces(text, encoding) == whole(text)


def test_a_cell_beyond_the_limit_is_left_to_the_reader_that_refuses_it(monkeypatch):
    monkeypatch.setattr(reading, "FIRST_PIECE", 4)
    text = "a,b\n1,2\n" + "x" * (csv.field_size_limit() + 1) + ",2\n"
    with pytest.raises(csv.Error, match="field limit"):
        in_pieces(text)


def test_a_column_gives_texts_results_and_rows():
    column = Column.of(["a", "", "a", "b"])
    assert column.texts() == ["a", "", "a", "b"]
    assert column.where(bool).tolist() == [True, False, True, True]
    assert column.take(slice(1, 3)).compact().distinct == ["a", ""]


@pytest.mark.parametrize(
    "moment", ["15/09/2025 10:31:07", "2025-09-15T10:31", "15/09/2025, 10:31 pm", "15/09/2025"]
)
def test_the_time_of_day_is_dropped(moment):
    read = read_dates([moment], day_first=True, heading="When")
    assert list(read.values) == ["2025-09-15"]


@pytest.mark.parametrize("moment", ["15/09/2025 soon", "2025-09-15T", "15/09/2025 1:2:3:4x", "T"])
def test_what_is_no_moment_stays_as_typed(moment):
    read = read_dates([moment], day_first=True, heading="When")
    assert list(read.values) == [moment]
