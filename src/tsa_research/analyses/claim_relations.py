"""Figures held against other figures of the table: sums, differences, parts, the same again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from tsa_research.analyses.claim_differences import (
    DIFFERENCE,
    explained,
    people_can_give,
    rounded_alike,
)
from tsa_research.analyses.claim_table import Claim, Relation
from tsa_research.analyses.claim_values import Way, percentage_of, share_of, value_of
from tsa_research.analyses.claim_verdicts import (
    ANOTHER_ROUNDING,
    CONSISTENT,
    CONTRADICTED,
    NOT_CHECKABLE,
    Verdict,
    ways_in_words,
)
from tsa_research.stats.printed.intervals import Interval
from tsa_research.stats.printed.reading import read_number
from tsa_research.stats.printed.rounding import ROUNDINGS, USUAL
from tsa_research.stats.printed.totals import adds_up, covers_whole, mean_of

Book = Mapping[str, Claim]
Values = Sequence[Interval]
"""Of the figure itself, then of those that its relation names, in their order."""


def _part_of(values: Values) -> bool:
    return not values[1].lies_below(values[0])


def _difference(values: Values) -> bool:
    return values[0].meets(values[1].minus(values[2]))


TESTS: dict[str, Callable[[Values], bool]] = {
    "sum": lambda values: adds_up(values[0], values[1:]),
    "whole": covers_whole,
    "mean": lambda values: values[0].meets(mean_of(values[1:])),
    "equals": lambda values: values[0].meets(values[1]),
    "difference": _difference,
    "part-of": _part_of,
}
HOLDS = {
    "sum": "{own} is the sum of {others}",
    "whole": "{own} and {others} make 100 per cent",
    "mean": "{own} is the mean of {others}",
    "equals": "{own} agrees with {others}",
    "difference": "{own} is the difference of {others}",
    "part-of": "{own} is not more than {others}",
}
FAILS = {
    "sum": "{own} is not the sum of {others}",
    "whole": "{own} and {others} do not make 100 per cent",
    "mean": "{own} is not the mean of {others}",
    "equals": "{own} here, but elsewhere {others}",
    "difference": "{own} is not the difference of {others}, even allowing for rounding",
    "part-of": "{own} is more than {others}, of which it is a part",
}


def check_relation(claim: Claim, relation: Relation, book: Book) -> Verdict:
    """Judge a figure by a relation to other figures.

    It is held against them under the usual rounding of all, then under each other rounding of
    all, or of itself alone. What could hold only under a mixture, or fails between figures in
    different units, is not checkable.
    """
    others = [book[name] for name in relation.ids]
    if relation.word == "equals" and share_of(claim) and share_of(claim) == share_of(others[0]):
        return _same_share(claim, others[0])
    figures = [claim, *others]
    percentages = {_is_percentage(figure) for figure in figures if figure.kind != "difference"}
    if len(percentages) > 1 and relation.word != "whole":
        reason = "A percentage and a number of something else cannot be held against each other."
        return Verdict(NOT_CHECKABLE, reason, checks=1)
    missing = [figure for figure in figures if _values(relation, [figure], ["any"]) is None]
    if missing:
        reason = f"“{missing[0].printed}” ({missing[0].id}) cannot be read as an exact number."
        return Verdict(NOT_CHECKABLE, reason, checks=1)
    for ways in _ways(len(figures)):
        if _fits(relation, figures, ways):
            return _holds(claim, relation, book, ways)
    return _fails(claim, relation, others)


def _fits(relation: Relation, figures: Sequence[Claim], ways: Sequence[Way]) -> bool:
    """Tell whether the figures hold as rounded, and for a difference by its people as well."""
    if not TESTS[relation.word](_values(relation, figures, ways) or ()):
        return False
    return relation.word != DIFFERENCE or people_can_give(figures, ways)


def _is_percentage(claim: Claim) -> bool:
    printed = read_number(claim.printed)
    return claim.kind == "percent" or (printed is not None and printed.percent)


def _same_share(claim: Claim, other: Claim) -> Verdict:
    """Both rows name the same count out of the same base, however they print it."""
    both = f"{claim.count} of {claim.base} stand behind it and behind {other.printed} ({other.id})."
    return Verdict(CONSISTENT, both, checks=1)


def _ways(n: int) -> Iterator[Sequence[Way]]:
    """Yield ways of rounding all figures: the usual, each other, and each other for the first."""
    rest = [way for way in ROUNDINGS if way != USUAL]
    yield [USUAL] * n
    yield from ([way] * n for way in rest)
    yield from ([way, *([USUAL] * (n - 1))] for way in rest)


def _values(relation: Relation, figures: Sequence[Claim], ways: Sequence[Way]) -> Values | None:
    read = percentage_of if relation.word == "whole" else value_of
    values = [read(figure, way) for figure, way in zip(figures, ways, strict=True)]
    known = [value for value in values if value is not None]
    return known if len(known) == len(values) else None


def _holds(claim: Claim, relation: Relation, book: Book, ways: Sequence[Way]) -> Verdict:
    others = [book[name] for name in relation.ids]
    text, more = _said(HOLDS, claim, relation, others), ""
    if relation.word == DIFFERENCE:
        more = explained([claim, *others], next(way for way in ROUNDINGS if way == ways[0]))
    if ways[0] == USUAL:
        return Verdict(CONSISTENT, text + more, checks=1)
    if relation.word == DIFFERENCE:
        more += rounded_alike([claim, *others], book)
    alone = " in it alone" if ways[-1] == USUAL else ""
    reason = f"{text[:-1]} only {ways_in_words([str(ways[0])])}{alone}.{more}"
    return Verdict(ANOTHER_ROUNDING, reason, relation.ids, (str(ways[0]),), checks=1)


def _fails(claim: Claim, relation: Relation, others: Sequence[Claim]) -> Verdict:
    figures = [claim, *others]
    units = {figure.unit for figure in figures if figure.unit}
    if len(units) > 1 and relation.word != "whole":
        reason = f"The figures are in different units: {', '.join(sorted(units))}."
        return Verdict(NOT_CHECKABLE, reason, checks=1)
    if _fits(relation, figures, ["any"] * len(figures)):
        reason = "The figures fit only if they were rounded in different ways."
        return Verdict(NOT_CHECKABLE, reason, checks=1)
    reason = _said(FAILS, claim, relation, others)
    if TESTS[relation.word](_values(relation, figures, ["any"] * len(figures)) or ()):
        reason = f"{reason[:-1]}: so few people, answering in whole numbers, cannot give all three."
    return Verdict(CONTRADICTED, reason, tuple(dict.fromkeys(relation.ids)), checks=1)


def _said(
    words: Mapping[str, str], claim: Claim, relation: Relation, others: Sequence[Claim]
) -> str:
    named = [f"{other.printed} ({other.id})" for other in others]
    listed = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    return words[relation.word].format(own=claim.printed, others=listed) + "."
