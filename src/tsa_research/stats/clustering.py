"""People inside schools: how alike they are, and intervals that resample whole schools."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tsa_research.stats.arguments import (
    Floats,
    as_array,
    as_levels,
    check_confidence,
    scale_positions,
)
from tsa_research.stats.outcome import NotComputable, too_few
from tsa_research.stats.resampling import DRAWS, Bound, percentile_bounds, times_drawn

#: Groups below which resampling groups is refused: show each group's value instead.
FEWEST_GROUPS = 6

#: Answers that differ by less than this part of the largest of them differ by rounding only.
NO_VARIATION = 1e-9


@dataclass(frozen=True, slots=True)
class IntraclassCorrelation:
    """How much of the spread lies between groups, and how reliable a group's mean is.

    ``adjusted_group_size`` is the size used in ``icc1``; it is below ``mean_group_size`` when
    groups differ in size.
    """

    icc1: float
    icc2: float | NotComputable
    n: int
    n_groups: int
    mean_group_size: float
    adjusted_group_size: float
    mean_square_between: float
    mean_square_within: float
    n_dropped: int


@dataclass(frozen=True, slots=True)
class WithinGroupAgreement:
    """How far one group's answers are less spread than answers at random would be, 0 to 1."""

    rwg_j: float
    n: int
    n_items: int
    n_dropped: int
    mean_variance: float
    null_variance: float


@dataclass(frozen=True, slots=True)
class ClusterInterval:
    """A statistic of all rows with an interval from resampling whole groups."""

    value: float
    low: Bound
    high: Bound
    n: int
    n_groups: int
    draws: int
    confidence: float
    n_dropped: int
    seed: int
    method: str = "percentile bootstrap over groups"


def intraclass_correlation(
    values: ArrayLike, groups: Sequence[object]
) -> IntraclassCorrelation | NotComputable:
    """Say whether people in one group answer more alike than people in different groups.

    Use it before school means are shown, and to see how far clustering matters. Do not use it
    for judges who rated the same units (see ``agreement``).

    Parameters
    ----------
    values : array_like, shape (n_people,)
        Subscale means or codes; nan or None where missing.
    groups : sequence, length n_people
        The group of each person, any label; None or nan when unknown.

    Returns
    -------
    IntraclassCorrelation or NotComputable
        Both at most 1, negative when groups differ less than chance would make them.
        ``NotComputable`` with fewer than 2 groups, no group of 2 people, or no variation;
        ``icc2`` alone when all group means are the same.

    Raises
    ------
    ValueError
        When values and groups differ in length.

    Notes
    -----
    One-way analysis of variance. ICC(1) = (B - W) / (B + (k - 1) W) and ICC(2) = (B - W) / B,
    with B and W the mean squares between and within groups and
    k = (N - sum of squared sizes / N) / (groups - 1), which is the size when all are equal.
    Assumes equal spread within groups and equal steps of the scale. A mean square that rounding
    alone can make (scores of 7/3 do not add up exactly) is taken to be 0.

    Checked against R 4.2.2, psych 2.2.9 ``ICC`` (ICC1, ICC1k; equal sizes), ``anova(lm())`` with
    k written out (unequal sizes), and by hand.

    References
    ----------
    Bliese, P. D. (2000). Within-group agreement, non-independence, and reliability. In Klein and
    Kozlowski (eds), Multilevel Theory, Research, and Methods in Organizations, 349-381.
    Donner, A. (1986). Inference procedures for the intraclass correlation. International
    Statistical Review 54, 67-82.

    Examples
    --------
    >>> result = intraclass_correlation([1, 2, 4, 5], ["a", "a", "b", "b"])
    >>> round(result.icc1, 3), round(result.icc2, 3)
    (0.895, 0.944)
    """
    members, n_dropped = _members(as_array(values, "values", 1)[:, np.newaxis], groups)
    sizes = np.array([member.shape[0] for member in members])
    n, n_groups, name = int(sizes.sum()), sizes.size, "intraclass correlation"
    if n_groups < 2:
        return too_few(name, 2, "groups with answers", n_groups)
    if n == n_groups:
        return NotComputable(name, "every group has one person only", n)
    between, within = _mean_squares(members, sizes)
    if between == within == 0:
        return NotComputable(name, "everybody gave the same answer", n)
    size = float((n - (sizes**2).sum() / n) / (n_groups - 1))
    icc2: float | NotComputable = NotComputable(name, "all groups have the same mean", n)
    if between > 0:
        icc2 = (between - within) / between
    return IntraclassCorrelation(
        icc1=(between - within) / (between + (size - 1) * within),
        icc2=icc2,
        n=n,
        n_groups=n_groups,
        mean_group_size=n / n_groups,
        adjusted_group_size=size,
        mean_square_between=between,
        mean_square_within=within,
        n_dropped=n_dropped,
    )


