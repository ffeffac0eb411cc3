"""Awkward waves: nobody, one person, one school, all alike, a question that nobody answered."""

import numpy as np
import pandas as pd
import pytest

from tsa_research import prose, tables
from tsa_research.analyses import (
    agreement,
    change,
    compare,
    gap,
    item_quality,
    profile,
    response,
    stages,
)
from tsa_research.disclosure import release
from tsa_research.findings import Finding
from tsa_research.policy import Policy
from tsa_research.schemas.reading import load_instrument

POLICY = Policy()
LAX = Policy(1, 1, 1, 1)
TRUST, MATURITY = "trust_survey", "maturity_audit"


def invited(count):
    names = pd.Series(["Ashquill"] * count, dtype="str")
    people = pd.Series([f"p{place}" for place in range(count)], dtype="str")
    return pd.DataFrame({"respondent": people, "school": names, "alliance": names})


ON_ONE_WAVE = {
    "distribution": profile.distribution,
    "favourable": profile.favourable,
    "needs": lambda wave: profile.favourable(wave, weakest_first=True),
    "sections": profile.sections,
    "sections by school": lambda wave: profile.sections(wave, by="school"),
    "gap": gap.gap,
    "gap by membership": lambda wave: gap.gap(wave, by="membership"),
    "gap by school": lambda wave: gap.gap(wave, by="school"),
    "compare": lambda wave: compare.compare(wave, "trust", target="own_school"),
    "clustering": compare.clustering,
    "reliability": item_quality.reliability,
    "items": item_quality.items,
    "response": lambda wave: response.response(wave, invited(30)),
    "response by school": lambda wave: response.response(wave, invited(30), by="school"),
    "response without a list": lambda wave: response.response(wave, invited(0)),
    "bounds": lambda wave: response.if_everyone_had_answered(wave, invited(30)),
    "bounds without a list": lambda wave: response.if_everyone_had_answered(wave, invited(0)),
}
ON_STAGES = {
    "statements": stages.statements,
    "spread": lambda wave: stages.spread(wave, LAX),
    "priorities": lambda wave: stages.priorities(wave, LAX, target="own_school"),
    "agreement": agreement.agreement,
    "response by school": lambda wave: response.response(wave, invited(30), by="school"),
}
ON_TWO_WAVES = {
    "change": change.change,
    "matched by school": lambda one, other: change.matched_change(one, other, by="school"),
    "unmatched": change.unmatched_change,
    "movement": lambda one, other: change.movement(one, other, "keeps_promises__own_school"),
}
ON_TWO_STAGED = {
    "stage_movement": lambda one, other: stages.stage_movement(one, other, LAX),
    "by alliance": lambda one, other: stages.stage_movement(one, other, LAX, by="alliance"),
    "summary": lambda one, other: stages.movement_summary(one, other, LAX),
    "matrix": lambda one, other: stages.movement_matrix(one, other, LAX, target="own_school"),
}


def filled(instrument_id, people, code=2):
    return {column: [code] * people for column in load_instrument(instrument_id).columns}


def alike(wave_of, instrument_id, people, wave="autumn", **columns):
    return wave_of(instrument_id, filled(instrument_id, people) | columns, wave=wave)


def said(finding):
    """Release a finding under both policies and say it in every way that is made of words."""
    assert isinstance(finding, Finding)
    for policy in (POLICY, LAX):
        released = release(finding, policy)
        text = str(prose.headline(released)) + str(tables.display(released))
        assert "nan" not in text.lower().split()
        assert str(prose.limits(released))
    return finding


AWKWARD = {
    "nobody": lambda wave_of, form: alike(wave_of, form, 0),
    "one person": lambda wave_of, form: alike(wave_of, form, 1),
    "one school": lambda wave_of, form: alike(wave_of, form, 12, school=["Ashquill"] * 12),
    "all alike": lambda wave_of, form: alike(wave_of, form, 24),
    "blank forms": lambda wave_of, form: wave_of(form, {"respondent": ["a", "b", "c"]}),
}


@pytest.mark.parametrize("awkward", AWKWARD)
@pytest.mark.parametrize("analysis", ON_ONE_WAVE)
def test_an_awkward_wave_of_people_can_be_described(analysis, awkward, wave_of):
    finding = said(ON_ONE_WAVE[analysis](AWKWARD[awkward](wave_of, TRUST)))
    assert finding.table[finding.base].ge(0).all()
    if awkward == "nobody":
        assert finding.n == 0
        assert finding.table[finding.base].eq(0).all()


@pytest.mark.parametrize("awkward", AWKWARD)
@pytest.mark.parametrize("analysis", ON_STAGES)
def test_an_awkward_wave_of_judges_can_be_described(analysis, awkward, wave_of):
    finding = said(ON_STAGES[analysis](AWKWARD[awkward](wave_of, MATURITY)))
    if awkward == "nobody":
        assert finding.table[finding.base].eq(0).all()


