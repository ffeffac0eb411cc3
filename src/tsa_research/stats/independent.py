"""Two groups of different people, and what their answers would allow if they were matched."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from tsa_research.stats.arguments import (
    Floats,
    as_array,
    as_levels,
    check_confidence,
    scale_positions,
)
from tsa_research.stats.clustering import FEWEST_GROUPS
from tsa_research.stats.outcome import NotComputable, too_few
from tsa_research.stats.ranks import EXACT, rank_sum_p
from tsa_research.stats.resampling import Bound, percentile_bounds, times_drawn

#: People per group below which an interval would only say "anything is possible".
FEWEST_PER_GROUP = 3

NEWCOMBE = "Newcombe, Wilson-type with Hanley-McNeil variance"
OVER_SCHOOLS = "percentile bootstrap over groups"


@dataclass(frozen=True, slots=True)
class Superiority:
    """How often an answer of the second group is better than one of the first.

    ``probability`` runs from 0 to 1 with 0.5 for no difference; ``delta`` is the same on -1 to 1.
    """

    probability: float
    low: Bound
    high: Bound
    delta: float
    delta_low: Bound
    delta_high: Bound
    n_first: int
    n_second: int
    p: float | NotComputable
    p_method: str
    confidence: float
    n_dropped_first: int
    n_dropped_second: int
    interval_method: str = NEWCOMBE


@dataclass(frozen=True, slots=True)
class MatchingBounds:
    """Smallest and largest share of people, 0 to 1, who can have moved each way."""

    n_before: int
    n_after: int
    improved_low: float
    improved_high: float
    worsened_low: float
    worsened_high: float
    n_dropped_before: int
    n_dropped_after: int


def superiority(
    first: ArrayLike,
    second: ArrayLike,
    *,
    groups: tuple[Sequence[object], Sequence[object]] | None = None,
    higher_is_better: bool = True,
    confidence: float = 0.95,
    seed: int = 20150301,
) -> Superiority | NotComputable:
    """Say how often a random answer of the second group is better than one of the first.

    Use it for a part against the rest, or for two waves that cannot be matched (and say so). Do
    not use it for a part against a whole that contains it, for matched people (see ``paired``),
    or for people from several schools without naming their schools in ``groups``.

    Parameters
    ----------
    first, second : array_like, shapes (n_first,), (n_second,)
        Codes or subscale means; nan or None where missing. Only their order is used.
    groups : two sequences, lengths n_first and n_second, or None
        The school of each person. Colleagues answer alike: with schools given, the interval
        resamples whole schools with all their people in both groups, and there is no interval
        and no p with fewer than 6. None where people are independent.
    higher_is_better : bool
        False when a low answer is the better one.
    confidence : float
        Coverage, strictly between 0 and 1.
    seed : int
        Start of the random draws of schools.

    Returns
    -------
    Superiority or NotComputable
        ``NotComputable`` when a group has no answer. The bounds alone are ``NotComputable`` with
        fewer than 3 answers in a group, ``p`` alone when all answers are the same, bounds and p
        with people from fewer than 6 schools.

    Raises
    ------
    ValueError
        When the confidence is not between 0 and 1.

    Notes
    -----
    P = (pairs where second is better + half the tied pairs) / (m n); Cliff's delta = 2 P - 1.
    The interval holds every t no further than z sqrt(V(t)) from P, where
    V(t) = t (1 - t) [1 + k ((1 - t)/(2 - t) + t/(1 + t))] / (m n) and k = (m + n)/2 - 1. It stays
    in range, never has zero width and mirrors when groups swap; with many ties it is a little too
    wide. p is the permutation test of ``ranks.rank_sum_p`` (Mann-Whitney when there are no ties).
    Assumes independent people and, for the interval, groups that differ mainly in level.

    Checked against R 4.2.2: coin 1.4.2 ``wilcox_test``, ``wilcox.test``, P by ``outer``, the
    interval's equation solved by ``uniroot``; its coverage by simulation.

    References
    ----------
    Newcombe, R. G. (2006). Confidence intervals for an effect size measure based on the
    Mann-Whitney statistic, part 2 (method 5). Statistics in Medicine 25, 559-573.
    Cliff, N. (1993). Dominance statistics. Psychological Bulletin 114, 494-509.

    Examples
    --------
    >>> result = superiority([1, 2, 2], [2, 3, 3])
    >>> round(result.probability, 3), round(result.delta, 3), result.p_method
    (0.889, 0.778, 'exact')
    """
    check_confidence(confidence)
    one, dropped_one = _answered(first, "first")
    other, dropped_other = _answered(second, "second")
    if one.size == 0 or other.size == 0:
        return NotComputable("superiority", "one group has no answers", one.size + other.size)
    signs = np.sign(other[:, np.newaxis] - one) * (1 if higher_is_better else -1)
    delta = float(signs.sum()) / signs.size
    probability = (1 + delta) / 2
    p, p_method = _permutation_p(one, other)
    low, high = _superiority_bounds(probability, one.size, other.size, confidence)
    interval_method = NEWCOMBE
    if groups is not None:
        schools = _count_by_school((first, second), groups)
        sign = 1 if higher_is_better else -1
        low, high = _bounds_over_schools(schools, probability, sign, confidence, seed)
        interval_method = OVER_SCHOOLS
        p = p if len(schools) >= FEWEST_GROUPS else low
    return Superiority(
        probability=probability,
        low=low,
        high=high,
        delta=delta,
        delta_low=low if isinstance(low, NotComputable) else 2 * low - 1,
        delta_high=high if isinstance(high, NotComputable) else 2 * high - 1,
        n_first=one.size,
        n_second=other.size,
        p=p,
        p_method=p_method,
        confidence=confidence,
        n_dropped_first=dropped_one,
        n_dropped_second=dropped_other,
        interval_method=interval_method,
    )


def matching_bounds(
    before: ArrayLike,
    after: ArrayLike,
    levels: Sequence[int],
    *,
    higher_is_better: bool = True,
) -> MatchingBounds | NotComputable:
    """Bound the share of people who moved up or down when nobody can be matched.

    Use it when two waves of the same people carry no id. Do not use it when different people
    answered: it supposes that those who answered once stand for those who answered twice.

    Parameters
    ----------
    before, after : array_like, shapes (n_before,), (n_after,)
        Codes in any order; nan or None where missing.
    levels : sequence of int
        Every code of the scale in the scale's order.
    higher_is_better : bool
        False when moving down the scale is an improvement.

    Returns
    -------
    MatchingBounds or NotComputable
        Shares from 0 to 1; ``NotComputable`` when a wave has no answer.

    Raises
    ------
    ValueError
        When a code is not among the levels.

    Notes
    -----
    Over all ways of joining the waves, the share that rose is at least
    max over t of P(after >= t) - P(before >= t), and at most
    min over t of P(before < t) + P(after > t). Any joining needs the first and cannot beat the
    second; both are reached, by Koenig's theorem on matchings, because the pairs allowed are
    nested. With equal sizes they are exact for the same n people in an unknown order; with
    unequal sizes the waves are compared as proportions.

    Checked against every permutation of five people and a linear programme of transport.

    References
    ----------
    Makarov, G. D. (1981). Estimates for the distribution function of a sum of two random
    variables when the marginal distributions are fixed. Theory of Probability 26, 803-806.

    Examples
    --------
    >>> bounds = matching_bounds([1, 1, 2, 2], [1, 2, 2, 3], (1, 2, 3))
    >>> bounds.improved_low, bounds.improved_high
    (0.25, 0.75)
    """
    scale = as_levels(levels)
    places_before = scale_positions(as_array(before, "before", 1), scale, "before")
    places_after = scale_positions(as_array(after, "after", 1), scale, "after")
    start, dropped_start = _answered(places_before, "before")
    end, dropped_end = _answered(places_after, "after")
    if start.size == 0 or end.size == 0:
        return NotComputable("matching bounds", "one wave has no answers", start.size + end.size)
    rose = _rise_bounds(start, end, len(scale))
    # Falling from before to after is rising from after to before.
    fell = _rise_bounds(end, start, len(scale))
    improved, worsened = (rose, fell) if higher_is_better else (fell, rose)
    return MatchingBounds(start.size, end.size, *improved, *worsened, dropped_start, dropped_end)


def _answered(values: ArrayLike, name: str) -> tuple[Floats, int]:
    """Drop what is missing and count it."""
    array = as_array(values, name, 1)
    present = array[~np.isnan(array)]
    return present, array.size - present.size


def _permutation_p(first: Floats, second: Floats) -> tuple[float | NotComputable, str]:
    """Give the rank-sum p, or say that there is nothing to compare."""
    if np.ptp(np.concatenate([first, second])) == 0:
        reason = "everybody in both groups gave the same answer"
        return NotComputable("rank-sum test", reason, first.size + second.size), EXACT
    return rank_sum_p(first, second)


def _superiority_bounds(
    probability: float, m: int, n: int, confidence: float
) -> tuple[Bound, Bound]:
    """Give both ends of Newcombe's interval; the lower is the upper seen from the other group."""
    if min(m, n) < FEWEST_PER_GROUP:
        name = "interval of the probability of superiority"
        refusal = too_few(name, FEWEST_PER_GROUP, "answers in each group", min(m, n))
        return refusal, refusal
    low = 1 - _newcombe_upper(1 - probability, m, n, confidence)
    return low, _newcombe_upper(probability, m, n, confidence)


