"""Means and their differences held against the scale and the number of people of their row."""

from __future__ import annotations

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
from tsa_research.stats.printed.means import (
    PrintedMean,
    Scale,
    n_that_fit,
    n_that_fit_difference,
    sums_that_fit,
)
from tsa_research.stats.printed.reading import read_number
from tsa_research.stats.printed.rounding import ROUNDINGS, USUAL, Rounding

TRIED = 100
"""Numbers of people that are tried where none is printed."""


def check_mean(claim: Claim) -> Verdict | None:
    """Judge a mean by its scale, and by how many whole-number answers stand behind it.

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
        return Verdict(NOT_CHECKABLE, _lacking(claim, mean, scale), checks=1)
    return _check_n(claim, mean, scale)


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


def _reach(claim: Claim) -> Interval:
    reach = value_of(claim, "any")
    return ANYTHING if reach is None else reach


def _lacking(claim: Claim, mean: PrintedMean, scale: Scale) -> str:
    lacking = "how many people answered" if not claim.base else "how many questions it covers"
    text = f"It lies on its scale, but {lacking} is not printed."
    if claim.n_items is None:
        return text
    fitting = n_that_fit(mean, at_most=TRIED, n_items=claim.n_items, scale=scale)
    return f"{text} It fits {some_of(fitting)} people." if fitting else text


def _check_n(claim: Claim, mean: PrintedMean, scale: Scale) -> Verdict:
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
    return _check_smaller(claim, mean, scale)


def _check_smaller(claim: Claim, mean: PrintedMean, scale: Scale) -> Verdict:
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
            return Verdict(ANOTHER_BASE, reason, bases=bases, checks=1)
    reason = f"{wrong} No smaller number of people can, however it is rounded."
    return Verdict(IMPOSSIBLE, reason, checks=1)


def people_behind(difference: Claim, after: Claim, before: Claim, way: Rounding) -> str:
    """Say from how many people a difference can come together with both of its means."""
    found = [printed_mean(claim) for claim in (difference, after, before)]
    means = [mean for mean in found if mean is not None]
    if len(means) < 3 or after.n_items is None or after.n_items != before.n_items:
        return ""
    fitting = n_that_fit_difference(
        means[0], means[1], means[2], at_most=TRIED, n_items=after.n_items, rounding=way
    )
    if not fitting:
        return f" No number of people up to {TRIED}, the same both times, gives all three."
    return f" All three fit if {some_of(fitting)} people answered both times."
