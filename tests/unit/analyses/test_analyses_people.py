"""Analyses of people's answers against plain pandas."""

import math

import numpy as np
import pandas as pd
import pytest

from tsa_research import numbers, tables
from tsa_research.analyses import change, compare, gap, item_quality, profile, response
from tsa_research.disclosure import release
from tsa_research.policy import Policy
from tsa_research.schemas.reading import load_instrument
from tsa_research.stats.clustering import cluster_bootstrap
from tsa_research.stats.multiplicity import benjamini_hochberg

TRUST, MENTORS, GRADE = "trust_survey", "mentor_skills_audit", "lesson_self_grade"
OWN, OTHERS = "own_school", "alliance_colleagues"
SECTIONS = ("trust", "openness", "care", "support")


def close(left, right):
    np.testing.assert_allclose(np.asarray(left, float), np.asarray(right, float), atol=1e-12)


def pick(finding, **keys):
    rows = finding.table
    for key, value in keys.items():
        rows = rows.loc[rows[key] == value]
    return rows.iloc[0]


@pytest.fixture
def trust(random_wave):
    return random_wave(TRUST, 26, 1)


@pytest.fixture
def mentors(random_wave):
    """Two waves that share fourteen of their people."""
    return random_wave(MENTORS, 20, 2), random_wave(MENTORS, 14, 3, wave="summer")


@pytest.mark.parametrize("target", [OWN, OTHERS])
@pytest.mark.parametrize("section", SECTIONS)
def test_a_distribution_counts_every_level(trust, answers, section, target):
    table = profile.distribution(trust).table
    for item, codes in answers(trust, section, target).items():
        rows = table.loc[(table["item"] == item) & (table["target"] == target)]
        expected = codes.value_counts().reindex(range(1, 7), fill_value=0)
        assert dict(zip(rows["level"], rows["count"], strict=True)) == dict(expected)
        assert set(rows["n"]) == {codes.notna().sum()} == {rows["count"].sum()}
        close(rows["share"], expected / codes.notna().sum())
        assert set(rows["n_schools"]) == {trust.responses["school"][codes.notna()].nunique()}


def test_a_favourable_share_is_that_of_everybody_who_answered(trust, answers):
    found = profile.favourable(trust)
    for section in SECTIONS:
        for item, codes in answers(trust, section, OTHERS).items():
            row = pick(found, item=item, target=OTHERS)
            n, good = codes.notna().sum(), codes.le(3).sum()
            assert (row["n"], row["n_favourable"]) == (n, good)
            close(row["share_favourable"], good / n)
            assert np.isnan(row["low"]), "four schools are too few for an interval"


def test_the_interval_of_a_favourable_share_resamples_whole_schools(random_wave):
    wave = random_wave(MENTORS, 40, 4)
    wave.responses["school"] = [f"School {place % 8}" for place in range(40)]
    for row in profile.favourable(wave).table.to_dict("records"):
        codes = wave.responses[row["item"]].astype(float).dropna()
        schools = wave.responses.loc[codes.index, "school"]
        drawn = cluster_bootstrap(codes.ge(4).astype(float), list(schools), np.mean)
        close([row["low"], row["high"]], [drawn.low, drawn.high])


def test_needs_are_the_same_shares_with_the_weakest_first(trust):
    needs = profile.favourable(trust, weakest_first=True)
    pd.testing.assert_frame_equal(needs.table, profile.favourable(trust).table)
    shown = release(needs, Policy(1, 1, 1, 1)).shown
    assert shown["share_favourable"].is_monotonic_increasing
    assert not needs.table["share_favourable"].is_monotonic_increasing


@pytest.mark.parametrize("target", [OWN, OTHERS])
@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_is_the_mean_of_the_means_of_its_people(trust, person_means, section, target):
    scores = person_means(trust, section, target)
    row = pick(profile.sections(trust), section=section, target=target)
    assert row["n"] == scores.notna().sum()
    close(row["mean"], scores.mean())
    assert np.isnan(row["low"]), "four schools are too few for an interval"


