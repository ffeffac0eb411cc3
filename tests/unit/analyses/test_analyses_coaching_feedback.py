"""Steps of feedback, levels of engagement and days of a coaching log, counted by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from coaching_entries import WHOLE, entries, entry, peers

from tsa_research.analyses.coached import SEE_NAME_DO, STEPS_OF_FEEDBACK
from tsa_research.analyses.coaching import outcomes
from tsa_research.analyses.coaching_days import CADENCE, days, reported
from tsa_research.analyses.coaching_direction import first_and_latest, moved
from tsa_research.analyses.coaching_engagement import (
    ALL,
    engagement_scale,
    who_found,
)
from tsa_research.analyses.coaching_extent import coached
from tsa_research.analyses.coaching_feedback import coverage, elements_written, see_name_do
from tsa_research.analyses.coaching_steps import how_soon, met_by
from tsa_research.disclosure import release
from tsa_research.policy import USUAL, Policy
from tsa_research.schemas.reading import load_record_type
from tsa_research.tables import display

AS_OF = date(2026, 1, 20)
LAX = Policy(1, 1, 1, 1)


def states(finding):
    return set(release(finding, USUAL).table["state"])


@pytest.mark.parametrize("place", range(6))
def test_each_step_of_feedback_is_found_in_its_own_column(place):
    column = list(STEPS_OF_FEEDBACK.values())[place]
    table = coverage(entries(entry(**{column: WHOLE[column]}))).table
    assert table["count"].tolist() == [int(row == place) for row in range(6)]


def test_practice_that_was_not_held_is_not_covered():
    table = coverage(entries(entry(**{**WHOLE, "practised": "no"}))).table.set_index("element")
    assert table["count"].tolist() == [1, 1, 1, 1, 0, 1]


def test_an_entry_without_any_conversation_is_in_no_base():
    rows = [entry("a", met_on=""), entry("b"), entry("c", met_on="", praise="the pause")]
    table = coverage(entries(*rows)).table
    assert set(table["n_entries"]) == {2}
    assert table["share"].tolist() == [0.5, 0, 0, 0, 0, 0]


def test_every_declared_column_is_one_of_the_record():
    known = {*STEPS_OF_FEEDBACK.values(), *(c for part in SEE_NAME_DO.values() for c in part)}
    assert known <= set(load_record_type("coaching_log").column_ids)


def test_to_see_takes_the_focus_and_who_found_the_problem():
    rows = [entry(**WHOLE), entry(**{**WHOLE, "focus": ""}), entry(action_step="wait")]
    assert see_name_do(entries(*rows)).table["count"].tolist() == [1, 3, 2, 1]


def test_an_entry_has_so_many_steps_on_average():
    row = elements_written(entries(entry(**WHOLE), entry("b", praise="the pause"))).table.iloc[0]
    assert row[["n", "n_entries", "mean_elements", "n_all_six"]].tolist() == [2, 2, 3.5, 1]
    assert row["share_all_six"] == 0.5


def test_a_small_school_whose_entries_are_all_whole_is_hidden():
    finding = elements_written(entries(*peers(8, **WHOLE)), by="school")
    assert states(finding) == {"hidden"}


def test_the_levels_are_those_of_the_record_and_the_first_is_favourable():
    scale = engagement_scale()
    assert scale.worst_first == (4, 3, 2, 1)
    assert scale.label(1) == "The teacher found both"


FEW_COACHES = {
    "outcomes": lambda log: outcomes(log, as_of=AS_OF),
    "how_soon": how_soon,
    "met_by": lambda log: met_by(log, "practised", as_of=AS_OF),
    "coverage": coverage,
    "see_name_do": see_name_do,
    "elements_written": elements_written,
    "who_found": who_found,
    "coached": lambda log: coached(log, log[["school_id", "alliance"]].drop_duplicates()),
    "days": days,
    "reported": lambda log: reported(log, as_of=AS_OF),
}


@pytest.mark.parametrize("find", FEW_COACHES.values(), ids=FEW_COACHES)
def test_whatever_rests_on_few_coaches_is_hidden(find):
    rows = [row for school in ("ash", "elm", "oak") for row in peers(12, school, **WHOLE)]
    rows = [{**row, "practised": "yes" if n % 2 else "no"} for n, row in enumerate(rows)]
    one = [{**row, "coach": "lead"} for row in rows]
    assert "hidden" not in states(find(entries(*rows)))
    assert states(find(entries(*one))) <= {"hidden", "none"}


def test_levels_that_nobody_noted_stay_with_nought():
    rows = [entry("a", engagement="1"), entry("b", engagement="4"), entry("c", engagement="4")]
    table = who_found(entries(*rows, entry("d"))).table
    assert table["level"].tolist() == [1, 2, 3, 4]
    assert table["entries"].tolist() == [1, 0, 0, 2]
    assert table["share"].tolist() == [pytest.approx(n / 3) for n in (1, 0, 0, 2)]
    assert set(table["n"]) == {3}


def test_the_table_of_levels_counts_entries_and_has_the_people_as_its_base():
    rows = [entry("a", engagement="1"), entry("a", engagement="1"), entry("b", engagement="4")]
    shown = str(display(release(who_found(entries(*rows)), LAX)))
    assert shown.splitlines()[2].split() == [*ALL.split(), "1", "0", "0", "2", "2"]


def test_a_small_school_with_one_level_only_is_hidden():
    log = entries(*peers(8, "ash", engagement="4"), *peers(8, "elm", engagement="4"))
    assert states(who_found(log, by="school")) == {"hidden"}


LEVELS = [("a", "2025-10-01", "4"), ("a", "2025-11-01", "1"), ("a", "2025-12-01", "2"),
          ("b", "2025-10-01", "2"), ("b", "2025-12-01", "2"),
          ("c", "2025-12-01", "3"), ("c", "2025-10-01", "1"),
          ("d", "2025-10-01", "1")]  # fmt: skip


@pytest.fixture
def levels():
    return entries(*(entry(t, observed=day, engagement=level) for t, day, level in LEVELS))


def test_the_latest_entry_of_each_teacher_is_held_against_the_first(levels):
    row = moved(levels).table.iloc[0]
    counted = row[["n", "n_towards", "n_same", "n_away"]].tolist()
    assert counted == [3, 1, 1, 1]


def test_first_and_latest_are_of_the_teachers_with_two_entries(levels):
    table = first_and_latest(levels).table
    assert table["entries"].tolist() == [1, 1, 0, 1, 0, 2, 1, 0]
    assert set(table["n_entries"]) == {3}


def test_the_entries_that_are_left_are_guarded_by_the_fewer_of_teachers_and_coaches(levels):
    assert set(first_and_latest(levels).table["n_others"]) == {1}
    assert set(moved(levels).table["n_others"]) == {1}


@pytest.mark.parametrize(
    ("once", "state"), [(0, "shown"), (1, "hidden"), (9, "hidden"), (12, "shown")]
)
def test_the_few_with_one_entry_cannot_be_found_by_subtraction(once, state):
    rows = []
    for number, school in enumerate(("ash", "elm", "oak")):
        pairs = peers(6, school, engagement=str(number + 1))
        rows += [*pairs, *({**row, "observed": "2026-01-19", "engagement": "2"} for row in pairs)]
    rows += peers(once, "ivy", engagement="3") if once else []
    assert states(first_and_latest(entries(*rows))) == {state}
    assert states(moved(entries(*rows))) == {state}


def test_one_coach_of_all_first_entries_is_protected_by_hiding_both():
    rows = []
    for school in ("ash", "elm", "oak"):
        pairs = peers(6, school, engagement="2")
        rows += [{**row, "coach": "lead", "observed": "2026-01-02"} for row in pairs] + pairs
    assert states(first_and_latest(entries(*rows))) == {"hidden"}


def test_coaching_is_counted_beside_the_schools_of_the_roster():
    schools = pd.DataFrame({"school_id": list("abcd"), "alliance": ["Quillmoor"] * 4})
    rows = [entry("p", "x", "a"), entry("p", "y", "a"), entry("q", "x", "b")]
    row = coached(entries(*rows), schools).table.iloc[0]
    assert row[["n", "n_schools", "n_coaches", "n_roster", "n_entries"]].tolist() == [2, 2, 2, 4, 3]


def test_days_are_counted_where_both_days_are_known():
    rows = [
        entry("a", reported="2026-01-05"),
        entry("b", met_on="2026-01-09", reported="2026-01-08"),
        entry("c", met_on="", due="2026-01-12"),
    ]
    table = days(entries(*rows)).table.set_index("span")
    assert table["n_known"].tolist() == [2, 2, 1, 0]
    assert table["median_days"].tolist()[:3] == [2.5, 1.5, 7]
    assert table.iloc[0][["days_low", "days_high"]].tolist() == [1.75, 3.25]
    assert table["n"].tolist() == [2, 2, 1, 0]


def test_each_teacher_counts_once_in_the_time_between_observations():
    seen = {"a": (1, 3, 9, 9), "b": (1, 11), "c": (1,)}
    on = "2026-01-{:02d}".format
    rows = [entry(teacher, observed=on(day)) for teacher, given in seen.items() for day in given]
    row = days(entries(*rows)).table.set_index("span").loc[CADENCE]
    assert row[["n", "n_known", "median_days"]].tolist() == [2, 3, 7]


REPORTS = [
    ("2026-01-05", "2026-01-05", "n_next_day"),
    ("2026-01-05", "2026-01-06", "n_next_day"),
    ("2026-01-30", "2026-01-31", "n_next_day"),
    ("2026-01-05", "2026-01-07", "n_later"),
    ("2026-01-18", "", "n_not_reported"),
    ("2026-01-19", "", None),
]


@pytest.mark.parametrize(("observed", "given", "counted"), REPORTS)
def test_a_report_is_in_time_by_the_next_day(observed, given, counted):
    table = reported(entries(entry(observed=observed, reported=given)), as_of=AS_OF).table
    found = table[["n_next_day", "n_later", "n_not_reported"]].sum()
    assert found.to_dict() == {name: int(name == counted) for name in found.index}


def test_a_small_school_in_which_no_report_is_noted_is_hidden():
    assert states(reported(entries(*peers(8)), as_of=AS_OF, by="school")) == {"hidden"}