@pytest.mark.parametrize("second", AWKWARD)
@pytest.mark.parametrize("analysis", ON_TWO_WAVES)
def test_an_awkward_second_wave_of_people_can_be_compared(analysis, second, wave_of):
    before = alike(wave_of, TRUST, 24)
    after = AWKWARD[second](lambda *given, **_: wave_of(*given, wave="summer"), TRUST)
    finding = said(ON_TWO_WAVES[analysis](before, after))
    if second in ("nobody", "blank forms"):
        assert finding.table["n"].eq(0).all()


@pytest.mark.parametrize("second", AWKWARD)
@pytest.mark.parametrize("analysis", ON_TWO_STAGED)
def test_an_awkward_second_wave_of_judges_can_be_compared(analysis, second, wave_of):
    before = alike(wave_of, MATURITY, 24)
    after = AWKWARD[second](lambda *given, **_: wave_of(*given, wave="summer"), MATURITY)
    finding = said(ON_TWO_STAGED[analysis](before, after))
    if second in ("nobody", "blank forms"):
        assert finding.table["n"].eq(0).all()


@pytest.mark.parametrize(
    ("form", "analysis"),
    [
        *((TRUST, ON_TWO_WAVES[name]) for name in ("change", "matched by school", "movement")),
        *((MATURITY, analysis) for analysis in ON_TWO_STAGED.values()),
    ],
    ids=["change", "matched by school", "movement", *ON_TWO_STAGED],
)
def test_the_same_wave_twice_says_that_change_needs_two(form, analysis, wave_of):
    wave = alike(wave_of, form, 24)
    finding = analysis(wave, wave)
    text = "There is only one wave so far (Autumn): change needs two."
    assert finding.table.empty
    assert str(prose.headline(release(finding, POLICY))) == text
    assert text in str(tables.display(release(finding, POLICY)))


def test_where_too_few_judge_in_every_school_it_is_not_said_that_nobody_has_answered(wave_of):
    before = alike(wave_of, MATURITY, 3)  # one judge in each of three schools
    after = alike(lambda *given, **_: wave_of(*given, wave="summer"), MATURITY, 3)
    nexts = release(stages.priorities(after, POLICY, target="own_school"), POLICY)
    assert str(prose.headline(nexts)) == "No school has judges enough yet."
    moved = release(stages.movement_summary(before, after, POLICY), POLICY)
    assert str(prose.headline(moved)) == "No school has judges enough in both waves yet."


@pytest.mark.parametrize("analysis", ["change", "movement"])
def test_no_wave_at_all_says_that_nobody_has_answered(analysis, wave_of):
    wave = alike(wave_of, TRUST, 0)
    finding = ON_TWO_WAVES[analysis](wave, wave)
    assert str(prose.headline(release(finding, POLICY))) == "Nobody has answered yet."


def test_everybody_alike_has_no_effect_and_no_reliability(wave_of):
    wave = alike(wave_of, TRUST, 24)
    row = gap.gap(wave).table.iloc[0]
    assert (row["n"], row["n_same"], row["n_own_better"]) == (24, 24, 0)
    assert np.isnan(row["effect"])
    assert item_quality.reliability(wave).table["alpha"].isna().all()
    assert compare.clustering(wave).table["icc1"].isna().all()


def test_an_item_that_nobody_answered_keeps_its_rows(wave_of):
    wave = alike(wave_of, TRUST, 12, keeps_promises__own_school=[None] * 12)
    table = profile.distribution(wave).table
    rows = table.loc[(table["item"] == "keeps_promises") & (table["target"] == "own_school")]
    assert list(rows["level"]) == [1, 2, 3, 4, 5, 6]
    assert set(rows["n"]) == set(rows["count"]) == {0}
    assert rows["share"].isna().all()
    assert set(table.drop(rows.index)["n"]) == {12}


def test_a_section_with_an_unanswered_item_still_has_a_mean(wave_of):
    wave = alike(wave_of, TRUST, 12, keeps_promises__own_school=[None] * 12)
    table = profile.sections(wave).table
    row = table.loc[(table["section"] == "trust") & (table["target"] == "own_school")].iloc[0]
    assert (row["n"], row["mean"]) == (12, 2)


def test_groups_that_nobody_ticked_stay_in_the_table(wave_of):
    table = gap.gap(alike(wave_of, TRUST, 12), by="role").table
    assert list(table.loc[table["section"] == "care", "n"]) == [12, 0, 0]


def test_clustering_of_a_rubric_has_no_rows(wave_of):
    assert compare.clustering(alike(wave_of, MATURITY, 12)).table.empty
