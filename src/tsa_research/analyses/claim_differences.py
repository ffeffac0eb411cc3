"""Differences of means: what explains them, and the people that must stand behind all three."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from tsa_research.analyses.claim_means import TRIED, printed_mean, scale_of
from tsa_research.analyses.claim_table import Claim
from tsa_research.analyses.claim_values import Way, some_of, value_of
from tsa_research.analyses.claim_verdicts import ways_in_words
from tsa_research.stats.printed.joint import exact_means, some_difference
from tsa_research.stats.printed.means import n_that_fit_difference
from tsa_research.stats.printed.rounding import ROUNDINGS, Rounding

DIFFERENCE = "difference"


def people_can_give(figures: Sequence[Claim], ways: Sequence[Way]) -> bool:
    """Tell whether as many people as are printed, or fewer, can give a difference and its means.

    Parameters
    ----------
    figures : sequence of Claim
        The difference, the mean after, the mean before.
    ways : sequence of Way
        How each of them was rounded.

    Returns
    -------
    bool
        ``True`` also where nothing can be said: for means of several questions, without a
        printed number of people, of more people than :data:`TRIED`, or that so many people
        cannot have.
    """
    if not _counted(figures):
        return True
    reach = value_of(figures[0], ways[0])
    means = [_means(figure, way) for figure, way in zip(figures[1:], ways[1:], strict=True)]
    return reach is None or some_difference(reach, means[0], means[1])


def _counted(figures: Sequence[Claim]) -> bool:
    """Tell whether so many people, answering in whole numbers, can give each of the two means."""
    return all(
        figure.kind == "mean"
        and figure.n_items == 1
        and 0 < (figure.base or 0) <= TRIED
        and bool(_means(figure, "any"))
        for figure in figures[1:]
    )


def _means(figure: Claim, way: Way) -> list[Fraction]:
    reach = value_of(figure, way) if printed_mean(figure) else None
    if reach is None:
        return []
    return exact_means(reach, at_most=figure.base or 0, scale=scale_of(figure))


def explained(figures: Sequence[Claim], way: Rounding) -> str:
    """Say what explains a difference that is not what subtracting the printed figures gives."""
    found = [printed_mean(figure) for figure in figures]
    means = [mean for mean in found if mean is not None]
    if len(means) < 3 or means[1].value - means[2].value == means[0].value:
        return ""
    gap = float(means[1].value - means[2].value)
    people = _people_behind(figures, way)
    return f" Subtracting the printed figures gives {gap:+g}; rounding can explain it.{people}"


def _people_behind(figures: Sequence[Claim], way: Rounding) -> str:
    """Say from how many people a difference can come together with both of its means."""
    means = [mean for mean in map(printed_mean, figures) if mean is not None]
    items = figures[1].n_items
    if items is None or items != figures[2].n_items:
        return ""
    fitting = n_that_fit_difference(
        means[0], means[1], means[2], at_most=TRIED, n_items=items, rounding=way
    )
    if not fitting:
        return f" No number of people up to {TRIED}, the same both times, gives all three."
    return f" All three fit if {some_of(fitting)} people answered both times."


def rounded_alike(figures: Sequence[Claim], book: Mapping[str, Claim]) -> str:
    """Name the ways of rounding that give all differences between the same two surveys."""
    after, before = figures[1:]
    if not (after.survey and before.survey):
        return ""
    wanted = (after.case, after.survey, before.case, before.survey)
    rows = [three for three in _differences(book) if _surveys(three) == wanted]
    if len(rows) < 2:
        return ""
    alike = [way for way in ROUNDINGS if all(_fits(three, way) for three in rows)]
    every = f"{'both' if len(rows) == 2 else f'all {len(rows)}'} differences of this table"
    if not alike:
        return f" No one way of rounding gives {every}."
    return f" {every.capitalize()} hold {ways_in_words(alike)}."


def _differences(book: Mapping[str, Claim]) -> Iterator[list[Claim]]:
    for claim in book.values():
        for relation in claim.relation:
            if relation.word == DIFFERENCE:
                yield [claim, *(book[name] for name in relation.ids)]


def _surveys(figures: Sequence[Claim]) -> tuple[str, str, str, str]:
    after, before = figures[1:]
    return after.case, after.survey, before.case, before.survey


def _fits(figures: Sequence[Claim], way: Rounding) -> bool:
    values = [value_of(figure, way) for figure in figures]
    known = [value for value in values if value is not None]
    return len(known) < 3 or known[0].meets(known[1].minus(known[2]))
