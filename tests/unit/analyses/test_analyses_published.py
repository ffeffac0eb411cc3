"""The tables of the case studies, cell by cell, through the whole way from file to finding."""

from functools import cache

import numpy as np
import pytest

from tsa_research.analyses import change, profile
from tsa_research.published import FEEDBACK_ROWS, IMPACT_ROWS, read_table
from tsa_research.resources import shared_folder
from tsa_research.study import open_study

TABLES = shared_folder() / "data" / "published" / "tables"


@cache
def study(instrument, alliance):
    return open_study("published", instrument, cohort="2014", alliance=alliance)


@pytest.mark.parametrize(
    ("instrument", "alliance", "table", "items"),
    [
        ("strand_impact", "george-abbot", "table_05.csv", IMPACT_ROWS),
        ("programme_feedback", "sutton", "table_08.csv", FEEDBACK_ROWS),
    ],
)
def test_every_printed_count_is_the_count_that_is_found(instrument, alliance, table, items):
    found = profile.distribution(study(instrument, alliance).latest).table
    _, *printed = read_table(TABLES / table)
    assert len(printed) == found["item"].nunique()
    for name, *cells in printed:
        rows = found.loc[found["item"] == items[name]]
        assert list(rows["count"]) == [int(cell or 0) for cell in cells]
        assert set(rows["n"]) == {sum(int(cell or 0) for cell in cells)}


@pytest.mark.parametrize(
    ("item", "favourable", "n"),
    [("coaching", 12, 18), ("peer_planning", 10, 18), ("peer_observation", 15, 18),
     ("cross_phase", 7, 10)],
)  # fmt: skip
def test_as_many_rate_a_strand_four_or_five_as_were_printed(item, favourable, n):
    table = profile.favourable(study("strand_impact", "george-abbot").latest).table
    row = table.loc[table["item"] == item].iloc[0]
    assert (row["n_favourable"], row["n"]) == (favourable, n)
    assert row["share_favourable"] == favourable / n


def grades():
    sutton = study("lesson_observed_grade", "sutton")
    return change.movement(sutton.first, sutton.latest, "observed_grade").table


def test_six_lesson_grades_went_up_six_stayed_and_none_fell():
    table = grades()
    step = table["after"].astype(int) - table["before"].astype(int)
    moved = [table.loc[way, "count"].sum() for way in (step < 0, step == 0, step > 0)]
    assert moved == [6, 6, 0]


def test_the_printed_grades_give_the_same_movement_cell_by_cell():
    _, *people = read_table(TABLES / "table_07.csv")
    printed = [(int(person[1]), int(person[2])) for person in people]
    for row in grades().to_dict("records"):
        assert row["count"] == printed.count((row["before"], row["after"]))
        assert row["n"] == len(printed)


def test_one_printed_arrow_contradicts_its_grades():
    _, *people = read_table(TABLES / "table_07.csv")
    assert [person[3] for person in people].count("↑") == 5
    assert [person[0] for person in people if person[3] == "→" and person[1] > person[2]] == ["9"]


def test_the_matched_change_of_the_grades_counts_a_lower_grade_as_better():
    sutton = study("lesson_observed_grade", "sutton")
    row = change.change(sutton.first, sutton.latest).table.iloc[0]
    assert (row["n"], row["n_better"], row["n_same"], row["n_worse"]) == (12, 6, 6, 0)
    assert np.isnan(row["p_adjusted"]), "all of one school: no pooled probability"