def test_a_section_by_school_is_that_of_the_people_of_the_school(trust, person_means):
    found, scores = profile.sections(trust, by="school"), person_means(trust, "care", OWN)
    for school, part in scores.groupby(trust.responses["school"]):
        row = pick(found, group=school, section="care", target=OWN)
        assert row["n"] == part.notna().sum()
        close(row["mean"], part.mean())


def test_the_interval_of_a_section_of_many_schools_holds_its_mean(random_wave):
    wave = random_wave(MENTORS, 40, 4)
    schools = [f"School {place % 8}" for place in range(40)]
    wave.responses["school"] = schools
    table = profile.sections(wave).table
    assert (table["low"] < table["mean"]).all()
    assert (table["mean"] < table["high"]).all()
    assert table[["low", "high"]].stack().between(1, 5).all()


@pytest.mark.parametrize("by", [None, "school", "membership"])
def test_a_gap_counts_the_people_on_either_side(trust, person_means, by):
    found = gap.gap(trust, by=by)
    labels = {q.id: dict(q.options) for q in trust.instrument.groups}
    people = trust.responses
    groups = (
        people[by].map(labels.get(by, {}).get).fillna(people[by])
        if by
        else pd.Series("", people.index)
    )
    for section in SECTIONS:
        both = pd.DataFrame({t: person_means(trust, section, t) for t in (OWN, OTHERS)}).dropna()
        for group, part in both.groupby(groups.loc[both.index]):
            row = pick(found, group=group, section=section)
            ahead = (part[OTHERS] - part[OWN]).round(9)  # low is best
            assert row["n"] == len(part)
            assert row["n_own_better"] == (ahead > 0).sum()
            assert row["n_same"] == (ahead == 0).sum()
            assert row["n_other_better"] == (ahead < 0).sum()
            close(row[["mean_own", "mean_other"]], part[[OWN, OTHERS]].mean())
            assert row["n_schools"] == people.loc[part.index, "school"].nunique()


def test_every_group_of_a_question_has_its_rows_in_the_order_of_the_form(trust):
    groups = gap.gap(trust, by="role").table["group"]
    assert list(dict.fromkeys(groups)) == ["Head teacher", "Senior leader", "Teacher"]


def superior(rest, part, better):
    pairs = [(better(b, a) + 0.5 * (a == b)) for a in rest for b in part]
    return sum(pairs) / len(pairs)


def test_a_part_is_compared_with_everybody_else(trust, person_means):
    found = compare.compare(trust, "openness", target=OTHERS)
    scores = person_means(trust, "openness", OTHERS).round(9).dropna()
    schools = trust.responses["school"].loc[scores.index]
    for school, part in scores.groupby(schools):
        row, rest = pick(found, group=school), scores[schools != school]
        assert (row["n"], row["n_rest"]) == (len(part), len(rest))
        close(row["superiority"], superior(rest, part, lambda b, a: b < a))
        assert 0 <= row["low"] <= row["superiority"] <= row["high"] <= 1


@pytest.mark.parametrize(("schools", "given"), [(5, False), (6, True)])
def test_a_probability_is_given_from_six_schools_on(random_wave, schools, given):
    wave = random_wave(MENTORS, 36, 5)
    wave.responses["school"] = [f"School {place % schools}" for place in range(36)]
    found = compare.compare(wave, "questioning")
    assert found.table["p_adjusted"].notna().all() == given
    assert any("fewer than six schools" in caveat for caveat in found.caveats) != given


def followed(before, after, first, second):
    """Return the scores of the people in both waves, side by side."""
    sides = [s.set_axis(w.responses["respondent"]) for w, s in ((before, first), (after, second))]
    return pd.concat(sides, axis=1, keys=["before", "after"], join="inner").dropna()


def test_matched_change_counts_the_same_people(mentors, person_means):
    found = change.matched_change(*mentors)
    for section in mentors[0].instrument.subscales:
        first, second = (person_means(wave, section.id) for wave in mentors)
        both = followed(*mentors, first, second)
        row, step = pick(found, section=section.id), (both["after"] - both["before"]).round(9)
        assert row["n"] == len(both)
        assert [row["n_before"], row["n_after"]] == [first.notna().sum(), second.notna().sum()]
        better, worse = (step > 0).sum(), (step < 0).sum()
        assert [row["n_better"], row["n_same"], row["n_worse"]] == [
            better,
            (step == 0).sum(),
            worse,
        ]
        ranks = step.loc[step != 0].abs().rank()
        close(row["effect"], (ranks * np.sign(step)).sum() / ranks.sum())
        assert np.isnan(row["low"]), "four schools are too few for an interval"