def within_group_agreement(
    matrix: ArrayLike, levels: Sequence[int]
) -> WithinGroupAgreement | NotComputable:
    """Say how far the people of one group agree on a set of items (rwg(J)).

    Use it for one school at a time before its mean stands for it. Do not compare it between
    scales of different length, and do not read it as reliability.

    Parameters
    ----------
    matrix : array_like, shape (n_people, n_items)
        Codes of one group; nan or None where missing. Incomplete rows are left out and counted.
    levels : sequence of int
        Every code of the scale in the scale's order; steps count as equal.

    Returns
    -------
    WithinGroupAgreement or NotComputable
        1 when all agree, 0 when answers spread as at random. ``NotComputable`` with fewer than 2
        complete rows, no item, a scale of one level, or answers more spread than at random.

    Raises
    ------
    ValueError
        When a code is not among the levels.

    Notes
    -----
    With J items, mean item variance v (divided by n - 1) and u = (A**2 - 1)/12 the variance when
    all A levels are equally likely: J (1 - v/u) / [J (1 - v/u) + v/u]. The uniform null is
    generous: answers bunched at one end for politeness look like agreement.

    Checked against the formula in R 4.2.2 with ``var``, and by hand.

    References
    ----------
    James, L. R., Demaree, R. G. and Wolf, G. (1984). Estimating within-group interrater
    reliability with and without response bias. Journal of Applied Psychology 69, 85-98.

    Examples
    --------
    >>> result = within_group_agreement([[4, 4], [4, 5], [5, 4]], (1, 2, 3, 4, 5))
    >>> round(result.rwg_j, 3)
    0.909
    """
    scale, name = as_levels(levels), "within-group agreement"
    places = scale_positions(as_array(matrix, "matrix", 2), scale, "matrix")
    complete = places[~np.isnan(places).any(axis=1)]
    n, n_items = complete.shape
    if n_items == 0 or len(scale) == 1:
        return NotComputable(name, "needs an item with at least 2 levels to choose from", n)
    if n < 2:
        return too_few(name, 2, "people with complete answers", n)
    variance, null = float(complete.var(axis=0, ddof=1).mean()), (len(scale) ** 2 - 1) / 12
    if variance > null and not math.isclose(variance, null):
        return NotComputable(name, "answers are more spread than answers at random would be", n)
    ratio = min(variance / null, 1.0)  # a last binary digit above 1 is 1
    rwg_j = n_items * (1 - ratio) / (n_items * (1 - ratio) + ratio)
    return WithinGroupAgreement(rwg_j, n, n_items, places.shape[0] - n, variance, null)


