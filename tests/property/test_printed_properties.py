"""What could really have been printed is never called impossible or contradicted."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tsa_research.analyses.claim_table import Claim, Relation
from tsa_research.analyses.claim_verdicts import CONSISTENT, FAULTS
from tsa_research.analyses.claims import judge_claims
from tsa_research.stats.printed.rounding import (
    ROUNDINGS,
    could_stand_for,
    printed_as,
    stands_for,
)

repeatable = settings(derandomize=True, database=None, deadline=None, max_examples=150)
ways = st.sampled_from(ROUNDINGS)
decimals = st.integers(0, 2)
exact = st.fractions(min_value=-200, max_value=200, max_denominator=300)
bases = st.integers(1, 60)
answers = st.lists(st.integers(1, 5), min_size=1, max_size=40)


def printed(number, places, way):
    """Print an exact number as a report would."""
    return f"{float(printed_as(number, places, way)):.{places}f}"


def verdict(*claims):
    return judge_claims(claims)[claims[0].id].kind


@repeatable
@given(exact, decimals, ways)
def test_a_printed_number_can_stand_for_what_it_was_made_from(number, places, way):
    value = printed_as(number, places, way)
    assert number in stands_for(value, places, way)
    assert number in could_stand_for(value, places)


@repeatable
@given(exact, decimals, ways, st.integers(-400, 400))
def test_a_number_belongs_to_the_value_that_it_is_printed_as_and_to_no_other(
    number, places, way, other
):
    value = Fraction(other, 10**places)
    held = number in stands_for(value, places, way)
    assert held == (printed_as(number, places, way) == value)


@repeatable
@given(st.data(), bases, decimals)
def test_a_percentage_of_its_count_and_base_is_consistent(data, base, places):
    count = data.draw(st.integers(0, base))
    text = printed(Fraction(100 * count, base), places, "half-up") + "%"
    assert verdict(Claim("a", text, "percent", count=count, base=base)) == CONSISTENT
    assert verdict(Claim("a", text, "percent", base=base)) == CONSISTENT


@repeatable
@given(st.data(), bases, decimals, ways, st.integers(0, 20), st.booleans())
def test_a_percentage_of_fewer_people_or_rounded_otherwise_is_never_impossible(
    data, base, places, way, silent, known
):
    count = data.draw(st.integers(0, base))
    text = printed(Fraction(100 * count, base), places, way) + " per cent"
    claim = Claim("a", text, "percent", count=count if known else None, base=base + silent)
    assert verdict(claim) not in FAULTS


@repeatable
@given(answers, decimals, ways, st.integers(0, 10))
def test_a_mean_of_answers_is_never_impossible(given_answers, places, way, silent):
    n = len(given_answers)
    text = printed(Fraction(sum(given_answers), n), places, way)
    claim = Claim("a", text, "mean", base=n + silent, scale_low=1, scale_high=5, n_items=1)
    assert verdict(claim) not in FAULTS


@repeatable
@given(
    answers,
    answers,
    st.tuples(decimals, decimals, decimals),
    st.tuples(ways, ways, ways),
    st.integers(0, 3) | st.none(),
)
def test_a_difference_of_means_is_never_contradicted(after, before, places, rounded, silent):
    waves = (after, before)
    means = [Fraction(sum(wave), len(wave)) for wave in waves]
    figures = (means[0] - means[1], *means)
    texts = [printed(*parts) for parts in zip(figures, places, rounded, strict=True)]
    relation = (Relation("difference", ("after", "before")),)
    people = [None if silent is None else len(wave) + silent for wave in waves]
    scale = {"scale_low": 1, "scale_high": 5}
    claims = (
        Claim("d", texts[0], "difference", relation=relation, **scale),
        Claim("after", texts[1], "mean", base=people[0], n_items=1, **scale),
        Claim("before", texts[2], "mean", base=people[1], n_items=1, **scale),
    )
    assert verdict(*claims) not in FAULTS


@repeatable
@given(st.lists(st.integers(0, 9), min_size=2, max_size=6), decimals, st.lists(ways, min_size=6))
def test_parts_of_one_whole_are_never_contradicted(parts, places, rounded):
    total = sum(parts) or 1
    parts = parts if sum(parts) else [1, *parts[1:]]
    texts = [
        printed(Fraction(100 * part, total), places, way) + "%"
        for part, way in zip(parts, rounded, strict=False)
    ]
    names = tuple(f"p{place}" for place in range(1, len(parts)))
    claims = [Claim(name, text, "percent") for name, text in zip(names, texts[1:], strict=True)]
    whole = Claim("p0", texts[0], "percent", relation=(Relation("whole", names),))
    assert verdict(whole, *claims) not in FAULTS


@repeatable
@given(answers, answers, decimals, ways)
def test_words_about_an_order_that_is_true_are_never_contradicted(after, before, places, way):
    means = [Fraction(sum(wave), len(wave)) for wave in (after, before)]
    word = "at-least" if means[0] >= means[1] else "less"
    texts = [printed(mean, places, way) for mean in means]
    words = Claim("w", "so", "comparison_in_words", relation=(Relation(word, ("a", "b")),))
    claims = (words, Claim("a", texts[0], "mean"), Claim("b", texts[1], "mean"))
    assert verdict(*claims) not in FAULTS
