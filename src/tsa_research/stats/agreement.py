"""Whether judges who look at the same piece of work give it the same rating."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tsa_research.stats.arguments import (
    Floats,
    as_array,
    as_levels,
    as_pair,
    check_confidence,
    scale_positions,
)
from tsa_research.stats.outcome import NotComputable, too_few
from tsa_research.stats.resampling import DRAWS, Bound, percentile_bounds

#: Units rated at least twice below which the interval is refused.
FEWEST_UNITS = 5

SAME_RATING = "every judge gave the same rating, so agreement beyond chance cannot be told"


@dataclass(frozen=True, slots=True)
class KrippendorffAlpha:
    """Krippendorff's alpha over units with at least two ratings.

    ``n_ratings`` are the ratings on those units; ``n_units_dropped`` had one rating or none.
    """

    value: float
    low: Bound
    high: Bound
    n_units: int
    n_judges: int
    n_ratings: int
    confidence: float
    n_units_dropped: int
    draws: int
    seed: int
    level_of_measurement: str = "ordinal"
    interval_method: str = "percentile bootstrap over units"


@dataclass(frozen=True, slots=True)
class WeightedKappa:
    """Cohen's kappa in which near misses count in part."""

    value: float
    n: int
    n_dropped: int
    weights: str


@dataclass(frozen=True, slots=True)
class PercentAgreement:
    """Share, 0 to 1, of pairs of judges on the same unit who agree, exactly and within a step."""

    value: float
    within_one: float | NotComputable
    n_pairs: int
    n_units: int
    n_judges: int


def krippendorff_alpha(
    ratings: ArrayLike,
    levels: Sequence[int],
    *,
    confidence: float = 0.95,
    seed: int = 20150301,
) -> KrippendorffAlpha | NotComputable:
    """Give the agreement of any number of judges beyond chance, on an ordered scale.

    Use it for moderated work and evidence judged against stages, also when not every judge saw
    every unit. Do not use it when nearly all units deserve the same rating: it is then low
    whatever the judges do; show per cent agreement beside it.

    Parameters
    ----------
    ratings : array_like, shape (n_judges, n_units)
        Codes; nan or None where a judge did not rate a unit.
    levels : sequence of int
        Every code of the scale in the scale's order.
    confidence : float
        Coverage, strictly between 0 and 1.
    seed : int
        Start of the random draws.

    Returns
    -------
    KrippendorffAlpha or NotComputable
        1 is full agreement, 0 what chance gives, less is worse than chance. ``NotComputable``
        when no unit has two ratings or all ratings are the same. The bounds alone are
        ``NotComputable`` below 5 such units, when the judges never differ, or when more than 5
        per cent of the draws hold one rating only.

    Raises
    ------
    ValueError
        When a rating is not among the levels or the confidence is not between 0 and 1.

    Notes
    -----
    1 - observed / expected disagreement, with the ordinal distance: the squared number of ratings
    lying between two levels, half of the ends counted. The interval is a percentile bootstrap of
    2000 draws of units. Assumes independent units and judges who could be exchanged.

    Checked against R 4.2.2 with the pairwise definition written out (irr is not in Debian 12),
    against the published ordinal value 0.815 of Krippendorff's example, and by hand; the interval
    against all 3125 draws of five units.

    References
    ----------
    Krippendorff, K. (2019). Content Analysis, 4th edition, chapter 12.

    Examples
    --------
    >>> result = krippendorff_alpha([[1, 2, 3, 3], [1, 2, 3, 2]], (1, 2, 3))
    >>> round(result.value, 3), result.low.reason
    (0.79, 'needs at least 5 units rated by two judges; there are 4')
    """
    check_confidence(confidence)
    places, scale = _rating_places(ratings, levels)
    counts = np.stack([(places == place).sum(axis=0) for place in range(len(scale))], axis=1)
    pairable = counts[counts.sum(axis=1) >= 2]
    n_units, name = pairable.shape[0], "Krippendorff's alpha"
    if n_units == 0:
        return NotComputable(name, "no unit was rated by two judges", 0)
    if (pairable.sum(axis=0) > 0).sum() < 2:
        return NotComputable(name, SAME_RATING, n_units)
    # Sorted, so that the random draws do not depend on the order of units.
    pairable = pairable[np.lexsort(pairable.T)]
    value = _alpha_of_counts(pairable)
    low, high = _alpha_bounds(pairable, value, confidence, seed)
    return KrippendorffAlpha(
        value=value,
        low=low,
        high=high,
        n_units=n_units,
        n_judges=places.shape[0],
        n_ratings=int(pairable.sum()),
        confidence=confidence,
        n_units_dropped=counts.shape[0] - n_units,
        draws=DRAWS,
        seed=seed,
    )


