"""Sentences on pupils and trainees, word by word: ties, hidden rows, one pupil, no interval."""

from __future__ import annotations

import pytest

from tsa_research.disclosure import release
from tsa_research.policy import Policy
from tsa_research.prose.headlines import headline

NAN = float("nan")
PROGRESS = (
    *("n_gained", "n_same", "n_lost", "median_change", "change_low", "change_high"),
    *("n_schools_better", "n_schools_worse"),
)
NOBODY_HIDDEN = Policy(people_in_group=1, people_in_alliance=1, schools_in_alliance=1)


@pytest.fixture
def said(small):
    def say(kind, keys, values, rows, policy=NOBODY_HIDDEN, **facts):
        made = small(kind, keys, values, rows, unit="pupils", parts=("group",), facts=facts)
        return str(headline(release(made, policy)))

    return say


def moved(n, gained, same, lost, change, low=NAN, high=NAN, better=0, worse=0, group=""):
    counts = dict(
        zip(PROGRESS, (gained, same, lost, change, low, high, better, worse), strict=True)
    )
    return {"measure": "Writing (points)", "group": group, "n": n, **counts}


def test_with_an_interval_it_is_given(said):
    assert said("progress", ("measure", "group"), PROGRESS, [moved(9, 8, 0, 1, 2, 1, 3)]) == (
        "Writing (points): of 9 pupils, 8 gained, none stayed the same and 1 lost; the median "
        "change is +2.0 (95% interval +1.0 to +3.0)."
    )


def test_without_an_interval_schools_are_counted_by_direction(said):
    row = moved(30, 20, 5, 5, 1, better=1, worse=0)
    assert said("progress", ("measure", "group"), PROGRESS, [row]).endswith(
        "the median change is +1.0; more gained than lost in 1 school, more lost than gained in "
        "none."
    )


def test_with_neither_nothing_is_said_of_certainty(said):
    row = moved(1, 0, 0, 1, -1.5)
    assert said("progress", ("measure", "group"), PROGRESS, [row]) == (
        "Writing (points): of 1 pupil, none gained, none stayed the same and 1 lost; the median "
        "change is −1.5."
    )


GROUPS = [moved(9, 5, 2, 2, change, group=name) for name, change in (("A", 2), ("B", 1), ("C", 2))]


def test_groups_that_tie_are_named_together(said):
    keys = ("measure", "group")
    assert said("progress", keys, PROGRESS, GROUPS, by="group") == (
        "Writing (points): largest median change: A and C (+2.0), smallest: B (+1.0)."
    )


def test_groups_that_are_printed_alike_are_told_apart_by_nothing(said):
    rows = [moved(9, 5, 2, 2, change, group=name) for name, change in (("A", 1.04), ("B", 1.0))]
    assert said("progress", ("measure", "group"), PROGRESS, rows, by="group") == (
        "Writing (points): the median change is the same in all groups, +1.0."
    )


def test_where_groups_are_hidden_a_superlative_is_of_those_that_can_be_shown(said):
    small = [moved(n, 1, 1, 1, 3, group=name) for name, n in (("D", 3), ("E", 4))]
    text = said("progress", ("measure", "group"), PROGRESS, [*GROUPS, *small], Policy(), by="group")
    assert "largest median change of the groups that can be shown: A and C (+2.0)" in text


def test_schools_are_counted_and_never_named(said):
    text = said("progress", ("measure", "group"), PROGRESS, GROUPS, by="school")
    assert text == "Writing (points): the median change is above zero in 3 of 3 schools."


def test_more_than_three_measures_are_left_to_the_table(said):
    rows = [{**GROUPS[0], "group": "", "measure": f"M{letter} (points)"} for letter in "abcde"]
    text = said("progress", ("measure", "group"), PROGRESS, rows)
    assert text.endswith("The table has 2 further measures.")
    assert "Md" not in text


REST = ("median_change", "median_rest", "low", "high", "p_adjusted")

ON = "(Reading (marks)"


def against(group, *figures):
    keys = {"measure": "Reading (marks)", "group": group, "n": 20}
    return keys | dict(zip(REST, figures, strict=True))


@pytest.mark.parametrize(
    ("figures", "wanted"),
    [
        ((0, 2, 0.2, 0.4, 0.01), f"EAL gained less than the rest {ON}: 0.0 against +2.0)."),
        ((2, 0, 0.6, 0.9, 0.01), f"EAL gained more than the rest {ON}: +2.0 against 0.0)."),
        ((2, 0, 0.6, 0.9, 0.2), "No group stands clearly apart from the rest."),
        ((2, 0, 0.4, 0.9, 0.01), "No group stands clearly apart from the rest."),
        (
            (2, 0, NAN, NAN, NAN),
            "There are too few pupils or too few schools to tell whether a group progresses "
            "otherwise than the rest.",
        ),
    ],
)  # fmt: skip
def test_a_group_stands_apart_by_interval_and_p_together(said, figures, wanted):
    rows = [against("EAL", *figures)]
    assert said("progress_rest", ("measure", "group"), REST, rows, by="group") == wanted
