"""Ties among five schools, worked by hand: heard from both ends, from one, or from none."""

from __future__ import annotations

import pandas as pd
import pytest

from tsa_research.analyses.tie_partners import partners
from tsa_research.analyses.tie_waves import CONFIRMED, ONE_SIDED, UNCONFIRMED, tie_waves
from tsa_research.analyses.ties import changed, network, pairs, schools
from tsa_research.disclosure import release
from tsa_research.policy import USUAL
from tsa_research.schemas.reading import load_record_type

SCHOOLS = pd.DataFrame({"school_id": ["ash", "elm", "fir", "oak", "yew"]})
TITLES = {name: name.capitalize() for name in [*SCHOOLS["school_id"], "far"]}
BLANK = dict.fromkeys(load_record_type("ties").column_ids, "")
FIRST, SECOND = {"wave": "Summer", "asked": "2025-06-01"}, {"wave": "Autumn", "asked": "2025-10-01"}


def says(school, other="", wave=FIRST, **more):
    return {**BLANK, "school_id": school, "with_school": other, **wave, **more}


ROWS = [
    says("oak", "elm"), says("elm", "oak"),  # both say so
    says("oak", "ash"), says("ash", "elm"),  # ash answered, and does not name oak; elm not ash
    says("oak", "fir"),  # fir did not answer
    says("oak", "far"),  # a school elsewhere
    says("elm", "yew", ended="2025-05-01"),  # over before it was asked about
    says("yew"),  # works with nobody
]  # fmt: skip
LATER = [
    says("oak", "elm", SECOND), says("elm", "ash", SECOND), says("ash", "elm", SECOND),
    says("yew", "ash", SECOND), says("fir", "ash", SECOND),
]  # fmt: skip


@pytest.fixture
def waves():
    return tie_waves(pd.DataFrame([*LATER, *ROWS]), SCHOOLS)


def test_the_wave_that_was_asked_first_comes_first(waves):
    assert [wave.label for wave in waves] == ["Summer", "Autumn"]


def test_a_tie_is_confirmed_by_both_ends_denied_by_silence_of_one_that_answered(waves):
    assert waves[0].ties == {
        ("ash", "elm"): ONE_SIDED,
        ("ash", "oak"): ONE_SIDED,
        ("elm", "oak"): CONFIRMED,
        ("fir", "oak"): UNCONFIRMED,
    }


def test_who_is_left_out_is_told_from_whom_nothing_is_known(waves):
    assert (waves[0].left_out, waves[0].not_known) == (("yew",), ())
    unheard = tie_waves(pd.DataFrame([says("oak", "elm"), says("elm", "oak")]), SCHOOLS)[0]
    assert (unheard.left_out, unheard.not_known) == ((), ("ash", "fir", "yew"))


def test_the_network_in_figures(waves):
    row = network(waves[:1]).table.iloc[0]
    counted = {
        "n": 5, "n_answered": 4, "n_tied": 4, "n_left_out": 1, "n_ties": 4, "n_confirmed": 1,
        "n_one_sided": 2, "n_unconfirmed": 1, "n_parts": 1, "n_outside": 1,
    }  # fmt: skip
    assert row[list(counted)].to_dict() == counted
    assert row["share_confirmed"] == pytest.approx(1 / 3)
    assert row["share_possible"] == pytest.approx(4 / 10)


def test_every_school_is_listed_with_its_partners(waves):
    table = schools(waves[0], TITLES).table.set_index("school")
    oak = table.loc["Oak"]
    assert oak["works_with"] == "Ash, Elm, Fir"
    assert oak[["n", "n_confirmed", "n_outside", "n_cut_off"]].tolist() == [3, 1, 1, 1]
    assert table.loc["Yew", "works_with"] == "nobody"


def test_a_school_of_which_nothing_is_known_says_so():
    wave = tie_waves(pd.DataFrame([says("oak", "elm")]), SCHOOLS)[0]
    table = schools(wave, TITLES).table.set_index("school")
    assert table.loc["Fir", "works_with"].startswith("not known")


def test_the_list_of_ties_is_what_the_map_draws(waves):
    finding = pairs(waves[0], TITLES)
    assert finding.table[["school", "other", "status"]].values.tolist() == [
        ["Ash", "Elm", ONE_SIDED], ["Ash", "Oak", ONE_SIDED],
        ["Elm", "Oak", CONFIRMED], ["Fir", "Oak", UNCONFIRMED],
    ]  # fmt: skip
    assert sorted(finding.facts["order"]) == ["Ash", "Elm", "Fir", "Oak", "Yew"]
    assert finding.facts["left_out"] == ["Yew"]


def test_the_ties_of_one_school_say_on_what_and_who_says_so():
    rows = [
        says("oak", "elm", topic="reading"), says("elm", "oak", topic="feedback"),
        says("elm", "oak", topic="reading"), says("ash", "oak"), says("oak", "fir", topic="maths"),
        says("oak", "yew", topic="with p0123456789abcdef"), says("yew", "elm"),
    ]  # fmt: skip
    wave = tie_waves(pd.DataFrame(rows), SCHOOLS)[0]
    finding = partners(wave, "oak", TITLES)
    assert finding.table.values.tolist() == [
        ["Ash", "", ONE_SIDED, "Ash", 1],
        ["Elm", "reading and feedback", CONFIRMED, "both", 1],
        ["Fir", "maths", UNCONFIRMED, "Oak", 1],
        ["Yew", "not released in words", ONE_SIDED, "Oak", 1],
    ]
    assert (finding.facts["school"], finding.n) == ("Oak", 4)


@pytest.mark.parametrize(
    ("school", "said"),
    [("yew", "Yew says that it works with no other school"), ("fir", "Nothing is known of Fir")],
)
def test_a_school_without_a_tie_is_told_from_one_that_was_not_heard(school, said):
    wave = tie_waves(pd.DataFrame([says("oak", "elm"), says("yew")]), SCHOOLS)[0]
    finding = partners(wave, school, TITLES)
    assert finding.table.empty
    assert finding.facts["nothing"].startswith(said)


def test_what_is_gone_is_told_from_what_was_not_heard(waves):
    table = changed(*waves, TITLES).table.set_index("change")
    assert table["n"].to_dict() == {
        "kept": 2, "new": 1, "no longer named": 1, "cannot be compared": 2,
    }  # fmt: skip
    assert table.loc["kept", "which"] == "Ash – Elm; Elm – Oak"
    assert table.loc["new", "which"] == "Ash – Yew"
    assert table.loc["no longer named", "which"] == "Ash – Oak"
    assert table.loc["cannot be compared", "which"] == "Ash – Fir; Fir – Oak"


def test_one_wave_has_no_change(waves):
    released = release(changed(waves[0], waves[0], TITLES), USUAL)
    assert "There is only one wave so far (Summer)" in released.facts["nothing"]


def test_nobody_who_answered_for_a_school_is_named(waves):
    rows = pd.DataFrame([{**row, "said_by": "p-secret"} for row in ROWS])
    wave = tie_waves(rows, SCHOOLS)[0]
    for finding in (network([wave]), schools(wave, TITLES), pairs(wave, TITLES)):
        assert "p-secret" not in finding.table.to_csv() + str(finding.facts)
