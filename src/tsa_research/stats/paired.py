"""Change of the same people between two waves, and who moved from where to where."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tsa_research.stats.arguments import (
    Floats,
    as_array,
    as_levels,
    as_pair,
    check_confidence,
    scale_positions,
)
from tsa_research.stats.clustering import FEWEST_GROUPS, in_groups
from tsa_research.stats.outcome import NotComputable, too_few
from tsa_research.stats.ranks import EXACT, signed_rank_p
from tsa_research.stats.resampling import DRAWS, Bound, percentile_bounds, times_drawn

#: Pairs below which so few different draws exist that a bootstrap interval means nothing.
FEWEST_PAIRS = 6

ALL_SAME = "everybody answered the same both times"


@dataclass(frozen=True, slots=True)
class PairedChange:
    """Change of matched people; in every field positive means better.

    ``n`` people answered both times, ``n_dropped`` did not; ``rank_sum_better`` and
    ``rank_sum_worse`` are what the rank-biserial correlation is made of.
    """

    n: int
    n_dropped: int
    n_better: int
    n_same: int
    n_worse: int
    sign_test_p: float | NotComputable
    signed_rank_p: float | NotComputable
    signed_rank_method: str
    rank_biserial: float | NotComputable
    rank_biserial_low: Bound
    rank_biserial_high: Bound
    median_difference: float
    confidence: float
    rank_sum_better: float
    rank_sum_worse: float
    draws: int
    seed: int
    interval_method: str = "percentile bootstrap over people"


@dataclass(frozen=True, slots=True)
class Movement:
    """Counts of people by level before (rows) and after (columns), in the scale's order."""

    levels: tuple[int, ...]
    counts: tuple[tuple[int, ...], ...]
    n: int
    n_dropped: int


def paired_change(
    before: ArrayLike,
    after: ArrayLike,
    *,
    groups: Sequence[object] | None = None,
    higher_is_better: bool = True,
    confidence: float = 0.95,
    seed: int = 20150301,
) -> PairedChange | NotComputable:
    """Describe and test the change of people who answered twice.

    Use it for people matched on an id between two waves, or for two questions answered by the
    same person (own school and alliance). Do not use it when answers cannot be matched (see
    ``independent``), and do not read it as an effect of the programme: there is no comparison.

    Parameters
    ----------
    before, after : array_like, shape (n_people,)
        The two answers of each person in the same order; nan or None where missing. Codes or
        subscale means; only their order and the order of the differences are used.
    groups : sequence, length n_people, or None
        The school of each person, any label. Colleagues answer alike: with schools given, the
        interval resamples whole schools, and there is no interval and no p with fewer than 6.
        None where people are independent.
    higher_is_better : bool
        False turns every sign, so that positive still means better.
    confidence : float
        Coverage of the interval, strictly between 0 and 1.
    seed : int
        Start of the random draws.

    Returns
    -------
    PairedChange or NotComputable
        ``NotComputable`` when nobody answered both times. Single fields are ``NotComputable``
        when everybody answered the same both times; the bounds also below 6 pairs and when
        resampling cannot vary (everybody moved the same way); bounds and p below 6 groups.

    Raises
    ------
    ValueError
        When lengths differ or the confidence is not between 0 and 1.

    Notes
    -----
    Sign test: exact binomial over those who changed. Signed-rank test: see
    ``ranks.signed_rank_p``; those who stayed the same are dropped from it. Rank-biserial:
    (R+ - R-) / (R+ + R-), with R+ and R- the sums of the mid-ranks of changes for better and for
    worse, so it speaks only of those who changed: read it beside ``n_same``. Its interval is a
    percentile bootstrap of 2000 draws of people, or of groups with all their people. Assumes that
    people (the sign and signed-rank tests always, the interval without groups) are independent and
    that differences can be ranked.

    Checked against R 4.2.2 ``binom.test``, coin 1.4.2 ``wilcoxsign_test(zero.method =
    "Wilcoxon")``, sums of ranks in R, and the interval against all 46 656 draws of six pairs.

    References
    ----------
    Kerby, D. S. (2014). The simple difference formula. Comprehensive Psychology 3, 11.IT.3.1.

    Examples
    --------
    >>> change = paired_change([1, 2, 2, 3], [2, 2, 4, 2])
    >>> change.n_better, change.n_same, change.n_worse, round(change.rank_biserial, 3)
    (2, 1, 1, 0.5)
    >>> change.rank_biserial_low.reason
    'needs at least 6 people who answered both times; there are 4'
    """
    check_confidence(confidence)
    raw, both = _differences(before, after, higher_is_better)
    if raw.size == 0:
        return NotComputable("paired change", "nobody answered both times", 0)
    steps, unit_of = _arranged(_comparable(raw, before, after), _of_these(groups, both))
    n_better, n_worse = int((steps > 0).sum()), int((steps < 0).sum())
    rank_better, rank_worse = (
        float(total[0]) for total in _rank_sums(steps, np.ones((1, steps.size)))
    )
    sign_p = _sign_test(n_better, n_worse, raw.size)
    signed_p, signed_method = _signed_rank(steps)
    effect: float | NotComputable = NotComputable("rank-biserial correlation", ALL_SAME, raw.size)
    if n_better + n_worse:
        effect = (rank_better - rank_worse) / (rank_better + rank_worse)
    low, high = _rank_biserial_bounds(steps, unit_of, effect, confidence, seed)
    n_units = int(unit_of[-1]) + 1
    if groups is not None and n_units < FEWEST_GROUPS:
        refusal = too_few("pooled test and interval", FEWEST_GROUPS, "schools", n_units)
        sign_p = signed_p = low = high = refusal
    return PairedChange(
        n=raw.size,
        n_dropped=int((~both).sum()),
        n_better=n_better,
        n_same=raw.size - n_better - n_worse,
        n_worse=n_worse,
        sign_test_p=sign_p,
        signed_rank_p=signed_p,
        signed_rank_method=signed_method,
        rank_biserial=effect,
        rank_biserial_low=low,
        rank_biserial_high=high,
        median_difference=float(np.median(raw)),
        confidence=confidence,
        rank_sum_better=rank_better,
        rank_sum_worse=rank_worse,
        draws=DRAWS,
        seed=seed,
        interval_method=f"percentile bootstrap over {'people' if groups is None else 'groups'}",
    )