def weighted_kappa(
    first: ArrayLike, second: ArrayLike, levels: Sequence[int], weights: str = "quadratic"
) -> WeightedKappa | NotComputable:
    """Give the agreement of two judges beyond chance, near misses counting in part.

    Use it for exactly two judges, where readers expect kappa. Use ``krippendorff_alpha`` for more
    judges, for missing ratings, and whenever an interval is wanted.

    Parameters
    ----------
    first, second : array_like, shape (n_units,)
        Codes of the two judges in the same order of units; nan or None where missing.
    levels : sequence of int
        Every code of the scale in the scale's order; steps count as equally far apart.
    weights : {"quadratic", "linear"}
        Whether a miss counts by its squared size or its size.

    Returns
    -------
    WeightedKappa or NotComputable
        1 is full agreement, 0 what chance gives. ``NotComputable`` when no unit has both ratings
        or both judges always gave one and the same rating.

    Raises
    ------
    ValueError
        For unknown weights, different lengths, or a rating that is not among the levels.

    Notes
    -----
    1 - mean miss / mean miss over all pairs of one rating of each judge. Assumes independent
    units.

    Checked against R 4.2.2, psych 2.2.9 ``cohen.kappa`` (quadratic; linear with its weights
    given), and by hand.

    References
    ----------
    Cohen, J. (1968). Weighted kappa. Psychological Bulletin 70, 213-220.

    Examples
    --------
    >>> weighted_kappa([1, 2, 3, 3], [1, 2, 3, 2], (1, 2, 3)).value
    0.8
    """
    powers = {"quadratic": 2, "linear": 1}
    if weights not in powers:
        raise ValueError(f"weights must be 'quadratic' or 'linear'; got {weights!r}")
    scale = as_levels(levels)
    one, other = as_pair(first, second, ("first", "second"))
    one, other = scale_positions(one, scale, "first"), scale_positions(other, scale, "second")
    both = ~np.isnan(one) & ~np.isnan(other)
    one, other, n = one[both], other[both], int(both.sum())
    if n == 0:
        return NotComputable("weighted kappa", "no unit was rated by both judges", 0)
    observed = (np.abs(one - other) ** powers[weights]).sum()
    expected = (np.abs(one[:, np.newaxis] - other) ** powers[weights]).sum()
    if expected == 0:
        return NotComputable("weighted kappa", SAME_RATING, n)
    return WeightedKappa(float(1 - n * observed / expected), n, int((~both).sum()), weights)


