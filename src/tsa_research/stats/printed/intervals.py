"""Intervals of exact numbers whose ends belong to them or not."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from ``low`` to ``high``; an end of ``None`` is far away.

    Parameters
    ----------
    low, high : Fraction or None
        The ends, low not above high.
    low_in, high_in : bool
        Whether an end belongs to the interval.

    Examples
    --------
    >>> half_open = Interval(Fraction(1), Fraction(2), True, False)
    >>> 1 in half_open, 2 in half_open
    (True, False)
    """

    low: Fraction | None
    high: Fraction | None
    low_in: bool = True
    high_in: bool = True

    def __contains__(self, value: Fraction | int) -> bool:
        """Tell whether a number lies in the interval."""
        return self.meets(point(value))

    def meets(self, other: Interval) -> bool:
        """Tell whether the two have a number in common.

        >>> Interval(Fraction(0), Fraction(1), True, False).meets(point(1))
        False
        """
        return not (self.lies_below(other) or other.lies_below(self))

    def lies_below(self, other: Interval) -> bool:
        """Tell whether every number of this one is less than every number of the other.

        >>> point(1).lies_below(Interval(Fraction(1), None, False))
        True
        """
        if self.high is None or other.low is None:
            return False
        touching = self.high_in and other.low_in
        return self.high < other.low or (self.high == other.low and not touching)

    def nowhere_above(self, other: Interval) -> bool:
        """Tell whether no number of this one is greater than any number of the other."""
        return self.high is not None and other.low is not None and self.high <= other.low

    def plus(self, other: Interval) -> Interval:
        """Return all sums of a number of this one and a number of the other.

        >>> point(1).plus(Interval(Fraction(0), None)).low
        Fraction(1, 1)
        """
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(low, high, self.low_in and other.low_in, self.high_in and other.high_in)

    def minus(self, other: Interval) -> Interval:
        """Return all differences: a number of this one less a number of the other."""
        return self.plus(other.times(Fraction(-1)))

    def times(self, factor: Fraction | int) -> Interval:
        """Return the interval with every number multiplied; a negative factor turns it round.

        >>> point(3).times(Fraction(-1)).low
        Fraction(-3, 1)
        """
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        if factor < 0:
            return Interval(high, low, self.high_in, self.low_in)
        return Interval(low, high, self.low_in, self.high_in)

    def whole_numbers(self) -> range:
        """Return the whole numbers in the interval, which must have both ends.

        Raises
        ------
        ValueError
            If an end is far away.

        Examples
        --------
        >>> Interval(Fraction(5, 2), Fraction(5), True, False).whole_numbers()
        range(3, 5)
        """
        if self.low is None or self.high is None:
            raise ValueError("an interval without an end holds no finite list of whole numbers")
        first, last = ceil(self.low), floor(self.high)
        first += first == self.low and not self.low_in
        last -= last == self.high and not self.high_in
        return range(first, max(first, last + 1))


def point(value: Fraction | int) -> Interval:
    """Return the interval that holds one number only.

    >>> point(2).low == point(2).high == 2
    True
    """
    return Interval(Fraction(value), Fraction(value))


ANYTHING = Interval(None, None)
"""Every number."""
