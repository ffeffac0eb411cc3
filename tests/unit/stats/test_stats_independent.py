"""Two groups, and what matching could have shown: by hand, by brute force, by simulation."""

import itertools
import math

import numpy as np
import pytest
from scipy.optimize import linprog

from tsa_research.stats.independent import matching_bounds, superiority
from tsa_research.stats.outcome import NotComputable

BOUNDS = ("low", "high", "delta_low", "delta_high")


def test_five_people_by_hand():
    # 2 beats 1 and ties twice with 2; 3 beats all three: (4 + 2/2) / 6, delta (4 - 0) / 6.
    result = superiority([1, 2, 2, None], [2, None, 3, None])
    assert result.probability == pytest.approx(5 / 6)
    assert result.delta == pytest.approx(4 / 6)
    assert (result.n_first, result.n_second) == (3, 2)
    assert (result.n_dropped_first, result.n_dropped_second) == (1, 2)
    assert (result.p, result.p_method) == (0.6, "exact")


def test_lower_can_be_better():
    one = superiority([1, 2, 2, 4], [2, 3, 5])
    turned = superiority([1, 2, 2, 4], [2, 3, 5], higher_is_better=False)
    assert turned.probability == pytest.approx(1 - one.probability)
    assert turned.delta == -one.delta
    assert (turned.low, turned.high) == pytest.approx((1 - one.high, 1 - one.low))
    assert turned.p == one.p


def test_the_bounds_lie_z_standard_errors_away_by_their_own_variance():
    result = superiority([1, 2, 2, 4], [2, 3, 5], confidence=math.erf(1 / math.sqrt(2)))
    # z = 1, m = 4, n = 3, k = (4 + 3)/2 - 1 = 2.5
    for bound in (result.low, result.high):
        factor = 1 + 2.5 * ((1 - bound) / (2 - bound) + bound / (1 + bound))
        variance = bound * (1 - bound) * factor / 12
        assert (result.probability - bound) ** 2 == pytest.approx(variance)
    assert result.delta_low == pytest.approx(2 * result.low - 1)
    assert result.delta_high == pytest.approx(2 * result.high - 1)


def test_separated_groups_still_have_an_interval_with_width():
    result = superiority([1, 1, 2], [3, 4, 4])
    assert (result.probability, result.high, result.delta_high) == (1.0, 1.0, 1.0)
    assert 0.3 < result.low < 0.7


def test_the_interval_covers_the_truth_as_often_as_it_says():
    levels = np.arange(5)
    chances = (np.array([0.1, 0.2, 0.3, 0.25, 0.15]), np.array([0.05, 0.1, 0.2, 0.3, 0.35]))
    sign = np.sign(levels[np.newaxis, :] - levels[:, np.newaxis])
    truth = (1 + chances[0] @ sign @ chances[1]) / 2
    random = np.random.default_rng(1)
    covered = 0
    for _ in range(600):
        result = superiority(*(random.choice(levels, 12, p=p) for p in chances))
        covered += result.low <= truth <= result.high
    # 600 samples: 3 standard errors of 95 per cent are 0.027; ties make it cover a little more.
    assert 0.923 <= covered / 600 <= 0.99


def test_two_people_in_a_group_have_no_interval():
    result = superiority([1, 2], [2, 3, 4])
    for name in BOUNDS:
        outcome = getattr(result, name)
        assert isinstance(outcome, NotComputable), name
        assert outcome.reason == "needs at least 3 answers in each group; there are 2"
    assert result.probability == pytest.approx(5.5 / 6)


@pytest.mark.parametrize(("first", "second"), [([], [1, 2]), ([1, 2], []), ([None], [1, 2])])
def test_an_empty_group_has_no_result(first, second):
    assert superiority(first, second) == NotComputable("superiority", "one group has no answers", 2)


def test_identical_answers_have_an_effect_of_nothing_and_no_test():
    result = superiority([3, 3, 3], [3, 3, 3, 3])
    assert (result.probability, result.delta) == (0.5, 0.0)
    assert result.low < 0.5 < result.high
    assert result.p.reason == "everybody in both groups gave the same answer"


def test_one_person_each_has_an_effect():
    result = superiority([1], [2])
    assert (result.probability, result.p) == (1.0, 1.0)


def test_many_people_have_an_approximate_p():
    first, second = np.repeat([1, 2, 3], [20, 20, 11]), np.repeat([1, 2, 3], [10, 20, 20])
    assert superiority(first, second).p_method == "normal approximation"


def test_a_confidence_in_per_cent_is_an_error():
    with pytest.raises(ValueError, match="confidence"):
        superiority([1], [2], confidence=95)


def test_four_people_in_unknown_order_by_hand():
    # 1, 1, 2, 2 became 1, 2, 2, 3. At least the 3 rose. At most three: both 1s to 2, a 2 to 3.
    # At least none fell. At most one: only a 2 can have become the 1.
    result = matching_bounds([1, 1, 2, 2], [1, 2, 2, 3], (1, 2, 3))
    assert (result.n_before, result.n_after) == (4, 4)
    assert (result.improved_low, result.improved_high) == (0.25, 0.75)
    assert (result.worsened_low, result.worsened_high) == (0.0, 0.25)


def test_identical_margins_can_hide_movement_both_ways():
    # 1, 2, 3 again: nobody, or 1 to 2 and 2 to 3 while the 3 fell.
    result = matching_bounds([1, 2, 3], [3, 1, 2], (1, 2, 3))
    assert (result.improved_low, result.improved_high) == (0.0, 2 / 3)
    assert (result.worsened_low, result.worsened_high) == (0.0, 2 / 3)


