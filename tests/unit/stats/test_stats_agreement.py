"""Agreement of judges, worked by hand and by enumeration."""

import itertools

import numpy as np
import pytest

from tsa_research.stats import agreement
from tsa_research.stats.agreement import (
    PercentAgreement,
    WeightedKappa,
    krippendorff_alpha,
    percent_agreement,
    weighted_kappa,
)
from tsa_research.stats.outcome import NotComputable

LEVELS = (1, 2, 3)
FIRST = [1, 2, 3, 3]
SECOND = [1, 2, 3, 2]


def test_krippendorff_alpha_of_four_units_by_hand():
    # Ratings 1, 2, 3 were given 2, 3, 3 times. Ordinal distances squared:
    # 1-2: (2 + 3 - 5/2)**2 = 6.25; 2-3: (3 + 3 - 6/2)**2 = 9; 1-3: (8 - 5/2)**2 = 30.25.
    # Observed: one unit 3 and 2, both ways: 2 * 9 = 18.
    # Expected: 2 (2*3*6.25 + 3*3*9 + 2*3*30.25) / 7 = 600 / 7. alpha = 1 - 18 * 7 / 600.
    result = krippendorff_alpha([[*FIRST, 3, None], [*SECOND, None, None]], LEVELS)
    assert result.value == pytest.approx(0.79)
    assert (result.n_units, result.n_judges, result.n_ratings) == (4, 2, 8)
    assert result.n_units_dropped == 2
    assert result.level_of_measurement == "ordinal"


def test_four_units_have_no_interval():
    result = krippendorff_alpha([FIRST, SECOND], LEVELS)
    for bound in (result.low, result.high):
        assert bound.reason == "needs at least 5 units rated by two judges; there are 4"


def plain_alpha(units):
    """Compute ordinal alpha of units with two ratings each, slowly and plainly."""
    pooled = sorted(rating for unit in units for rating in unit)

    def distance(a, b):
        low, high = min(a, b), max(a, b)
        between = sum(low <= rating <= high for rating in pooled)
        return (between - (pooled.count(a) + pooled.count(b)) / 2) ** 2 if a != b else 0

    observed = np.mean([distance(*unit) for unit in units])
    expected = np.mean([distance(a, b) for a, b in itertools.permutations(pooled, 2)])
    return 1 - observed / expected if expected else np.nan