def cluster_bootstrap(
    values: ArrayLike,
    groups: Sequence[object],
    statistic: Callable[[Floats], float | NotComputable],
    *,
    confidence: float = 0.95,
    draws: int = DRAWS,
    seed: int = 20150301,
) -> ClusterInterval | NotComputable:
    """Give a statistic an interval that knows people in one school are alike.

    Use it for any figure pooled over people from at least 6 schools. Do not use it with fewer:
    show each school's value and count directions. The interval tends to be short below about 20.

    Parameters
    ----------
    values : array_like, shape (n_people,) or (n_people, n_columns)
        One answer, or one row of answers, per person; nan or None where missing. A person with
        no answer at all is left out and counted.
    groups : sequence, length n_people
        The group of each person, any label; None or nan when unknown (left out and counted).
    statistic : callable
        Takes an array of the same number of dimensions and gives a number or ``NotComputable``.
        Must not depend on the order of rows.
    confidence : float
        Coverage, strictly between 0 and 1.
    draws : int
        Number of resamples.
    seed : int
        Start of the random draws.

    Returns
    -------
    ClusterInterval or NotComputable
        ``NotComputable`` with fewer than 6 groups or when the statistic is; the bounds alone when
        draws cannot vary or more than 5 per cent of them allow no value.

    Raises
    ------
    ValueError
        When values and groups differ in length, draws is below 1, or the confidence is not
        between 0 and 1.

    Notes
    -----
    Each draw takes as many groups as there are, with replacement, and all people in them; bounds
    are as in ``resampling.percentile_bounds``. Groups are ordered by their contents, so neither
    names nor the order of rows matter. Assumes independent groups.

    Checked against all 46 656 draws of six groups.

    References
    ----------
    Davison, A. C. and Hinkley, D. V. (1997). Bootstrap Methods and their Application, 3.8.

    Examples
    --------
    >>> schools = list("aabbccddeeff")
    >>> answers = [1, 2, 2, 3, 3, 3, 4, 4, 2, 5, 1, 3]
    >>> result = cluster_bootstrap(answers, schools, lambda drawn: float(drawn.mean()))
    >>> result.value, result.n_groups, result.low < result.value < result.high
    (2.75, 6, True)
    """
    check_confidence(confidence)
    if draws < 1:
        raise ValueError(f"draws must be at least 1; got {draws}")
    flat = np.ndim(values) == 1  # a list of numbers and a table of one column differ on purpose
    table = as_array(values, "values", 1 if flat else 2)
    members, n_dropped = _members(table[:, np.newaxis] if flat else table, groups)
    if len(members) < FEWEST_GROUPS:
        return too_few("cluster interval", FEWEST_GROUPS, "groups with answers", len(members))
    shaped = [member[:, 0] for member in members] if flat else members
    value = statistic(np.concatenate(shaped))
    if isinstance(value, NotComputable):
        return value
    chosen = np.random.default_rng(seed).integers(len(shaped), size=(draws, len(shaped)))
    drawn = (statistic(np.concatenate([shaped[i] for i in draw])) for draw in chosen)
    # A draw that allows no value is nan, counted as failed.
    estimates = [np.nan if isinstance(one, NotComputable) else float(one) for one in drawn]
    low, high = percentile_bounds(
        "the statistic", float(value), estimates, n=len(shaped), confidence=confidence
    )
    n = sum(member.shape[0] for member in shaped)
    return ClusterInterval(
        float(value), low, high, n, len(shaped), draws, confidence, n_dropped, seed
    )


