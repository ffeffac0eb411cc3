"""Every instrument yields a plausible wave: codes of the scale, effects that can be seen."""

import numpy as np
import pandas as pd
import pytest

from tsa_research.resources import shared_folder
from tsa_research.schemas.reading import read_instrument
from tsa_research.synthetic import build_answers, draw_effects

FOLDER = shared_folder() / "data" / "schemas" / "instruments"
INSTRUMENTS = sorted(FOLDER.glob("*.yaml"))


@pytest.fixture
def people():
    """Two alliances of six schools with ten people each."""
    numbers = range(120)
    return pd.DataFrame(
        {
            "participant_id": [f"person-{n:03d}" for n in numbers],
            "school_id": [f"school-{n // 10:02d}" for n in numbers],
            "alliance_id": ["east" if n < 60 else "west" for n in numbers],
            "role": ["teacher"] * 120,
        }
    )


@pytest.fixture(params=INSTRUMENTS, ids=lambda path: path.stem)
def instrument(request):
    return read_instrument(request.param)


def favourable(instrument, answers):
    """Return answers × columns as steps above the worst, whatever way the codes run."""
    steps = {}
    for item in instrument.items:
        order = item.scale.worst_first[:: -1 if item.reversed else 1]
        steps[item.column] = answers[item.column].map({c: n for n, c in enumerate(order)})
    return pd.DataFrame(steps).astype("Float64")


def test_columns_are_the_identity_the_groups_and_the_items(instrument, people):
    answers = build_answers(instrument, people, np.random.default_rng(1))
    groups = [question.id for question in instrument.context if question.asks == "group"]
    assert list(answers) == ["participant_id", "school_id", *groups, *instrument.columns]
    assert answers["participant_id"].tolist() == people["participant_id"].tolist()
    assert {str(answers[column].dtype) for column in instrument.columns} == {"Int64"}


def test_codes_are_those_of_the_scale_and_nobody_skips_everything(instrument, people):
    answers = build_answers(instrument, people, np.random.default_rng(1), skip=0.3)
    for item in instrument.items:
        assert set(answers[item.column].dropna()) <= set(item.scale.codes)
    rated = answers[list(instrument.columns)]
    assert rated.notna().any(axis=1).all()
    if len(instrument.columns) > 1:
        assert 0.2 < rated.isna().to_numpy().mean() < 0.4


def test_answers_vary_and_gather_on_the_favourable_side(instrument, people):
    answers = build_answers(instrument, people, np.random.default_rng(1), centre=1.0)
    steps = favourable(instrument, answers)
    for item in instrument.items:
        assert answers[item.column].nunique() >= 2
        assert item.scale.codes
    middle = (len(instrument.scales[0].codes) - 1) / 2
    assert steps.stack().mean() > middle


def test_steps_make_every_answer_more_favourable_whichever_way_codes_run(instrument, people):
    effects = draw_effects(instrument, people, np.random.default_rng(1))
    waves = [
        build_answers(
            instrument, people, np.random.default_rng(2), effects=effects, centre=0.0, steps=step
        )
        for step in (0.0, 1.0)
    ]
    before, after = (favourable(instrument, wave) for wave in waves)
    assert (after.mean() - before.mean()).min() > 0.4
    assert ((after - before).min() >= 0).all()


def test_an_unknown_group_is_blank_and_a_known_one_is_kept(people):
    instrument = read_instrument(FOLDER / "trust_survey.yaml")
    people.loc[0, "role"] = "mentor"
    answers = build_answers(instrument, people, np.random.default_rng(1))
    assert pd.isna(answers.loc[0, "role"])
    assert set(answers.loc[1:, "role"]) == {"teacher"}
    assert set(answers["membership"]) == set(instrument.context[3].codes)


def test_people_of_one_school_are_more_alike_than_people_of_others(people):
    instrument = read_instrument(FOLDER / "mentor_skills_audit.yaml")
    means = []
    for spread in (0.0, 1.5):
        effects = draw_effects(
            instrument,
            people,
            np.random.default_rng(1),
            between_schools=spread,
            between_alliances=0.0,
        )
        answers = build_answers(instrument, people, np.random.default_rng(2), effects=effects)
        score = favourable(instrument, answers).mean(axis=1)
        means.append(score.groupby(people["school_id"]).mean().std())
    assert means[1] > 3 * means[0]


def test_the_same_seed_gives_the_same_wave_and_another_seed_another(instrument, people):
    first, again, other = (
        build_answers(instrument, people, np.random.default_rng(seed)) for seed in (5, 5, 6)
    )
    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(other)


def test_a_network_without_alliances_can_be_simulated(instrument, people):
    answers = build_answers(
        instrument, people[["participant_id", "school_id"]], np.random.default_rng(1)
    )
    assert len(answers) == 120


def test_nobody_answers_gives_an_empty_wave_with_all_columns(instrument, people):
    answers = build_answers(instrument, people.head(0), np.random.default_rng(1))
    assert len(answers) == 0
    assert set(instrument.columns) <= set(answers)
