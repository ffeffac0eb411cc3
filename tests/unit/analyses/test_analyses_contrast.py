"""Groups against the rest, and observers of one lesson: where the form has them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tsa_research.analyses.agreement import agreement
from tsa_research.analyses.contrast import contrast
from tsa_research.disclosure import release
from tsa_research.policy import USUAL, Policy

PART = ["leads"] * 3 + ["takes_part"] * 4 + [None]
ANSWERS = [5, 4, 1, 5, 2, 2, None, 5]


@pytest.fixture
def enquiry(wave_of):
    return wave_of("enquiry_survey", {"enquiry_part": PART, "own_practice": ANSWERS})


def rows_of(finding, item="own_practice"):
    table = finding.table.loc[finding.table["item"] == item]
    return table.set_index("group").drop(columns="item")


def test_a_group_is_held_against_all_others_who_answered(enquiry):
    rows = rows_of(contrast(enquiry))
    leads = rows.loc["I lead enquiries"]
    assert leads[["n", "n_favourable", "n_rest", "n_rest_favourable"]].tolist() == [3, 2, 4, 2]
    assert leads["share_favourable"] == pytest.approx(2 / 3)
    assert leads["share_rest"] == pytest.approx(2 / 4)


def test_those_who_did_not_say_cannot_be_found_by_subtraction(wave_of):
    part = ["leads"] * 9 + ["takes_part"] * 20 + [None] * 2
    wave = wave_of("enquiry_survey", {"enquiry_part": part, "own_practice": [5, 1, 4] * 10 + [5]})
    table = release(contrast(wave), USUAL).table.set_index(["item", "group"])["state"]
    states = table["own_practice"].to_dict()
    assert states == {
        "I lead enquiries": "hidden", "I do not lead enquiries": "shown", "Not stated": "hidden",
    }  # fmt: skip


def test_with_two_groups_one_is_the_rest_of_the_other(enquiry):
    stated = replace(enquiry, responses=enquiry.responses.dropna(subset="enquiry_part"))
    rows = rows_of(contrast(stated))
    first, second = rows.iloc[0], rows.iloc[1]
    assert first["n_rest"] == second["n"]
    assert second["n_rest_favourable"] == first["n_favourable"]


def test_a_small_group_is_hidden_with_the_rest_that_would_give_it_away(wave_of):
    part = ["leads"] * 3 + ["takes_part"] * 20
    wave = wave_of("enquiry_survey", {"enquiry_part": part, "own_practice": [5] * 8 + [1] * 15})
    table = release(contrast(wave), USUAL).table
    assert set(table.loc[table["item"] == "own_practice", "state"]) == {"hidden"}


def test_a_small_group_of_one_mind_is_hidden(wave_of):
    part = ["leads"] * 6 + ["takes_part"] * 20
    wave = wave_of("enquiry_survey", {"enquiry_part": part, "own_practice": [5] * 6 + [1, 5] * 10})
    table = release(contrast(wave), USUAL).table
    assert set(table.loc[table["item"] == "own_practice", "state"]) == {"hidden"}
    open_policy = Policy(people_in_group=1, people_in_alliance=1)
    table = release(contrast(wave), open_policy).table
    assert set(table.loc[table["item"] == "own_practice", "state"]) == {"shown"}


def test_a_form_without_a_contrast_has_none(wave_of):
    found = contrast(wave_of("strand_impact", {"coaching": [4, 5]}))
    assert found.table.empty


def test_judges_agree_where_a_form_speaks_for_a_school_and_nowhere_else(wave_of, random_wave):
    rubric = random_wave("differentiation_rubric", 12, seed=3)
    assert len(agreement(rubric).table)
    own = agreement(wave_of("strand_impact", {"coaching": [4, 5]}))
    assert own.table.empty
