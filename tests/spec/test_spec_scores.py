"""How answers become scores."""

import numpy as np
import pandas as pd
import pytest

from tsa_research.analyses import profile
from tsa_research.schemas.reading import list_instruments, load_instrument
from tsa_research.scoring import score_wave, scored_codes

EVERY_SECTION = [
    pytest.param(instrument, section, target, id=f"{instrument.id} {section.id} {target or ''}")
    for instrument in map(load_instrument, list_instruments())
    for section in instrument.subscales
    for target in instrument.target_ids
    if section.aggregate == "mean"
]
STAGED = [i for i in list_instruments() if load_instrument(i).subscales[0].aggregate == "stages"]


def scored(form, wave_of, drawing, text):
    """Return the scores that came and those that are drawn in the last column."""
    scores = score_wave(wave_of(form, text)).of("climate")["score"]
    return list(scores), list(pd.to_numeric(drawing(text)["score"]).astype(float))


def test_a_score_is_the_mean_of_the_answers(form, wave_of, drawing):
    came, expected = scored(
        form("calm", "open"),
        wave_of,
        drawing,
        """
        calm open score
        1    1    1
        2    5    3.5
        5    5    5
        """,
    )
    assert came == expected


def test_a_reversed_item_is_turned_before_it_is_averaged(form, wave_of, drawing):
    came, expected = scored(
        form("calm", "-rushed"),
        wave_of,
        drawing,
        """
        calm rushed score
        5    1      5
        1    5      1
        3    3      3
        5    5      3
        2    1      3.5
        """,
    )
    assert came == expected


def test_a_question_left_blank_does_not_lower_the_score(form, wave_of, drawing):
    came, expected = scored(
        form("calm", "open", "warm", min_answered=1),
        wave_of,
        drawing,
        """
        calm open warm score
        4    4    4    4
        4    -    4    4
        -    -    4    4
        """,
    )
    assert came == expected


def test_too_few_answers_give_no_score(form, wave_of, drawing):
    came, expected = scored(
        form("calm", "open", "warm", min_answered=2),
        wave_of,
        drawing,
        """
        calm open warm score
        3    5    -    4
        3    -    -    -
        -    -    -    -
        """,
    )
    np.testing.assert_array_equal(came, expected)


def test_not_applicable_is_neither_an_answer_nor_a_number(form, wave_of, drawing):
    came, expected = scored(
        form("calm", "open", "warm", min_answered=2),
        wave_of,
        drawing,
        """
        calm open warm score
        2    4    9    3
        2    9    9    -
        9    9    9    -
        """,
    )
    np.testing.assert_array_equal(came, expected)


def test_not_applicable_to_a_reversed_item_is_not_turned_into_an_answer(form, wave_of):
    wave = wave_of(form("-rushed", min_answered=1), "rushed\n9\n5\n1")
    codes = scored_codes(wave, wave.instrument.item("rushed"))
    np.testing.assert_array_equal(codes, [np.nan, 1, 5])


def test_the_number_of_answers_counts_only_what_is_scored(form, wave_of):
    wave = wave_of(
        form("calm", "-rushed", "warm"),
        """
        calm rushed warm
        1    5      3
        1    9      -
        -    -      -
        """,
    )
    assert list(score_wave(wave).table["n_answered"]) == [3, 1, 0]


def test_two_targets_are_scored_apart(form, wave_of):
    wave = wave_of(
        form("calm", "open", targets=("own", "others")),
        """
        calm__own open__own calm__others open__others
        1         2         5            4
        3         3         -            5
        """,
    )
    scores = score_wave(wave)
    np.testing.assert_array_equal(scores.of("climate", "own")["score"], [1.5, 3])
    np.testing.assert_array_equal(scores.of("climate", "others")["score"], [4.5, np.nan])


def test_a_scale_on_which_low_is_best_keeps_its_numbers(form, wave_of):
    wave = wave_of(form("calm", "open", favourable="low", positive=(1, 2)), "calm open\n1 2\n5 5")
    assert list(score_wave(wave).of("climate")["score"]) == [1.5, 5]


def test_stages_are_never_averaged(form, wave_of):
    wave = wave_of(form("sharing", aggregate="stages", min_answered=1), "sharing\n1\n5")
    assert score_wave(wave).table.empty
    assert profile.sections(wave).table.empty


@pytest.mark.parametrize("instrument_id", STAGED)
def test_the_stages_of_every_rubric_are_never_averaged(instrument_id, wave_of):
    instrument = load_instrument(instrument_id)
    column = instrument.columns[0]
    assert score_wave(wave_of(instrument, f"{column}\n1\n7")).table.empty


@pytest.mark.parametrize(("instrument", "section", "target"), EVERY_SECTION)
def test_every_section_is_scored_from_as_few_answers_as_its_form_says(
    instrument, section, target, wave_of
):
    items = instrument.items_of(section.id, target)
    best = items[0].scale.best_first[0]
    row = [item.scale.reverse(best) if item.reversed else best for item in items]
    enough = [*row[: section.min_answered], *["-"] * (len(row) - section.min_answered)]
    too_few = [*row[: section.min_answered - 1], *["-"] * (len(row) - section.min_answered + 1)]
    lines = [[item.column for item in items], row, enough, too_few]
    wave = wave_of(instrument, "\n".join(" ".join(map(str, line)) for line in lines))
    scores = score_wave(wave).of(section.id, target or "")
    np.testing.assert_array_equal(scores["score"], [best, best, np.nan])
    assert list(scores["n_answered"]) == [len(row), section.min_answered, section.min_answered - 1]


@pytest.mark.parametrize("instrument_id", list_instruments())
def test_the_answers_that_count_as_favourable_are_those_of_the_form(instrument_id, wave_of):
    instrument = load_instrument(instrument_id)
    for place in range(max(len(item.scale.codes) for item in instrument.items)):
        codes = [item.scale.codes[place % len(item.scale.codes)] for item in instrument.items]
        row = " ".join(map(str, codes))
        wave = wave_of(instrument, " ".join(instrument.columns) + "\n" + row)
        expected = [
            (item.scale.reverse(code) if item.reversed else code) in item.scale.positive
            for item, code in zip(instrument.items, codes, strict=True)
        ]
        assert list(profile.favourable(wave).table["n_favourable"]) == expected
