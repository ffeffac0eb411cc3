"""Percentages and shares in words held against the count and base of their own row."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tsa_research.analyses.claim_percentages import check_percent
from tsa_research.analyses.claim_table import Claim
from tsa_research.analyses.claim_values import share_of
from tsa_research.analyses.claim_verdicts import (
    CONSISTENT,
    CONTRADICTED,
    IMPOSSIBLE,
    NOT_CHECKABLE,
    Verdict,
)
from tsa_research.stats.printed.reading import read_number, read_share

PARTS = ("count", "total", "ratio", "share_in_words")


def check_share(
    claim: Claim, survey: Sequence[Claim], case: Sequence[Claim] = ()
) -> Verdict | None:
    """Judge a percentage, or a share in words, by the count and base of its row.

    Parameters
    ----------
    claim : Claim
    survey : sequence of Claim
        All figures of the same set of answers: they are searched for a base together.
    case : sequence of Claim
        All figures of the same case: those that words contradict are named.

    Returns
    -------
    Verdict or None
        ``None`` where the figure is no share, or its row has no base.
    """
    asked = any(relation.word == "share" for relation in claim.relation)
    if claim.base is None or not (asked or claim.kind == "percent"):
        return None
    if claim.count is not None and claim.count > claim.base:
        return _too_many(claim)
    if claim.base == 0:
        return Verdict(NOT_CHECKABLE, "Nobody is behind it: no share of 0 exists.", checks=1)
    if claim.kind == "percent":
        return check_percent(claim, survey, case)
    return _check_words(claim, case)


def check_count(claim: Claim) -> Verdict | None:
    """Judge a count by the base of its row, which it cannot exceed."""
    if claim.kind not in PARTS or claim.count is None or claim.base is None:
        return None
    if claim.count > claim.base:
        return _too_many(claim)
    reason = f"{claim.count} is not more than the {claim.base} that it is counted among."
    return Verdict(CONSISTENT, reason, checks=1)


def miscopied(claim: Claim) -> bool:
    """Tell whether a printed count is another number than that in its column ``count``."""
    printed = read_number(claim.printed)
    if claim.kind not in ("count", "total") or claim.count is None or printed is None:
        return False
    return printed.reach is not None and claim.count not in printed.reach and not printed.bound


def _too_many(claim: Claim) -> Verdict:
    reason = f"{claim.count} is more than the {claim.base} that it is counted among."
    return Verdict(IMPOSSIBLE, reason, checks=1)


def _check_words(claim: Claim, case: Sequence[Claim]) -> Verdict:
    words, share = read_share(claim.printed), share_of(claim)
    if words is None or share is None:
        return Verdict(NOT_CHECKABLE, _no_share(claim, share), checks=1)
    said = f"{claim.count} of {claim.base}"
    if share in words.plain:
        return Verdict(CONSISTENT, f"{said} is what “{claim.printed}” says.", checks=1)
    if share in words.allowed:
        reason = f"Whether {said} is “{claim.printed}” is a matter of taste."
        return Verdict(NOT_CHECKABLE, reason, checks=1)
    same = tuple(
        other.id
        for other in case
        if other.kind == "count" and (other.count, other.base) == (claim.count, claim.base)
    )
    where = f" ({', '.join(same)})" if same else ""
    reason = f"“{claim.printed}” does not go with the printed {said}{where}."
    return Verdict(CONTRADICTED, reason, same, checks=1)


def _no_share(claim: Claim, share: Fraction | None) -> str:
    if share is None:
        return "The count behind the words is not printed."
    return f"“{claim.printed}” names no share."