@pytest.fixture
def many_schools(random_wave):
    """Two waves of thirty people of eight schools."""
    waves = random_wave(MENTORS, 30, 2), random_wave(MENTORS, 30, 3, wave="summer")
    for wave in waves:
        people = wave.responses["respondent"].str[1:].astype(int)
        wave.responses["school"] = "School " + (people % 8).astype(str)
    return waves


def sign_test(row):
    moved, fewer = row["n_better"] + row["n_worse"], min(row["n_better"], row["n_worse"])
    tail = sum(math.comb(int(moved), k) for k in range(int(fewer) + 1)) / 2**moved
    return min(1, 2 * tail)


def test_the_p_of_the_headline_is_that_of_the_sign_test_and_all_others_are_adjusted(many_schools):
    chosen = {"section": "giving_feedback"}
    rows = change.matched_change(*many_schools, headline=chosen).table.to_dict("records")
    others = [row for row in rows if row["section"] != "giving_feedback"]
    headline = next(row for row in rows if row["section"] == "giving_feedback")
    close(headline["p_adjusted"], sign_test(headline))
    close(
        [row["p_adjusted"] for row in others],
        benjamini_hochberg([sign_test(row) for row in others]),
    )
    assert all(-1 <= row["low"] <= row["effect"] <= row["high"] <= 1 for row in rows)


def test_without_a_headline_every_p_is_adjusted(many_schools):
    rows = change.matched_change(*many_schools).table.to_dict("records")
    adjusted = benjamini_hochberg([sign_test(row) for row in rows])
    close([row["p_adjusted"] for row in rows], adjusted)


def test_with_four_schools_no_probability_and_no_interval_is_pooled(mentors, trust):
    pooled = ["low", "high", "p_adjusted"]
    assert change.matched_change(*mentors).table[pooled].isna().all(axis=None)
    assert gap.gap(trust).table[pooled].isna().all(axis=None)


def test_schools_are_counted_by_their_direction_if_they_are_groups(wave_of):
    sections = change.matched_change
    schools = ["Ash"] * 5 + ["Beck"] * 5 + ["Crag"] * 5 + ["Dale"] * 4
    before = wave_of(GRADE, {"lesson_grade": [3] * 19, "school": schools})
    later = [2] * 3 + [3] * 2 + [4] * 3 + [2] * 2 + [2, 2, 3, 3, 2] + [1] * 4
    after = wave_of(GRADE, {"lesson_grade": later, "school": schools}, wave="summer")
    row = sections(before, after).table.iloc[0]  # 1 is the best grade
    assert (row["n_schools_better"], row["n_schools_worse"]) == (2, 1)
    row = sections(before, after, policy=Policy(people_in_group=4)).table.iloc[0]
    assert (row["n_schools_better"], row["n_schools_worse"]) == (3, 1)


def test_where_no_school_is_large_enough_none_is_counted_and_it_is_said_why(wave_of):
    small = {"school": [f"School {place // 4}" for place in range(16)]}
    answers = {item.column: [1, 2] * 8 for item in load_instrument(TRUST).items}
    finding = gap.gap(wave_of(TRUST, answers | small))
    leaning = ["n_schools_own_better", "n_schools_other_better"]
    assert finding.table[leaning].isna().all(axis=None)
    said = (
        "In how many schools most people lean which way cannot be computed in every row: needs at "
        "least 5 people of one school."
    )
    assert all(said in why for why in finding.reasons)
    shown = release(finding, Policy(people_in_group=5))
    assert set(shown.table["state"]) == {"shown"}
    assert said in shown.caveats
    lines = str(tables.display(shown, columns=leaning)).splitlines()
    assert sum(line.count(numbers.NOT_COMPUTABLE) for line in lines) == 2 * len(shown.table)


