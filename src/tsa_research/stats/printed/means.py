"""Means of whole-number answers: which numbers of people they can come from.

The mean of n people who each answered k questions in whole numbers is a whole number divided
by n times k (the GRIM test of Brown and Heathers, 2017). Few decimals are possible where n is
small.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tsa_research.stats.printed.intervals import Interval, point
from tsa_research.stats.printed.rounding import USUAL, Rounding, stands_for


@dataclass(frozen=True, slots=True)
class PrintedMean:
    """A printed mean or difference of means, with its decimals.

    >>> PrintedMean(Fraction("3.67"), 2).interval().low
    Fraction(733, 200)
    """

    value: Fraction
    decimals: int

    def interval(self, rounding: Rounding = USUAL) -> Interval:
        """Return the numbers that it can stand for."""
        return stands_for(self.value, self.decimals, rounding)


@dataclass(frozen=True, slots=True)
class Scale:
    """The lowest and the highest code of a scale of whole numbers.

    >>> Scale(1, 5).span
    4
    """

    low: int
    high: int

    @property
    def span(self) -> int:
        """The largest possible change of a mean."""
        return self.high - self.low


def within_scale(mean: PrintedMean, scale: Scale, rounding: Rounding = USUAL) -> bool:
    """Tell whether a mean can lie on its scale.

    Parameters
    ----------
    mean : PrintedMean
    scale : Scale
    rounding : Rounding

    Examples
    --------
    >>> within_scale(PrintedMean(Fraction("5.2"), 1), Scale(1, 5))
    False
    """
    reach = Interval(Fraction(scale.low), Fraction(scale.high))
    return mean.interval(rounding).meets(reach)


def sums_that_fit(
    mean: PrintedMean,
    n: int,
    *,
    n_items: int = 1,
    scale: Scale | None = None,
    rounding: Rounding = USUAL,
) -> range:
    """Return the sums of answers whose mean is printed so (GRIM).

    Use it for answers in whole numbers. Do not use it for half points or for means of means.

    Parameters
    ----------
    mean : PrintedMean
    n : int
        People, 1 or more.
    n_items : int
        Questions behind the mean, 1 or more.
    scale : Scale, optional
        Sums that the scale does not allow are left out.
    rounding : Rounding

    Returns
    -------
    range
        Of whole numbers; empty if the mean cannot come from so many people.

    Raises
    ------
    ValueError
        If n or n_items is less than 1.

    Examples
    --------
    >>> sums_that_fit(PrintedMean(Fraction("3.67"), 2), 12)
    range(44, 45)
    >>> len(sums_that_fit(PrintedMean(Fraction("3.55"), 2), 12))
    0
    """
    if n < 1 or n_items < 1:
        raise ValueError(f"people and questions are 1 or more; got {n} and {n_items}")
    answers = n * n_items
    sums = mean.interval(rounding).times(answers).whole_numbers()
    if scale is None:
        return sums
    first, stop = max(sums.start, answers * scale.low), min(sums.stop, answers * scale.high + 1)
    return range(first, max(first, stop))


def n_that_fit(
    mean: PrintedMean,
    *,
    at_most: int,
    n_items: int = 1,
    scale: Scale | None = None,
    rounding: Rounding = USUAL,
) -> tuple[int, ...]:
    """Return the numbers of people, up to ``at_most``, from whom the mean can come.

    Examples
    --------
    >>> n_that_fit(PrintedMean(Fraction("3.67"), 2), at_most=12)
    (3, 6, 9, 12)
    """
    return tuple(
        n
        for n in range(1, at_most + 1)
        if sums_that_fit(mean, n, n_items=n_items, scale=scale, rounding=rounding)
    )


def difference_possible(
    difference: PrintedMean, after: Interval, before: Interval, rounding: Rounding = USUAL
) -> bool:
    """Tell whether after less before can be printed as the difference, by interval arithmetic.

    Parameters
    ----------
    difference : PrintedMean
    after, before : Interval
        What the two printed numbers can stand for.
    rounding : Rounding
        Of the difference.

    Examples
    --------
    >>> after, before = PrintedMean(Fraction("3.6"), 1), PrintedMean(Fraction("3.33"), 2)
    >>> printed = PrintedMean(Fraction("0.23"), 2)
    >>> difference_possible(printed, after.interval(), before.interval())
    True
    """
    return difference.interval(rounding).meets(after.minus(before))


def n_that_fit_difference(
    difference: PrintedMean,
    after: PrintedMean,
    before: PrintedMean,
    *,
    at_most: int,
    n_items: int = 1,
    rounding: Rounding = USUAL,
) -> tuple[int, ...]:
    """Return the numbers of people from whom both means and their difference can come.

    Use it where the same number answered both times. All three are taken to be rounded the same
    way.

    Parameters
    ----------
    difference, after, before : PrintedMean
    at_most : int
        The largest number of people that is tried.
    n_items : int
        Questions behind each mean.
    rounding : Rounding

    Returns
    -------
    tuple of int

    Examples
    --------
    >>> after, before = PrintedMean(Fraction("3.75"), 2), PrintedMean(Fraction("3.5"), 1)
    >>> n_that_fit_difference(PrintedMean(Fraction("0.25"), 2), after, before, at_most=8)
    (4, 8)
    """

    def fits(n: int) -> bool:
        sums = [
            sums_that_fit(mean, n, n_items=n_items, rounding=rounding)
            for mean in (after, before, difference)
        ]
        return all(sums) and _reachable(*sums)

    return tuple(n for n in range(1, at_most + 1) if fits(n))


def _reachable(after: range, before: range, difference: range) -> bool:
    """Tell whether a sum after less a sum before is one of the sums of the difference."""
    reach = _span(after).minus(_span(before))
    return reach.meets(_span(difference))


def _span(sums: range) -> Interval:
    return point(sums[0]).plus(Interval(Fraction(0), Fraction(len(sums) - 1)))
