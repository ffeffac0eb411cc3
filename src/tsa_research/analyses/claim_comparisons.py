"""Words and arrows held against the figures that they compare."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tsa_research.analyses.claim_relations import Book
from tsa_research.analyses.claim_table import Claim, Relation
from tsa_research.analyses.claim_values import Order, order_of, value_of
from tsa_research.analyses.claim_verdicts import (
    CONSISTENT,
    CONTRADICTED,
    NOT_CHECKABLE,
    Verdict,
)
from tsa_research.stats.printed.reading import read_number

OPPOSITE: dict[Order, Order] = {
    "above": "below",
    "below": "above",
    "equal": "equal",
    "unknown": "unknown",
}
WANTED: dict[str, tuple[Order, ...]] = {
    "more": ("above",),
    "less": ("below",),
    "at-least": ("above", "equal"),
    "at-most": ("below", "equal"),
    "same": ("equal",),
    "highest": ("above", "equal"),
    "lowest": ("below", "equal"),
}
IN_WORDS: dict[Order, str] = {"above": "more than", "below": "less than", "equal": "the same as"}
ARROWS = (
    (re.compile(r"↑|⬆|\b(?:up|improved|better|rose|risen)\b"), "up"),
    (re.compile(r"↓|⬇|\b(?:down|worse|declined|fell|fallen)\b"), "down"),
    (re.compile(r"→|⬌|↔|=|\b(?:no change|unchanged|the same)\b"), "no change"),
)


def check_comparison(claim: Claim, relation: Relation, book: Book) -> Verdict:
    """Judge words such as "more", "highest" or "the same" by the figures that they compare.

    Figures that are rounded are in a certain order only if no rounding could turn it round. A
    shared first place counts as the highest.
    """
    first, *others = [book[name] for name in relation.ids]
    verdicts = [_compare(claim, relation.word, first, other) for other in others]
    for kind in (CONTRADICTED, NOT_CHECKABLE):
        for verdict in verdicts:
            if verdict.kind == kind:
                return verdict
    return Verdict(CONSISTENT, _all_hold(relation.word, first, others), checks=1)


def _all_hold(word: str, first: Claim, others: Sequence[Claim]) -> str:
    if word not in ("highest", "lowest"):
        return f"{_named(first)} is {_relative(first, others[0])} {_named(others[0])}."
    tied = [other for other in others if order_of(first, other) == "equal"]
    place = f"{_named(first)} is the {word} of the {len(others) + 1} figures compared"
    shared = f", a place it shares with {', '.join(map(_named, tied))}" if tied else ""
    return f"{place}{shared}."


def _compare(claim: Claim, word: str, first: Claim, second: Claim) -> Verdict:
    order = _settled(word, first, second)
    if order in WANTED[word]:
        return Verdict(CONSISTENT, "", checks=1)
    both = f"{_named(first)} and {_named(second)}"
    if order == "unknown":
        return Verdict(
            NOT_CHECKABLE, f"What is printed leaves open which of {both} is more.", checks=1
        )
    said = f"{_named(first)} is {IN_WORDS[order]} {_named(second)}"
    if word == "same" and claim.kind == "comparison_in_words":
        reason = f"{said}; whether that is “{claim.printed}” is a matter of taste."
        return Verdict(NOT_CHECKABLE, reason, checks=1)
    reason = f"“{claim.printed}”, but {said}."
    return Verdict(CONTRADICTED, reason, (first.id, second.id), checks=1)


def _settled(word: str, first: Claim, second: Claim) -> Order:
    """Return the order of two figures; unknown where units or the better end forbid it."""
    units = {figure.unit for figure in (first, second) if figure.unit}
    graded = {first.kind, second.kind} & {"grade", "mean"}
    low_is_best = graded and "low" in (first.best, second.best) and word in ("highest", "lowest")
    order: Order = "unknown" if low_is_best else order_of(first, second)
    if len(units) > 1 and order not in WANTED[word]:
        return "unknown"
    if order == "unknown" and _agree(word, first, second):
        return WANTED[word][-1]
    return order


def _agree(word: str, first: Claim, second: Claim) -> bool:
    """Tell whether two figures that stand for a range count as agreeing with the word.

    Figures that are printed alike are equal as far as anybody can tell. A bound, such as "over
    70", agrees with every number that it allows.
    """
    values = value_of(first, "any"), value_of(second, "any")
    if values[0] is None or values[1] is None or not values[0].meets(values[1]):
        return False
    bounded = any(_bounded(figure) for figure in (first, second))
    alike = first.printed == second.printed and "equal" in WANTED[word]
    return bounded or (alike and word != "highest" and word != "lowest")


def _bounded(claim: Claim) -> bool:
    printed = read_number(claim.printed)
    return printed is not None and bool(printed.bound)


def _relative(first: Claim, second: Claim) -> str:
    order = order_of(first, second)
    return "in agreement with" if order == "unknown" else IN_WORDS[order]


def _named(claim: Claim) -> str:
    base = f" of {claim.base}" if claim.kind == "count" and claim.base else ""
    return f"{claim.printed}{base} ({claim.id})"


def check_arrow(claim: Claim, relation: Relation, book: Book) -> Verdict:
    """Judge an arrow, or a word for up, down or no change, by the grades before and after."""
    before, after = (book[name] for name in relation.ids)
    said = {name for pattern, name in ARROWS if pattern.search(claim.printed.lower())}
    best = claim.best or after.best
    order = order_of(after, before)
    if len(said) != 1 or not best or order == "unknown":
        reason = "No single direction, better end or pair of grades is printed."
        return Verdict(NOT_CHECKABLE, reason, checks=1)
    better = order if best == "high" else OPPOSITE[order]
    moved = {"above": "up", "below": "down", "equal": "no change"}[better]
    grades = f"{before.printed} before and {after.printed} after"
    if said == {moved}:
        return Verdict(CONSISTENT, f"{grades}: {moved}, as printed.", checks=1)
    reason = f"{grades} is {moved}, but “{claim.printed}” says {said.pop()}."
    return Verdict(CONTRADICTED, reason, relation.ids, checks=1)
