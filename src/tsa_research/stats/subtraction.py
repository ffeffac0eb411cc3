"""What follows from the figures that are shown: sums, differences, and every mixture of them.

Each figure is about a set of people. Whoever has several figures can add them up and take them
from each other; what can be had in this way is the row space of the matrix that says, for each
figure, who is behind it. A set of people is given away if its own row lies in that space.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

NEAR = 1e-9


def protect(
    behind: NDArray[np.bool_],
    hidden: NDArray[np.bool_],
    *,
    fewest: int,
    kept: NDArray[np.bool_] | None = None,
) -> NDArray[np.bool_]:
    """Hide more figures until nothing that is hidden, and no small set, follows from the rest.

    Checked are every hidden figure, what one shown figure has beyond others that lie within it,
    and every small set that is made of up to four groups of people whom no figure tells apart:
    with a threshold of five, every small set there is.

    Parameters
    ----------
    behind : array of bool, shape (figures, people)
        Who is behind each figure.
    hidden : array of bool, shape (figures,)
        The figures that must not be shown.
    fewest : int
        A set of fewer people is small.
    kept : array of bool, shape (figures,), optional
        Figures that are shown elsewhere already: they are reckoned with and never hidden. What
        follows from them alone cannot be helped.

    Returns
    -------
    array of bool, shape (figures,)
        Those of ``hidden``, and the further ones that have to be hidden.

    Notes
    -----
    The smallest figure that takes part in giving something away is hidden first. The method is
    the one of auditing by linear algebra: Chin and Özsoyoğlu, Auditing and inference control in
    statistical databases, IEEE Transactions on Software Engineering 8, 1982.
    """
    hidden = hidden.copy()
    if not behind.any():
        return hidden
    sets, sizes = _atoms(behind)
    free = np.ones(len(behind), dtype=bool) if kept is None else ~kept
    while True:
        next_one = _gives_away(sets, sizes, hidden, fewest, free)
        if next_one is None:
            return hidden
        hidden[next_one] = True


def can_be_had(shown: NDArray[np.float64], wanted: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say of each row wanted whether some mixture of the rows that are shown gives it.

    Parameters
    ----------
    shown : array, shape (figures, people)
    wanted : array, shape (sets, people)

    Returns
    -------
    array of bool, shape (sets,)
    """
    if not len(shown) or not len(wanted):
        return np.zeros(len(wanted), dtype=bool)
    _, strengths, directions = np.linalg.svd(shown, full_matrices=False)
    space = directions[strengths > NEAR * max(1.0, strengths.max())]
    left = wanted - wanted @ space.T @ space
    near: NDArray[np.bool_] = np.abs(left).max(axis=1) < 1e-6
    return near


def _atoms(behind: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the figures by people whom no figure tells apart, and how many these are each."""
    columns, sizes = np.unique(behind, axis=1, return_counts=True)
    return columns.astype(float), sizes


def _gives_away(
    sets: NDArray[np.float64],
    sizes: NDArray[np.int64],
    hidden: NDArray[np.bool_],
    fewest: int,
    free: NDArray[np.bool_],
) -> int | None:
    """Return the figure to hide next, or ``None`` if nothing is given away."""
    shown = np.flatnonzero(~hidden & (sets @ sizes > 0))
    wanted = np.array(list(_wanted(sets, sizes, hidden, shown, fewest))).reshape(-1, sets.shape[1])
    given = wanted[can_be_had(sets[shown], wanted)]
    given = given[~can_be_had(sets[shown[~free[shown]]], given)]
    if not len(given):
        return None
    weights = np.linalg.lstsq(sets[shown].T, given[0], rcond=None)[0]
    taking_part = shown[(np.abs(weights) > 1e-6) & free[shown]]
    return int(taking_part[np.argmin((sets @ sizes)[taking_part])])


def _wanted(
    sets: NDArray[np.float64],
    sizes: NDArray[np.int64],
    hidden: NDArray[np.bool_],
    shown: NDArray[np.int64],
    fewest: int,
) -> Iterator[NDArray[np.float64]]:
    counts = sets @ sizes
    yield from sets[hidden & (counts > 0)]
    yield from _small_unions(sets[shown], sizes, fewest)
    for outer in shown:
        for inner in shown:
            more = sets[outer] - sets[inner]
            if more.min() >= 0 and 0 < more @ sizes < fewest:
                yield more
        without = sets[outer] * (
            1 - sets[shown[_within(sets, shown, outer)]].max(axis=0, initial=0)
        )
        if 0 < without @ sizes < fewest:
            yield without


def _small_unions(
    shown: NDArray[np.float64], sizes: NDArray[np.int64], fewest: int
) -> Iterator[NDArray[np.float64]]:
    """Yield small sets that may be had from the figures shown: unions of one to four groups.

    A mixture of figures gives a set if its row is at right angles to whatever the figures leave
    open. On one direction drawn at random out of these, the places of the groups in the set then
    add up to nothing, which is looked up instead of tried for each of very many sets.
    """
    at = _places(shown)
    alone = (sizes < fewest) & (np.abs(at) < NEAR)
    yield from np.eye(len(sizes))[alone]
    # A union with a part that can be had by itself tells no more than the rest of it.
    small = np.flatnonzero((sizes < fewest) & ~alone)
    first, second = small[np.array(np.triu_indices(len(small), 1))]
    few = sizes[first] + sizes[second] < fewest
    pairs, sums = np.column_stack([first, second])[few], (at[first] + at[second])[few]
    two = np.abs(sums) < NEAR
    unions = [*pairs[two]]
    pairs, sums = pairs[~two], sums[~two]
    unions += _meeting(pairs, sums, small[:, None], at[small])
    unions += _meeting(pairs, sums, pairs, sums)
    for union in unions:
        row = np.zeros(len(sizes))
        row[union] = 1
        if row @ sizes < fewest:
            yield row


def _places(shown: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return where each group lies on a direction at right angles to all figures shown."""
    drawn = np.random.default_rng(1982).normal(size=(shown.shape[1],))
    if not len(shown):
        return drawn
    _, strengths, directions = np.linalg.svd(shown, full_matrices=False)
    space = directions[strengths > NEAR * max(1.0, strengths.max())]
    left: NDArray[np.float64] = drawn - drawn @ space.T @ space
    return left


def _meeting(
    groups: NDArray[np.int64],
    sums: NDArray[np.float64],
    others: NDArray[np.int64],
    their_sums: NDArray[np.float64],
) -> list[list[int]]:
    """Return the unions of one of the groups and one of the others whose places cancel out."""
    order = np.argsort(their_sums)
    ordered = their_sums[order]
    begin = np.searchsorted(ordered, -sums - NEAR)
    end = np.searchsorted(ordered, -sums + NEAR)
    found = {
        frozenset(map(int, (*groups[one], *others[other])))
        for one in np.flatnonzero(end > begin)
        for other in order[begin[one] : end[one]]
    }
    whole = groups.shape[1] + others.shape[1]
    return sorted(sorted(union) for union in found if len(union) == whole)


def _within(sets: NDArray[np.float64], shown: NDArray[np.int64], outer: int) -> NDArray[np.bool_]:
    """Say which of the figures that are shown are about a part of another one's people."""
    part: NDArray[np.bool_] = ((sets[shown] <= sets[outer]).all(axis=1)) & (shown != outer)
    return part & ~(sets[shown] == sets[outer]).all(axis=1)
