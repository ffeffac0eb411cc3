"""What differs between two alliances, in a sentence made from their two releases."""

import pandas as pd
import pytest

from tsa_research import prose
from tsa_research.disclosure import release
from tsa_research.findings import Finding
from tsa_research.policy import Policy
from tsa_research.prose.sides import ALIKE, JUDGED
from tsa_research.schemas.reading import load_instrument

MATURITY = load_instrument("maturity_audit")
STRANDS = [item.id for item in MATURITY.items if item.target == "own_school"]


def spread(*reached, **bases):
    """Release strands on which so many of eight schools are embedding, the others beginning."""
    rows = []
    for strand, count in zip(STRANDS, reached, strict=False):
        n = bases.get(strand, 8)
        for level in range(1, 8):
            at = {5: count, 1: n - count}.get(level, 0)
            keys = (MATURITY.subscale_of[strand].id, strand, "own_school", "Autumn", level)
            rows.append((*keys, at, at / n, n))
    keys = ("dimension", "strand", "target", "wave", "level")
    table = pd.DataFrame(rows, columns=[*keys, "count", "share", "n"])
    finding = Finding(
        "stage_spread", "?", "T", table, keys, ("count", "share"), "schools", "schools", 8, "C.",
        instrument=MATURITY,
    )  # fmt: skip
    return release(finding, Policy())


def said(left, right, names=("Ash", "Elm")):
    return str(prose.two_sides(left, right, names=names, target="own_school"))


def test_it_counts_strands_and_names_the_widest_with_its_counts():
    text = said(spread(*[4] * 12), spread(*[4] * 9, 1, 3, 5))
    assert text == (
        "On 2 of 12 strands, a larger share of the schools of Ash than of Elm has reached "
        "embedding or beyond, most of all on disciplined innovation (4 of 8 schools against 1 of "
        "8). On 1 strand it is the other way round: alliance architecture (5 of 8 schools against "
        f"4 of 8). On 9 strands the shares are equal. {JUDGED}"
    )


def test_whoever_is_ahead_on_more_strands_is_named_first():
    assert "of the schools of Elm than of Ash" in said(spread(*[1] * 12), spread(*[2] * 12))
    assert "of the schools of Ash than of Elm" in said(spread(*[2] * 12), spread(*[1] * 12))


def test_shares_are_compared_and_not_counts():
    few = spread(*[3] * 12, **dict.fromkeys(STRANDS, 4))
    assert "of the schools of Elm than of Ash" in said(spread(*[5] * 12), few)
    assert "larger share" in said(spread(*[5] * 12), few)
    half = spread(*[2] * 12, **dict.fromkeys(STRANDS, 4))
    assert said(spread(*[4] * 12), half).startswith("On no strand has a larger share")


def test_a_strand_that_is_hidden_or_missing_on_one_side_cannot_be_told():
    hidden = spread(*[1] * 11, **{STRANDS[0]: 2})
    text = said(spread(*[4] * 12), hidden)
    assert "On 10 of 12 strands" in text
    assert "On 2 strands it cannot be told, because too few schools" in text
    assert said(hidden, spread(*[4] * 12)).count("cannot be told") == 1


@pytest.mark.parametrize("empty", [spread(), spread(1, 1, **dict.fromkeys(STRANDS[:2], 2))])
def test_with_nothing_on_one_side_nothing_is_told(empty):
    text = said(empty, spread(*[4] * 12))
    assert text.startswith("How the two differ cannot be told on any strand")
    assert not any(letter.isdigit() for letter in text)


def test_the_same_alliance_at_the_same_time_does_not_differ():
    one = spread(*[4] * 12)
    assert said(one, one, names=("Ash", "Ash")) == ALIKE


def test_no_words_of_significance():
    text = said(spread(*[4] * 12), spread(*[1] * 12))
    assert not {"significant", "chance", "p ="} & set(text.lower().split())
    assert "Schools judge themselves" in text


@pytest.mark.parametrize("side", [0, 1])
def test_only_releases_are_compared(side):
    both = [spread(*[4] * 12), spread(*[4] * 12)]
    both[side] = both[side].table
    with pytest.raises(TypeError, match="Only a Release may be shown"):
        prose.two_sides(*both, names=("Ash", "Elm"))
