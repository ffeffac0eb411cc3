"""The values that a printed number stands for, under each way of rounding."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, get_args

from tsa_research.stats.printed.intervals import Interval

Rounding = Literal["half-up", "half-even", "half-down", "truncation"]
"""Halves away from nought, to the even digit, towards nought; or digits simply cut off."""

ROUNDINGS: tuple[Rounding, ...] = get_args(Rounding)
USUAL: Rounding = "half-up"


def stands_for(value: Fraction, decimals: int, rounding: Rounding = USUAL) -> Interval:
    """Return every number that is printed as ``value`` with so many decimals.

    Use it for a number that was rounded. A count stands for itself: use ``intervals.point``.

    Parameters
    ----------
    value : Fraction
        As printed: a whole multiple of ``10 ** -decimals``.
    decimals : int
        Digits behind the point, 0 or more.
    rounding : Rounding
        By its size: negative numbers mirror positive ones.

    Returns
    -------
    Interval

    Raises
    ------
    ValueError
        If the value has more decimals than it is said to have, or decimals are negative.

    Examples
    --------
    >>> halves = stands_for(Fraction(37), 0, "half-down")
    >>> halves.low, halves.high, halves.low_in, halves.high_in
    (Fraction(73, 2), Fraction(75, 2), False, True)
    """
    unit = _unit(decimals)
    if (value / unit).denominator != 1:
        raise ValueError(f"{value} is not printed with {decimals} decimals")
    if value < 0:
        return stands_for(-value, decimals, rounding).times(-1)
    if rounding == "truncation":
        return Interval(value - unit if value == 0 else value, value + unit, value != 0, False)
    down, up = _halves_in(value, unit, rounding)
    return Interval(value - unit / 2, value + unit / 2, down, up)


def could_stand_for(value: Fraction, decimals: int) -> Interval:
    """Return every number that is printed as ``value`` under any way of rounding.

    >>> anyhow = could_stand_for(Fraction(66), 0)
    >>> anyhow.low, anyhow.high, anyhow.high_in
    (Fraction(131, 2), Fraction(67, 1), False)
    """
    if value < 0:
        return could_stand_for(-value, decimals).times(-1)
    near, cut = stands_for(value, decimals), stands_for(value, decimals, "truncation")
    return cut if value == 0 else Interval(near.low, cut.high, True, False)


def printed_as(number: Fraction, decimals: int, rounding: Rounding = USUAL) -> Fraction:
    """Round an exact number as a printer would.

    Parameters
    ----------
    number : Fraction
    decimals : int
        Digits behind the point, 0 or more.
    rounding : Rounding

    Returns
    -------
    Fraction
        A whole multiple of ``10 ** -decimals``.

    Raises
    ------
    ValueError
        If decimals are negative.

    Examples
    --------
    >>> [int(printed_as(Fraction(25, 2), 0, way)) for way in ROUNDINGS]
    [13, 12, 12, 12]
    """
    unit, sign = _unit(decimals), -1 if number < 0 else 1
    whole, rest = divmod(abs(number) / unit, 1)
    up = {
        "half-up": rest >= Fraction(1, 2),
        "half-even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1),
        "half-down": rest > Fraction(1, 2),
        "truncation": False,
    }
    return sign * (whole + up[rounding]) * unit


def _halves_in(value: Fraction, unit: Fraction, rounding: Rounding) -> tuple[bool, bool]:
    """Say whether the number half a unit below, and that half a unit above, are printed so."""
    if rounding == "half-even":
        even = value / unit % 2 == 0
        return even, even
    if value == 0:
        return rounding == "half-down", rounding == "half-down"
    return rounding == "half-up", rounding == "half-down"


def _unit(decimals: int) -> Fraction:
    if decimals < 0:
        raise ValueError(f"decimals are 0 or more; got {decimals}")
    return Fraction(1, 10**decimals)
