"""The made-up records hold the awkward cases that they promise."""

from __future__ import annotations

import pandas as pd
import pytest

from tsa_research.resources import shared_folder
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


def test_cycles_end_in_every_way(read):
    cycles = read("lesson_study_cycles")
    assert set(cycles["cancelled_for"]) == {"", "no_cover", "illness"}
    assert (cycles["reviewed"] > cycles["due"]).any()
    assert ((cycles["planned"] == "") & (cycles["reviewed"] != "")).any()
