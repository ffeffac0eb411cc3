"""Printed percentages held against the count and base of their own row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from tsa_research.analyses.claim_table import Claim
from tsa_research.analyses.claim_values import percent_in_words, share_of, some_of
from tsa_research.analyses.claim_verdicts import (
    ANOTHER_BASE,
    ANOTHER_ROUNDING,
    CONSISTENT,
    CONTRADICTED,
    IMPOSSIBLE,
    NOT_CHECKABLE,
    Verdict,
    ways_in_words,
)
from tsa_research.stats.printed.reading import Printed, read_number
from tsa_research.stats.printed.rounding import ROUNDINGS, USUAL, Rounding, printed_as
from tsa_research.stats.printed.shares import (
    Percentage,
    bases_that_fit,
    counts_that_fit,
    roundings_that_print,
    survey_bases,
)

MOST_TRIED = 10_000
"""From here on smaller bases are not tried one by one."""


def percentage(claim: Claim) -> Percentage | None:
    """Return a printed percentage, or nothing if it cannot be read or is a bound or a range."""
    printed = read_number(claim.printed)
    if claim.kind != "percent" or printed is None or printed.bound or printed.top is not None:
        return None
    return Percentage(printed.value, printed.decimals, claim.count)


def check_percent(claim: Claim, survey: Sequence[Claim], case: Sequence[Claim] = ()) -> Verdict:
    """Judge a percentage with a base of 1 or more that its count, if known, does not exceed."""
    printed, base = percentage(claim), claim.base or 0
    if printed is None:
        return _check_bound(claim, read_number(claim.printed))
    if printed.decimals and 0 < printed.value < 1 and not _has_sign(claim):
        reason = f"Whether {claim.printed} is a percentage or a share of 1 is not printed."
        return Verdict(NOT_CHECKABLE, reason, checks=1)
    ways = roundings_that_print(printed, base)
    if USUAL in ways:
        return Verdict(CONSISTENT, f"{_basis(claim, USUAL)} prints as {claim.printed}.", checks=1)
    if ways:
        reason = f"{_basis(claim, ways[0])} prints as {claim.printed} only {ways_in_words(ways)}."
        reason += _rounded_alike(claim, ways, survey)
        return Verdict(ANOTHER_ROUNDING, reason, roundings=ways, checks=1)
    found = _check_bases(claim, printed, survey)
    return replace(found, reason=found.reason + _added_up(claim, printed, case))


def _added_up(claim: Claim, printed: Percentage, case: Sequence[Claim]) -> str:
    """Say so if the figure is what adding the rounded percentages of its parts gives."""
    book, base = {other.id: other for other in case}, claim.base or 0
    for ids in _sums_of(claim, case):
        counts = [book[name].count for name in ids if name in book and book[name].base == base]
        known = [count for count in counts if count is not None]
        shares = [printed_as(Fraction(100 * n, base), printed.decimals) for n in known]
        if len(shares) == len(ids) and sum(shares) == printed.value:
            parts = " and ".join(f"{float(share):g}%" for share in shares)
            return f" Adding the rounded percentages of its parts, {parts}, gives it."
    return ""


def _sums_of(claim: Claim, case: Sequence[Claim]) -> list[tuple[str, ...]]:
    """Return the parts of which the count of a percentage is printed to be the sum."""
    alike = (other for other in case if (other.count, other.base) == (claim.count, claim.base))
    return [part.ids for other in alike for part in other.relation if part.word == "sum"]


def _has_sign(claim: Claim) -> bool:
    printed = read_number(claim.printed)
    return printed is not None and printed.percent


def _rounded_alike(claim: Claim, ways: Sequence[Rounding], survey: Sequence[Claim]) -> str:
    """Name the ways of rounding that print all percentages of the survey from its base."""
    items, base = _percentages(claim, survey), claim.base or 0
    if len(items) < 2:
        return ""
    alike = [way for way in ways if all(way in roundings_that_print(item, base) for item in items)]
    if not alike:
        return f" No one way of rounding prints {_every(items)} from {base}."
    return f" From {base}, {_every(items)} are right {ways_in_words(alike)}."


def _percentages(claim: Claim, survey: Sequence[Claim]) -> list[Percentage]:
    """Return the percentages that share their set of answers and their base with a figure."""
    found = map(percentage, survey) if claim.survey else ()
    possible = (item for item in found if item is not None)
    return [item for item in possible if (item.count or 0) <= (claim.base or 0)]


def _every(items: Sequence[Percentage]) -> str:
    several = "both" if len(items) == 2 else f"all {len(items)}"
    return f"{several} percentages of this survey"


def _basis(claim: Claim, way: Rounding) -> str:
    """Return a count that gives the percentage, its base and what they make exactly."""
    printed, base = percentage(claim), claim.base or 0
    count = counts_that_fit(printed, base, way)[0] if printed else claim.count
    return f"{count} of {base} is {percent_in_words(Fraction(count or 0, base))}, which"


def _check_bases(claim: Claim, printed: Percentage, survey: Sequence[Claim]) -> Verdict:
    if (claim.base or 0) > MOST_TRIED:
        reason = f"{_wrong(claim)} So large a group is not searched for a smaller base."
        return Verdict(NOT_CHECKABLE, reason, checks=1)
    for way in ROUNDINGS:
        bases = bases_that_fit(printed, at_most=claim.base or 0, rounding=way)
        if bases:
            return _with_bases(claim, bases, way, survey)
    reason = (
        f"{_wrong(claim)} No smaller number of people gives {claim.printed} either, "
        "however it is rounded."
    )
    return Verdict(IMPOSSIBLE, reason, checks=1)


def _wrong(claim: Claim) -> str:
    share = share_of(claim)
    if share is None:
        return f"No whole number out of {claim.base} gives {claim.printed}."
    return f"{claim.count} of {claim.base} is {percent_in_words(share)}, not {claim.printed}."


def _with_bases(
    claim: Claim, bases: tuple[int, ...], way: Rounding, survey: Sequence[Claim]
) -> Verdict:
    only = "" if way == USUAL else f", and {ways_in_words([way])}"
    reason = (
        f"{_wrong(claim)} It fits if only {some_of(bases)} answered{only}."
        f"{_together(claim, way, survey)}"
    )
    ways = () if way == USUAL else (way,)
    return Verdict(ANOTHER_BASE, reason, roundings=ways, bases=bases, checks=1)


def _together(claim: Claim, way: Rounding, survey: Sequence[Claim]) -> str:
    """Say whether one base fits all percentages of the survey."""
    items = _percentages(claim, survey)
    if len(items) < 2:
        return ""
    found = survey_bases(items, at_most=claim.base or 0, rounding=way)
    if found.common:
        return f" With {some_of(found.common)}, {_every(items)} fit."
    return f" No single number up to {claim.base} fits {_every(items)}."


def _check_bound(claim: Claim, printed: Printed | None) -> Verdict:
    share, reach = share_of(claim), printed.reach if printed else None
    if share is None or reach is None:
        return Verdict(NOT_CHECKABLE, f"“{claim.printed}” is not exact enough to check.", checks=1)
    said = f"{claim.count} of {claim.base} is {percent_in_words(share)}"
    if 100 * share in reach:
        return Verdict(CONSISTENT, f"{said}, which “{claim.printed}” allows.", checks=1)
    return Verdict(CONTRADICTED, f"{said}, which “{claim.printed}” rules out.", checks=1)
