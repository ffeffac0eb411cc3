"""What the figures of a table stand for as numbers, and in which order two of them are."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from tsa_research.analyses.claim_table import Claim
from tsa_research.stats.printed.intervals import Interval, point
from tsa_research.stats.printed.reading import Printed, read_number
from tsa_research.stats.printed.rounding import (
    Rounding,
    could_stand_for,
    printed_as,
    stands_for,
)

Way = Rounding | Literal["any"]
Order = Literal["above", "below", "equal", "unknown"]

ROUNDED = ("percent", "mean", "difference")
WITHOUT_VALUE = ("arrow", "rank", "comparison_in_words")
LEVELS = {"low": 1, "med": 2, "medium": 2, "high": 3}
"""Three words of grade that have one order, used where the row says that the scale is 1 to 3."""


def value_of(claim: Claim, way: Way) -> Interval | None:
    """Return the numbers that a figure stands for; ``None`` if it cannot be read for certain.

    Rounded figures (percentages, means, differences) stand for an interval, everything else for
    itself. Digits in the column ``count`` stand for a figure in words.
    """
    if claim.kind in WITHOUT_VALUE:
        return None
    printed = read_number(claim.printed)
    if printed is not None and (printed.bound or printed.top is not None):
        return printed.reach
    if printed is not None and (claim.kind in ROUNDED or printed.percent):
        return _rounded(printed, way)
    return _exact(claim, printed)


def _rounded(printed: Printed, way: Way) -> Interval:
    if way == "any":
        return could_stand_for(printed.value, printed.decimals)
    return stands_for(printed.value, printed.decimals, way)


def _exact(claim: Claim, printed: Printed | None) -> Interval | None:
    if claim.kind in ROUNDED:
        return None
    if claim.kind == "grade":
        return _grade(claim, printed)
    if claim.count is not None and claim.kind != "duration":
        return point(claim.count)
    return None if printed is None else point(printed.value)


def _grade(claim: Claim, printed: Printed | None) -> Interval | None:
    if printed is not None and claim.printed.strip().isdecimal():
        return point(printed.value)
    level = LEVELS.get(claim.printed.strip().lower())
    return point(level) if level and (claim.scale_low, claim.scale_high) == (1, 3) else None


def share_of(claim: Claim) -> Fraction | None:
    """Return the exact share that count and base give, where both are printed."""
    if claim.count is None or not claim.base or claim.count > claim.base:
        return None
    return Fraction(claim.count, claim.base)


def percentage_of(claim: Claim, way: Way) -> Interval | None:
    """Return a figure as a percentage: its count out of its base if it is a count."""
    if claim.kind == "percent":
        return value_of(claim, way)
    share = share_of(claim)
    return None if share is None else point(100 * share)


def order_of(first: Claim, second: Claim) -> Order:
    """Say in which order two figures are, whatever the rounding.

    Where both have count and base, shares count; where the counts are in another order than the
    shares, the order is unknown.
    """
    orders = {_order(*pair) for pair in _pairs(first, second)}
    return orders.pop() if len(orders) == 1 else "unknown"


def _pairs(first: Claim, second: Claim) -> list[tuple[Interval | None, Interval | None]]:
    shares = share_of(first), share_of(second)
    exact = [] if None in shares else [tuple(point(share) for share in shares if share is not None)]
    if {first.kind, second.kind} == {"percent"} and exact:
        return exact  # type: ignore[return-value]
    if (first.kind == "percent") != (second.kind == "percent"):
        return [(percentage_of(first, "any"), percentage_of(second, "any"))]
    if first.base == second.base:
        exact = []
    return [(value_of(first, "any"), value_of(second, "any")), *exact]  # type: ignore[list-item]


def _order(first: Interval | None, second: Interval | None) -> Order:
    if first is None or second is None:
        return "unknown"
    if first.lies_below(second):
        return "below"
    if second.lies_below(first):
        return "above"
    alike = first == second and first.low == first.high
    return "equal" if alike else "unknown"


def percent_in_words(share: Fraction) -> str:
    """Return a share as a percentage with one decimal, for a reason.

    >>> percent_in_words(Fraction(19, 22))
    '86.4%'
    """
    return f"{float(printed_as(100 * share, 1)):.1f}%"


def some_of(numbers: tuple[int, ...], most: int = 4) -> str:
    """Return a list of numbers in words, shortened where it is long.

    >>> some_of((8,)), some_of((78, 79, 80)), some_of((3, 6, 9, 12, 15, 18))
    ('8', '78, 79 or 80', '3, 6, 9, 12 or more')
    """
    named = [str(number) for number in numbers[:most]]
    if len(numbers) > most:
        named.append("more")
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"
