"""Printed figures on pupils as a record: one figure of each table worked out again by hand."""

from __future__ import annotations

import csv
from functools import cache

import pytest

from tsa_research.analyses.progress import progress
from tsa_research.analyses.progress_means import progress_means, without_base
from tsa_research.analyses.progress_rest import against_the_rest
from tsa_research.disclosure import release
from tsa_research.errors import IntakeError
from tsa_research.published import read_marks, write_outcomes
from tsa_research.published.outcomes import LESSONS, lesson_rows, rise_rows
from tsa_research.record_study import open_records
from tsa_research.resources import shared_folder
from tsa_research.schemas.reading import load_instrument
from tsa_research.study import open_study

PUBLISHED = shared_folder() / "data" / "published"
TABLES = PUBLISHED / "tables"
FIRST, SECOND = (f"{measure} (questions done whole)" for measure in LESSONS.values())


@cache
def opened(alliance):
    return open_records("published", "pupil_outcomes", cohort="2014", alliance=alliance)


def figures(alliance, analysis, **more):
    study = opened(alliance)
    found = analysis(study.table("pupil_outcomes"), study.kind("pupil_outcomes"), **more)
    return release(found, study.policy).shown.set_index(["measure", "group"])


def test_table_1_gives_the_printed_rises_and_says_that_their_base_is_not_stated():
    found = figures("aet", without_base, policy=opened("aet").policy)["mean_change"].droplevel(0)
    assert found.to_dict() == {
        "All pupils": 1.5, "Male": 1, "Female": 1, "EAL": 1.75, "Pupil premium": 1.5, "SEND": 1,
    }  # fmt: skip
    assert figures("aet", progress).empty
    assert figures("aet", progress_means).empty


def test_table_2_five_of_nine_of_high_ability_did_the_whole_question():
    found = figures("central-bedfordshire", progress, by="group").loc[(FIRST, "High ability")]
    assert (found["n"], found["n_gained"], found["n_same"], found["n_lost"]) == (9, 5, 4, 0)
    assert found["mean_change"] == pytest.approx(5 / 9)


def test_table_2_fourteen_of_22_lie_between_the_sixth_lowest_and_the_sixth_highest():
    """8 pupils stayed at 0 and 14 went to 1: the sixth from below is a 0, from above a 1."""
    found = figures("central-bedfordshire", progress).loc[(FIRST, "")]
    assert (found["n"], found["n_gained"], found["share_gained"]) == (22, 14, 14 / 22)
    assert (found["change_low"], found["median_change"], found["change_high"]) == (0, 1, 1)


def test_table_3_ten_of_nineteen_against_four_of_six():
    """Of 19 × 6 pairs, high gained and middle did not in 10 × 2; both alike in 10 × 4 + 9 × 2."""
    found = figures("central-bedfordshire", against_the_rest).loc[(SECOND, "High ability")]
    assert (found["n"], found["n_rest"]) == (19, 6)
    assert found["larger_gain"] == pytest.approx((20 + (40 + 18) / 2) / 114)


def test_tables_2_and_3_give_pupil_premium_as_a_group_that_lies_across():
    found = figures("central-bedfordshire", progress_means)
    assert found["n"].tolist() == [2, 3]
    assert found["mean_change"].round(3).tolist() == [1, 0.667]
    everybody = figures("central-bedfordshire", progress)
    assert everybody["n"].tolist() == [22, 25]


def test_the_marks_of_the_head_of_school_d_are_a_wave_of_one():
    (wave,) = open_study("published", "coaching_culture", cohort="2014", alliance="portswood").waves
    answers = wave.responses[list(load_instrument("coaching_culture").columns)]
    assert answers.astype(int).to_numpy().tolist() == [[2, 2, 2, 2, 1]]


def test_the_record_is_what_the_tables_give(tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "records").mkdir()
    for table in TABLES.glob("*.csv"):
        (tmp_path / "tables" / table.name).write_bytes(table.read_bytes())
    write_outcomes(tmp_path)
    name = "records/pupil_outcomes.csv"
    assert (tmp_path / name).read_bytes() == (PUBLISHED / name).read_bytes()


@pytest.mark.parametrize(
    ("row", "cell", "said"),
    [(1, "3", "nobody able"), (4, "6 (67%)", "15 with the whole question"), (4, "x", "counts")],
)
def test_a_table_of_a_lesson_that_does_not_add_up_is_refused(tmp_path, row, cell, said):
    with (TABLES / "table_02.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[3 if row == 4 else row][2 if row == 4 else 1] = cell
    path = tmp_path / "table_02.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with pytest.raises(IntakeError) as caught:
        list(lesson_rows(path, "Vectors"))
    assert said in caught.value.expected
    assert str(path) in caught.value.where


def test_a_rise_that_is_no_number_is_refused(tmp_path):
    path = tmp_path / "table_01.csv"
    path.write_text("Groups,Rise\nAll,one\n", encoding="utf-8")
    with pytest.raises(IntakeError, match="cannot be expanded"):
        list(rise_rows(path))


def test_a_statement_marked_twice_is_refused(tmp_path):
    path = tmp_path / "gradings.csv"
    path.write_text("Statement,1,2,3,4,5\nStaff reflect,x,x,,,\n", encoding="utf-8")
    with pytest.raises(IntakeError) as caught:
        read_marks(path, load_instrument("coaching_culture"))
    assert caught.value.where == f"{path}, row 2"
