"""An import in pieces stores what an import in one piece stores, and looks at one part alone."""

from __future__ import annotations

from datetime import date

import pytest
from tiny_network import with_answers

from tsa_research.columns import reading
from tsa_research.store import list_slices
from tsa_research.wave_import import import_wave

TODAY = date(2026, 4, 1)
ROWS = (
    "one,oak,2026-03-02,1",
    '"two","oak",2026-03-03,2',
    "three,elm,2026-03-03,7",
    "",
    "four,ash,2026-03-04,2,too many",
    "Four@,ash,2026-03-04,3",
    "swift@ash.example,Ash  primary,2026-03-05,Good",
)


@pytest.fixture
def workspace(network):
    (network / "keys").mkdir()
    (network / "keys" / "pseudonym.key").write_text("07" * 32, encoding="ascii")
    return with_answers(network, *ROWS)


def imported(workspace, **options):
    return import_wave(workspace, workspace.waves[0], today=TODAY, **options)


def files(workspace):
    return {path: path.read_bytes() for path in workspace.store.rglob("*.parquet")}


@pytest.mark.parametrize("length", [1, 7, 40])
def test_pieces_give_the_same_books_and_bytes(workspace, monkeypatch, length):
    whole, stored = imported(workspace), files(workspace)
    (workspace.store / "imports" / "lesson_self_grade" / "spring.json").unlink()
    monkeypatch.setattr(reading, "FIRST_PIECE", length)
    monkeypatch.setattr(reading, "PIECE", length)
    pieces = imported(workspace)
    assert pieces.fresh
    assert (pieces.record, pieces.set_aside) == (whole.record, whole.set_aside)
    assert files(workspace) == stored


def test_a_report_looks_at_the_stored_answers_of_its_own_alliance(workspace):
    imported(workspace)
    north = next(s for s in list_slices(workspace.store) if s.alliance == "north")
    north.path(workspace.store).write_bytes(b"damaged")
    assert not imported(workspace, only=("2025", "south")).fresh
    assert imported(workspace, only=("2025", "north")).fresh


def test_only_the_folders_that_are_asked_for_are_listed(workspace):
    imported(workspace)
    found = list_slices(workspace.store, "lesson_self_grade", "2025", "north")
    assert [place.alliance for place in found] == ["north"]