def movement(before: ArrayLike, after: ArrayLike, levels: Sequence[int]) -> Movement:
    """Count people by where they stood before and where they stand after.

    Use it for matched people or schools on a scale of stages, to see who stayed, rose or fell
    back. Do not use it with unmatched answers: see ``independent.matching_bounds``.

    Parameters
    ----------
    before, after : array_like, shape (n_people,)
        One code per person in the same order; nan or None where missing.
    levels : sequence of int
        Every code of the scale in the scale's order.

    Returns
    -------
    Movement
        ``counts[i][j]`` people went from ``levels[i]`` to ``levels[j]``; those with an answer
        missing in either wave are in ``n_dropped``.

    Raises
    ------
    ValueError
        When lengths differ or a code is not among the levels.

    Notes
    -----
    Assumes nothing. Checked by hand.

    References
    ----------
    Agresti, A. (2010). Analysis of Ordinal Categorical Data, 2nd edition, chapter 8.

    Examples
    --------
    >>> movement([1, 1, 2], [1, 2, 2], (1, 2)).counts
    ((1, 1), (0, 1))
    """
    scale = as_levels(levels)
    rows, columns = as_pair(before, after, ("before", "after"))
    rows = scale_positions(rows, scale, "before")
    columns = scale_positions(columns, scale, "after")
    both = ~np.isnan(rows) & ~np.isnan(columns)
    table = np.zeros((len(scale), len(scale)), dtype=int)
    np.add.at(table, (rows[both].astype(int), columns[both].astype(int)), 1)
    counts = tuple(tuple(row) for row in table.tolist())
    return Movement(scale, counts, int(both.sum()), int((~both).sum()))