def test_the_interval_is_that_of_all_draws_there_are():
    units = [(1, 1), (2, 2), (3, 3), (2, 3), (1, 2)]
    draws = list(itertools.combinations_with_replacement(range(5), 5))
    estimates = np.array([plain_alpha([units[i] for i in draw]) for draw in draws])
    factorial = [1, 1, 2, 6, 24, 120]
    orders = [120 // np.prod([factorial[draw.count(i)] for i in range(5)]) for draw in draws]
    assert sum(orders) == 5**5
    kept = ~np.isnan(estimates)
    exact = np.repeat(estimates[kept], np.array(orders)[kept])
    result = krippendorff_alpha(np.transpose(units), LEVELS)
    assert result.value == pytest.approx(plain_alpha(units))
    # 2000 draws put the 2.5 per cent point within 3 standard errors, 0.0105, of its place.
    noise = 1e-9
    low, high = result.low, result.high
    assert np.quantile(exact, 0.0145) - noise <= low <= np.quantile(exact, 0.0355) + noise
    assert np.quantile(exact, 0.9645) - noise <= high <= np.quantile(exact, 0.9855) + noise


def test_confidence_seed_and_draws_are_used_and_carried():
    ratings = np.random.default_rng(3).integers(1, 4, size=(3, 12))
    assert krippendorff_alpha(ratings, LEVELS).seed == 20150301
    wide = krippendorff_alpha(ratings, LEVELS, seed=5)
    narrow = krippendorff_alpha(ratings, LEVELS, confidence=0.5, seed=5)
    assert wide.low < narrow.low < narrow.high < wide.high
    assert (narrow.confidence, narrow.seed, narrow.draws) == (0.5, 5, 2000)
    assert krippendorff_alpha(ratings, LEVELS, seed=6).low != wide.low


def test_judges_who_never_differ_have_no_interval_of_no_width():
    result = krippendorff_alpha([[1, 2, 3, 1, 2, 3, 3, 2]] * 2, LEVELS)
    assert result.value == 1.0
    assert "the same value every time" in result.low.reason


def test_nearly_one_rating_only_has_no_interval():
    # (5/6)**6, a third of all draws, hold one rating only.
    result = krippendorff_alpha([[1, 1, 1, 1, 1, 2], [1] * 6], LEVELS)
    assert "too few different answers" in result.high.reason


@pytest.mark.parametrize("n_units", [1, 6])
def test_one_rating_only_is_refused(n_units):
    outcome = krippendorff_alpha(np.full((2, n_units), 2), LEVELS)
    assert isinstance(outcome, NotComputable)
    assert outcome.n == n_units
    assert outcome.reason.startswith("every judge gave the same rating")


@pytest.mark.parametrize(
    "ratings", [[[1, 2, 3]], np.full((2, 4), np.nan), [[1, None], [None, 2]], np.empty((2, 0))]
)
def test_nothing_rated_twice_is_refused(ratings):
    for function in (krippendorff_alpha, percent_agreement):
        outcome = function(ratings, LEVELS)
        assert (outcome.reason, outcome.n) == ("no unit was rated by two judges", 0)


def test_alpha_follows_the_scale_and_not_the_codes():
    recoded = {1: 9, 2: 4, 3: 7}
    ratings = [[recoded[code] for code in FIRST], [recoded[code] for code in SECOND]]
    assert krippendorff_alpha(ratings, (9, 4, 7)).value == pytest.approx(0.79)


def test_a_rating_off_the_scale_is_an_error():
    with pytest.raises(ValueError, match="ratings holds codes that are not levels"):
        krippendorff_alpha([[1, 4], [1, 2]], LEVELS)
    with pytest.raises(ValueError, match="ratings holds codes that are not levels"):
        percent_agreement([[1, 4], [1, 2]], LEVELS)
    with pytest.raises(ValueError, match="second holds codes that are not levels"):
        weighted_kappa([1, 2], [1, 4], LEVELS)


def test_kappa_of_four_units_by_hand():
    # Misses 0, 0, 0, 1. All 16 pairs: squared 6 + 2 + 6 + 6 = 20, plain 4 + 2 + 4 + 4 = 14.
    assert weighted_kappa([*FIRST, 1], [*SECOND, None], LEVELS) == WeightedKappa(
        pytest.approx(1 - 4 * 1 / 20), n=4, n_dropped=1, weights="quadratic"
    )
    linear = weighted_kappa(FIRST, SECOND, LEVELS, "linear")
    assert (linear.value, linear.weights) == (pytest.approx(1 - 4 * 1 / 14), "linear")


def test_kappa_counts_steps_of_the_scale_and_not_codes():
    # 7 is two steps from 1, through the unused 3: misses 2 and 0; pairs 4 + 0 + 4 + 0.
    assert weighted_kappa([1, 7], [7, 7], (1, 3, 7)).value == pytest.approx(1 - 2 * 4 / 8)


def test_kappa_of_one_rating_only_is_refused():
    assert weighted_kappa([2, 2], [2, 2], LEVELS).reason.startswith("every judge gave the same")


@pytest.mark.parametrize(("first", "second"), [([], []), ([1, None], [None, 2])])
def test_kappa_of_nothing_is_refused(first, second):
    expected = NotComputable("weighted kappa", "no unit was rated by both judges", 0)
    assert weighted_kappa(first, second, LEVELS) == expected


def test_unknown_weights_are_an_error():
    with pytest.raises(ValueError, match="'quadratic' or 'linear'; got 'cubic'"):
        weighted_kappa(FIRST, SECOND, LEVELS, "cubic")


def test_percent_agreement_of_three_judges_by_hand():
    # Unit 1 (1, 1, 2): pairs 0, 1, 1 apart. Unit 2 (3, 1, -): 2 apart. Unit 3: one rating.
    result = percent_agreement([[1, 3, None], [1, 1, 2], [2, None, None]], LEVELS)
    assert result == PercentAgreement(0.25, 0.75, n_pairs=4, n_units=2, n_judges=3)


def test_percent_agreement_counts_steps_of_the_scale_and_not_codes():
    result = percent_agreement([[1], [9]], (1, 9))
    assert (result.value, result.within_one) == (0.0, 1.0)


def test_within_one_step_needs_a_scale():
    result = percent_agreement([[1, 2], [1, 3]])
    assert result.value == 0.5
    assert result.within_one.reason == "the scale was not given"


def test_a_confidence_in_per_cent_is_an_error():
    with pytest.raises(ValueError, match="confidence"):
        krippendorff_alpha([FIRST, SECOND], LEVELS, confidence=95)


def test_alphas_of_all_draws_together_equal_those_of_the_package_one_by_one():
    generator = np.random.default_rng(7)
    counts = generator.integers(0, 4, size=(9, 5))
    counts = counts[counts.sum(axis=1) >= 2]
    chosen = generator.integers(len(counts), size=(60, len(counts)))
    together = agreement._resampled_alphas(counts, chosen)
    one_by_one = [agreement._alpha_of_counts(counts[draw]) for draw in chosen]
    np.testing.assert_allclose(together, one_by_one, rtol=1e-12)


def test_a_draw_in_which_everybody_agrees_on_one_level_has_no_alpha():
    counts = np.array([[3, 0], [0, 3], [2, 1]])
    together = agreement._resampled_alphas(counts, np.array([[0, 0, 0], [0, 1, 2]]))
    assert np.isnan(together[0])
    assert not np.isnan(together[1])
