"""The store: a report opens its own files only, and what was replaced is gone."""

from __future__ import annotations

import pandas as pd
import pytest
from tiny_network import GRADE

from tsa_research.errors import UnreadableError, UsageError
from tsa_research.store import Slice, list_slices, read_slices, slice_digest, write_wave

ROWS = [
    ("2024", "north", "p1", True, "oak", 1),
    ("2024", "north", "p2", True, "elm", None),
    ("2024", "north", "a000001", False, "oak", 3),
    ("2025", "north", "p3", True, "oak", 2),
    ("2025", "south", "p4", True, "ash", 4),
]
NAMES = ["cohort", "alliance", "respondent", "linked", "school", "lesson_grade"]
NORTH = Slice(GRADE.id, "2024", "north", "spring")


def answers(rows=ROWS):
    return pd.DataFrame(rows, columns=NAMES).astype({"lesson_grade": "Int16"})


@pytest.fixture
def store(tmp_path):
    write_wave(tmp_path, GRADE, "spring", answers())
    return tmp_path


def test_answers_come_back_as_they_went_in(store):
    read = read_slices(store, [NORTH]).set_index("respondent").loc[["p1", "p2", "a000001"]]
    expected = answers(ROWS[:3]).set_index("respondent")
    pd.testing.assert_frame_equal(read[expected.columns], expected, check_dtype=False)
    assert read["lesson_grade"].dtype == "Int16"


def test_a_year_in_the_name_of_a_folder_stays_text(store):
    assert set(read_slices(store, [NORTH])["cohort"]) == {"2024"}


def test_everything_stored_is_listed_in_a_fixed_order(store):
    places = [(place.cohort, place.alliance, place.wave) for place in list_slices(store)]
    assert places == [
        ("2024", "north", "spring"),
        ("2025", "north", "spring"),
        ("2025", "south", "spring"),
    ]


@pytest.mark.parametrize("harm", ["delete", "corrupt"])
def test_only_the_files_asked_for_are_opened(store, harm):
    wanted = NORTH.path(store)
    for path in store.rglob("*.parquet"):
        if path != wanted:
            path.unlink() if harm == "delete" else path.write_bytes(b"not a table")
    assert len(read_slices(store, [NORTH])) == 3


def test_a_corrupt_file_of_ones_own_is_not_passed_over(store):
    NORTH.path(store).write_bytes(b"not a table")
    with pytest.raises(Exception, match="Parquet"):
        read_slices(store, [NORTH])


def test_a_replaced_wave_leaves_nothing_of_the_old_one(store):
    write_wave(store, GRADE, "spring", answers(ROWS[:1]))
    assert [place.path(store) for place in list_slices(store)] == [NORTH.path(store)]
    assert list(read_slices(store, [NORTH])["respondent"]) == ["p1"]


def test_replacing_one_wave_leaves_the_others_alone(store):
    write_wave(store, GRADE, "summer", answers(ROWS[:1]))
    write_wave(store, GRADE, "spring", answers(ROWS[:1]))
    assert [place.wave for place in list_slices(store, GRADE.id)] == ["spring", "summer"]


def test_the_bytes_do_not_depend_on_the_order_of_the_rows(store, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    write_wave(other, GRADE, "spring", answers(ROWS[::-1]))
    digests = {slice_digest(folder, NORTH) for folder in (store, other)}
    assert digests == {slice_digest(store, NORTH)}


def test_no_half_written_file_stays_behind_or_is_listed(store):
    assert [path for path in store.rglob("*.partial")] == []
    half = NORTH.path(store).with_name(".summer.parquet")
    half.write_bytes(b"half")
    assert half not in [place.path(store) for place in list_slices(store)]


@pytest.mark.parametrize("field", ["cohort", "alliance"])
@pytest.mark.parametrize("hostile", ["../out", "a/b", "a\\b", "..", ".hidden", "a*", "a\0b", ""])
def test_an_id_that_would_leave_the_folder_is_refused(tmp_path, field, hostile):
    with pytest.raises(UsageError, match="cannot be used as the name of a folder"):
        write_wave(
            tmp_path / "store", GRADE, "spring", answers(ROWS[:1]).assign(**{field: hostile})
        )
    assert list(tmp_path.iterdir()) == []


def test_asking_for_no_slice_is_an_error(store):
    with pytest.raises(UsageError, match="No slice"):
        read_slices(store, [])


def test_a_damaged_file_is_named(tmp_path):
    place = Slice("trust_survey", "2025", "harbour", "2026-spring")
    place.path(tmp_path).parent.mkdir(parents=True)
    place.path(tmp_path).write_bytes(b"not parquet")
    with pytest.raises(UnreadableError, match=r"2026-spring\.parquet"):
        read_slices(tmp_path, [place])
