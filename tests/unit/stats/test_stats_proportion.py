"""Shares, response rates and bounds, worked by hand."""

import math

import pytest

from tsa_research.stats.outcome import NotComputable
from tsa_research.stats.proportion import (
    Bounds,
    ResponseRate,
    favourable_bounds,
    response_rate,
    share,
)

#: The confidence at which z is exactly 1, so that intervals can be worked by hand.
Z_IS_ONE = math.erf(1 / math.sqrt(2))


def test_wilson_interval_of_one_in_four():
    # z = 1: centre (1/4 + 1/8) / (1 + 1/4) = 0.3
    # half width sqrt((1/4 * 3/4) / 4 + 1/64) / (1 + 1/4) = 0.25 / 1.25 = 0.2
    result = share(1, 4, confidence=Z_IS_ONE)
    assert (result.value, result.count, result.n) == (0.25, 1, 4)
    assert result.low == pytest.approx(0.1)
    assert result.high == pytest.approx(0.5)
    assert (result.confidence, result.method) == (Z_IS_ONE, "Wilson")


def test_none_of_four_starts_at_nothing_and_ends_at_a_fifth():
    # z = 1: 0 of n runs from 0 to 1 / (n + 1)
    result = share(0, 4, confidence=Z_IS_ONE)
    assert (result.value, result.low) == (0.0, 0.0)
    assert result.high == pytest.approx(0.2)


def test_all_of_four_is_the_mirror_of_none():
    result = share(4, 4, confidence=Z_IS_ONE)
    assert (result.value, result.high) == (1.0, 1.0)
    assert result.low == pytest.approx(0.8)


def test_one_person_still_has_an_interval():
    # z = 1: 1 of 1 runs from 1 - 1/2 to 1
    assert share(1, 1, confidence=Z_IS_ONE).low == pytest.approx(0.5)


def test_nobody_answered_has_no_share():
    assert share(0, 0) == NotComputable("share", "nobody answered", 0)


@pytest.mark.parametrize(("count", "n"), [(-1, 5), (6, 5), (1, 0), (0, -1)])
def test_a_count_outside_its_base_is_an_error(count, n):
    with pytest.raises(ValueError, match="count must lie between 0 and n"):
        share(count, n)


def test_a_confidence_in_per_cent_is_an_error():
    with pytest.raises(ValueError, match="confidence"):
        share(1, 4, confidence=95)


def test_response_rate_carries_both_numbers():
    assert response_rate(18, 24) == ResponseRate(0.75, 18, 24)


def test_nobody_returned_is_a_rate_of_nothing():
    assert response_rate(0, 24) == ResponseRate(0.0, 0, 24)


def test_everybody_returned_is_a_rate_of_one():
    assert response_rate(24, 24).value == 1.0


@pytest.mark.parametrize(
    ("returned", "invited", "reason"),
    [
        (12, 10, "more answers came back (12) than people were invited (10)"),
        (1, 0, "more answers came back (1) than people were invited (0)"),
        (0, 0, "nobody was invited"),
    ],
)
def test_a_rate_above_one_is_never_given(returned, invited, reason):
    assert response_rate(returned, invited) == NotComputable("response rate", reason, invited)


@pytest.mark.parametrize(("returned", "invited"), [(-1, 10), (0, -1)])
def test_negative_numbers_of_people_are_an_error(returned, invited):
    with pytest.raises(ValueError, match="cannot be negative"):
        response_rate(returned, invited)


def test_favourable_bounds_suppose_the_worst_and_the_best_of_the_silent():
    # 6 of 10 answered favourably, 10 of 20 stayed silent: 6/20 and (6 + 10)/20
    assert favourable_bounds(6, 10, 20) == Bounds(0.3, 0.8, 6, 10, 20)


def test_favourable_bounds_meet_when_everybody_answered():
    bounds = favourable_bounds(3, 4, 4)
    assert (bounds.low, bounds.high) == (0.75, 0.75)


def test_favourable_bounds_are_everything_when_nobody_answered():
    bounds = favourable_bounds(0, 0, 4)
    assert (bounds.low, bounds.high) == (0.0, 1.0)


def test_favourable_bounds_need_a_possible_roster():
    assert "more answers" in favourable_bounds(6, 12, 10).reason
    assert favourable_bounds(0, 0, 0).reason == "nobody was invited"


def test_more_favourable_than_returned_is_an_error():
    with pytest.raises(ValueError, match="favourable must lie between 0 and returned"):
        favourable_bounds(6, 5, 10)
