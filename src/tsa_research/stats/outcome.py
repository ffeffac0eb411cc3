"""What a statistic returns when there is nothing honest to return."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NotComputable:
    """A value that could not be computed, with the reason in words a teacher understands.

    It is returned, never raised, wherever the data do not allow a value: too few people, no
    variation, nobody in a group. It is false in a condition, so ``if result:`` reads as "if there
    is a value". Mistakes of the calling code (arrays of different length, a confidence of 95
    instead of 0.95) raise ``ValueError`` instead.

    Parameters
    ----------
    statistic : str
        Name of what was asked for, in lower case ("Cronbach's alpha").
    reason : str
        One plain clause that can follow "not computed:" in a report.
    n : int
        How many people, units or groups there were to compute it from.

    Examples
    --------
    >>> missing = NotComputable("share", "nobody answered", 0)
    >>> "value" if missing else missing.reason
    'nobody answered'
    """

    statistic: str
    reason: str
    n: int

    def __bool__(self) -> bool:
        """Be false, so that a missing value never passes for a present one."""
        return False


def too_few(statistic: str, needed: int, what: str, n: int) -> NotComputable:
    """Say that there are fewer than are needed.

    Use it for every minimum, so that all of them read alike; not for other reasons.

    Parameters
    ----------
    statistic : str
        Name of what was asked for.
    needed : int
        The smallest number that is enough.
    what : str
        What is counted, in the plural ("people with complete answers").
    n : int
        How many there are.

    Returns
    -------
    NotComputable
        With the reason "needs at least ... ; there are ...".

    Examples
    --------
    >>> too_few("alpha", 10, "people with complete answers", 7).reason
    'needs at least 10 people with complete answers; there are 7'
    >>> too_few("alpha", 10, "people with complete answers", 1).reason
    'needs at least 10 people with complete answers; there is 1'
    """
    verb = "is" if n == 1 else "are"
    return NotComputable(statistic, f"needs at least {needed} {what}; there {verb} {n}", n)
