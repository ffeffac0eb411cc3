"""Checks on what the calling code passed in; a mistake there raises ``ValueError``."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def check_confidence(confidence: float) -> None:
    """Refuse a confidence that is not strictly between 0 and 1.

    Parameters
    ----------
    confidence : float
        Coverage of an interval, such as 0.95; 95 is a mistake and is refused.

    Raises
    ------
    ValueError
        When the confidence is not strictly between 0 and 1.

    Examples
    --------
    >>> check_confidence(0.95)
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, such as 0.95; got {confidence!r}")


def as_array(values: ArrayLike, name: str, dimensions: int) -> Floats:
    """Turn numbers into an array of floats with the expected number of dimensions.

    Parameters
    ----------
    values : array_like
        Numbers; None and nan both mean "missing".
    name : str
        The argument's name, for the message.
    dimensions : int
        1 for a list of answers, 2 for a table.

    Returns
    -------
    numpy.ndarray
        A new array of floats, nan where missing.

    Raises
    ------
    ValueError
        For another number of dimensions, or an infinite value.

    Examples
    --------
    >>> as_array([1, None], "before", 1)
    array([ 1., nan])
    """
    array = np.array(values, dtype=float)
    if array.ndim != dimensions:
        shape = "one list of answers" if dimensions == 1 else "a table with rows and columns"
        raise ValueError(f"{name} must be {shape}; got {array.ndim} dimensions")
    if np.isinf(array).any():
        raise ValueError(f"{name} holds an infinite value; use nan for a missing answer")
    return array


def as_pair(first: ArrayLike, second: ArrayLike, names: tuple[str, str]) -> tuple[Floats, Floats]:
    """Turn two lists about the same people into arrays of one length.

    Parameters
    ----------
    first, second : array_like
        Numbers in the same order of people; nan or None means missing.
    names : tuple of str
        Names of both arguments, for the message.

    Returns
    -------
    tuple of numpy.ndarray
        Both as arrays of floats.

    Raises
    ------
    ValueError
        When the two lengths differ.

    Examples
    --------
    >>> as_pair([1], [2], ("before", "after"))
    (array([1.]), array([2.]))
    """
    one, other = as_array(first, names[0], 1), as_array(second, names[1], 1)
    if one.size != other.size:
        raise ValueError(
            f"{names[0]} and {names[1]} must list the same people in the same order; "
            f"got {one.size} and {other.size}"
        )
    return one, other


def as_levels(levels: Sequence[int]) -> tuple[int, ...]:
    """Check a scale: at least one level, none of them twice.

    Parameters
    ----------
    levels : sequence of int
        Every code of the scale in the scale's order, lowest first, used or not.

    Returns
    -------
    tuple of int
        The same codes.

    Raises
    ------
    ValueError
        When there is no level or one is listed twice.

    Examples
    --------
    >>> as_levels([1, 2, 3])
    (1, 2, 3)
    """
    ordered = tuple(int(level) for level in levels)
    if not ordered or len(set(ordered)) != len(ordered):
        raise ValueError(f"levels must list each level of the scale once; got {ordered}")
    return ordered


def scale_positions(codes: Floats, levels: tuple[int, ...], name: str) -> Floats:
    """Replace each code by its place on the scale, counted from 0.

    Places, not codes, are compared everywhere: a scale coded 1, 2, 3, 9 has four equal places.

    Parameters
    ----------
    codes : numpy.ndarray
        Codes of any shape; nan means missing.
    levels : tuple of int
        The scale, lowest first.
    name : str
        The argument's name, for the message.

    Returns
    -------
    numpy.ndarray
        Places of the same shape; nan stays nan.

    Raises
    ------
    ValueError
        When a code is not one of the levels.

    Examples
    --------
    >>> scale_positions(np.array([9.0, np.nan]), (1, 2, 9), "codes")
    array([ 2., nan])
    """
    places = np.full(codes.shape, np.nan)
    for place, level in enumerate(levels):
        places[codes == level] = place
    strange = np.unique(codes[np.isnan(places) & ~np.isnan(codes)])
    if strange.size:
        listed = ", ".join(f"{code:g}" for code in strange)
        raise ValueError(f"{name} holds codes that are not levels {levels}: {listed}")
    return places
