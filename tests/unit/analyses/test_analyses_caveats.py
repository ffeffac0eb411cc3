"""Caveats are printed whatever is hidden: they must tell no number of a hidden row."""

import pandas as pd

from tsa_research.analyses import item_quality, response
from tsa_research.disclosure import release
from tsa_research.policy import Policy
from tsa_research.schemas.reading import load_instrument

POLICY = Policy()
MENTORS = "mentor_skills_audit"


def test_too_few_for_reliability_does_not_tell_how_few(wave_of):
    columns = load_instrument(MENTORS).columns
    wave = wave_of(MENTORS, {column: [1, 2, 3, 4, 5, 1, 2] for column in columns})
    released = release(item_quality.reliability(wave), POLICY)
    assert set(released.table["state"]) == {"hidden"}
    assert "there are 7" not in " ".join(released.caveats)


def test_more_answers_than_invited_people_do_not_tell_how_many_in_a_hidden_school(wave_of):
    schools = ["Ashquill"] * 4 + ["Beckonmoor"] * 12 + ["Castlewick"] * 12
    wave = wave_of(MENTORS, {"approachable": [3] * 28, "school": schools, "linked": [False] * 28})
    invited = pd.DataFrame(
        {"school": ["Ashquill"] * 2 + ["Beckonmoor"] * 20 + ["Castlewick"] * 20, "alliance": "Q"}
    ).assign(respondent=[f"p{place}" for place in range(42)])
    released = release(response.response(wave, invited, by="school"), POLICY)
    assert released.table["state"].iloc[0] == "hidden"
    assert "(4)" not in " ".join(released.caveats)
