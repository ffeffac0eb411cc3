"""How the judgements of several people become a school's statement, and what is counted."""

import numpy as np
import pytest

from tsa_research.analyses import stages
from tsa_research.disclosure import release
from tsa_research.policy import Policy

SHOWN = Policy(1, 1, 1, 1)
POLICY = Policy(judges_in_statement=3)
RUBRIC = {"aggregate": "stages", "min_answered": 1}
LOW = {**RUBRIC, "favourable": "low", "positive": (1, 2)}


def stage(form, wave_of, judgements, **options):
    """Return the statement of one school on one strand."""
    wave = wave_of(form("sharing", **(options or RUBRIC)), "\n".join(["sharing", *judgements]))
    return stages.statements(wave).table["stage"].item()


@pytest.mark.parametrize(
    ("judgements", "statement"),
    [
        *[("1 2 5", 2), ("2 2 5 5", 5), ("1 3 4 5", 4), ("1 1 1 5 5 5", 5), ("4 4 4", 4)],
        *[("1 1 1 5 5", 1), ("1 2 2 2 5 5", 2)],
    ],
)
def test_a_statement_is_the_highest_stage_that_at_least_half_of_the_judges_say_is_reached(
    form, wave_of, judgements, statement
):
    assert stage(form, wave_of, judgements.split()) == statement


@pytest.mark.parametrize(
    ("judgements", "statement"), [("1 2 5", 2), ("2 2 5 5", 2), ("1 3 4 5", 3)]
)
def test_where_low_is_best_the_highest_stage_is_the_lowest_number_that_half_have_reached(
    form, wave_of, judgements, statement
):
    assert stage(form, wave_of, judgements.split(), **LOW) == statement


def test_a_blank_or_not_applicable_judgement_is_no_judgement(form, wave_of):
    wave = wave_of(form("sharing", **RUBRIC), "sharing\n1\n-\n9\n4\n4")
    table = stages.statements(wave).table
    assert (table["n"].item(), table["stage"].item()) == (3, 4)


def test_a_strand_that_nobody_judged_has_no_stage(form, wave_of):
    wave = wave_of(form("sharing", "helping", **RUBRIC), "sharing helping\n1 -\n2 -\n3 9")
    table = stages.statements(wave).table.set_index("strand")
    assert np.isnan(table.loc["helping", "stage"])
    assert list(table["n"]) == [3, 0]


SCHOOLS = """
school sharing
Ash    5
Ash    5
Ash    4
Beck   5
Beck   5
Crag   1
Crag   1
Crag   2
"""


def test_a_school_with_too_few_judges_enters_no_count(form, wave_of):
    wave = wave_of(form("sharing", **RUBRIC), SCHOOLS)
    counted = stages.spread(wave, POLICY).table
    assert set(counted["n"]) == {2}
    assert dict(zip(counted["level"], counted["count"], strict=True)) == {
        1: 1, 2: 0, 3: 0, 4: 0, 5: 1
    }  # fmt: skip


def test_a_school_with_too_few_judges_does_not_count_as_having_reached_a_stage(form, wave_of):
    row = stages.priorities(wave_of(form("sharing", **RUBRIC), SCHOOLS), POLICY).table.iloc[0]
    assert (row["n"], row["n_at_or_above"], row["share_at_or_above"]) == (2, 1, 0.5)


def test_a_school_is_compared_only_if_it_had_enough_judges_both_times(form, wave_of):
    before = wave_of(form("sharing", **RUBRIC), SCHOOLS.replace("Crag   2", "Ash    5"))
    after = wave_of(form("sharing", **RUBRIC), SCHOOLS, wave="summer")
    row = stages.stage_movement(before, after, POLICY).table.iloc[0]
    assert (row["n"], row["n_up"], row["n_same"], row["n_down"]) == (1, 0, 1, 0)


def test_each_strand_has_its_own_number_of_schools(form, wave_of):
    wave = wave_of(
        form("sharing", "helping", **RUBRIC),
        """
        school sharing helping
        Ash    5       -
        Ash    5       5
        Ash    5       5
        Beck   1       5
        Beck   1       5
        Beck   1       5
        """,
    )
    counted = stages.spread(wave, POLICY).table.groupby("strand", sort=False)["n"].first()
    assert dict(counted) == {"sharing": 2, "helping": 1}


BEFORE = "school sharing\n" + "".join(f"{s} {c}\n" * 3 for s, c in [("A", 3), ("B", 3), ("C", 3)])
AFTER = "school sharing\n" + "".join(f"{s} {c}\n" * 3 for s, c in [("A", 1), ("B", 2), ("C", 5)])


def moved(form, wave_of, function, options):
    before = wave_of(form("sharing", **options), BEFORE)
    after = wave_of(form("sharing", **options), AFTER, wave="summer")
    return function(before, after, POLICY).table.iloc[0]


@pytest.mark.parametrize("function", [stages.stage_movement, stages.movement_summary])
def test_where_high_is_best_a_larger_number_is_a_move_up(form, wave_of, function):
    row = moved(form, wave_of, function, RUBRIC)
    assert (row["n_up"], row["n_same"], row["n_down"]) == (1, 0, 2)


@pytest.mark.parametrize("function", [stages.stage_movement, stages.movement_summary])
def test_where_low_is_best_a_smaller_number_is_a_move_up(form, wave_of, function):
    row = moved(form, wave_of, function, LOW)
    assert (row["n_up"], row["n_same"], row["n_down"]) == (2, 0, 1)


PRIORITIES = """
school sharing helping caring
Ash    5       1       5
Ash    5       1       5
Ash    5       1       5
Beck   5       1       1
Beck   5       1       1
Beck   5       1       1
"""


def test_priorities_begin_with_the_strand_that_fewest_schools_have_reached(form, wave_of):
    wave = wave_of(form("sharing", "helping", "caring", **RUBRIC), PRIORITIES)
    ranked = release(stages.priorities(wave, POLICY), SHOWN).table
    assert list(ranked["strand"]) == ["helping", "caring", "sharing"]
    assert list(ranked["n_at_or_above"]) == [0, 1, 2]


def test_priorities_where_low_is_best_turn_round(form, wave_of):
    wave = wave_of(form("sharing", "helping", "caring", **LOW), PRIORITIES)
    ranked = release(stages.priorities(wave, POLICY), SHOWN)
    assert list(ranked.table["strand"]) == ["sharing", "caring", "helping"]
    assert ranked.facts["threshold"] == "rarely"


def test_equal_priorities_keep_the_order_of_the_form(form, wave_of):
    text = "sharing helping caring\n" + "1 1 1\n" * 3
    ranked = stages.priorities(
        wave_of(form("sharing", "helping", "caring", **RUBRIC), text), POLICY
    )
    assert list(ranked.table["strand"]) == ["sharing", "helping", "caring"]


def test_what_is_said_of_the_school_and_of_the_alliance_is_kept_apart(form, wave_of):
    instrument = form("sharing", targets=("own", "alliance"), **RUBRIC)
    wave = wave_of(instrument, "sharing__own sharing__alliance\n" + "5 2\n" * 3)
    table = stages.statements(wave).table.set_index("target")
    assert dict(table["stage"]) == {"own": 5, "alliance": 2}
    assert list(stages.priorities(wave, POLICY, target="own").table["n_at_or_above"]) == [1]
    assert list(stages.priorities(wave, POLICY, target="alliance").table["n_at_or_above"]) == [0]
