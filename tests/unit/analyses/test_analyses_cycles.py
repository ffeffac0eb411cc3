"""Cycles of lesson study counted by hand: how they ended, and among how many people."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from tsa_research.analyses.cycles import COUNTS, cycles, endings, steps, taking_part
from tsa_research.disclosure import release
from tsa_research.policy import USUAL, Policy
from tsa_research.schemas.reading import load_record_type
from tsa_research.tables import display

WHOLE = {"planned": "2025-11-03", "taught": "2025-11-10", "observed": "2025-11-10"}
AS_OF = date(2026, 1, 15)


def cycle(alliance="Quillmoor", school="oak", people="abc", **days):
    blank = dict.fromkeys(load_record_type("lesson_study_cycles").column_ids, "")
    members = dict(zip(("teacher", "second", "third"), people, strict=True))
    usual = {"school_id": school, "due": "2025-12-12", "alliance": alliance}
    return {**blank, **members, **usual, **days}


ENDINGS = [
    ("on_time", {**WHOLE, "reviewed": "2025-12-12"}),
    ("late", {**WHOLE, "reviewed": "2025-12-13"}),
    ("not_whole", {"taught": "2025-11-10", "observed": "2025-11-10", "reviewed": "2025-11-12"}),
    ("no_cover", {"planned": "2025-11-03", "cancelled": "2025-11-10", "cancelled_for": "no_cover"}),
    ("cancelled_otherwise", {"cancelled": "2025-11-10", "cancelled_for": "illness"}),
    ("stopped_before_planned", {}),
    ("stopped_before_taught", {"planned": "2025-11-03"}),
    ("stopped_before_observed", {"planned": "2025-11-03", "taught": "2025-11-10"}),
    ("stopped_before_observed", {"taught": "2025-11-10"}),
    ("stopped_before_reviewed", WHOLE),
    ("running", {"due": "2026-01-15"}),
    ("running", {**WHOLE, "due": "2026-03-27"}),
]


@pytest.mark.parametrize(("ending", "days"), ENDINGS)
def test_a_cycle_is_in_the_state_that_its_days_tell(ending, days):
    row = cycles(pd.DataFrame([cycle(**days)]), as_of=AS_OF).table.iloc[0]
    assert {count: row[count] for count in COUNTS if row[count]} == {f"n_{ending}": 1}


@pytest.fixture
def finding():
    done, late = ({**WHOLE, "reviewed": day} for day in ("2025-12-01", "2025-12-20"))
    rows = [
        cycle("Quillmoor", "oak", "abc", **done),
        cycle("Quillmoor", "oak", "bca", **late),
        cycle("Quillmoor", "elm", ("d", "e", ""), planned="2025-11-03"),
        cycle("Quillmoor", "elm", ("e", "d", ""), due="2026-03-27"),
        cycle("Ashgrove", "ash", "fgh", due="2026-03-27"),
    ]
    return cycles(pd.DataFrame(rows), as_of=AS_OF)


def test_an_alliance_has_the_shares_of_its_cycles_that_have_ended(finding):
    row = finding.table.set_index("alliance").loc["Quillmoor"]
    counted = row[["n", "n_schools", "n_cycles", "n_whole", "n_running"]].tolist()
    assert counted == [5, 2, 4, 2, 1]
    assert row["share_whole"] == pytest.approx(2 / 3)
    assert row["share_on_time"] == pytest.approx(1 / 3)


def test_shares_are_missing_where_every_cycle_is_still_running(finding):
    row = finding.table.set_index("alliance").loc["Ashgrove"]
    assert row[["share_whole", "share_on_time"]].isna().all()


def test_every_cycle_is_counted_once(finding):
    table = finding.table
    assert table[list(COUNTS)].sum(axis=1).tolist() == table["n_cycles"].tolist() == [1, 4]
    assert finding.n == 8


def test_an_alliance_with_few_people_is_hidden(finding):
    assert set(release(finding, USUAL).table["state"]) == {"hidden"}
    low = Policy(people_in_alliance=3, schools_in_alliance=1)
    assert set(release(finding, low).table["state"]) == {"shown"}


def test_no_cycle_at_all_gives_an_empty_table():
    empty = pd.DataFrame(columns=[*cycle()])
    assert cycles(empty, as_of=AS_OF).table.empty


def test_the_table_of_a_release_names_every_count_and_hides_a_small_alliance(finding):
    released = release(finding, Policy(people_in_alliance=1, schools_in_alliance=1))
    shown = str(display(released))
    words = (
        "Whole, on time",
        "Cancelled: no cover",
        "Stopped before teaching",
        "Share whole",
        "67%",
        "Quillmoor",
    )
    assert [word for word in words if word not in shown] == []
    assert "67%" not in str(display(release(finding, USUAL)))


def test_rounds_are_told_apart(finding):
    done = {**WHOLE, "reviewed": "2025-12-01"}
    rows = [cycle(cycle=1.0, **done), cycle(cycle=2.0), cycle(cycle=2.0, people="abd", **done)]
    table = cycles(pd.DataFrame(rows), as_of=AS_OF, by="cycle").table
    assert table[["cycle", "n", "n_cycles", "n_whole"]].values.tolist() == [
        ["Cycle 1", 3, 1, 1], ["Cycle 2", 4, 2, 1],
    ]  # fmt: skip


@pytest.fixture
def mixed():
    return pd.DataFrame([cycle(**days) for _, days in ENDINGS])


def test_the_endings_add_up_to_the_cycles(mixed):
    table = endings(mixed, as_of=AS_OF).table.set_index("ending")
    assert table["count"].sum() == len(ENDINGS)
    assert table.loc["Still running", "count"] == 2
    assert table.loc["Stopped before the lesson was observed", "count"] == 2
    assert table.loc["Cancelled for want of cover", "share"] == pytest.approx(1 / 12)


def test_steps_are_counted_of_the_cycles_that_are_over(mixed):
    table = steps(mixed, as_of=AS_OF).table.set_index("step")
    assert set(table["n_over"]) == {10}
    assert table["count"].tolist() == [6, 6, 4, 3]
    assert table.loc["Taught", "share"] == pytest.approx(6 / 10)


def test_a_school_without_a_cycle_takes_no_part():
    schools = pd.DataFrame({"school_id": ["oak", "elm", "ash"], "alliance": ["Q", "Q", "R"]})
    table = taking_part(pd.DataFrame([cycle(), cycle()]), schools).table
    assert table[["alliance", "n", "count"]].values.tolist() == [["Q", 2, 1], ["R", 1, 0]]


def test_rounds_that_the_same_few_people_went_on_to_are_not_given_by_subtraction():
    reviewed = {**WHOLE, "reviewed": "2025-12-01"}
    schools = ("oak", "elm", "ash", "fir")
    first = [cycle(school=name, people=[f"{name}{n}" for n in "abc"], **reviewed, cycle=1)
             for name in schools]  # fmt: skip
    later = [cycle(school=name, people=[f"{name}{n}" for n in "abc"], **WHOLE, cycle=number)
             for name in schools[:2] for number in (2, 3)]  # fmt: skip
    rounds = cycles(pd.DataFrame([*first, *later]), as_of=AS_OF, by="cycle")
    assert set(release(rounds, USUAL).table["state"]) == {"hidden"}


@pytest.mark.parametrize("analysis", [cycles, endings])
def test_few_cycles_that_are_over_are_not_shown_among_many_that_run(analysis):
    running = [cycle(school=name, people=[f"{name}{n}" for n in "abc"], due="2026-03-27")
               for name in ("oak", "elm", "ash", "fir")]  # fmt: skip
    over = cycle(people=("oaka", "oakb", "oakc"), **WHOLE, reviewed="2025-12-01")
    only_running = release(analysis(pd.DataFrame(running), as_of=AS_OF), USUAL)
    one_over = release(analysis(pd.DataFrame([*running, over]), as_of=AS_OF), USUAL)
    assert set(only_running.table["state"]) == {"shown"}
    assert set(one_over.table["state"]) == {"hidden"}