def _count_by_school(
    answers: tuple[ArrayLike, ArrayLike], groups: tuple[Sequence[object], Sequence[object]]
) -> Floats:
    """Count, for each school, the answers of both groups at every value.

    The schools stand in the order of their counts, so that neither their names nor the order of
    rows matter to random draws.
    """
    sides = [as_array(side, "answers", 1) for side in answers]
    names = dict.fromkeys([*groups[0], *groups[1]])
    values = np.unique(np.concatenate([side[~np.isnan(side)] for side in sides]))
    counts = np.zeros((len(names), 2, values.size))
    place = {name: row for row, name in enumerate(names)}
    for number, (side, own) in enumerate(zip(sides, groups, strict=True)):
        for answer, group in zip(side, own, strict=True):
            counts[place[group], number] += values == answer
    known = counts[counts.sum(axis=(1, 2)) > 0]
    return known[np.lexsort(known.reshape(len(known), -1).T)]


def _bounds_over_schools(
    schools: Floats, probability: float, sign: int, confidence: float, seed: int
) -> tuple[Bound, Bound]:
    """Resample whole schools for the interval of the probability of superiority."""
    name = "interval of the probability of superiority"
    if len(schools) < FEWEST_GROUPS:
        refusal = too_few(name, FEWEST_GROUPS, "schools", len(schools))
        return refusal, refusal
    weights = times_drawn(len(schools), seed=seed)
    first, second = (weights @ schools[:, side, ::sign] for side in (0, 1))
    won = (second * (np.cumsum(first, axis=1) - first / 2)).sum(axis=1)
    pairs = first.sum(axis=1) * second.sum(axis=1)
    # A draw in which one group has nobody allows no value: nan, counted as failed.
    estimates = np.divide(won, pairs, out=np.full(len(won), np.nan), where=pairs > 0)
    return percentile_bounds(
        "the probability of superiority",
        probability,
        estimates,
        n=len(schools),
        confidence=confidence,
    )


