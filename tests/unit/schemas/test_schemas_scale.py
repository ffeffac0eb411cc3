"""A response scale knows its order, its direction and how to turn an answer round."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tsa_research.errors import UsageError
from tsa_research.schemas.model import Option, ResponseScale

THREE = (Option(1, "No"), Option(2, "Partly"), Option(3, "Yes"))


@st.composite
def scales(draw):
    codes = sorted(draw(st.sets(st.integers(-20, 20), min_size=2, max_size=9)))
    favourable = draw(st.sampled_from(["high", "low"]))
    best_first = codes if favourable == "low" else codes[::-1]
    n_positive = draw(st.integers(1, len(codes) - 1))
    options = tuple(Option(code, f"label {code}") for code in codes)
    return ResponseScale("drawn", options, favourable, tuple(best_first[:n_positive]))


@given(scales())
def test_reversing_twice_is_identity(scale):
    assert [scale.reverse(scale.reverse(code)) for code in scale.codes] == list(scale.codes)


@given(scales())
def test_reversing_swaps_the_ends(scale):
    assert scale.reverse(scale.best_first[0]) == scale.worst_first[0]


@given(scales())
def test_positive_codes_stand_at_the_favourable_end(scale):
    assert set(scale.best_first[: len(scale.positive)]) == set(scale.positive)
    assert scale.worst_first == scale.best_first[::-1]


@pytest.mark.parametrize(
    ("favourable", "positive", "words", "best_first"),
    [
        ("high", (3,), "3 = yes is the favourable end", (3, 2, 1)),
        ("low", (1,), "1 = no is the favourable end", (1, 2, 3)),
    ],
)
def test_direction_is_said_in_words(favourable, positive, words, best_first):
    scale = ResponseScale("three", THREE, favourable, positive)
    assert scale.direction == words
    assert scale.best_first == best_first
    assert scale.higher_is_better == (favourable == "high")


def test_an_answer_that_is_not_scored_is_no_code_of_the_scale():
    scale = ResponseScale("three", (*THREE, Option(9, "Not known", "?", False)), "high", (3,))
    assert scale.codes == (1, 2, 3)
    assert scale.label(9) == "Not known"
    assert scale.option(9).mark == "?"
    assert scale.option(1).mark == "No"


def test_a_code_that_does_not_exist_is_an_error_that_lists_those_that_do():
    scale = ResponseScale("three", THREE, "high", (3,))
    with pytest.raises(UsageError, match="no code 4") as caught:
        scale.option(4)
    assert caught.value.expected == "1, 2, 3"
