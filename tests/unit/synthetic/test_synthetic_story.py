"""What the example network tells when its exports are imported: the story it was made for."""

from itertools import pairwise

import numpy as np
import pytest

from tsa_research.schemas.reading import list_instruments, load_instrument
from tsa_research.synthetic.example import _people
from tsa_research.synthetic.network import build_network
from tsa_research.synthetic.plan import WAVES
from tsa_research.synthetic.stories import remember, simulate_wave

SEED = 20250915


@pytest.fixture(scope="module")
def people():
    return _people(build_network(np.random.default_rng([SEED, 0])))


@pytest.fixture(scope="module")
def waves(people):
    """Return the answers of every wave by instrument, in order."""
    memories, found = {}, {}
    for number, plan in enumerate(WAVES, start=1):
        rng = np.random.default_rng([SEED, number])
        instrument = load_instrument(plan.instrument)
        if plan.instrument not in memories:
            memories[plan.instrument] = remember(instrument, people, rng)
        answers = simulate_wave(plan, instrument, people, memories[plan.instrument], rng)
        found.setdefault(plan.instrument, []).append(answers)
    return found


def rated(wave, ending):
    columns = [c for c in wave if c.endswith(ending) and not c.startswith("hides")]
    return wave[columns].mean(axis=1)


def test_own_school_is_trusted_more_than_the_alliance_and_the_gap_narrows(waves):
    gaps = [
        (rated(wave, "__alliance_colleagues") - rated(wave, "__own_school")).mean()
        for wave in waves["trust_survey"]
    ]
    assert gaps[0] > gaps[1] > gaps[2] > 0.3


def test_those_who_were_long_in_the_alliance_from_the_start_come_to_trust_it_more(waves):
    first, *_, last = waves["trust_survey"]
    veterans = set(first["participant_id"][first["membership"] == "over_18_months"])
    means = []
    for wave in (first, last):
        kept = wave[wave["participant_id"].isin(veterans)]
        means.append(rated(kept, "__alliance_colleagues").mean())
    assert means[0] - means[1] > 0.35


def test_newer_members_trust_the_alliance_less(waves):
    first = waves["trust_survey"][0]
    means = rated(first, "__alliance_colleagues").groupby(first["membership"]).mean()
    assert means["under_12_months"] > means["12_to_18_months"] > means["over_18_months"]


def test_the_reversed_item_runs_against_the_others(waves):
    wave = waves["trust_survey"][0]
    assert wave["hides_difficulties__own_school"].mean() > 4 > rated(wave, "__own_school").mean()


def test_about_one_in_five_is_lost_between_waves_and_others_join(waves):
    people = [set(wave["participant_id"]) for wave in waves["trust_survey"]]
    for before, after in pairwise(people):
        assert 0.15 < len(before - after) / len(before) < 0.27
        assert len(after - before) > 20


def test_three_to_six_judges_speak_for_a_school_and_two_for_the_tiny_one(waves):
    for wave in waves["maturity_audit"]:
        judges = wave.groupby("school_id").size()
        assert judges["school-60"] == 2
        assert set(judges.drop("school-60")) == {3, 4, 5, 6}


def test_schools_move_up_mostly_while_two_strands_stand_still_and_one_falls(waves):
    before, after = (
        wave.set_index("participant_id").filter(like="__own_school").astype("Float64")
        for wave in waves["maturity_audit"]
    )
    moved = (after - before.reindex(after.index)).mean()
    assert abs(moved["fit_governance__own_school"]) < 0.3
    assert abs(moved["distributed_staff_information__own_school"]) < 0.3
    assert moved["creative_entrepreneurship__own_school"] < -1
    assert (moved > 1).sum() == 9


def test_in_one_alliance_the_head_teacher_disagrees_with_the_other_judges(waves, people):
    wave = waves["maturity_audit"][0]
    alliance = people.set_index("participant_id")["alliance_id"]
    stage = wave.filter(like="__own_school").mean(axis=1)
    is_head = wave["role"] == "head_teacher"
    where = wave["participant_id"].map(alliance)
    ahead = stage[is_head].groupby(where).mean() - stage[~is_head].groupby(where).mean()
    assert ahead.idxmax() == "saltlantern"
    assert ahead["saltlantern"] > 1.5
    assert ahead.drop("saltlantern").abs().max() < 0.7


def test_nobody_answers_who_had_not_joined_or_has_another_role(waves, people):
    known = people.set_index("participant_id")
    for plan in WAVES:
        roles = set(load_instrument(plan.instrument).answered_by)
        for wave in waves[plan.instrument]:
            assert set(known.loc[wave["participant_id"], "role"]) <= roles
    first = known.loc[waves["trust_survey"][0]["participant_id"]]
    assert first["joined"].max() <= "2025-10-31"


def test_every_form_has_a_wave_in_the_example():
    assert {plan.instrument for plan in WAVES} >= set(list_instruments()) - {
        "lesson_observed_grade"
    }


def test_those_who_lead_enquiries_see_more_in_them_and_are_a_minority(waves):
    (wave,) = waves["enquiry_survey"]
    leads = wave["enquiry_part"] == "leads"
    means = wave[list(load_instrument("enquiry_survey").columns)].mean(axis=1)
    assert 0.05 < leads.mean() < 0.4
    assert means[leads].mean() > means[~leads].mean() + 0.3


def test_a_pupil_stays_in_the_same_group_from_wave_to_wave(waves):
    before, after = (wave.set_index("participant_id") for wave in waves["pupil_attitude"])
    both = before.index.intersection(after.index)
    for group in ("girl_or_boy", "first_language"):
        assert (before.loc[both, group] == after.loc[both, group]).all()
        assert before[group].nunique() == 2


def test_some_questions_have_one_answer_only_or_none(waves):
    assert (waves["leadership_log"][0]["strategy"] == 3).all()
    assert (waves["pupil_attitude"][1]["likes_writing"] == 3).all()
    assert waves["confidence_survey"][0]["aware_of_specialists"].isna().all()
    assert waves["differentiation_rubric"][0]["group_tasks"].isna().all()