def percent_agreement(
    ratings: ArrayLike, levels: Sequence[int] | None = None
) -> PercentAgreement | NotComputable:
    """Give the share of pairs of judges who gave the same rating.

    Use it beside alpha or kappa, because everyone understands it. Do not use it alone: judges who
    give everything the middle rating agree fully.

    Parameters
    ----------
    ratings : array_like, shape (n_judges, n_units)
        Codes; nan or None where a judge did not rate a unit.
    levels : sequence of int, optional
        The scale in its order; without it "within one step" has no meaning and is not computed.

    Returns
    -------
    PercentAgreement or NotComputable
        Shares from 0 to 1; ``NotComputable`` when no unit has two ratings.

    Raises
    ------
    ValueError
        When levels are given and a rating is not among them.

    Notes
    -----
    Every pair of judges on every unit counts once, so units with more judges weigh more. Takes
    no account of chance. Checked by hand.

    References
    ----------
    Gwet, K. L. (2014). Handbook of Inter-Rater Reliability, 4th edition, chapter 2.

    Examples
    --------
    >>> result = percent_agreement([[1, 2, 3], [1, 3, 1]], (1, 2, 3))
    >>> round(result.value, 3), round(result.within_one, 3)
    (0.333, 0.667)
    """
    table = as_array(ratings, "ratings", 2)
    if levels is not None:
        table, _ = _rating_places(ratings, levels)
    pairs = itertools.combinations(range(table.shape[0]), 2)
    misses = [np.abs(table[one] - table[other]) for one, other in pairs]
    rated_twice = int(((~np.isnan(table)).sum(axis=0) >= 2).sum())
    if rated_twice == 0:
        return NotComputable("per cent agreement", "no unit was rated by two judges", 0)
    miss = np.concatenate(misses)
    miss = miss[~np.isnan(miss)]
    near: float | NotComputable = float((miss <= 1).mean())
    if levels is None:
        near = NotComputable("agreement within one step", "the scale was not given", miss.size)
    return PercentAgreement(float((miss == 0).mean()), near, miss.size, rated_twice, table.shape[0])


def _rating_places(ratings: ArrayLike, levels: Sequence[int]) -> tuple[Floats, tuple[int, ...]]:
    """Turn ratings into places on the scale."""
    scale = as_levels(levels)
    return scale_positions(as_array(ratings, "ratings", 2), scale, "ratings"), scale


def _alpha_of_counts(counts: np.ndarray) -> float:
    """Give ordinal alpha from the number of judges per unit and level; nan without variation."""
    import krippendorff

    if (counts.sum(axis=0) > 0).sum() < 2:
        return float("nan")
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement="ordinal"))


def _resampled_alphas(counts: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Give ordinal alpha for many draws of units at once; nan for a draw without variation.

    The same definition as in the package, for all draws together: thousands of separate
    calls would take most of the time of a report. A test holds the two against each other.
    """
    n_units, n_levels = counts.shape
    judges = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :].astype(float)
    pairs[:, range(n_levels), range(n_levels)] -= counts
    pairs /= (judges - 1)[:, None, None]
    times = np.stack([np.bincount(draw, minlength=n_units) for draw in chosen])
    observed = (times @ pairs.reshape(n_units, -1)).reshape(-1, n_levels, n_levels)
    totals = observed.sum(axis=2)
    reached = totals.cumsum(axis=1) - totals / 2
    distance = (reached[:, :, None] - reached[:, None, :]) ** 2
    expected = totals[:, :, None] * totals[:, None, :]
    n = totals.sum(axis=1)
    disagreement = (observed * distance).sum(axis=(1, 2))
    chance = (expected * distance).sum(axis=(1, 2)) / (n - 1)
    return np.where(chance > 0, 1 - disagreement / np.where(chance > 0, chance, 1), np.nan)


def _alpha_bounds(
    counts: np.ndarray, value: float, confidence: float, seed: int
) -> tuple[Bound, Bound]:
    """Resample units for the interval of alpha."""
    n_units = counts.shape[0]
    if n_units < FEWEST_UNITS:
        name = "interval of Krippendorff's alpha"
        refusal = too_few(name, FEWEST_UNITS, "units rated by two judges", n_units)
        return refusal, refusal
    chosen = np.random.default_rng(seed).integers(n_units, size=(DRAWS, n_units))
    estimates = list(_resampled_alphas(counts, chosen))
    return percentile_bounds(
        "Krippendorff's alpha", value, estimates, n=n_units, confidence=confidence
    )
