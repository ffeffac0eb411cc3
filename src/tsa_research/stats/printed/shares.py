"""Which counts and bases a printed percentage can come from.

A base may be smaller than the number of people who returned a form, where some left the
question out. It is never larger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from tsa_research.stats.printed.intervals import Interval
from tsa_research.stats.printed.rounding import ROUNDINGS, USUAL, Rounding, stands_for


@dataclass(frozen=True, slots=True)
class Percentage:
    """A printed percentage: its value (0 to 100, or above), its decimals, and its count if known.

    >>> Percentage(Fraction(64), 0, 14).count
    14
    """

    value: Fraction
    decimals: int
    count: int | None = None

    def interval(self, rounding: Rounding = USUAL) -> Interval:
        """Return the percentages that it can stand for."""
        return stands_for(self.value, self.decimals, rounding)


@dataclass(frozen=True, slots=True)
class SurveyBases:
    """Bases up to ``at_most`` that fit each percentage of a survey, and those that fit all."""

    each: tuple[tuple[int, ...], ...]
    common: tuple[int, ...]
    at_most: int
    rounding: Rounding

    @property
    def possible(self) -> bool:
        """Whether every percentage has a base that fits."""
        return all(self.each)


def roundings_that_print(printed: Percentage, base: int) -> tuple[Rounding, ...]:
    """Return the ways of rounding under which a percentage comes from its base.

    Parameters
    ----------
    printed : Percentage
        With its count; without one, any whole number from 0 to the base may be the count.
    base : int
        1 or more.

    Returns
    -------
    tuple of Rounding
        Empty if none does.

    Raises
    ------
    ValueError
        If the base is less than 1 or the count lies outside 0 to the base.

    Examples
    --------
    >>> roundings_that_print(Percentage(Fraction(66), 0, 2), 3)
    ('truncation',)
    >>> roundings_that_print(Percentage(Fraction(35), 0), 16)
    ()
    """
    _check(printed, base)
    return tuple(way for way in ROUNDINGS if counts_that_fit(printed, base, way))


def counts_that_fit(printed: Percentage, base: int, rounding: Rounding = USUAL) -> range:
    """Return the counts out of a base that are printed as this percentage.

    Parameters
    ----------
    printed : Percentage
        A count that it already has is the only one that is tried.
    base : int
        1 or more.
    rounding : Rounding

    Returns
    -------
    range
        Between 0 and the base; empty if no count fits.

    Raises
    ------
    ValueError
        If the base is less than 1 or the count lies outside 0 to the base.

    Examples
    --------
    >>> counts_that_fit(Percentage(Fraction(81), 0), 16)
    range(13, 14)
    """
    _check(printed, base)
    counts = printed.interval(rounding).times(Fraction(base, 100)).whole_numbers()
    if printed.count is not None:
        fits = printed.count in counts
        return range(printed.count, printed.count + fits)
    first, stop = max(0, counts.start), min(base + 1, counts.stop)
    return range(first, max(first, stop))


def bases_that_fit(
    printed: Percentage, *, at_most: int, rounding: Rounding = USUAL
) -> tuple[int, ...]:
    """Return the bases from which the percentage can come.

    Parameters
    ----------
    printed : Percentage
        With or without a count.
    at_most : int
        How many returned a form: no base is larger.
    rounding : Rounding

    Returns
    -------
    tuple of int
        Ascending, none smaller than the count or than 1.

    Examples
    --------
    >>> bases_that_fit(Percentage(Fraction(63), 0, 5), at_most=9)
    (8,)
    >>> bases_that_fit(Percentage(Fraction(65), 0), at_most=16)
    ()
    """
    bases = _around(printed, at_most, printed.interval(rounding))
    return tuple(base for base in bases if counts_that_fit(printed, base, rounding))


def _around(printed: Percentage, at_most: int, interval: Interval) -> range:
    """Return a range that holds every base from which the percentage can come."""
    if not printed.count:
        return range(1, at_most + 1)
    hundredfold = 100 * printed.count
    first = printed.count
    if interval.high is not None and interval.high > 0:
        first = max(first, floor(hundredfold / interval.high))
    if interval.low is not None and interval.low > 0:
        at_most = min(at_most, ceil(hundredfold / interval.low))
    return range(first, at_most + 1)


def survey_bases(
    items: Sequence[Percentage], *, at_most: int, rounding: Rounding = USUAL
) -> SurveyBases:
    """Search the bases of one survey together: each question's own, and any that fit all.

    Use it for percentages of the same set of answers, rounded the same way. People may leave out
    a question, so that each may have a base of its own.

    Parameters
    ----------
    items : sequence of Percentage
        At least one.
    at_most : int
        How many returned a form.
    rounding : Rounding

    Returns
    -------
    SurveyBases

    Raises
    ------
    ValueError
        If there are no items.

    Examples
    --------
    >>> found = survey_bases(
    ...     [Percentage(Fraction(63), 0, 5), Percentage(Fraction(88), 0, 7)], at_most=9
    ... )
    >>> found.common, found.possible
    ((8,), True)
    """
    if not items:
        raise ValueError("a survey without percentages has no bases to search")
    each = tuple(bases_that_fit(item, at_most=at_most, rounding=rounding) for item in items)
    common = sorted(set(each[0]).intersection(*each))
    return SurveyBases(each, tuple(common), at_most, rounding)


def _check(printed: Percentage, base: int) -> None:
    if base < 1:
        raise ValueError(f"a base is 1 or more; got {base}")
    if printed.count is not None and not 0 <= printed.count <= base:
        raise ValueError(f"the count must lie between 0 and {base}; got {printed.count}")
