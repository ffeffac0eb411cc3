"""One question on an ordered scale: how the answers spread, and where the middle falls."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tsa_research.stats.arguments import as_array, as_levels, scale_positions
from tsa_research.stats.outcome import NotComputable


@dataclass(frozen=True, slots=True)
class Distribution:
    """How many gave each answer, in the scale's order, unused answers included."""

    levels: tuple[int, ...]
    counts: tuple[int, ...]
    n: int
    n_missing: int


@dataclass(frozen=True, slots=True)
class MedianLevel:
    """The two middle levels; ``lower == upper`` when the median falls on one level."""

    lower: int
    upper: int
    n: int
    n_missing: int


def distribution(codes: ArrayLike, levels: Sequence[int]) -> Distribution:
    """Count the answers at each level of a scale.

    Use it for every ordinal question before anything else is computed. It needs no minimum
    number: with nobody answering, every count is 0. Hiding small groups is decided elsewhere.

    Parameters
    ----------
    codes : array_like, shape (n_people,)
        One code per person; nan or None where missing.
    levels : sequence of int
        Every code of the scale in the scale's order, used or not; "not applicable" is not one.

    Returns
    -------
    Distribution
        Levels and counts side by side, n answers and n missing.

    Raises
    ------
    ValueError
        When a code is not among the levels, or a level is listed twice.

    Notes
    -----
    Assumes nothing. Checked by hand.

    References
    ----------
    Agresti, A. (2010). Analysis of Ordinal Categorical Data, 2nd edition, chapter 1.

    Examples
    --------
    >>> distribution([1, 3, 3, None], (1, 2, 3))
    Distribution(levels=(1, 2, 3), counts=(1, 0, 2), n=3, n_missing=1)
    """
    scale = as_levels(levels)
    places = scale_positions(as_array(codes, "codes", 1), scale, "codes")
    counts = tuple(int((places == place).sum()) for place in range(len(scale)))
    return Distribution(scale, counts, sum(counts), places.size - sum(counts))


def median_level(codes: ArrayLike, levels: Sequence[int]) -> MedianLevel | NotComputable:
    """Find the level, or the two neighbours on the way, where the middle person stands.

    Use it for stages and other levels that have names but no distances: "between developing and
    embedding" is an answer, 2.5 is not. Do not use it to show small changes; it hides them.

    Parameters
    ----------
    codes : array_like, shape (n_people,)
        One code per person; nan or None where missing.
    levels : sequence of int
        Every code of the scale in the scale's order.

    Returns
    -------
    MedianLevel or NotComputable
        The two middle levels, n and n missing; ``NotComputable`` when nobody answered.

    Raises
    ------
    ValueError
        When a code is not among the levels, or a level is listed twice.

    Notes
    -----
    With answers in order, ``lower`` is number (n + 1) // 2 and ``upper`` number n // 2 + 1. They
    can be more than one level apart when nobody stands between. Assumes an order only.

    Checked by hand, and against R 4.2.2: ``median`` is the mean of the two places.

    References
    ----------
    Agresti, A. (2010). Analysis of Ordinal Categorical Data, 2nd edition, chapter 2.

    Examples
    --------
    >>> median_level([1, 2, 3, 3], (1, 2, 3))
    MedianLevel(lower=2, upper=3, n=4, n_missing=0)
    """
    scale = as_levels(levels)
    places = scale_positions(as_array(codes, "codes", 1), scale, "codes")
    answered = np.sort(places[~np.isnan(places)]).astype(int)
    if answered.size == 0:
        return NotComputable("median level", "nobody answered", 0)
    lower, upper = answered[(answered.size - 1) // 2], answered[answered.size // 2]
    return MedianLevel(scale[lower], scale[upper], answered.size, places.size - answered.size)
