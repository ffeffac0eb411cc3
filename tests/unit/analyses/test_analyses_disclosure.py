"""What an attacker could work out from several tables of one report, and no longer can."""

import json
import re
from inspect import getsource

import numpy as np
import pytest

from tsa_research import combining
from tsa_research.analyses import agreement, change, compare, gap, profile, stages
from tsa_research.combining import combine
from tsa_research.disclosure import release
from tsa_research.policy import Policy
from tsa_research.resources import shared_folder
from tsa_research.schemas.reading import load_instrument
from tsa_research.study import open_study

POLICY = Policy()
GRADE, MATURITY, MENTORS, TRUST = (
    *("lesson_self_grade", "maturity_audit"),
    *("mentor_skills_audit", "trust_survey"),
)
OWN = [item.column for item in load_instrument(TRUST).items if item.target == "own_school"]


def states(finding):
    return set(release(finding, POLICY).table["state"])


@pytest.mark.parametrize(
    ("joined", "left", "state"),
    [(0, 0, "shown"), (1, 0, "hidden"), (0, 1, "hidden"), (9, 0, "hidden"), (10, 11, "shown")],
)
def test_a_movement_does_not_tell_the_answers_of_the_few_who_answered_once(
    wave_of, joined, left, state
):
    matched = [f"p{place}" for place in range(12)]
    before = [*matched, *(f"left{place}" for place in range(left))]
    after = [*matched, *(f"new{place}" for place in range(joined))]
    waves = [
        wave_of(GRADE, {"respondent": people, "lesson_grade": [2] * len(people)}, wave=name)
        for people, name in ((before, "autumn"), (after, "summer"))
    ]
    assert states(change.movement(*waves, "lesson_grade")) == {state}


@pytest.fixture
def two_audits(wave_of):
    """Two waves of four schools; in the first, one strand was judged by two of them only."""
    form, rng = load_instrument(MATURITY), np.random.default_rng(5)
    schools = [name for name in "ABCD" for _ in range(4)]
    waves = []
    for name in ("autumn", "summer"):
        columns = {column: rng.integers(1, 8, 16).astype(float) for column in form.columns}
        if name == "autumn":
            columns[form.items[0].column][8:] = np.nan
        waves.append(wave_of(MATURITY, {**columns, "school": schools}, wave=name))
    return waves


WAYS = ["n_up", "n_same", "n_down"]


def test_the_movements_of_all_strands_are_those_of_the_strands_that_are_shown(two_audits):
    target = load_instrument(MATURITY).items[0].target
    each = release(stages.stage_movement(*two_audits, POLICY), POLICY).table
    each = each.loc[each["target"] == target]
    assert list(each["state"]).count("hidden") == 1
    shown = each.loc[each["state"] == "shown", WAYS].astype(int).sum()
    matrix = release(stages.movement_matrix(*two_audits, POLICY, target=target), POLICY).shown
    step = np.sign(matrix["after"] - matrix["before"])
    assert [matrix.loc[step == way, "count"].sum() for way in (1, 0, -1)] == list(shown)
    summary = release(stages.movement_summary(*two_audits, POLICY), POLICY).shown
    assert list(summary.loc[summary["target"] == target, WAYS].iloc[0]) == list(shown)


def judged(wave_of, *alike):
    """Make an audit of schools of four judges, of which those named are of one mind."""
    rng = np.random.default_rng(2)
    columns = {}
    for column in load_instrument(MATURITY).columns:
        chosen = {school: rng.integers(1, 8, 4) for school in "ABCD"}
        columns[column] = np.concatenate(
            [np.full(4, c[0]) if school in alike else c for school, c in chosen.items()]
        )
    return wave_of(MATURITY, {**columns, "school": [s for s in "ABCD" for _ in range(4)]})


def test_judges_who_agree_on_everything_are_not_shown_and_not_known_to_be_they(wave_of):
    table = release(agreement.agreement(judged(wave_of, "C")), POLICY).table
    hidden = set(table.loc[table["state"] == "hidden", "school"])
    assert "C" in hidden
    assert len(hidden) == 2, "or the reader would know that it is the one of one mind"