def test_schools_of_people_who_all_see_no_difference_are_counted_as_none(wave_of):
    answers = {item.column: [1, 2] * 8 for item in load_instrument(TRUST).items}
    row = gap.gap(wave_of(TRUST, answers | {"school": ["Ash", "Beck"] * 8})).table.iloc[0]
    assert (row["n_schools_own_better"], row["n_schools_other_better"]) == (0, 0)


def test_unmatched_waves_are_compared_as_two_groups(mentors, person_means):
    found = change.unmatched_change(*mentors)
    for section in mentors[0].instrument.subscales:
        first, second = (person_means(w, section.id).dropna().round(9) for w in mentors)
        row = pick(found, section=section.id)
        assert [row["n_before"], row["n_after"]] == [len(first), len(second)]
        assert row["n"] == min(len(first), len(second))
        close(row["superiority"], superior(first, second, lambda b, a: b > a))
        assert np.isnan(row["low"]), "four schools are too few for an interval"
        assert 0 <= row["improved_low"] <= row["improved_high"] <= 1


def test_the_shares_that_can_have_improved_follow_from_the_two_waves_alone(wave_of):
    before = wave_of(GRADE, {"lesson_grade": [3, 3, 2, 2, 1, 4]})
    after = wave_of(GRADE, {"lesson_grade": [1, 2, 2, 1]}, wave="summer")
    row = change.unmatched_change(before, after).table.iloc[0]
    # All have at least a 2 after, and 3 of 6 before: half must have moved. The 1 of 6 who
    # was best already cannot have moved.
    close([row["improved_low"], row["improved_high"]], [4 / 4 - 3 / 6, 1 - 1 / 6])


def test_a_movement_is_a_cross_table_of_the_same_people(random_wave):
    waves = random_wave(GRADE, 20, 6), random_wave(GRADE, 15, 7, wave="summer")
    found = change.movement(*waves, "lesson_grade")
    both = followed(*waves, *(wave.responses["lesson_grade"].astype(float) for wave in waves))
    counts = both.value_counts()
    for row in found.table.to_dict("records"):
        assert row["count"] == counts.get((row["before"], row["after"]), 0)
        assert row["n"] == len(both)


def test_reliability_is_alpha_over_complete_answers(random_wave, answers):
    wave = random_wave(MENTORS, 40, 8)
    found = item_quality.reliability(wave)
    for section in wave.instrument.subscales:
        complete = answers(wave, section.id).dropna()
        k, row = complete.shape[1], pick(found, section=section.id)
        inner, total = complete.var().sum(), complete.sum(axis=1).var()
        assert (row["n"], row["n_items"]) == (len(complete), k)
        close(row["alpha"], k / (k - 1) * (1 - inner / total))
        assert row["low"] <= row["alpha"] <= row["high"] <= 1


def test_every_item_is_held_against_the_mean_of_the_others(random_wave, answers):
    wave = random_wave(MENTORS, 40, 9)
    found = item_quality.items(wave)
    for section in wave.instrument.subscales:
        table = answers(wave, section.id)
        complete = table.dropna()
        for item in table:
            row = pick(found, item=item)
            assert (row["n"], row["n_missing"]) == (len(complete), table[item].isna().sum())
            close(row["mean"], complete[item].mean())
            rest = complete.drop(columns=item).mean(axis=1)
            np.testing.assert_allclose(row["item_rest"], complete[item].corr(rest), atol=1e-9)


def test_clustering_compares_the_variation_between_and_within_schools(trust, person_means):
    found = compare.clustering(trust)
    for section in SECTIONS:
        scores = person_means(trust, section, OWN).dropna()
        groups = scores.groupby(trust.responses["school"].loc[scores.index])
        n, k = len(scores), groups.ngroups
        between = (groups.size() * (groups.mean() - scores.mean()) ** 2).sum() / (k - 1)
        within = ((groups.size() - 1) * groups.var()).sum() / (n - k)
        size = (n - (groups.size() ** 2).sum() / n) / (k - 1)
        row = pick(found, section=section, target=OWN)
        assert (row["n"], row["n_schools"]) == (n, k)
        close(row["icc1"], (between - within) / (between + (size - 1) * within))


INVITED = pd.DataFrame(
    {
        "respondent": [f"p{place}" for place in range(8)],
        "school": ["Ashquill"] * 5 + ["Beckonmoor"] * 2 + ["Hollymarsh"],
        "alliance": ["Quillmoor"] * 8,
    }
)


