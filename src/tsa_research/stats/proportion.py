"""Shares of people, the response rate, and what those who did not answer could change."""

from dataclasses import dataclass

from tsa_research.stats.arguments import check_confidence
from tsa_research.stats.outcome import NotComputable


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its interval: ``count`` out of ``n``, all shares from 0 to 1."""

    value: float
    low: float
    high: float
    count: int
    n: int
    confidence: float
    method: str = "Wilson"


@dataclass(frozen=True, slots=True)
class ResponseRate:
    """Returned out of invited, as a share from 0 to 1."""

    value: float
    returned: int
    invited: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """The lowest and highest share, from 0 to 1, that full response could have shown."""

    low: float
    high: float
    favourable: int
    returned: int
    invited: int


def share(count: int, n: int, *, confidence: float = 0.95) -> Share | NotComputable:
    """Give the share of people with an interval that behaves in small groups.

    Use it for one yes-or-no question about people ("agreed or strongly agreed"). Do not use it to
    compare two shares by looking whether intervals overlap, nor for people who sit in a few
    schools (use ``clustering.cluster_bootstrap``).

    Parameters
    ----------
    count : int
        People with the answer in question, 0 to n.
    n : int
        People with any valid answer; missing and "not applicable" are not in it.
    confidence : float
        Coverage, strictly between 0 and 1.

    Returns
    -------
    Share or NotComputable
        Value and bounds from 0 to 1; ``NotComputable`` when nobody answered.

    Raises
    ------
    ValueError
        When the count is negative or above n, or the confidence is not between 0 and 1.

    Notes
    -----
    Wilson's score interval, without continuity correction: all shares p for which the observed
    share is within z standard errors sqrt(p (1 - p) / n). Assumes independent answers.

    Checked against R 4.2.2 ``prop.test(correct = FALSE)`` and by hand.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> result = share(3, 10)
    >>> result.value, round(result.low, 3), round(result.high, 3)
    (0.3, 0.108, 0.603)
    >>> share(0, 0).reason
    'nobody answered'
    """
    from scipy.stats import binomtest

    check_confidence(confidence)
    _check_part(count, n, "count", "n")
    if n == 0:
        return NotComputable("share", "nobody answered", 0)
    low, high = binomtest(count, n).proportion_ci(confidence, method="wilson")
    value = count / n
    # By algebra 0 of n starts at 0 and n of n ends at 1; floating point may miss by one digit.
    low = 0.0 if count == 0 else min(float(low), value)
    high = 1.0 if count == n else max(float(high), value)
    return Share(value, low, high, count, n, confidence)


def response_rate(returned: int, invited: int) -> ResponseRate | NotComputable:
    """Give the share of those invited who answered.

    Use it when the list of people invited is known. Do not use it with a guess of how many
    received an open link.

    Parameters
    ----------
    returned : int
        Usable questionnaires that came back, 0 or more.
    invited : int
        People on the list, 0 or more.

    Returns
    -------
    ResponseRate or NotComputable
        The rate from 0 to 1 with both numbers; ``NotComputable`` when nobody was invited or more
        came back than were invited, because a rate above 1 means that the list or the link is
        wrong.

    Raises
    ------
    ValueError
        When a number is negative.

    Notes
    -----
    returned / invited. Assumes that nobody answered twice. Checked by hand; exact arithmetic.

    References
    ----------
    AAPOR (2023). Standard Definitions, 10th edition: minimum response rate RR1.

    Examples
    --------
    >>> response_rate(18, 24).value
    0.75
    >>> response_rate(12, 10).reason
    'more answers came back (12) than people were invited (10)'
    """
    unusable = _unusable_roster("response rate", returned, invited)
    if unusable is not None:
        return unusable
    return ResponseRate(returned / invited, returned, invited)


def favourable_bounds(favourable: int, returned: int, invited: int) -> Bounds | NotComputable:
    """Give the share favourable had everyone answered, at worst and at best.

    Use it beside a share when the response was incomplete and the roster is known. It is not an
    interval for chance: it makes no assumption at all about those who stayed silent.

    Parameters
    ----------
    favourable : int
        People who answered favourably, 0 to returned.
    returned : int
        People with a valid answer to this question, 0 to invited.
    invited : int
        People on the list.

    Returns
    -------
    Bounds or NotComputable
        Shares from 0 to 1; ``NotComputable`` when nobody was invited or more came back than were
        invited.

    Raises
    ------
    ValueError
        When a number is negative or more were favourable than returned.

    Notes
    -----
    low = favourable / invited: all others would have been unfavourable.
    high = (favourable + invited - returned) / invited: all others favourable.
    Checked by hand; exact arithmetic.

    References
    ----------
    Manski, C. F. (1995). Identification Problems in the Social Sciences, chapter 2.

    Examples
    --------
    >>> bounds = favourable_bounds(6, 10, 20)
    >>> bounds.low, bounds.high
    (0.3, 0.8)
    """
    _check_part(favourable, returned, "favourable", "returned")
    unusable = _unusable_roster("bounds of the share", returned, invited)
    if unusable is not None:
        return unusable
    best = favourable + invited - returned
    return Bounds(favourable / invited, best / invited, favourable, returned, invited)


def _check_part(part: int, whole: int, part_name: str, whole_name: str) -> None:
    """Refuse a part that is negative or larger than its whole."""
    if not 0 <= part <= whole:
        raise ValueError(f"{part_name} must lie between 0 and {whole_name}; got {part} of {whole}")


def _unusable_roster(statistic: str, returned: int, invited: int) -> NotComputable | None:
    """Say why a roster cannot be a base, or give None when it can."""
    if returned < 0 or invited < 0:
        raise ValueError(f"numbers of people cannot be negative; got {returned} and {invited}")
    if returned > invited:
        reason = f"more answers came back ({returned}) than people were invited ({invited})"
        return NotComputable(statistic, reason, invited)
    if invited == 0:
        return NotComputable(statistic, "nobody was invited", 0)
    return None
