"""Means and their differences held against the scale and the number of people of their row."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tsa_research.analyses.claim_percentages import MOST_TRIED
from tsa_research.analyses.claim_table import Claim
from tsa_research.analyses.claim_values import some_of, value_of
from tsa_research.analyses.claim_verdicts import (
    ANOTHER_BASE,
    ANOTHER_ROUNDING,
    CONSISTENT,
    IMPOSSIBLE,
    NOT_CHECKABLE,
    Verdict,
    ways_in_words,
)
from tsa_research.stats.printed.intervals import ANYTHING, Interval
from tsa_research.stats.printed.joint import MeanOnScale, fewest_people, survey_people
from tsa_research.stats.printed.means import (
    PrintedMean,
    Scale,
    n_that_fit,
    sums_that_fit,
)
from tsa_research.stats.printed.reading import read_number
from tsa_research.stats.printed.rounding import ROUNDINGS, USUAL, Rounding

TRIED = 100
"""Numbers of people that are tried where none is printed."""


def check_mean(claim: Claim, survey: tuple[MeanOnScale, ...] = ()) -> Verdict | None:
    """Judge a mean by its scale, and by how many whole-number answers stand behind it.

    Parameters
    ----------
    claim : Claim
    survey : tuple
        All means of the same set of answers, as from :func:`single_means`: they are searched
        for a number of people together.

    Returns
    -------
    Verdict or None
        ``None`` where the figure is no mean on a scale of whole numbers.
    """
    mean, scale = printed_mean(claim), scale_of(claim)
    if claim.kind != "mean" or mean is None or scale is None:
        return None
    if not _reach(claim).meets(Interval(Fraction(scale.low), Fraction(scale.high))):
        reason = f"{claim.printed} lies outside the scale from {scale.low} to {scale.high}."
        return Verdict(IMPOSSIBLE, reason, checks=1)
    if claim.base is None or claim.n_items is None or claim.base == 0:
        return Verdict(NOT_CHECKABLE, _lacking(claim, mean, scale, survey), checks=1)
    return _check_n(claim, mean, scale, survey)


def check_span(claim: Claim) -> Verdict | None:
    """Judge a change of means by its scale: it cannot be larger than the whole scale."""
    scale = scale_of(claim)
    reach = value_of(claim, "any") if claim.kind == "difference" else None
    if scale is None or reach is None:
        return None
    if reach.meets(Interval(Fraction(-scale.span), Fraction(scale.span))):
        return None
    reason = (
        f"On a scale from {scale.low} to {scale.high} nothing can change by more than "
        f"{scale.span}; printed is {claim.printed}."
    )
    return Verdict(IMPOSSIBLE, reason, checks=1)


def printed_mean(claim: Claim) -> PrintedMean | None:
    """Return a mean or difference as printed, or nothing if it cannot be read or is a bound."""
    printed = read_number(claim.printed)
    if printed is None or printed.bound or printed.top is not None:
        return None
    return PrintedMean(printed.value, printed.decimals)


def scale_of(claim: Claim) -> Scale | None:
    """Return the scale of a row, if it is printed."""
    if claim.scale_low is None or claim.scale_high is None:
        return None
    return Scale(claim.scale_low, claim.scale_high)


def single_means(survey: Sequence[Claim]) -> tuple[MeanOnScale, ...]:
    """Return the means of single questions among the figures of one set of answers.

    Figures without the name of a survey are no set.
    """
    means = ((printed_mean(claim), claim) for claim in survey if claim.kind == "mean")
    return tuple(
        (mean, scale_of(claim))
        for mean, claim in means
        if mean is not None and claim.survey and claim.n_items == 1
    )


def _reach(claim: Claim) -> Interval:
    reach = value_of(claim, "any")
    return ANYTHING if reach is None else reach


def _lacking(claim: Claim, mean: PrintedMean, scale: Scale, survey: tuple[MeanOnScale, ...]) -> str:
    lacking = "how many people answered" if not claim.base else "how many questions it covers"
    text = f"It lies on its scale, but {lacking} is not printed."
    if claim.n_items is None:
        return text
    fitting = n_that_fit(mean, at_most=TRIED, n_items=claim.n_items, scale=scale)
    if fitting:
        text = f"{text} It fits {some_of(fitting)} people."
    return text + _needed(survey)


def _needed(survey: tuple[MeanOnScale, ...]) -> str:
    """Say how many people all means of a survey need, of whom no number is printed."""
    if len(survey) < 2:
        return ""
    found = [survey_people(survey, at_most=TRIED, rounding=way) for way in ROUNDINGS]
    least = fewest_people(found)
    if least is None:
        return ""
    common = found[ROUNDINGS.index(USUAL)].common
    text = f" Together, {_every(survey)} need {least} or more people"
    if not common:
        return f"{text}; no number up to {TRIED} fits them all if nobody left out a question."
    return f"{text}; if nobody left out a question, {some_of(common)}."


def _together(survey: tuple[MeanOnScale, ...], base: int, way: Rounding) -> str:
    """Say whether one number of people up to the printed one fits all means of a survey."""
    if len(survey) < 2:
        return ""
    common = survey_people(survey, at_most=base, rounding=way).common
    if common:
        return f" With {some_of(common)}, {_every(survey)} fit."
    return f" No single number up to {base} fits {_every(survey)}."


def _every(survey: tuple[MeanOnScale, ...]) -> str:
    return f"{'both' if len(survey) == 2 else f'all {len(survey)}'} means of this survey"


def _check_n(
    claim: Claim, mean: PrintedMean, scale: Scale, survey: tuple[MeanOnScale, ...]
) -> Verdict:
    base, items = claim.base or 0, claim.n_items or 1
    ways = tuple(
        way
        for way in ROUNDINGS
        if sums_that_fit(mean, base, n_items=items, scale=scale, rounding=way)
    )
    if USUAL in ways:
        reason = f"{base} people answering in whole numbers can have a mean of {claim.printed}."
        return Verdict(CONSISTENT, reason, checks=1)
    if ways:
        reason = f"{base} people can have a mean of {claim.printed} only {ways_in_words(ways)}."
        return Verdict(ANOTHER_ROUNDING, reason, roundings=ways, checks=1)
    return _check_smaller(claim, mean, scale, survey)


def _check_smaller(
    claim: Claim, mean: PrintedMean, scale: Scale, survey: tuple[MeanOnScale, ...]
) -> Verdict:
    base, items = claim.base or 0, claim.n_items or 1
    if items > 1 or base > MOST_TRIED:
        reason = f"{claim.printed} does not fit {base} people who all answered everything."
        return Verdict(NOT_CHECKABLE, reason, checks=1)
    wrong = f"{base} people answering in whole numbers cannot have a mean of {claim.printed}."
    for way in ROUNDINGS:
        bases = n_that_fit(mean, at_most=base, n_items=items, scale=scale, rounding=way)
        if bases:
            only = "" if way == USUAL else f", and {ways_in_words([way])}"
            reason = f"{wrong} It fits if only {some_of(bases)} answered{only}."
            reason += _together(survey, base, way)
            return Verdict(ANOTHER_BASE, reason, bases=bases, checks=1)
    reason = f"{wrong} No smaller number of people can, however it is rounded."
    return Verdict(IMPOSSIBLE, reason, checks=1)