def test_judges_who_disagree_are_shown(wave_of):
    assert states(agreement.agreement(judged(wave_of))) == {"shown"}


def trusting(wave_of, others, groups):
    """Make a survey in which head teachers give their own school the best score throughout."""
    form, rng = load_instrument(TRUST), np.random.default_rng(3)
    best = {item.column: 6 if item.reversed else 1 for item in form.items}
    heads = groups.count("head_teacher")
    columns = {
        column: [best[column] if column in OWN else c for c in rng.choice(others, heads)]
        + list(rng.integers(1, 7, len(groups) - heads))
        for column in form.columns
    }
    return wave_of(TRUST, {**columns, "role": groups})


def test_a_small_group_whose_mean_is_an_end_of_the_scale_is_hidden(wave_of):
    roles = ["head_teacher"] * 6 + ["senior_leader"] * 12 + ["teacher"] * 20
    wave = trusting(wave_of, (1, 2, 3), roles)
    for finding in (gap.gap(wave, by="role"), profile.sections(wave, by="role")):
        table = release(finding, POLICY).table
        of_heads = table.loc[table["group"] == "Head teacher", "state"]
        assert set(of_heads) == {"hidden"}


def test_the_reasons_of_hidden_rows_are_not_printed(wave_of):
    columns = {column: [2] * 7 for column in load_instrument(TRUST).columns}
    finding = compare.clustering(wave_of(TRUST, columns))
    found = {why for row in finding.reasons for why in row}
    assert found, "there is something that must not be said"
    assert not found & set(release(finding, POLICY).caveats)


def test_the_reasons_of_shown_rows_are_printed(wave_of):
    columns = {column: [2] * 24 for column in load_instrument(TRUST).columns}
    released = release(compare.clustering(wave_of(TRUST, columns)), POLICY)
    assert any("everybody gave the same answer" in caveat for caveat in released.caveats)


def in_schools(random_wave, *sizes):
    wave = random_wave(TRUST, sum(sizes), 8, blank=0)
    wave.responses["school"] = [f"S{n}" for n, size in enumerate(sizes) for _ in range(size)]
    return wave


@pytest.mark.parametrize(
    ("sizes", "given"), [((2, *[1] * 10), False), ((6, 6, 4, 2), False), ((6, 6, 5, 2), True)]
)
def test_agreement_within_schools_is_never_that_of_one_small_school(random_wave, sizes, given):
    found = compare.clustering(in_schools(random_wave, *sizes))
    assert found.table["rwg_j"].notna().any() == given
    said = " ".join(why for row in found.reasons for why in row)
    assert ("needs at least 3 schools with at least 5 people" in said) or given


def test_an_alliance_with_too_few_schools_behind_one_figure_is_left_out_of_its_cohort():
    study = open_study("example", TRUST, cohort="2024")
    name = sorted(study.latest.responses["alliance"].unique())[0]
    assert name not in combine(study).left_out
    latest = study.latest.responses
    inside = latest["alliance"] == name
    few = sorted(latest.loc[inside, "school"].unique())[2:]
    latest.loc[inside & latest["school"].isin(few), study.instrument.columns[0]] = None
    assert name in combine(study).left_out


COUNTING = r"\b(?:change|gap|profile|progress|stages|trajectories)\.(\w+)\("


def test_a_cohort_is_combined_by_all_that_its_report_counts_people_or_schools_in():
    cells = json.loads((shared_folder() / "notebooks" / "05_cohort_report.ipynb").read_text())
    code = "".join("".join(c["source"]) for c in cells["cells"] if c["cell_type"] == "code")
    printed = set(re.findall(COUNTING, code))
    tried = set(re.findall(COUNTING, getsource(combining)))
    assert printed - {"movement_summary"} == tried - {"stage_movement"}
    assert {"movement_summary", "stage_movement"} <= printed | tried, "a summary pools movements"
