"""The interval of a median: by the table of coins, and against SciPy's independent code."""

import numpy as np
import pytest
from scipy.stats import quantile_test

from tsa_research.stats.medians import fewest_for_median, median_interval
from tsa_research.stats.outcome import NotComputable


def test_of_nine_the_bounds_are_the_second_from_either_end():
    """Of 512 ways in which nine coins fall, 10 have at most one head: 2 per cent in each tail."""
    result = median_interval([1, 2, 3, 4, 5, 6, 7, 8, 9])
    assert (result.low, result.median, result.high) == (2, 5, 8)


def test_of_eight_the_bounds_would_be_the_outermost_two_and_are_refused():
    """Of 256 ways, 9 have at most one head: more than 2.5 per cent."""
    result = median_interval([1, 2, 3, 4, 5, 6, 7, 8])
    assert result.median == 4.5
    assert isinstance(result.low, NotComputable)
    assert "at least 9 people" in result.low.reason
    assert result.high == result.low


@pytest.mark.parametrize("n", [9, 12, 22, 31, 50])
def test_bounds_are_those_of_scipy(n):
    values = np.random.default_rng(n).normal(size=n)
    wanted = quantile_test(values, q=0, p=0.5).confidence_interval(0.95)
    result = median_interval(values)
    assert (result.low, result.high) == (wanted.low, wanted.high)


def test_of_changes_that_are_all_alike_both_bounds_are_that_change():
    result = median_interval([1.0] * 12)
    assert (result.low, result.median, result.high) == (1, 1, 1)


def test_the_missing_are_left_out_and_counted():
    result = median_interval([None, 1, float("nan"), 3], ["a", "b", "c", "a"])
    assert (result.n, result.n_dropped, result.n_groups, result.median) == (2, 2, 2, 2)


@pytest.mark.parametrize(("n_groups", "exact"), [(1, True), (2, False), (5, False)])
def test_people_of_one_school_have_an_exact_interval_and_of_a_few_schools_none(n_groups, exact):
    schools = [str(number % n_groups) for number in range(30)]
    result = median_interval(range(30), schools)
    assert isinstance(result.low, NotComputable) != exact
    if not exact:
        assert "at least 6 schools" in result.low.reason


def test_six_schools_are_resampled_whole():
    """Within a school all are alike, so that 60 people tell no more than their 6 schools."""
    values = np.repeat([0.0, 1.0, 2.0, 3.0, 4.0, 5.0], 10)
    alone, together = median_interval(values), median_interval(values, np.repeat(range(6), 10))
    assert together.method == "percentile bootstrap over groups"
    assert together.high - together.low > alone.high - alone.low


def test_nobody_has_no_median():
    assert isinstance(median_interval([None]), NotComputable)


def test_groups_must_list_the_same_people():
    with pytest.raises(ValueError, match="got 1 and 2"):
        median_interval([1, 2], ["a"])


@pytest.mark.parametrize(("confidence", "fewest"), [(0.5, 5), (0.9, 8), (0.95, 9), (0.99, 12)])
def test_the_fewest_values_follow_the_confidence(confidence, fewest):
    assert fewest_for_median(confidence) == fewest
