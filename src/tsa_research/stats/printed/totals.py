"""Totals and their parts, and percentages that cover one whole."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce

from tsa_research.stats.printed.intervals import Interval, point

HUNDRED = Fraction(100)


def sum_of(parts: Iterable[Interval]) -> Interval:
    """Return every sum that the parts allow; 0 where there are none.

    >>> sum_of([point(2), point(3)]).low
    Fraction(5, 1)
    """
    return reduce(Interval.plus, parts, point(0))


def mean_of(parts: Iterable[Interval]) -> Interval:
    """Return every plain mean that the parts allow.

    Raises
    ------
    ValueError
        If there are no parts.

    Examples
    --------
    >>> mean_of([point(2), point(3)]).low
    Fraction(5, 2)
    """
    given = list(parts)
    if not given:
        raise ValueError("nothing has no mean")
    return sum_of(given).times(Fraction(1, len(given)))


def adds_up(total: Interval, parts: Iterable[Interval]) -> bool:
    """Tell whether the parts can add up to the total.

    >>> adds_up(point(12), [point(6), point(6)]), adds_up(point(10), [point(6), point(6)])
    (True, False)
    """
    return total.meets(sum_of(parts))


def covers_whole(percentages: Iterable[Interval]) -> bool:
    """Tell whether percentages can be all the parts of one whole: they add up to 100.

    >>> from tsa_research.stats.printed.rounding import stands_for
    >>> covers_whole([stands_for(Fraction(33), 0)] * 3)
    True
    >>> covers_whole([stands_for(Fraction(40), 0), stands_for(Fraction(57), 0)])
    False
    """
    return adds_up(point(100), percentages)


def rounding_reach(parts: int, decimals: int = 0) -> Fraction:
    """Return how far from 100 the printed sum of so many rounded percentages can be, at most.

    Parameters
    ----------
    parts : int
        Percentages of one whole, each rounded to the nearest.
    decimals : int

    Returns
    -------
    Fraction
        In percentage points: half a unit of the last digit for each part, cut to whole units.

    Examples
    --------
    >>> rounding_reach(3), rounding_reach(4, 1)
    (Fraction(1, 1), Fraction(1, 5))
    """
    return Fraction(parts // 2, 10**decimals)
