"""The figures that can be explored are the same however many processes make them."""

from __future__ import annotations

import multiprocessing
import time

import pandas as pd
import pytest

from tsa_research.errors import UsageError
from tsa_research.explore import making
from tsa_research.explore.keeping import open_cells
from tsa_research.explore.making import Pace, Piece, make_figures, make_piece, pieces_of


@pytest.fixture(scope="module")
def workspace():
    return open_cells("example").workspace


def test_every_row_belongs_to_one_piece(workspace):
    pieces = list(pieces_of(workspace, "example"))
    assert len(set(pieces)) == len(pieces)
    assert {piece.form for piece in pieces} >= {"trust_survey", "maturity_audit", ""}
    made = pd.concat([make_piece(piece) for piece in pieces], ignore_index=True)
    assert len(made) == len(open_cells("example").table)


def test_two_processes_make_the_same_and_say_how_far_they_are(workspace, monkeypatch):
    monkeypatch.setattr(making, "MANY", 0)
    said = []
    made = make_figures(workspace, "example", Pace(2, said.append))
    pd.testing.assert_frame_equal(made, open_cells("example").table, check_dtype=False)
    pd.testing.assert_frame_equal(made, make_figures(workspace, "example", Pace(1)))
    n = len(list(pieces_of(workspace, "example")))
    assert said[0] == f"Figures for the comparison: 1 of {n} parts made"
    assert len(said) == n
    assert multiprocessing.active_children() == []


def test_an_error_in_another_process_comes_back_whole(workspace, monkeypatch):
    monkeypatch.setattr(making, "MANY", 0)
    monkeypatch.setattr(making, "pieces_of", lambda *_: [Piece("example", "trust_survei", "2024")])
    with pytest.raises(UsageError, match="trust_survei") as raised:
        make_figures(workspace, "example", Pace(2))
    assert "trust_survey" in raised.value.next_step


def test_when_it_is_stopped_no_process_goes_on(workspace, monkeypatch):
    monkeypatch.setattr(making, "MANY", 0)

    def stop(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_figures(workspace, "example", Pace(2, stop))
    deadline = time.monotonic() + 30
    while multiprocessing.active_children() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert multiprocessing.active_children() == []
