"""Means of one survey searched together: the numbers of people that can stand behind all.

One printed mean fits many numbers of people; sixteen of them fit few. The means are of single
questions, each answered in whole numbers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from tsa_research.stats.printed.intervals import Interval, point
from tsa_research.stats.printed.means import PrintedMean, Scale, n_that_fit
from tsa_research.stats.printed.rounding import USUAL, Rounding

MeanOnScale = tuple[PrintedMean, Scale | None]


@dataclass(frozen=True, slots=True)
class SurveyPeople:
    """Numbers of people up to ``at_most`` that fit each mean of a survey, and those that fit all.

    ``common`` holds if everybody answered every question.
    """

    each: tuple[tuple[int, ...], ...]
    common: tuple[int, ...]
    at_most: int
    rounding: Rounding


@lru_cache(maxsize=256)
def survey_people(
    means: tuple[MeanOnScale, ...], *, at_most: int, rounding: Rounding = USUAL
) -> SurveyPeople:
    """Search the numbers of people of one survey together: of each mean, and of all.

    Use it for means of single questions from the same set of answers, rounded the same way. Do
    not use it for means of several questions: who left one out is not known.

    Parameters
    ----------
    means : tuple of (PrintedMean, Scale or None)
        At least one.
    at_most : int
        The largest number of people that is tried. A mean with d decimals fits every number
        from 10 to the power of d on.
    rounding : Rounding

    Returns
    -------
    SurveyPeople

    Raises
    ------
    ValueError
        If there are no means.

    Examples
    --------
    >>> half, third = PrintedMean(Fraction("3.5"), 1), PrintedMean(Fraction("3.33"), 2)
    >>> survey_people(((half, None), (third, None)), at_most=12).common
    (6, 12)
    """
    if not means:
        raise ValueError("a survey without means has no people to search")
    each = tuple(
        n_that_fit(mean, at_most=at_most, scale=scale, rounding=rounding) for mean, scale in means
    )
    common = sorted(set(each[0]).intersection(*each))
    return SurveyPeople(each, tuple(common), at_most, rounding)


def fewest_people(searches: Sequence[SurveyPeople]) -> int | None:
    """Return the fewest people behind all means of a survey, whoever left out which question.

    Parameters
    ----------
    searches : sequence of SurveyPeople
        Of the same means, one for each way of rounding that may have been used; different means
        may have been rounded in different ways.

    Returns
    -------
    int or None
        ``None`` if a mean fits no number of people that was tried.

    Examples
    --------
    >>> third = PrintedMean(Fraction("3.33"), 2), None
    >>> fewest_people([survey_people((third,), at_most=12)])
    3
    """
    each = zip(*(search.each for search in searches), strict=True)
    fewest = [min((fits[0] for fits in ways if fits), default=None) for ways in each]
    known = [n for n in fewest if n is not None]
    return max(known) if len(known) == len(fewest) else None


def exact_means(reach: Interval, *, at_most: int, scale: Scale | None = None) -> list[Fraction]:
    """Return the exact means of 1 to ``at_most`` whole-number answers that lie in an interval.

    Parameters
    ----------
    reach : Interval
        With both its ends.
    at_most : int
    scale : Scale, optional
        Means outside it are left out.

    Returns
    -------
    list of Fraction
        Ascending, each once.

    Examples
    --------
    >>> exact_means(PrintedMean(Fraction("3.33"), 2).interval(), at_most=8)
    [Fraction(10, 3)]
    """
    found = {
        Fraction(total, n)
        for n in range(1, at_most + 1)
        for total in reach.times(n).whole_numbers()
        if scale is None or scale.low * n <= total <= scale.high * n
    }
    return sorted(found)


def some_difference(
    difference: Interval, after: Sequence[Fraction], before: Sequence[Fraction]
) -> bool:
    """Tell whether one of the means after less one of those before lies in an interval.

    Parameters
    ----------
    difference : Interval
        With both its ends.
    after, before : sequence of Fraction
        As from :func:`exact_means`.

    Examples
    --------
    >>> third = PrintedMean(Fraction("-0.34"), 2).interval()
    >>> some_difference(third, [Fraction(10, 3)], [Fraction(11, 3)])
    False
    """
    return any(_one_in(point(mean).minus(difference), before) for mean in after)


def _one_in(wanted: Interval, ascending: Sequence[Fraction]) -> bool:
    start = 0 if wanted.low is None else bisect_left(ascending, wanted.low)
    return any(mean in wanted for mean in ascending[start : start + 2])
