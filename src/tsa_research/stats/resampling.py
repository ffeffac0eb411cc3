"""From bootstrap draws to an interval, or to a refusal."""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from tsa_research.stats.arguments import Floats, as_array, check_confidence
from tsa_research.stats.outcome import NotComputable

#: Draws of every bootstrap that is not told otherwise: 2.5 per cent of them are 50 draws.
DRAWS = 2000

#: Share of draws that may fail before the rest no longer stands for all of them.
MOST_FAILED = 0.05

#: Draws closer together than this differ only by floating-point noise.
NO_SPREAD = 1e-12

Bound = float | NotComputable


@lru_cache(maxsize=64)
def times_drawn(n: int, *, draws: int = DRAWS, seed: int) -> Floats:
    """Say how often each unit was taken in each draw with replacement.

    Use it for every bootstrap: a statistic of weighted units is computed for all draws at once,
    which is much faster than putting the units of each draw together.

    Parameters
    ----------
    n : int
        How many units there are: people, or whole groups. Each draw takes as many.
    draws : int
        Number of draws.
    seed : int
        Start of the random draws.

    Returns
    -------
    numpy.ndarray, shape (draws, n)
        Whole numbers as floats; every row adds up to n. Read only: the same arguments give the
        same array.

    Notes
    -----
    Assumes nothing. Checked by adding up.

    Examples
    --------
    >>> times_drawn(3, draws=2, seed=1).sum(axis=1)
    array([3., 3.])
    """
    chosen = np.random.default_rng(seed).integers(n, size=(draws, n))
    cells = chosen + np.arange(draws)[:, np.newaxis] * n
    weights = np.bincount(cells.ravel(), minlength=draws * n).reshape(draws, n).astype(float)
    weights.flags.writeable = False
    return weights


def percentile_bounds(
    statistic: str, value: float, estimates: ArrayLike, *, n: int, confidence: float
) -> tuple[Bound, Bound]:
    """Take the percentile interval of bootstrap draws, and refuse where it would mislead.

    Use it for every bootstrap in this package. Do not use it with fewer than about six units
    drawn from: too few different draws exist, and callers refuse before they come here.

    Parameters
    ----------
    statistic : str
        Name of the statistic, for a refusal.
    value : float
        The statistic of the data themselves.
    estimates : array_like, shape (draws,)
        The statistic of each draw; nan where a draw did not allow it.
    n : int
        How many units were drawn from, for a refusal.
    confidence : float
        Coverage, strictly between 0 and 1.

    Returns
    -------
    tuple of (float or NotComputable)
        Lower and upper bound; both are ``NotComputable`` when more than 5 per cent of the draws
        failed or when all draws gave the same value.

    Raises
    ------
    ValueError
        For a confidence outside 0 to 1, or estimates that are not one list.

    Notes
    -----
    Bounds are the (1 - c) / 2 and (1 + c) / 2 quantiles of the draws that worked (linear
    interpolation, type 7). Draws that all agree (everybody improved) would give an interval of no
    width around the value: certainty from a handful of people, hence the refusal. An interval that
    misses its own value, as can happen with skewed draws, is widened to reach it. Assumes that
    the units are a fair sample and independent of one another.

    Checked by enumerating every possible draw from five or six units, and the quantiles against
    R 4.2.2 ``quantile`` (type 7).

    References
    ----------
    Efron, B. and Tibshirani, R. (1993). An Introduction to the Bootstrap, chapter 13.

    Examples
    --------
    >>> low, high = percentile_bounds("mean", 2.0, [1, 2, 3], n=3, confidence=0.5)
    >>> low, high
    (1.5, 2.5)
    """
    check_confidence(confidence)
    drawn = as_array(estimates, "estimates", 1)
    usable = drawn[~np.isnan(drawn)]
    if usable.size == 0 or usable.size < (1 - MOST_FAILED) * drawn.size:
        refusal = NotComputable(
            f"interval of {statistic}",
            "there are too few people or too few different answers to resample from",
            n,
        )
        return refusal, refusal
    if np.ptp(usable) <= NO_SPREAD * max(1.0, abs(value)):
        refusal = NotComputable(
            f"interval of {statistic}",
            "resampling gives the same value every time, so it cannot show how uncertain it is",
            n,
        )
        return refusal, refusal
    low, high = np.quantile(usable, [(1 - confidence) / 2, (1 + confidence) / 2])
    return min(float(low), value), max(float(high), value)
