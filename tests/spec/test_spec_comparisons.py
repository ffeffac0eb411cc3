"""Who is compared with whom: matched people, two targets, a part and the rest."""

import numpy as np
import pytest

from tsa_research.analyses import change, compare, gap, profile

HIGH = {"min_answered": 1}
LOW = {"min_answered": 1, "favourable": "low", "positive": (1, 2)}
PAIR = {"min_answered": 1, "targets": ("own", "others")}


def waves(form, wave_of, before, after, options=HIGH):
    instrument = form("calm", **options)
    return wave_of(instrument, before), wave_of(instrument, after, wave="summer")


def counts(finding):
    row = finding.table.iloc[0]
    return tuple(row[name] for name in ("n", "n_better", "n_same", "n_worse"))


BEFORE = """
person calm
one    2
two    2
three  2
left   5
"""
AFTER = """
person calm
three  1
one    4
two    2
joined 5
"""


def test_only_people_who_answered_both_waves_are_followed(form, wave_of):
    found = change.matched_change(*waves(form, wave_of, BEFORE, AFTER))
    assert counts(found) == (3, 1, 1, 1)
    assert list(found.table[["n_before", "n_after"]].iloc[0]) == [4, 4]


def test_where_low_is_best_a_smaller_number_is_better(form, wave_of):
    after = "person calm\none 4\ntwo 4\nthree 1"
    assert counts(change.matched_change(*waves(form, wave_of, BEFORE, after))) == (3, 2, 0, 1)
    assert counts(change.matched_change(*waves(form, wave_of, BEFORE, after, LOW))) == (3, 1, 0, 2)


def test_somebody_who_left_the_question_blank_once_is_not_followed(form, wave_of):
    after = "person calm\none 4\ntwo -\nthree 9"
    assert counts(change.matched_change(*waves(form, wave_of, BEFORE, after))) == (1, 1, 0, 0)


def test_anonymous_answers_are_never_matched_although_their_ids_coincide(form, wave_of):
    before = "person linked calm\none yes 2\ntwo no 2\nthree no 2"
    after = "person linked calm\none yes 4\ntwo no 4\nthree yes 4"
    found = change.matched_change(*waves(form, wave_of, before, after))
    assert counts(found) == (1, 1, 0, 0)
    assert "Anonymous answers cannot be followed and do not count here." in found.caveats


def test_anonymous_answers_are_not_counted_from_which_to_which_level_they_moved(form, wave_of):
    before = "person linked calm\none yes 2\ntwo no 2"
    after = "person linked calm\none yes 4\ntwo no 4"
    found = change.movement(*waves(form, wave_of, before, after), "calm")
    assert set(found.table["n"]) == {1}
    assert found.table["count"].sum() == 1


def test_waves_with_anonymous_answers_are_compared_as_two_groups(form, wave_of):
    before = "person linked calm\none yes 2\ntwo no 2"
    found = change.change(*waves(form, wave_of, before, AFTER))
    assert found.kind == "change_unmatched"


def test_linked_waves_are_compared_person_by_person(form, wave_of):
    assert change.change(*waves(form, wave_of, BEFORE, AFTER)).kind == "change"


def test_movement_counts_each_pair_of_levels_of_the_same_people(form, wave_of):
    table = change.movement(*waves(form, wave_of, BEFORE, AFTER), "calm").table
    seen = table.loc[table["count"] > 0, ["before", "after", "count"]]
    assert [tuple(row) for row in seen.to_numpy()] == [(2, 1, 1), (2, 2, 1), (2, 4, 1)]
    assert len(table) == 25, "levels that nobody chose stay in"


def test_the_same_wave_twice_is_no_change(form, wave_of):
    wave = wave_of(form("calm", **HIGH), BEFORE)
    found = change.change(wave, wave)
    assert found.table.empty
    assert found.facts["nothing"] == "There is only one wave so far (Autumn): change needs two."


def test_people_who_changed_their_group_still_count_in_one_of_the_parts(form, wave_of):
    before = "person school calm\none Ash 2\ntwo Ash 2\nthree Beck 2"
    after = "person school calm\none Ash 4\ntwo Beck 4\nthree Beck 4"
    both = waves(form, wave_of, before, after)
    parts = change.matched_change(*both, by="school").table
    assert parts["n"].sum() == change.matched_change(*both).table["n"].item() == 3


GAP = """
person calm__own calm__others
one    1         4
two    2         2
three  5         3
four   5         -
five   -         1
six    9         5
"""


def test_a_gap_is_counted_only_for_people_who_rated_both(form, wave_of):
    row = gap.gap(wave_of(form("calm", **PAIR), GAP)).table.iloc[0]
    assert (row["n"], row["n_own_better"], row["n_same"], row["n_other_better"]) == (3, 1, 1, 1)


def test_both_means_of_a_gap_are_those_of_the_same_people(form, wave_of):
    row = gap.gap(wave_of(form("calm", **PAIR), GAP)).table.iloc[0]
    assert row["mean_own"] == pytest.approx((1 + 2 + 5) / 3)
    assert row["mean_other"] == pytest.approx((4 + 2 + 3) / 3)


def test_a_gap_where_low_is_best_turns_round(form, wave_of):
    own_lower = "calm__own calm__others\n1 4\n1 4\n4 1"
    row = gap.gap(wave_of(form("calm", **PAIR, **LOW_ONLY), own_lower)).table.iloc[0]
    assert (row["n_own_better"], row["n_other_better"]) == (2, 1)
    assert row["effect"] < 0, "positive would mean that the others are rated better"


LOW_ONLY = {"favourable": "low", "positive": (1, 2)}

PARTS = """
school calm
Ash    5
Ash    4
Beck   3
Beck   2
Crag   1
Crag   3
"""


def test_a_part_is_held_against_the_rest_without_itself(form, wave_of):
    table = compare.compare(wave_of(form("calm", **HIGH), PARTS), "climate").table
    assert list(table["n"]) == [2, 2, 2]
    assert list(table["n_rest"]) == [4, 4, 4]
    np.testing.assert_allclose(table["superiority"], [1, 2.5 / 8, 1.5 / 8])


def test_a_part_where_low_is_best_stands_above_the_rest_with_low_answers(form, wave_of):
    table = compare.compare(wave_of(form("calm", **LOW), PARTS), "climate").table
    np.testing.assert_allclose(table["superiority"], [0, 5.5 / 8, 6.5 / 8])


def test_people_without_a_score_are_in_no_part_and_in_no_rest(form, wave_of):
    blank = PARTS.replace("Crag   1", "Crag   -")
    table = compare.compare(wave_of(form("calm", **HIGH), blank), "climate").table
    assert list(table["n"]) == [2, 2, 1]
    assert list(table["n_rest"]) == [3, 3, 4]


def test_a_school_that_only_answered_not_applicable_is_not_behind_an_item(form, wave_of):
    wave = wave_of(form("calm", **HIGH), "school calm\nAsh 4\nBeck 5\nCrag 9\nDale -")
    for found in (profile.favourable(wave), profile.distribution(wave)):
        assert set(found.table["n"]) == set(found.table["n_schools"]) == {2}


def test_who_answered_once_only_is_counted_beside_the_movement_of_the_others(form, wave_of):
    table = change.movement(*waves(form, wave_of, BEFORE, AFTER), "calm").table
    assert set(table["n_only_before"]) == set(table["n_only_after"]) == {1}