def cluster_mean(
    values: ArrayLike,
    groups: Sequence[object],
    *,
    confidence: float = 0.95,
    draws: int = DRAWS,
    seed: int = 20150301,
) -> ClusterInterval | NotComputable:
    """Give a mean, or a share of noughts and ones, an interval that resamples whole groups.

    Use it for means and shares pooled over people from at least 6 schools. Do not use it with
    fewer: show each school's value. For any other statistic see ``cluster_bootstrap``.

    Parameters
    ----------
    values : array_like, shape (n_people,)
        Scores, or 1 for yes and 0 for no; nan or None where missing (left out and counted).
    groups : sequence, length n_people
        The group of each person, any label; None or nan when unknown (left out and counted).
    confidence : float
        Coverage, strictly between 0 and 1.
    draws : int
        Number of resamples.
    seed : int
        Start of the random draws.

    Returns
    -------
    ClusterInterval or NotComputable
        ``NotComputable`` with fewer than 6 groups; the bounds alone when draws cannot vary.

    Raises
    ------
    ValueError
        When values and groups differ in length, or the confidence is not between 0 and 1.

    Notes
    -----
    As ``cluster_bootstrap`` of the mean, with all draws computed at once. Assumes independent
    groups.

    Checked against ``cluster_bootstrap``.

    References
    ----------
    Davison, A. C. and Hinkley, D. V. (1997). Bootstrap Methods and their Application, 3.8.

    Examples
    --------
    >>> result = cluster_mean([0, 1, 1, 1, 0, 1, 1], list("aabcdef"))
    >>> round(result.value, 3), result.n_groups, result.low < result.value < result.high
    (0.714, 6, True)
    """
    check_confidence(confidence)
    members, n_dropped = _members(as_array(values, "values", 1)[:, np.newaxis], groups)
    if len(members) < FEWEST_GROUPS:
        return too_few("interval of the mean", FEWEST_GROUPS, "schools", len(members))
    sums = np.array([member.sum() for member in members])
    sizes = np.array([member.shape[0] for member in members])
    value, weights = (
        float(sums.sum() / sizes.sum()),
        times_drawn(len(members), draws=draws, seed=seed),
    )
    low, high = percentile_bounds(
        "the mean",
        value,
        (weights @ sums) / (weights @ sizes),
        n=len(members),
        confidence=confidence,
    )
    return ClusterInterval(
        value, low, high, int(sizes.sum()), len(members), draws, confidence, n_dropped, seed
    )


def in_groups(values: Floats, groups: Sequence[object]) -> list[Floats]:
    """Split values by group, ordered within and between groups by what they are.

    Use it before groups are drawn: neither their names nor the order of rows matter then.

    Parameters
    ----------
    values : numpy.ndarray, shape (n_people,)
        None of them missing.
    groups : sequence, length n_people
        The group of each person, any label, none of them missing.

    Returns
    -------
    list of numpy.ndarray
        One array per group.

    Examples
    --------
    >>> [list(map(int, group)) for group in in_groups(np.array([3, 1, 2]), ["b", "a", "b"])]
    [[1], [2, 3]]
    """
    labels = {group: place for place, group in enumerate(dict.fromkeys(groups))}
    places = np.array([labels[group] for group in groups], dtype=int)
    members = [np.sort(values[places == place]) for place in labels.values()]
    return sorted(members, key=lambda member: (member.size, member.tolist()))


def _members(table: Floats, groups: Sequence[object]) -> tuple[list[Floats], int]:
    """Split rows by group, sorted within and between groups; count rows that cannot be used."""
    if table.shape[0] != len(groups):
        raise ValueError(
            f"values and groups must list the same people; got {table.shape[0]} and {len(groups)}"
        )
    rows: dict[object, list[Floats]] = {}
    for row, group in zip(table, groups, strict=True):
        # nan is the one label that is not equal to itself.
        if group is not None and group == group and not np.isnan(row).all():
            rows.setdefault(group, []).append(row)
    members = [np.array(group) for group in rows.values()]
    ordered = [member[np.lexsort(member.T[::-1])] for member in members]
    ordered.sort(key=lambda member: (member.shape[0], np.nan_to_num(member, nan=np.inf).tolist()))
    return ordered, table.shape[0] - sum(member.shape[0] for member in ordered)


def _mean_squares(members: list[Floats], sizes: np.ndarray) -> tuple[float, float]:
    """Give the mean squares between and within groups."""
    everyone = np.concatenate(members)
    means = np.array([member.mean() for member in members])
    between = float((sizes * (means - everyone.mean()) ** 2).sum()) / (sizes.size - 1)
    within = sum(float(((member - member.mean()) ** 2).sum()) for member in members)
    rounding = (NO_VARIATION * np.abs(everyone).max()) ** 2
    within /= everyone.size - sizes.size
    return between if between > rounding else 0.0, within if within > rounding else 0.0