def test_a_response_rate_is_returned_out_of_invited(wave_of):
    wave = wave_of(GRADE, {"lesson_grade": [1, 2, 3], "school": ["Ashquill"] * 3})
    row = response.response(wave, INVITED).table.iloc[0]
    assert (row["returned"], row["invited"], row["rate"]) == (3, 8, 3 / 8)


def test_a_school_that_was_asked_and_was_silent_stays_in_the_table(wave_of):
    wave = wave_of(GRADE, {"lesson_grade": [1, 2, 3], "school": ["Ashquill"] * 3})
    table = response.response(wave, INVITED, by="school").table.set_index("group")
    assert list(table["invited"]) == [5, 2, 1]
    assert list(table["returned"]) == [3, 0, 0]
    close(table["rate"], [3 / 5, 0, 0])


def test_more_anonymous_answers_than_invited_people_give_no_rate(wave_of):
    columns = {"lesson_grade": [1] * 9, "school": ["Ashquill"] * 9, "linked": [False] * 9}
    found = response.response(wave_of(GRADE, columns), INVITED)
    assert np.isnan(found.table["rate"].item())
    assert "more answers came back" in " ".join(found.reasons[0])


def test_who_answered_without_being_asked_is_counted_apart_and_in_no_rate(wave_of):
    people = ["p0", "p1", "stranger", "guest"]
    wave = wave_of(GRADE, {"lesson_grade": [4, 4, 1, 1], "respondent": people})
    found = response.response(wave, INVITED)
    row = found.table.iloc[0]
    assert (row["returned"], row["uninvited"], row["rate"]) == (2, 2, 2 / 8)
    assert response.UNINVITED in found.reasons[0]
    bounds = response.if_everyone_had_answered(wave, INVITED).table.iloc[0]
    assert bounds["n"] == 2
    close(bounds[["share_favourable", "worst", "best"]], [0, 0, 6 / 8])


def test_base_and_schools_of_bounds_are_those_of_the_people_with_a_score(wave_of):
    wave = wave_of(GRADE, {"lesson_grade": [1, 2, None, 3], "school": ["A", "B", "C", "A"]})
    row = response.if_everyone_had_answered(wave, INVITED).table.iloc[0]
    assert (row["n"], row["n_schools"]) == (3, 2)


def test_schools_of_an_unmatched_change_are_those_of_the_people_with_a_score(wave_of):
    columns = {"lesson_grade": [1, 2, None, 3], "school": ["A", "B", "C", "A"]}
    waves = wave_of(GRADE, columns), wave_of(GRADE, columns, wave="summer")
    row = change.unmatched_change(*waves).table.iloc[0]
    assert (row["n"], row["n_schools"]) == (3, 2)


def test_without_a_list_of_participants_there_is_no_rate(wave_of):
    wave = wave_of(GRADE, {"lesson_grade": [1, 2]})
    found = response.response(wave, INVITED.iloc[:0])
    assert np.isnan(found.table["rate"].item())
    assert found.caveats == (response.NO_ROSTER,)


def test_the_silent_are_taken_to_be_unfavourable_and_then_favourable(wave_of):
    wave = wave_of(GRADE, {"lesson_grade": [1, 2, 2, 3, None]})
    row = response.if_everyone_had_answered(wave, INVITED).table.iloc[0]
    assert row["n"] == 4
    close(row[["share_favourable", "worst", "best"]], [3 / 4, 3 / 8, 7 / 8])


def test_a_favourable_score_lies_on_the_positive_side_of_the_scale(random_wave, person_means):
    wave = random_wave(MENTORS, 30, 10)
    people = [f"p{place}" for place in range(50)]
    invited = pd.DataFrame({"respondent": people, "school": ["Ashquill"] * 50})
    found = response.if_everyone_had_answered(wave, invited)
    for section in wave.instrument.subscales:
        scores = person_means(wave, section.id).dropna().round(9)
        good, row = scores.ge(4).sum(), pick(found, section=section.id)
        close(row[["share_favourable", "worst"]], [good / len(scores), good / 50])
        close(row["best"], (good + 50 - len(scores)) / 50)