def _newcombe_upper(probability: float, m: int, n: int, confidence: float) -> float:
    """Find the largest probability still compatible with the one observed."""
    from scipy.optimize import brentq

    if probability == 1:
        return 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    spare = (m + n) / 2 - 1

    def excess(t: float) -> float:
        """Be negative while t is compatible with what was observed."""
        shape = 1 + spare * ((1 - t) / (2 - t) + t / (1 + t))
        return t - probability - z * math.sqrt(t * (1 - t) * shape / (m * n))

    # Just above 0 the distance is negative even for probability 0, where 0 itself is a root.
    start = max(probability, 1e-12)
    return max(float(brentq(excess, start, 1, xtol=1e-14)), probability)


def _rise_bounds(start: Floats, end: Floats, n_levels: int) -> tuple[float, float]:
    """Give the smallest and largest share that can have risen."""
    least, most = 0, start.size * end.size
    for place in range(n_levels):
        # Whole numbers over a common base, divided once: 2 of 4 is 0.5 however it came about.
        gained = int((end >= place).sum()) * start.size - int((start >= place).sum()) * end.size
        room = int((start < place).sum()) * end.size + int((end > place).sum()) * start.size
        least, most = max(least, gained), min(most, room)
    return least / (start.size * end.size), most / (start.size * end.size)
