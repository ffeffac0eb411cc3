"""Kinds of verdict, and how several checks of one figure become one verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

CONSISTENT = "consistent"
ANOTHER_ROUNDING = "consistent under another rounding"
ANOTHER_BASE = "consistent with another base"
IMPOSSIBLE = "impossible"
CONTRADICTED = "contradicted by another figure"
NOT_CHECKABLE = "not checkable"
VERDICTS = (
    IMPOSSIBLE,
    CONTRADICTED,
    ANOTHER_BASE,
    ANOTHER_ROUNDING,
    CONSISTENT,
    NOT_CHECKABLE,
)
"""The gravest first."""
FAULTS = (IMPOSSIBLE, CONTRADICTED)
NEEDS_ALL = ("comparison_in_words", "rank", "arrow")
"""Kinds of words that hold only if each of their comparisons does."""
HOW = {
    "half-up": "if halves are rounded up",
    "half-even": "if halves are rounded to the even digit",
    "half-down": "if halves are rounded down",
    "truncation": "if further digits are cut off",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict with its reason and what it rests on: ids, ways of rounding, bases."""

    kind: str
    reason: str
    against: tuple[str, ...] = ()
    roundings: tuple[str, ...] = ()
    bases: tuple[int, ...] = ()
    checks: int = 0


def combined(kind: str, verdicts: Sequence[Verdict]) -> Verdict:
    """Return one verdict for a figure of this kind: the gravest, with all reasons for it.

    A figure that one check finds consistent and another cannot decide is consistent, except for
    words that need all of their comparisons.
    """
    found = {verdict.kind for verdict in verdicts}
    order = list(VERDICTS)
    if kind in NEEDS_ALL:
        order = [*order[:2], NOT_CHECKABLE, *order[2:-1]]
    gravest = next(name for name in order if name in found)
    chosen = [verdict for verdict in verdicts if verdict.kind == gravest]
    return Verdict(
        gravest,
        " ".join(dict.fromkeys(verdict.reason for verdict in chosen)),
        tuple(dict.fromkeys(name for verdict in chosen for name in verdict.against)),
        tuple(dict.fromkeys(name for verdict in chosen for name in verdict.roundings)),
        next((verdict.bases for verdict in chosen if verdict.bases), ()),
        sum(verdict.checks for verdict in verdicts),
    )


def ways_in_words(roundings: Sequence[str]) -> str:
    """Return the ways of rounding as conditions, joined by "or".

    >>> ways_in_words(("truncation",))
    'if further digits are cut off'
    """
    return " or ".join(HOW[way] for way in roundings)
