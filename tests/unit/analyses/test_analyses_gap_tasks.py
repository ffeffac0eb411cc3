"""Gap tasks counted by hand: handed in on time or late, outstanding, given feedback."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from coaching_entries import PEERS, task

from tsa_research.analyses.gap_tasks import STATES, gap_tasks
from tsa_research.disclosure import release
from tsa_research.policy import USUAL

AS_OF = date(2026, 1, 20)
CASES = [
    ("in_time", {"handed_in": "2025-12-12"}),
    ("handed_late", {"handed_in": "2025-12-13"}),
    ("outstanding", {}),
    ("early", {"handed_in": "2025-12-12", "due": "2026-01-20"}),
    ("no_day", {"handed_in": "2025-12-12", "due": ""}),
    ("open", {"due": "2026-01-20"}),
    ("open", {"due": ""}),
]


def tasks(*rows):
    return pd.DataFrame(list(rows), columns=[*task()])


def states(finding):
    table = release(finding, USUAL).table
    return dict(zip(table[finding.keys[0]], table["state"], strict=True))


@pytest.mark.parametrize(("state", "written"), CASES)
def test_a_task_is_where_its_days_place_it(state, written):
    row = gap_tasks(tasks(task(**written)), as_of=AS_OF).table.iloc[0]
    assert {name: row[f"n_{name}"] for name in STATES if row[f"n_{name}"]} == {state: 1}


def test_shares_and_feedback_are_of_the_tasks_that_were_due():
    given = {"handed_in": "2025-12-01", "assessed": "2025-12-05"}
    rows = [
        task("a", **given, outcome="complete"),
        task("b", **given, outcome="to_revise"),
        task("c", handed_in="2026-01-08"),
        task("d"),
        task("a", due="2026-02-01", **given, outcome="complete"),
    ]
    row = gap_tasks(tasks(*rows), as_of=AS_OF).table.iloc[0]
    counted = row[["n", "n_tasks", "n_due", "n_handed_in", "n_assessed", "n_awaiting"]].tolist()
    assert counted == [4, 5, 4, 3, 2, 1]
    assert row[["n_complete", "n_to_revise"]].tolist() == [1, 1]
    assert row[["share_handed_in", "share_in_time", "share_complete"]].tolist() == [0.75, 0.5, 0.25]


def test_learning_sets_stand_in_their_order_and_only_those_that_began():
    rows = [task("a", learning_set=name) for name in ("observation_feedback", "pupil_culture")]
    table = gap_tasks(tasks(*rows), as_of=AS_OF, by="learning_set").table
    assert table["learning_set"].tolist() == ["Pupil culture", "Observation and feedback"]


def mixed(n, school, learning_set="pupil_culture"):
    """Return tasks of which every third is outstanding and every other one is complete."""
    done = {"handed_in": "2025-12-01", "assessed": "2025-12-02"}
    for place in range(n):
        written = (
            {} if place % 3 == 0 else {**done, "outcome": ("complete", "to_revise")[place % 2]}
        )
        yield task(f"{school}-{PEERS[place]}", school, learning_set, **written)


@pytest.mark.parametrize(("latest", "state"), [(4, "shown"), (3, "hidden")])
def test_one_small_learning_set_hides_them_all(latest, state):
    rows = [
        row
        for school in ("ash", "elm", "oak")
        for name, n in (
            ("pupil_culture", 6),
            ("observation_feedback", 6),
            ("leading_planning", latest),
        )
        for row in mixed(n, school, name)
    ]
    found = states(gap_tasks(tasks(*rows), as_of=AS_OF, by="learning_set"))
    assert set(found.values()) == {state}
    assert len(found) == 3


def test_a_small_school_is_hidden_and_the_next_one_with_it():
    rows = [*mixed(3, "ash"), *mixed(6, "elm"), *mixed(8, "oak")]
    assert states(gap_tasks(tasks(*rows), as_of=AS_OF, by="school")) == {
        "Ash": "hidden", "Elm": "hidden", "Oak": "shown",
    }  # fmt: skip


def test_a_small_school_in_which_everything_was_handed_in_is_hidden():
    whole = [{**row, "handed_in": "2025-12-01"} for row in mixed(9, "ash")]
    rows = [*whole, *mixed(6, "elm"), *mixed(8, "oak")]
    assert states(gap_tasks(tasks(*rows), as_of=AS_OF, by="school"))["Ash"] == "hidden"


def test_no_task_at_all_gives_an_empty_table():
    assert gap_tasks(tasks(), as_of=AS_OF, by="learning_set").table.empty


def test_tasks_of_a_few_that_were_due_are_not_shown_among_many_that_are_open():
    rows = [
        {**row, "due": "2026-12-12", "handed_in": "", "assessed": "", "outcome": ""}
        for school in ("ash", "elm", "oak")
        for row in mixed(6, school)
    ]
    rows[0] |= {"due": "2025-12-12", "handed_in": "2025-12-01"}
    assert set(states(gap_tasks(tasks(*rows), as_of=AS_OF)).values()) == {"hidden"}


def test_learning_sets_of_the_same_two_schools_are_not_given_by_subtraction():
    first = [row for school in ("ash", "elm", "oak") for row in mixed(12, school)]
    later = [
        row
        for school in ("ash", "elm")
        for name in ("observation_feedback", "leading_planning")
        for row in mixed(12, school, name)
    ]
    found = states(gap_tasks(tasks(*first, *later), as_of=AS_OF, by="learning_set"))
    assert set(found.values()) == {"hidden"}
