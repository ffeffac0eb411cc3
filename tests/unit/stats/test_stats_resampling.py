"""Bootstrap draws become an interval or a refusal."""

import pytest

from tsa_research.stats.resampling import percentile_bounds

MISSING = float("nan")


def test_bounds_are_quantiles_of_the_draws():
    # 0.5 leaves a quarter on each side; of 0, 1, 2, 3, 4 these are 1 and 3.
    assert percentile_bounds("x", 2.0, [4, 0, 3, 1, 2], n=6, confidence=0.5) == (1.0, 3.0)


@pytest.mark.parametrize(("value", "bounds"), [(0.5, (0.5, 3.0)), (3.5, (1.0, 3.5))])
def test_an_interval_that_misses_its_value_is_widened(value, bounds):
    assert percentile_bounds("x", value, [4, 0, 3, 1, 2], n=6, confidence=0.5) == bounds


def test_a_twentieth_of_the_draws_may_fail():
    low, high = percentile_bounds("x", 2.0, [1.0] * 10 + [3.0] * 9 + [MISSING], n=6, confidence=0.9)
    assert (low, high) == (1.0, 3.0)


@pytest.mark.parametrize("draws", [[1.0] * 9 + [3.0] * 9 + [MISSING] * 2, [MISSING] * 4, []])
def test_more_failures_are_refused(draws):
    low, high = percentile_bounds("x", 2.0, draws, n=6, confidence=0.9)
    assert low == high
    assert (low.statistic, low.n) == ("interval of x", 6)
    assert "too few different answers to resample from" in low.reason


@pytest.mark.parametrize("noise", [0.0, 1e-15])
def test_draws_that_never_vary_are_refused(noise):
    low, high = percentile_bounds("x", 1.0, [1.0, 1.0 + noise, 1.0], n=6, confidence=0.9)
    assert low == high
    assert "the same value every time" in low.reason


def test_draws_that_vary_a_little_are_not_refused():
    low, high = percentile_bounds("x", 1e-3, [1e-3, 2e-3, 1.5e-3], n=6, confidence=0.9)
    assert (low, high) == pytest.approx((1e-3, 1.95e-3))


def test_noise_grows_with_the_value():
    low, _ = percentile_bounds("x", 1e6, [1e6, 1e6 + 1e-8, 1e6], n=6, confidence=0.9)
    assert "the same value every time" in low.reason


def test_confidence_in_per_cent_is_an_error():
    with pytest.raises(ValueError, match="confidence"):
        percentile_bounds("x", 1.0, [1, 2], n=6, confidence=95)
