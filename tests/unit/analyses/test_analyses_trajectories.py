"""Grades of trainees at three points, counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from tsa_research.analyses.trajectories import grades_at_points, points_graded, trajectories
from tsa_research.disclosure import release
from tsa_research.policy import USUAL
from tsa_research.schemas.reading import load_record_type

KIND = load_record_type("trainee_grades")
DAYS = ("2025-11-28", "2026-02-27", "2026-06-19")


def grades(**of):
    """Return the record: for each trainee a text such as 3-2, with a dash where there is none."""
    rows = [
        {"trainee": who, "school": f"School {who[0]}", "point": float(point), "graded": day,
         "grade": grade}
        for who, given in of.items()
        for point, (grade, day) in enumerate(zip(given, DAYS, strict=True), start=1)
        if grade != "-"
    ]  # fmt: skip
    columns = ["trainee", "school", "point", "graded", "grade"]
    return pd.DataFrame(rows, columns=columns)


FOUR = grades(a1="321", a2="22-", b1="-34", b2="433")


def counts(finding):
    """Return the counts of each row, and its base."""
    found = {}
    for item, part in finding.table.groupby("item", sort=False):
        title = next(entry.title for entry in finding.instrument.items if entry.id == item)
        found[title] = (part["count"].tolist(), part["n"].iloc[0])
    return found


def test_up_is_a_better_grade_and_only_trainees_with_all_grades_are_compared():
    # a1 and b2 have all three: 3-2-1 and 4-3-3.
    assert counts(trajectories(FOUR, KIND)) == {
        "From point 1 to point 2": ([0, 0, 2], 2),
        "From point 2 to point 3": ([0, 1, 1], 2),
        "From point 1 to point 3": ([0, 0, 2], 2),
    }


def test_every_grade_is_counted_at_each_point_and_unused_grades_stay_in():
    assert counts(grades_at_points(FOUR, KIND)) == {
        "Point 1": ([0, 0, 1, 1], 2),
        "Point 2": ([0, 1, 1, 0], 2),
        "Point 3": ([1, 0, 1, 0], 2),
    }


def test_trainees_who_miss_a_point_are_counted():
    found = points_graded(FOUR, KIND).table.set_index("point")
    assert found["n_ungraded"].to_dict() == {"Point 1": 1, "Point 2": 0, "Point 3": 1}
    assert set(found["n"]) == {4}


def test_a_point_at_which_nobody_was_graded_yet_has_a_row_without_figures():
    ten = {f"{school}{n}": "32-" for school in "abc" for n in range(4)}
    released = release(trajectories(grades(**ten), KIND), USUAL)
    assert released.table["state"].tolist() == ["shown"] * 3 + ["none"] * 6


def test_a_trainee_graded_twice_at_a_point_has_the_later_grade():
    again = FOUR.assign(graded="2026-01-10", grade="1").iloc[:1]
    found = grades_at_points(pd.concat([again, FOUR], ignore_index=True), KIND)
    # On the later day a1 was graded 1 at the first point.
    assert counts(found)["Point 1"] == ([1, 0, 0, 1], 2)


def test_no_table_counts_somebody_who_misses_a_point():
    """Grades at two points less the ways between them were the grade of who misses one."""
    twelve = {f"{school}{n}": "223" for school in "abc" for n in range(4)}
    missing = grades(**{**twelve, "a0": "3--"})
    for analysis in (grades_at_points, trajectories):
        bases = set(analysis(missing, KIND).table["n"])
        assert bases == {11}


def test_the_best_grade_is_the_favourable_end():
    scale = grades_at_points(FOUR, KIND).instrument.scales[0]
    assert scale.best_first[0] == 1
    assert trajectories(FOUR, KIND).instrument.scales[0].positive == (3,)


@pytest.mark.parametrize("analysis", [grades_at_points, points_graded, trajectories])
def test_few_trainees_or_trainees_of_one_school_are_hidden(analysis):
    one = {f"a{n}": "321" for n in range(12)}
    for few in (FOUR, grades(**one)):
        assert set(release(analysis(few, KIND), USUAL).table["state"]) == {"hidden"}


@pytest.mark.parametrize("analysis", [grades_at_points, points_graded, trajectories])
def test_without_grades_there_is_no_row(analysis):
    assert analysis(grades(), KIND).table.empty
