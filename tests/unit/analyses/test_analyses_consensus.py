"""Agreement within a group, worked by hand."""

from __future__ import annotations

import pytest

from tsa_research.analyses.consensus import consensus
from tsa_research.disclosure import release
from tsa_research.policy import USUAL, Policy

AIMS = {"clear_aims": [4, 4, 3, 1], "aims_revisited": [2, 2, 2, None]}
"""Pairs on the first: 4-4, 4-3 twice, 4-1 twice, 3-1; on the second: 2-2 three times."""


@pytest.fixture
def aims(wave_of):
    return wave_of("group_review", AIMS)


def row(finding, **keys):
    table = finding.table
    for name, value in keys.items():
        table = table.loc[table[name] == value]
    (found,) = table.to_dict("records")
    return found


def test_pairs_of_members_are_compared_statement_by_statement(aims):
    found = row(consensus(aims), section="aims")
    assert (found["n"], found["n_pairs"], found["n_close"]) == (4, 9, 6)
    assert found["exact"] == pytest.approx(4 / 9)
    assert found["within_one"] == pytest.approx(6 / 9)
    assert found["share_favourable"] == pytest.approx(3 / 7)


def test_every_statement_has_a_row_of_its_own(aims):
    found = consensus(aims, of="item")
    assert row(found, item="aims_revisited")["exact"] == pytest.approx(1)
    assert row(found, item="clear_aims")["within_one"] == pytest.approx(3 / 6)


def test_signs_of_failure_are_favourable_where_they_are_absent(wave_of):
    wave = wave_of("group_review", {"complaining": [1, 1, 2, 4]})
    found = row(consensus(wave, of="item"), item="complaining")
    assert found["share_favourable"] == pytest.approx(3 / 4)


def test_one_member_agrees_with_nobody(wave_of):
    found = row(consensus(wave_of("group_review", {"clear_aims": [3]})), section="aims")
    assert (found["n"], found["n_pairs"]) == (1, 0)
    assert found["within_one"] != found["within_one"]


def test_a_small_group_of_one_mind_is_hidden(wave_of):
    alike = consensus(wave_of("group_review", {"clear_aims": [3] * 6}), of="item")
    seen = release(alike, Policy(people_in_alliance=5))
    shown = row(seen, item="clear_aims")
    assert shown["state"] == "shown"  # six are enough where five are asked for
    unlike = release(alike, Policy(people_in_alliance=7))
    assert row(unlike, item="clear_aims")["state"] == "hidden"


def test_fewer_members_than_the_threshold_are_hidden(aims):
    assert row(release(consensus(aims), USUAL), section="aims")["state"] == "hidden"


def test_a_statement_that_too_few_answered_is_in_no_figure_of_its_section(wave_of):
    """Ten answered one statement and nine the other: section minus statement would be theirs."""
    wave = wave_of(
        "group_review",
        {"clear_aims": [4] * 6 + [1] * 4, "aims_revisited": [4] * 5 + [1] * 4 + [None]},
    )
    section, item = row(consensus(wave), section="aims"), row(
        consensus(wave, of="item"), item="clear_aims"
    )  # fmt: skip
    assert (section["n"], section["n_pairs"]) == (10, 45)
    assert section["share_favourable"] == item["share_favourable"] == pytest.approx(6 / 10)
    all_together = row(consensus(wave, policy=Policy(people_in_alliance=9)), section="aims")
    assert all_together["n_pairs"] == 45 + 36