def _differences(
    before: ArrayLike, after: ArrayLike, higher_is_better: bool
) -> tuple[Floats, NDArray[np.bool_]]:
    """Subtract complete pairs so that positive is better; say which pairs are complete."""
    first, second = as_pair(before, after, ("before", "after"))
    both = ~np.isnan(first) & ~np.isnan(second)
    return second[both] - first[both] if higher_is_better else first[both] - second[both], both


def _of_these(groups: Sequence[object] | None, both: NDArray[np.bool_]) -> list[object] | None:
    """Return the groups of the complete pairs."""
    if groups is None:
        return None
    if len(groups) != both.size:
        raise ValueError(f"groups must list the same people; got {len(groups)} and {both.size}")
    return [group for group, complete in zip(groups, both, strict=True) if complete]


def _arranged(steps: Floats, groups: list[object] | None) -> tuple[Floats, NDArray[np.int64]]:
    """Order differences by what they are, and say which unit is drawn with each of them.

    Ordered, so that neither sums nor random draws depend on the order of rows or on names.
    """
    if groups is None:
        return np.sort(steps), np.arange(steps.size)
    members = in_groups(steps, groups)
    return np.concatenate(members), np.repeat(np.arange(len(members)), list(map(len, members)))


def _comparable(raw: Floats, before: ArrayLike, after: ArrayLike) -> Floats:
    """Make differences equal that are equal on paper.

    Subscale means such as 3.1 - 2.9 and 2.3 - 2.1 differ in their last binary digit, which would
    break ties and turn "the same" into a change. Only order is taken from the outcome.
    """
    size = max(np.nanmax(np.abs(as_array(side, "answers", 1))) for side in (before, after))
    return raw if size == 0 else np.round(raw / size, 9)


def _rank_sums(steps: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Sum the mid-ranks of better and of worse differences, weighted in each row of weights."""
    sizes, place = np.unique(np.abs(steps), return_inverse=True)
    # Counting people by size gives mid-ranks without sorting 2000 draws. Those who stayed the
    # same are neither better nor worse, so they take no rank.
    of_size = place[:, np.newaxis] == np.arange(sizes.size)
    better, worse = (
        weights @ (of_size & (np.sign(steps) == sign)[:, np.newaxis]) for sign in (1, -1)
    )
    alike = better + worse
    ranks = np.cumsum(alike, axis=1) - (alike - 1) / 2
    return (ranks * better).sum(axis=1), (ranks * worse).sum(axis=1)


def _sign_test(n_better: int, n_worse: int, n: int) -> float | NotComputable:
    """Give the exact two-sided binomial p over those who changed."""
    from scipy.special import bdtr

    if n_better + n_worse == 0:
        return NotComputable("sign test", ALL_SAME, n)
    # both tails are alike, since either direction is equally likely
    return min(1.0, 2 * float(bdtr(min(n_better, n_worse), n_better + n_worse, 0.5)))


def _signed_rank(steps: Floats) -> tuple[float | NotComputable, str]:
    """Give the signed-rank p over those who changed and how it was computed."""
    changed = steps[steps != 0]
    if changed.size == 0:
        return NotComputable("signed-rank test", ALL_SAME, steps.size), EXACT
    return signed_rank_p(changed)


def _rank_biserial_bounds(
    steps: Floats,
    unit_of: NDArray[np.int64],
    effect: float | NotComputable,
    confidence: float,
    seed: int,
) -> tuple[Bound, Bound]:
    """Resample units, people or whole groups, for the interval of the correlation."""
    if isinstance(effect, NotComputable):
        return effect, effect
    if steps.size < FEWEST_PAIRS:
        name = "interval of the rank-biserial correlation"
        refusal = too_few(name, FEWEST_PAIRS, "people who answered both times", steps.size)
        return refusal, refusal
    n_units = int(unit_of[-1]) + 1
    better, worse = _rank_sums(steps, times_drawn(n_units, seed=seed)[:, unit_of])
    total = better + worse
    # A draw of people who all stayed the same has no correlation: nan, counted as failed.
    estimates = np.divide(better - worse, total, out=np.full(DRAWS, np.nan), where=total > 0)
    return percentile_bounds(
        "the rank-biserial correlation", effect, estimates, n=n_units, confidence=confidence
    )
