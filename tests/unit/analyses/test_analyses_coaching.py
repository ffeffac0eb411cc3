"""Action steps counted by hand: agreed, practised, due, met; and who is protected."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from coaching_entries import WHOLE, entries, entry, peers

from tsa_research.analyses.coached import coach_weights
from tsa_research.analyses.coaching import OUTCOMES, action_steps, outcomes
from tsa_research.analyses.coaching_days import reported
from tsa_research.analyses.coaching_engagement import who_found
from tsa_research.analyses.coaching_feedback import elements_written
from tsa_research.analyses.coaching_steps import how_soon, met_by
from tsa_research.disclosure import release
from tsa_research.policy import USUAL

AS_OF = date(2026, 1, 20)
STEP = {"action_step": "wait"}
CASES = [
    ("met", {**STEP, "due": "2026-01-19", "met": "yes"}),
    ("not_met", {**STEP, "due": "2026-01-12", "met": "no"}),
    ("not_noted", {**STEP, "due": "2026-01-19"}),
    ("early", {**STEP, "due": "2026-01-20", "met": "yes"}),
    ("early", {**STEP, "due": "2026-02-01", "met": "no"}),
    ("open", {**STEP, "due": "2026-01-20"}),
    ("undated", STEP),
]


def states(finding):
    table = release(finding, USUAL).table
    return dict(zip(table[finding.keys[0]], table["state"], strict=True))


@pytest.mark.parametrize(("state", "written"), CASES)
def test_a_step_is_where_its_day_and_its_note_place_it(state, written):
    table = outcomes(entries(entry(**written)), as_of=AS_OF).table.set_index("outcome")
    assert table["count"].to_dict() == {words: words == OUTCOMES[state] for words in table.index}


def test_an_entry_without_a_step_is_no_step():
    assert set(outcomes(entries(entry(praise="the pause")), as_of=AS_OF).table["n_steps"]) == {0}


def test_shares_are_of_the_steps_that_were_due():
    log = entries(
        *(entry(teacher, **written) for teacher, (_, written) in zip("abcdefg", CASES, strict=True))
    )
    row = action_steps(log, as_of=AS_OF).table.iloc[0]
    counted = row[["n", "n_steps", "n_people_due", "n_due", "n_met", "n_not_noted"]].tolist()
    assert counted == [7, 7, 3, 3, 1, 1]
    assert row[["n_early", "n_open", "n_undated"]].tolist() == [2, 1, 1]
    assert row["share_met"] == pytest.approx(1 / 3)
    assert row["best"] == pytest.approx(2 / 3)


def test_there_is_an_interval_from_six_schools_on():
    due = [{**STEP, "due": "2026-01-12", "met": met} for met in ("yes", "no", "yes")]
    rows = [
        entry(s + t, s, s, **due[(n + int(t)) % 3]) for n, s in enumerate("abcdef") for t in "01"
    ]
    six = action_steps(entries(*rows), as_of=AS_OF).table.iloc[0]
    assert six["low"] < six["share_met"] < six["high"]
    five = action_steps(entries(*rows[:10]), as_of=AS_OF)
    assert five.table[["low", "high"]].isna().all(axis=None)
    assert "schools" in five.reasons[0][0]


def test_before_anything_is_due_there_is_no_share():
    row = action_steps(entries(entry(**STEP, due="2026-03-02")), as_of=AS_OF).table.iloc[0]
    assert pd.isna(row["share_met"])
    assert row["n_open"] == 1


def test_no_coaching_at_all_gives_tables_that_say_so():
    assert action_steps(entries(), as_of=AS_OF).table.empty
    assert set(release(outcomes(entries(), as_of=AS_OF), USUAL).table["state"]) == {"none"}


def mixed(n, school, **more):
    """Return steps of several teachers of which some were met."""
    rows = peers(n, school, **{**WHOLE, **more})
    return [{**row, "met": "yes" if place % 2 else "no"} for place, row in enumerate(rows)]


def half(rows):
    """Return entries of which every third was not practised."""
    return [{**row, "practised": "no" if n % 3 else "yes"} for n, row in enumerate(rows)]


def test_a_school_with_few_teachers_is_hidden_and_the_next_one_with_it():
    log = entries(*half(mixed(4, "ash") + mixed(6, "elm") + mixed(8, "oak")))
    assert states(action_steps(log, as_of=AS_OF, by="school")) == {
        "Ash": "hidden", "Elm": "hidden", "Oak": "shown",
    }  # fmt: skip


def test_a_school_with_one_coach_is_hidden_however_many_teachers_it_has():
    led = [{**row, "coach": "head"} for row in mixed(9, "ash")]
    log = entries(*half(led + mixed(6, "elm") + mixed(8, "oak")))
    assert states(action_steps(log, as_of=AS_OF, by="school"))["Ash"] == "hidden"


def test_a_coach_of_several_schools_is_one_person_to_all_of_them():
    log = entries(
        *(entry(f"{school}{n}", "visitor", school) for school in "abcde" for n in range(6))
    )
    weights = coach_weights(log, "school")
    assert weights == {"visitor": pytest.approx(1 / 5)}
    steps = log.assign(**WHOLE)
    steps["met"] = ["yes", "no"] * (len(steps) // 2)
    steps["practised"] = ["yes", "no", "no"] * (len(steps) // 3)
    table = action_steps(steps, as_of=AS_OF, by="school").table
    assert table["n_coaches"].sum() == pytest.approx(1)
    assert set(states(action_steps(steps, as_of=AS_OF, by="school")).values()) == {"hidden"}


def test_an_alliance_with_few_coaches_is_hidden():
    rows = [row for school in ("ash", "elm", "oak") for row in mixed(8, school)]
    few = [{**row, "coach": row["coach"][-1] * 2} for row in half(rows)]
    assert states(action_steps(entries(*half(rows)), as_of=AS_OF))["Quillmoor"] == "shown"
    assert states(action_steps(entries(*few), as_of=AS_OF))["Quillmoor"] == "hidden"


@pytest.mark.parametrize("met", ["yes", "no"])
def test_a_small_school_in_which_all_steps_ended_alike_is_hidden(met):
    alike = [{**row, "met": met} for row in mixed(9, "ash")]
    log = entries(*half(alike + mixed(6, "elm") + mixed(8, "oak")))
    assert states(action_steps(log, as_of=AS_OF, by="school"))["Ash"] == "hidden"


def test_few_with_a_step_that_was_due_hide_the_school():
    later = [{**row, "due": "2026-03-02", "met": ""} for row in mixed(9, "ash")]
    due = later[:5] + mixed(9, "ash")[5:]
    log = entries(*half(due + mixed(6, "elm") + mixed(8, "oak")))
    assert states(action_steps(log, as_of=AS_OF, by="school"))["Ash"] == "hidden"


def test_weeks_are_counted_from_the_conversation_or_else_the_observation():
    days = ("2026-01-13", "2026-01-14", "2026-01-20", "2026-02-03", "2026-02-04", "")
    rows = [entry(**STEP, due=day) for day in days]
    rows.append(entry(**STEP, due="2026-01-13", met_on=""))
    assert how_soon(entries(*rows)).table["count"].tolist() == [1, 3, 1, 1, 1]


def test_the_two_kinds_of_steps_are_the_whole():
    due = {**STEP, "due": "2026-01-12"}
    rows = [
        entry("a", **due, practised="yes", met="yes"),
        entry("b", **due, practised="yes"),
        entry("b", **due, practised="no", met="yes"),
        entry("c", **due, met="no"),
        entry("d", **STEP, due="2026-02-02", practised="yes"),
    ]
    table = met_by(entries(*rows), "practised", as_of=AS_OF).table
    assert table[["n", "n_due", "n_met", "share_met"]].values.tolist() == [
        [2, 2, 1, 0.5], [2, 2, 1, 0.5],
    ]  # fmt: skip


def test_small_steps_are_due_within_two_weeks():
    rows = [entry("a", **STEP, due="2026-01-20"), entry("b", **STEP, due="2026-01-21", met="yes")]
    table = met_by(entries(*rows), "small", as_of=date(2026, 2, 1)).table
    assert table[["n_due", "n_met"]].values.tolist() == [[1, 0], [1, 1]]


def test_one_kind_of_few_hides_the_other():
    rows = [r for s in ("ash", "elm", "oak") for r in mixed(6, s)]
    rows = [{**row, "practised": "yes" if n else "no"} for n, row in enumerate(rows)]
    assert set(states(met_by(entries(*rows), "practised", as_of=AS_OF)).values()) == {"hidden"}


BY_SCHOOL = {
    "action_steps": lambda log: action_steps(log, as_of=AS_OF, by="school"),
    "reported": lambda log: reported(log, as_of=AS_OF, by="school"),
    "elements_written": lambda log: elements_written(log, by="school"),
    "who_found": lambda log: who_found(log, by="school"),
}


@pytest.mark.parametrize("analysis", BY_SCHOOL.values(), ids=BY_SCHOOL)
def test_teachers_who_changed_school_are_counted_once_in_what_is_hidden(analysis):
    kinds = (
        {**WHOLE, "met": "yes", "reported": "2026-01-05"},
        {**WHOLE, "engagement": "3", "due": ""},
    )
    large = [
        {**row, **kinds[place % 2]}
        for school in ("ash", "elm", "fir")
        for place, row in enumerate(peers(12, school))
    ]
    moved = [
        entry(f"m{place}", f"{school}-{place}", school, **kinds[place % 2])
        for school in ("oak", "yew")
        for place in range(3)
    ]
    hidden = release(analysis(entries(*large, *moved)), USUAL).table
    hidden = hidden.loc[hidden["state"] == "hidden", analysis(entries(*large)).keys[0]]
    assert set(hidden) == {"Oak", "Yew", "Ash"}
