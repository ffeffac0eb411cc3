"""Rank tests whose p-value is exact with ties, for the sizes that schools have."""

import math

import numpy as np

from tsa_research.stats.arguments import Floats

EXACT = "exact"
NORMAL = "normal approximation"

#: Largest number of non-zero differences, and of people in both groups together, for which the
#: whole permutation distribution is counted. Above, the normal approximation is close.
EXACT_PAIRS = 25
EXACT_PEOPLE = 100


def mid_ranks(values: Floats) -> Floats:
    """Rank values from 1 upwards along the last axis, ties sharing the mean of their ranks.

    Parameters
    ----------
    values : numpy.ndarray
        Numbers without nan.

    Returns
    -------
    numpy.ndarray
        Ranks of the same shape.

    Examples
    --------
    >>> mid_ranks(np.array([10.0, 30.0, 30.0]))
    array([1. , 2.5, 2.5])
    """
    from scipy.stats import rankdata

    return np.asarray(rankdata(values, axis=-1), dtype=float)


def _two_sided(counts: Floats, observed: int, twice_centre: int) -> float:
    """Share of the distribution at least as far from its centre as what was observed."""
    # Twice the distance keeps everything in whole numbers: no tie is lost to rounding.
    distance = np.abs(2 * np.arange(counts.size) - twice_centre)
    extreme = counts[distance >= abs(2 * observed - twice_centre)].sum()
    return float(extreme / counts.sum())


def signed_rank_p(differences: Floats) -> tuple[float, str]:
    """Test with Wilcoxon's signed ranks whether differences lean one way.

    Use it on paired differences with the zeros already dropped; not on two separate groups.

    Parameters
    ----------
    differences : numpy.ndarray, shape (n,)
        Differences without zeros or nan; n at least 1.

    Returns
    -------
    tuple of (float, str)
        Two-sided p, and "exact" (n up to 25) or "normal approximation".

    Notes
    -----
    Each difference is as likely to be positive as negative under the null hypothesis, given the
    sizes. All 2**n patterns of signs are counted (as a sum over mid-ranks), so ties need no
    correction. The approximation uses z = (W - sum(r)/2) / sqrt(sum(r**2)/4), which accounts for
    ties, without continuity correction. Assumes differences whose sizes can be ranked.

    Checked against R 4.2.2, coin 1.4.2 ``wilcoxsign_test(zero.method = "Wilcoxon")``, exact and
    asymptotic.

    References
    ----------
    Streitberg, B. and Roehmel, J. (1986). Exact distributions for permutation and rank tests.
    Statistical Software Newsletter 12, 10-17.

    Examples
    --------
    >>> signed_rank_p(np.array([1.0, 1.0, 2.0]))
    (0.25, 'exact')
    """
    ranks = mid_ranks(np.abs(differences))
    positive = ranks[differences > 0].sum()
    if differences.size > EXACT_PAIRS:
        z = (positive - ranks.sum() / 2) / math.sqrt(float((ranks**2).sum()) / 4)
        return math.erfc(abs(z) / math.sqrt(2)), NORMAL
    doubled = np.rint(2 * ranks).astype(int)
    counts = np.zeros(doubled.sum() + 1)
    counts[0] = 1
    for rank in doubled:
        counts[rank:] += counts[: counts.size - rank].copy()
    return _two_sided(counts, round(2 * positive), int(doubled.sum())), EXACT


def rank_sum_p(first: Floats, second: Floats) -> tuple[float, str]:
    """Test with the Wilcoxon-Mann-Whitney rank sum whether two groups answer alike.

    Use it on two groups of different people; not on matched answers.

    Parameters
    ----------
    first, second : numpy.ndarray
        Answers of the two groups, without nan, at least one each and not all the same.

    Returns
    -------
    tuple of (float, str)
        Two-sided p, and "exact" (up to 100 people in all) or "normal approximation".

    Notes
    -----
    Under the null hypothesis both groups answer alike, so every division of the mid-ranks into
    groups of these sizes is equally likely; all of them are counted, ties included. The
    approximation uses the mean and variance of that same distribution, without continuity
    correction. Assumes independent people; people in one school are not (see ``clustering``).

    Checked against R 4.2.2, coin 1.4.2 ``wilcox_test`` (exact and asymptotic) and
    ``stats::wilcox.test(exact = TRUE)`` without ties.

    References
    ----------
    Streitberg, B. and Roehmel, J. (1986). Exact distributions for permutation and rank tests.
    Statistical Software Newsletter 12, 10-17.

    Examples
    --------
    >>> p, method = rank_sum_p(np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    >>> round(p, 4), method
    (0.3333, 'exact')
    """
    smaller = min(first, second, key=np.size)
    larger = second if smaller is first else first
    ranks = mid_ranks(np.concatenate([smaller, larger]))
    people, size = ranks.size, smaller.size
    observed = ranks[:size].sum()
    if people > EXACT_PEOPLE:
        variance = size * larger.size * float(ranks.var(ddof=1)) / people
        z = (observed - size * (people + 1) / 2) / math.sqrt(variance)
        return math.erfc(abs(z) / math.sqrt(2)), NORMAL
    counts = _ways_to_choose(np.rint(2 * ranks).astype(int), size)
    # Doubled ranks sum to size * (people + 1) on average, so twice that is twice the centre.
    return _two_sided(counts, round(2 * observed), 2 * size * (people + 1)), EXACT


def _ways_to_choose(doubled: np.ndarray, size: int) -> Floats:
    """Count the choices of ``size`` doubled ranks by their sum."""
    ways = np.zeros((size + 1, doubled.sum() + 1))
    ways[0, 0] = 1
    for rank in doubled:
        # The copy makes each rank enter a choice once, not again and again.
        ways[1:, rank:] += ways[:-1, : ways.shape[1] - rank].copy()
    return ways[size]
