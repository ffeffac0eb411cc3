"""The median of a few numbers, with an interval that needs no assumption about their shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tsa_research.stats.arguments import Floats, as_array, check_confidence
from tsa_research.stats.clustering import FEWEST_GROUPS, cluster_bootstrap
from tsa_research.stats.outcome import NotComputable, too_few
from tsa_research.stats.resampling import Bound

EXACT = "exact, from the sign test"
OVER_GROUPS = "percentile bootstrap over groups"


@dataclass(frozen=True, slots=True)
class MedianInterval:
    """A median with both ends of its interval; ``n_groups`` is 0 where none were given."""

    median: float
    low: Bound
    high: Bound
    n: int
    n_groups: int
    n_dropped: int
    confidence: float
    method: str


def median_interval(
    values: ArrayLike, groups: Sequence[object] | None = None, *, confidence: float = 0.95
) -> MedianInterval | NotComputable:
    """Give the median of some numbers with an interval.

    Use it for changes of matched people in a unit of their own, such as marks. Do not use it
    for stages, which have no differences.

    Parameters
    ----------
    values : array_like, shape (n_people,)
        In any unit; nan or None where missing (left out and counted).
    groups : sequence, length n_people, or None
        The school of each person. People of one school alone are taken as they are, and the
        interval speaks of that school only. Those of six or more are resampled by whole schools.
    confidence : float
        Coverage, strictly between 0 and 1.

    Returns
    -------
    MedianInterval or NotComputable
        ``NotComputable`` without any value. The bounds alone with people from two to five
        schools, and where the exact bounds would be the least and the largest value: these are
        figures of single people (for 95 per cent: with fewer than nine).

    Raises
    ------
    ValueError
        When values and groups differ in length, or the confidence is not between 0 and 1.

    Notes
    -----
    Exact: the r-th smallest and the r-th largest value, with the largest r for which a binomial
    count of n fair coins is below r with probability (1 - c) / 2 at the most. It covers the
    median at least as often as it says, whatever the distribution, ties included. Over groups:
    see ``clustering.cluster_bootstrap``. Assumes independent people, or groups.

    Checked against SciPy 1.17 ``quantile_test`` (independent code), the table of coins by hand.

    References
    ----------
    Conover, W. J. (1999). Practical Nonparametric Statistics, 3rd edition, 3.2.

    Examples
    --------
    >>> result = median_interval([3, 1, 1, 0, 2, 2, 2, 4, -1])
    >>> result.median, result.low, result.high
    (2.0, 0.0, 3.0)
    """
    check_confidence(confidence)
    given = as_array(values, "values", 1)
    if groups is not None and len(groups) != given.size:
        raise ValueError(f"groups must list the same people; got {len(groups)} and {given.size}")
    known = ~np.isnan(given)
    found = given[known]
    if not found.size:
        return NotComputable("median", "there is no value", 0)
    pairs = zip(() if groups is None else groups, known, strict=False)
    own = [group for group, kept in pairs if kept]
    n_groups = len(set(own))
    bounds = _exact if n_groups <= 1 else _over_groups
    low, high = bounds(found, own, confidence)
    dropped = given.size - found.size
    return MedianInterval(
        median=float(np.median(found)),
        low=low,
        high=high,
        n=found.size,
        n_groups=n_groups,
        n_dropped=int(dropped),
        confidence=confidence,
        method=EXACT if n_groups <= 1 else OVER_GROUPS,
    )


def fewest_for_median(confidence: float) -> int:
    """Return how many values an exact interval needs whose ends are not the outermost two.

    >>> fewest_for_median(0.95), fewest_for_median(0.9)
    (9, 8)
    """
    n = 2
    while _place(n, confidence) < 2:
        n += 1
    return n


def _exact(values: Floats, _: Sequence[object], confidence: float) -> tuple[Bound, Bound]:
    place = _place(values.size, confidence)
    if place < 2:
        needed = fewest_for_median(confidence)
        refusal = too_few(
            "interval of the median",
            needed,
            "people (with fewer, its ends would be figures of single people)",
            values.size,
        )
        return refusal, refusal
    ordered = np.sort(values)
    return float(ordered[place - 1]), float(ordered[-place])


def _over_groups(
    values: Floats, groups: Sequence[object], confidence: float
) -> tuple[Bound, Bound]:
    n_groups = len(set(groups))
    if n_groups < FEWEST_GROUPS:
        refusal = too_few("interval of the median", FEWEST_GROUPS, "schools", n_groups)
        return refusal, refusal
    result = cluster_bootstrap(values, groups, _median, confidence=confidence)
    if isinstance(result, NotComputable):
        return result, result
    return result.low, result.high


def _median(values: Floats) -> float:
    return float(np.median(values))


def _place(n: int, confidence: float) -> int:
    """Return how far from either end the bounds lie: 1 for the outermost, 0 for none."""
    from scipy.special import bdtr

    tail = (1 - confidence) / 2
    place = 0
    while bdtr(place, n, 0.5) <= tail:
        place += 1
    return place
