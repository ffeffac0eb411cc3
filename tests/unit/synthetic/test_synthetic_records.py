"""The made-up records hold the awkward cases that they promise."""

from __future__ import annotations

import pandas as pd
import pytest

from tsa_research.resources import shared_folder
from tsa_research.synthetic.action_points import LAST_DAY
from tsa_research.synthetic.record_plan import RECORDS

FOLDER = shared_folder() / "data" / "example" / "records"


@pytest.fixture
def read():
    schools = pd.read_csv(FOLDER / "schools.csv").set_index("school_id")["alliance_id"]

    def reading(record):
        table = pd.read_csv(FOLDER / f"{record}.csv", dtype="str", keep_default_na=False)
        if "school_id" in table:
            table["alliance"] = table["school_id"].map(schools)
        return table

    return reading


@pytest.mark.parametrize("record", RECORDS)
def test_every_record_is_written_and_has_rows(record, read):
    assert len(read(record))


def test_an_alliance_has_no_sessions_and_another_those_of_one_school(read):
    schools = read("protocol_sessions").groupby("alliance")["school_id"].nunique()
    assert len(schools) < 6
    assert schools.min() == 1


def test_some_sessions_were_not_timed_throughout_and_some_left_a_step_out(read):
    steps = read("protocol_sessions").loc[:, "presenting":"group_reflecting"]
    assert (steps == "").any().any()
    assert (steps["group_reflecting"] == "0").any()


def test_ties_have_a_school_left_out_one_silent_and_an_alliance_with_one_wave(read):
    ties = read("ties")
    waves = ties.groupby("alliance")["wave"].nunique()
    assert sorted(set(waves)) == [1, 2]
    assert (ties["with_school"] == "").any()
    first = ties.loc[ties["wave"] == "Autumn 2025"]
    assert set(first["with_school"]) - set(first["school_id"]) - {""}


def test_one_group_has_done_all_its_actions_and_one_has_agreed_on_none():
    actions = pd.read_csv(FOLDER / "action_points.csv", keep_default_na=False)
    assert actions["alliance_id"].nunique() == 5
    assert any((group["done"] != "").all() for _, group in actions.groupby("alliance_id"))
    assert (actions["owner"] == "").any()


def test_outcomes_hold_pupils_and_groups_and_gaps_of_every_kind(read):
    outcomes = read("pupil_outcomes")
    single = outcomes["pupil"] != ""
    pupils, groups = outcomes[single], outcomes[~single]
    assert set(groups["alliance"]) == {"etoile-moor", "sparrows-rest"}
    assert (groups["n_pupils"] == "").any()
    assert (groups.loc[groups["alliance"] == "sparrows-rest", "after"] == "").all()
    assert ((pupils["before"] == "") | (pupils["after"] == "")).any()
    one_school = pupils[pupils["alliance"] == "saltlantern"]
    assert one_school["school_id"].nunique() == 1
    assert (one_school["after"].astype(float) > one_school["before"].astype(float)).all()
    assert pupils[pupils["alliance"] == "mossgate-fell"]["school_id"].nunique() >= 6
    expected = pupils.groupby("alliance")["expected"].agg(lambda cells: (cells != "").any())
    assert expected.to_dict() == {
        "mossgate-fell": False, "saltlantern": False, "tidewright": True,
    }  # fmt: skip


def test_outcomes_come_in_several_units(read):
    assert set(read("pupil_outcomes")["unit"]) == {"marks", "points", "sub_levels"}


def test_one_alliance_has_no_last_grade_of_trainees_and_some_trainees_miss_a_point(read):
    grades = read("trainee_grades")
    points = grades.groupby("alliance")["point"].agg(set)
    assert points["mossgate-fell"] == {"1", "2"}
    assert points["tidewright"] == {"1", "2", "3"}
    assert (grades.loc[grades["alliance"] == "mossgate-fell", "mentor"] == "").all()
    assert grades[grades["alliance"] == "tidewright"].groupby("trainee").size().min() < 3


def test_nothing_was_done_after_the_record_was_last_written(read):
    actions = read("action_points")
    assert actions["done"].max() <= LAST_DAY.isoformat()
    done = actions.loc[actions["done"] != ""]
    assert (done["agreed"] <= done["done"]).all()


def test_cycles_end_in_every_way(read):
    cycles = read("lesson_study_cycles")
    assert set(cycles["cancelled_for"]) == {"", "no_cover", "illness"}
    assert (cycles["reviewed"] > cycles["due"]).any()
    assert ((cycles["planned"] == "") & (cycles["reviewed"] != "")).any()


def test_one_alliance_keeps_a_coaching_log_in_one_school_only(read):
    schools = read("coaching_log").groupby("alliance")["school_id"].nunique().sort_values()
    assert schools.iloc[0] == 1
    assert schools.iloc[1] > 3


def test_in_one_alliance_nobody_noted_a_report_and_in_another_the_coach_named_everything(read):
    by_alliance = read("coaching_log").groupby("alliance")
    assert by_alliance["reported"].agg(lambda given: (given == "").all()).sum() == 1
    levels = by_alliance["engagement"].agg(lambda level: set(level) - {""})
    assert [found for found in levels if len(found) == 1] == [{"4"}]


def test_coaching_entries_hold_steps_of_every_kind(read):
    log = read("coaching_log")
    steps, last = log.loc[log["action_step"] != ""], log["met_on"].max()
    assert (steps["due"] == "").any()
    assert (steps["due"] > last).any()
    assert set(steps["met"]) == set(steps["practised"]) | {""} == {"yes", "no", ""}
    assert (log["met_on"] == "").any()
    assert (log["coach"] != log["teacher"]).all()


def test_gap_tasks_are_missing_in_one_alliance_and_one_has_begun_only(read):
    sets = read("gap_tasks").groupby("alliance")["learning_set"].nunique()
    assert len(sets) == 5
    assert sets.min() == 1


def test_gap_tasks_are_in_time_late_outstanding_and_open(read):
    tasks = read("gap_tasks")
    handed_in, last = tasks["handed_in"] != "", tasks["assessed"].max()
    assert (handed_in & (tasks["handed_in"] <= tasks["due"])).any()
    assert (handed_in & (tasks["handed_in"] > tasks["due"]) & (tasks["due"] != "")).any()
    assert (~handed_in & (tasks["due"] < last) & (tasks["due"] != "")).any()
    assert (~handed_in & (tasks["due"] > last)).any()
    assert set(tasks["outcome"]) == {"", "complete", "to_revise"}


def test_agreements_are_open_or_over_and_some_name_no_number(read):
    table = read("agreements")
    assert table["alliance"].nunique() == 5
    assert table.groupby("alliance").size().min() == 1
    assert table["ends"].nunique() == 2
    assert (table["n_cycles"] == "").any()
    assert (table["n_meetings"] == "").any()


def test_consents_are_given_refused_open_and_given_by_parents(read):
    people = pd.read_csv(FOLDER / "participants.csv", dtype="str").set_index("participant_id")
    table = read("consents")
    assert set(table["answer"]) == {"yes", "no", ""}
    assert set(table["given_by"]) == {"self", "parent", ""}
    assert set(table["participant"].map(people["role"])) == {"head_teacher", "mentor", "pupil"}
