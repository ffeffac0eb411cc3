"""What must hold for any answers: order, names and direction change nothing they should not."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tsa_research.stats.agreement import krippendorff_alpha, percent_agreement, weighted_kappa
from tsa_research.stats.clustering import (
    cluster_bootstrap,
    intraclass_correlation,
    within_group_agreement,
)
from tsa_research.stats.independent import matching_bounds, superiority
from tsa_research.stats.multiplicity import benjamini_hochberg
from tsa_research.stats.ordinal import distribution, median_level
from tsa_research.stats.outcome import NotComputable
from tsa_research.stats.paired import movement, paired_change
from tsa_research.stats.proportion import favourable_bounds, response_rate, share
from tsa_research.stats.reliability import cronbach_alpha, item_statistics, mcdonald_omega

#: The same examples in every run, and no folder of them left behind.
repeatable = settings(derandomize=True, database=None, deadline=None, max_examples=60)

LEVELS = (1, 2, 3, 4, 5)
codes = st.sampled_from((1.0, 2.0, 3.0, 4.0, 5.0))
answers = st.one_of(codes, st.just(float("nan")))
waves = st.lists(st.tuples(answers, answers), max_size=30).map(
    lambda pairs: np.array(pairs, dtype=float).reshape(-1, 2)
)
seeds = st.integers(0, 10_000)
tables = arrays(float, st.tuples(st.integers(10, 25), st.integers(3, 5)), elements=codes)
ratings = arrays(float, st.tuples(st.integers(2, 4), st.integers(1, 12)), elements=answers)


def reversed_scale(values):
    """Turn answers round on the scale."""
    return LEVELS[0] + LEVELS[-1] - values


def shuffled(values, seed):
    """Put rows into another order."""
    return np.random.default_rng(seed).permutation(values)


def in_order(low, value, high, floor=-np.inf, ceiling=np.inf):
    """Say whether an interval holds its value and stays in range."""
    return bool(floor <= low <= value <= high <= ceiling)


# --- shares ------------------------------------------------------------------------------------


@repeatable
@given(st.integers(1, 500), st.data(), st.floats(0.01, 0.99))
def test_a_share_lies_in_its_interval_and_mirrors(n, data, confidence):
    count = data.draw(st.integers(0, n))
    one, rest = share(count, n, confidence=confidence), share(n - count, n, confidence=confidence)
    assert in_order(one.low, one.value, one.high, 0, 1)
    assert one.low < one.high
    assert (one.low, one.high) == pytest.approx((1 - rest.high, 1 - rest.low))


@repeatable
@given(st.integers(0, 50), st.integers(0, 50))
def test_a_response_rate_is_never_above_one(returned, invited):
    rate = response_rate(returned, invited)
    assert bool(rate) == (returned <= invited and invited > 0)
    if rate:
        assert 0 <= rate.value <= 1
        assert rate.value * invited == pytest.approx(returned)


@repeatable
@given(st.integers(1, 50), st.data())
def test_silence_can_move_the_share_by_its_own_weight(invited, data):
    returned = data.draw(st.integers(0, invited))
    favourable = data.draw(st.integers(0, returned))
    bounds = favourable_bounds(favourable, returned, invited)
    assert in_order(0, bounds.low, bounds.high, 0, 1)
    assert bounds.high - bounds.low == pytest.approx((invited - returned) / invited)
    if returned:
        assert in_order(bounds.low, favourable / returned, bounds.high)


# --- one question ------------------------------------------------------------------------------


@repeatable
@given(st.lists(answers, max_size=30), seeds)
def test_a_distribution_adds_up_and_ignores_order(listed, seed):
    values = np.array(listed, dtype=float)
    result = distribution(values, LEVELS)
    assert sum(result.counts) == result.n
    assert result.n + result.n_missing == len(listed)
    assert distribution(shuffled(values, seed), LEVELS) == result
    assert distribution(reversed_scale(values), LEVELS).counts == result.counts[::-1]
    assert distribution(reversed_scale(reversed_scale(values)), LEVELS) == result


@repeatable
@given(st.lists(answers, min_size=1, max_size=30))
def test_half_the_people_are_on_each_side_of_the_median(listed):
    result = median_level(listed, LEVELS)
    values = np.array(listed)
    if not result:
        assert np.isnan(values).all()
        return
    assert result.lower <= result.upper
    assert 2 * (values <= result.lower).sum() >= result.n
    assert 2 * (values >= result.upper).sum() >= result.n
    turned = median_level(reversed_scale(values), LEVELS)
    assert (turned.upper, turned.lower) == (6 - result.lower, 6 - result.upper)


# --- matched change ----------------------------------------------------------------------------


@repeatable
@given(waves, seeds)
def test_matched_change_ignores_the_order_of_rows(pairs, seed):
    mixed = shuffled(pairs, seed)
    assert paired_change(*mixed.T) == paired_change(*pairs.T)


@repeatable
@given(waves)
def test_matched_change_adds_up_and_holds_its_value(pairs):
    result = paired_change(*pairs.T)
    if not result:
        assert np.isnan(pairs).any(axis=1).all()
        return
    assert result.n_better + result.n_same + result.n_worse == result.n
    assert result.n + result.n_dropped == len(pairs)
    changed = result.n - result.n_same
    rank_sums = result.rank_sum_better + result.rank_sum_worse
    assert rank_sums == pytest.approx(changed * (changed + 1) / 2)
    assert bool(changed) == isinstance(result.rank_biserial, float)
    if isinstance(result.rank_biserial_low, float):
        ends = result.rank_biserial_low, result.rank_biserial, result.rank_biserial_high
        assert in_order(*ends, -1, 1)
    for p in (result.sign_test_p, result.signed_rank_p):
        assert isinstance(p, NotComputable) or 0 < p <= 1


@repeatable
@given(waves)
def test_turning_the_scale_turns_the_sign_of_a_change(pairs):
    one, turned = paired_change(*pairs.T), paired_change(*reversed_scale(pairs).T)
    flagged = paired_change(*pairs.T, higher_is_better=False)
    assume(one)
    for other in (turned, flagged):
        assert (other.n_better, other.n_worse) == (one.n_worse, one.n_better)
        assert other.median_difference == -one.median_difference
        if isinstance(one.rank_biserial, float):
            assert other.rank_biserial == pytest.approx(-one.rank_biserial)
            assert other.signed_rank_p == pytest.approx(one.signed_rank_p)
            assert other.sign_test_p == one.sign_test_p
    assert paired_change(*reversed_scale(reversed_scale(pairs)).T) == one


@repeatable
@given(waves)
def test_movement_adds_up_to_both_distributions_and_to_the_change(pairs):
    result = movement(*pairs.T, LEVELS)
    table = np.array(result.counts)
    complete = pairs[~np.isnan(pairs).any(axis=1)]
    assert table.sum() == result.n == len(pairs) - result.n_dropped
    assert tuple(table.sum(axis=1)) == distribution(complete[:, 0], LEVELS).counts
    assert tuple(table.sum(axis=0)) == distribution(complete[:, 1], LEVELS).counts
    change = paired_change(*pairs.T)
    if change:
        up, same = np.triu(table, 1).sum(), np.trace(table)
        assert (change.n_better, change.n_same) == (up, same)


# --- two groups --------------------------------------------------------------------------------


@repeatable
@given(st.lists(codes, min_size=1, max_size=12), st.lists(codes, min_size=1, max_size=12), seeds)
def test_superiority_mirrors_and_ignores_order(first, second, seed):
    one = superiority(first, second)
    assert superiority(shuffled(first, seed), shuffled(second, seed)) == one
    assert one.delta == pytest.approx(2 * one.probability - 1)
    turned = superiority(reversed_scale(np.array(first)), reversed_scale(np.array(second)))
    for other in (turned, superiority(second, first)):
        assert other.delta == pytest.approx(-one.delta)
        if isinstance(one.low, float):
            ends = (1 - one.high, 1 - one.low)
            assert (other.low, other.high) == pytest.approx(ends, abs=1e-9)
        assert other.p == pytest.approx(one.p) if isinstance(one.p, float) else not other.p


@repeatable
@given(st.lists(codes, min_size=3, max_size=12), st.lists(codes, min_size=3, max_size=12))
def test_superiority_holds_its_value_and_stays_in_range(first, second):
    result = superiority(first, second)
    assert in_order(result.low, result.probability, result.high, 0, 1)
    assert in_order(result.delta_low, result.delta, result.delta_high, -1, 1)
    assert result.low < result.high


@repeatable
@given(waves)
def test_matching_bounds_hold_what_matching_shows(pairs):
    complete = pairs[~np.isnan(pairs).any(axis=1)]
    assume(len(complete))
    change = paired_change(*complete.T)
    bounds = matching_bounds(*complete.T, LEVELS)
    assert in_order(bounds.improved_low, change.n_better / change.n, bounds.improved_high, 0, 1)
    assert in_order(bounds.worsened_low, change.n_worse / change.n, bounds.worsened_high, 0, 1)


@repeatable
@given(st.lists(codes, min_size=1, max_size=9), st.lists(codes, min_size=1, max_size=9), seeds)
def test_matching_bounds_mirror_and_ignore_order(before, after, seed):
    one = matching_bounds(before, after, LEVELS)
    assert matching_bounds(shuffled(before, seed), shuffled(after, seed), LEVELS) == one
    turned = matching_bounds(
        reversed_scale(np.array(before)), reversed_scale(np.array(after)), LEVELS
    )
    assert (turned.improved_low, turned.improved_high) == (one.worsened_low, one.worsened_high)
    # Everybody twice over is the same two margins.
    doubled = matching_bounds(before * 2, after * 2, LEVELS)
    assert (doubled.improved_low, doubled.improved_high) == (one.improved_low, one.improved_high)


# --- reliability -------------------------------------------------------------------------------


@repeatable
@given(tables, seeds, st.floats(0.1, 20), st.floats(-50, 50))
def test_reliability_ignores_order_and_units(table, seed, factor, shift):
    for function in (cronbach_alpha, mcdonald_omega):
        one, rescaled = function(table), function(factor * table + shift)
        assert function(shuffled(table, seed)) == one
        assert type(rescaled) is type(one)
        if one:
            assert rescaled.value == pytest.approx(one.value, abs=1e-5)


@repeatable
@given(tables)
def test_reliability_is_that_of_the_reversed_items(table):
    for function in (cronbach_alpha, mcdonald_omega):
        one, turned = function(table), function(reversed_scale(table))
        assert type(turned) is type(one)
        if one:
            assert turned.value == pytest.approx(one.value, abs=1e-5)
        assert function(reversed_scale(reversed_scale(table))) == one


@repeatable
@given(tables)
def test_reliability_stays_in_range(table):
    alpha, omega = cronbach_alpha(table), mcdonald_omega(table)
    if alpha:
        assert in_order(alpha.low, alpha.value, alpha.high, ceiling=1)
    if omega:
        assert 0 <= omega.value <= 1
        assert all(-1 <= loading <= 1 for loading in omega.loadings)
    for item in item_statistics(table):
        assert in_order(1, item.mean, 5)
        if isinstance(item.item_rest_correlation, float):
            assert -1 - 1e-12 <= item.item_rest_correlation <= 1 + 1e-12


@repeatable
@given(tables)
def test_item_means_add_up_to_the_mean_total(table):
    means = [item.mean for item in item_statistics(table)]
    assert sum(means) == pytest.approx(table.sum(axis=1).mean())


# --- agreement of judges -----------------------------------------------------------------------


@repeatable
@given(ratings, seeds)
def test_judges_and_units_can_come_in_any_order(table, seed):
    mixed = shuffled(shuffled(table, seed).T, seed).T
    assert krippendorff_alpha(mixed, LEVELS) == krippendorff_alpha(table, LEVELS)
    assert percent_agreement(mixed, LEVELS) == percent_agreement(table, LEVELS)


@repeatable
@given(ratings)
def test_agreement_stays_in_range_and_ignores_direction(table):
    alpha, percent = krippendorff_alpha(table, LEVELS), percent_agreement(table, LEVELS)
    turned = krippendorff_alpha(reversed_scale(table), LEVELS)
    if percent:
        assert in_order(0, percent.value, percent.within_one, 0, 1)
    if alpha:
        assert turned.value == pytest.approx(alpha.value)
        assert (alpha.value == pytest.approx(1)) == (percent.value == 1)
        assert alpha.n_units + alpha.n_units_dropped == table.shape[1]
        assert alpha.n_units == percent.n_units
    if alpha and isinstance(alpha.low, float):
        assert in_order(alpha.low, alpha.value, alpha.high, ceiling=1 + 1e-12)


@repeatable
@given(waves)
def test_kappa_treats_both_judges_alike(pairs):
    one, other = weighted_kappa(*pairs.T, LEVELS), weighted_kappa(*pairs.T[::-1], LEVELS)
    turned = weighted_kappa(*reversed_scale(pairs).T, LEVELS)
    assert bool(one) == bool(other) == bool(turned)
    if one:
        assert other.value == pytest.approx(one.value)
        assert turned.value == pytest.approx(one.value)
        assert one.value <= 1
        assert one.n + one.n_dropped == len(pairs)


# --- people inside schools ---------------------------------------------------------------------

members = st.lists(st.tuples(answers, st.sampled_from("abcdefgh")), min_size=1, max_size=40)


@repeatable
@given(members, seeds)
def test_names_of_schools_and_order_change_nothing(people, seed):
    values, groups = zip(*people, strict=True)
    order = np.random.default_rng(seed).permutation(len(people))
    mixed = [values[i] for i in order]
    renamed = [1000 - ord(groups[i]) for i in order]
    assert intraclass_correlation(mixed, renamed) == intraclass_correlation(values, groups)

    def interval(of, by):
        return cluster_bootstrap(of, by, lambda drawn: float(drawn.mean()), draws=40)

    assert interval(mixed, renamed) == interval(values, groups)


@repeatable
@given(members)
def test_people_inside_schools_add_up_and_bounds_hold(people):
    values, groups = zip(*people, strict=True)
    icc = intraclass_correlation(values, groups)
    if icc:
        assert icc.n + icc.n_dropped == len(people)
        assert icc.icc1 <= 1
        assert icc.adjusted_group_size <= icc.mean_group_size + 1e-9
        assert icc.mean_group_size * icc.n_groups == pytest.approx(icc.n)
    interval = cluster_bootstrap(values, groups, lambda drawn: float(drawn.mean()), draws=40)
    if interval:
        assert interval.n + interval.n_dropped == len(people)
        assert interval.value == pytest.approx(np.nanmean(values))
        if isinstance(interval.low, float):
            assert in_order(interval.low, interval.value, interval.high, 1, 5)


@repeatable
@given(arrays(float, st.tuples(st.integers(2, 9), st.integers(1, 5)), elements=answers), seeds)
def test_agreement_in_a_group_stays_in_range_and_ignores_order(table, seed):
    result = within_group_agreement(table, LEVELS)
    other = within_group_agreement(shuffled(table, seed), LEVELS)
    turned = within_group_agreement(reversed_scale(table), LEVELS)
    assert bool(result) == bool(other) == bool(turned)
    if result:
        assert 0 <= result.rwg_j <= 1
        assert result.n + result.n_dropped == len(table)
        assert other.rwg_j == pytest.approx(result.rwg_j)
        assert turned.rwg_j == pytest.approx(result.rwg_j)


# --- several comparisons -----------------------------------------------------------------------


@repeatable
@given(st.lists(st.floats(0, 1), min_size=1, max_size=15))
def test_adjusted_p_values_keep_their_order_and_only_grow(p_values):
    raw, adjusted = np.array(p_values), np.array(benjamini_hochberg(p_values))
    assert bool(((raw <= adjusted + 1e-15) & (adjusted <= 1)).all())
    assert bool((np.diff(adjusted[np.argsort(raw, kind="stable")]) >= -1e-15).all())
    assert adjusted.max() == pytest.approx(raw.max())