@pytest.mark.parametrize("seed", range(25))
def test_bounds_are_reached_over_all_permutations_of_five(seed):
    before, after = np.random.default_rng(seed).integers(1, 5, size=(2, 5))
    orders = [np.array(order) for order in itertools.permutations(after)]
    rose = [(order > before).mean() for order in orders]
    fell = [(order < before).mean() for order in orders]
    result = matching_bounds(before, after, (1, 2, 3, 4))
    assert (result.improved_low, result.improved_high) == (min(rose), max(rose))
    assert (result.worsened_low, result.worsened_high) == (min(fell), max(fell))


def transported(before, after, moved):
    """Give the least and most mass that can move as asked between two margins."""
    start = np.array([np.mean(np.equal(before, level)) for level in range(1, 5)])
    end = np.array([np.mean(np.equal(after, level)) for level in range(1, 5)])
    cost = np.array([moved(i, j) for i in range(4) for j in range(4)], dtype=float)
    rows = np.kron(np.eye(4), np.ones(4))
    columns = np.kron(np.ones(4), np.eye(4))
    margins = {"A_eq": np.vstack([rows, columns]), "b_eq": np.concatenate([start, end])}
    least, most = linprog(cost, **margins), linprog(-cost, **margins)
    return least.fun, -most.fun


@pytest.mark.parametrize("seed", range(15))
def test_bounds_of_unequal_waves_are_those_of_transport(seed):
    random = np.random.default_rng(seed)
    before, after = random.integers(1, 5, size=7), random.integers(1, 5, size=10)
    result = matching_bounds(before, after, (1, 2, 3, 4))
    # The solver's own tolerance is 1e-7.
    rose = transported(before, after, lambda i, j: j > i)
    assert (result.improved_low, result.improved_high) == pytest.approx(rose, abs=1e-6)
    fell = transported(before, after, lambda i, j: j < i)
    assert (result.worsened_low, result.worsened_high) == pytest.approx(fell, abs=1e-6)


def test_lower_can_be_an_improvement():
    result = matching_bounds([1, 1, 2, 2], [1, 2, 2, 3], (1, 2, 3), higher_is_better=False)
    assert (result.improved_low, result.improved_high) == (0.0, 0.25)
    assert (result.worsened_low, result.worsened_high) == (0.25, 0.75)


def test_bounds_follow_the_scale_and_not_the_codes():
    result = matching_bounds([9], [1], (9, 1))
    assert (result.improved_low, result.improved_high) == (1.0, 1.0)


def test_missing_answers_are_counted():
    result = matching_bounds([1, None], [2, None, None], (1, 2))
    assert (result.n_before, result.n_dropped_before) == (1, 1)
    assert (result.n_after, result.n_dropped_after) == (1, 2)
    assert result.improved_low == 1.0


@pytest.mark.parametrize(("before", "after", "n"), [([], [], 0), ([1], [], 1), ([None], [1, 2], 2)])
def test_an_empty_wave_has_no_bounds(before, after, n):
    expected = NotComputable("matching bounds", "one wave has no answers", n)
    assert matching_bounds(before, after, (1, 2)) == expected


def test_a_code_off_the_scale_is_an_error():
    with pytest.raises(ValueError, match="after holds codes"):
        matching_bounds([1], [3], (1, 2))


EARLIER, LATER = [1, 2, 2, 3, 1, 2, 4], [2, 3, 3, 4, 1, 2, 5, 3]
HERE, THERE = list("abcdefa"), list("aabcdeff")


def test_the_interval_over_schools_is_that_of_all_draws_of_whole_schools():
    people = [list(zip(EARLIER, HERE, strict=True)), list(zip(LATER, THERE, strict=True))]
    estimates = []
    for draw in itertools.product("abcdef", repeat=6):
        first, second = ([x for s in draw for x, own in side if own == s] for side in people)
        pairs = np.subtract.outer(second, first)
        estimates.append(((pairs > 0) + 0.5 * (pairs == 0)).mean())
    low, high = np.quantile(estimates, [0.025, 0.975])
    result = superiority(EARLIER, LATER, groups=(HERE, THERE))
    assert result.low == pytest.approx(low, abs=0.03)
    assert result.high == pytest.approx(high, abs=0.03)
    assert result.probability == superiority(EARLIER, LATER).probability


def test_over_schools_the_interval_turns_with_the_scale():
    up = superiority(EARLIER, LATER, groups=(HERE, THERE))
    down = superiority(EARLIER, LATER, groups=(HERE, THERE), higher_is_better=False)
    assert (down.low, down.high) == pytest.approx((1 - up.high, 1 - up.low))


def test_with_five_schools_there_is_no_pooled_probability_and_no_interval_of_superiority():
    result = superiority(EARLIER, LATER, groups=(list("abcdeab"), list("aabcdeaa")))
    for refused in (result.low, result.high, result.p):
        assert refused.reason == "needs at least 6 schools; there are 5"


def test_names_of_schools_and_order_of_people_change_nothing_in_the_interval():
    back = superiority(EARLIER[::-1], LATER[::-1], groups=(HERE[::-1], THERE[::-1]))
    names = str.maketrans("abcdef", "fedcba")
    named = [[school.translate(names) for school in side] for side in (HERE, THERE)]
    one = superiority(EARLIER, LATER, groups=(HERE, THERE))
    assert back == one == superiority(EARLIER, LATER, groups=tuple(named))
