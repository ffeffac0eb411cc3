"""Attacks on releases: what can be worked out from the totals, for any groups and for ours."""

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tsa_research.analyses import (
    agreement,
    change,
    compare,
    gap,
    profile,
    response,
    stages,
)
from tsa_research.analyses.rows import all_in
from tsa_research.combining import combine
from tsa_research.disclosure import release
from tsa_research.findings import Finding
from tsa_research.policy import Policy
from tsa_research.roster import read_roster
from tsa_research.store import list_slices
from tsa_research.study import open_study
from tsa_research.workspace import open_workspace

#: The same examples in every run, and no folder of them left behind.
repeatable = settings(derandomize=True, database=None, deadline=None, max_examples=80)

POLICY = Policy()
SCOPES = ("group", "alliance", "statement", "schools", "theme")

bases = st.one_of(st.integers(0, 12), st.integers(0, 60))
names = st.text("abcdefgh", min_size=1, max_size=6)
scopes = st.sampled_from(SCOPES)


def make_finding(rows, scope):
    """Make a finding from rows of part, section, base, mean and how many are of one mind."""
    columns = ["group", "section", "n", "mean", "n_better"]
    table = pd.DataFrame(rows, columns=columns)
    return Finding(
        kind="gap",
        question="How is it?",
        title="How it is",
        table=table,
        keys=("group", "section"),
        values=("mean", "n_better"),
        unanimous=all_in("n_better"),
        unit="people",
        scope=scope,
        parts=("group",),
        n=int(table["n"].sum()),
        method="Counted.",
    )


@st.composite
def rows_of_parts(draw, most_sections=3):
    """Draw a table: every part has a row in every section."""
    parts = draw(st.lists(names, min_size=1, max_size=7, unique=True))
    count = draw(st.integers(1, most_sections))
    rows = []
    for part in parts:
        for section in range(count):
            n = draw(bases)
            better = draw(st.one_of(st.just(n), st.just(0), st.integers(0, n)))
            rows.append((part, f"s{section}", n, draw(st.integers(100, 500)) / 100, better))
    return rows


def given_away(finding, released, threshold):
    """Return the rows of which subtraction from the total tells what is hidden.

    The attacker knows the total of every section. What is left of it after the shown parts
    must be nobody, or several parts with enough people; where nothing is shown there is
    nothing to subtract, and the total is guarded by its own threshold.
    """
    others = [key for key in finding.keys if key not in finding.parts]
    rows = released.table.assign(base=finding.table[finding.base].to_numpy())
    found = []
    for place, section in rows.groupby(others, sort=False) if others else [("", rows)]:
        left = section.loc[(section["state"] == "hidden") & (section["base"] > 0), "base"]
        subtracted = (section["state"] == "shown").any()
        few = len(left) < 2 or left.sum() < threshold or of_one_mind(finding, left)
        if subtracted and len(left) and few:
            found.append((place, list(left)))
    return found


def of_one_mind(finding, left):
    """Say whether few people are left who all gave the same kind of answer."""
    if finding.unanimous is None or left.sum() >= POLICY.people_in_alliance:
        return False
    rows = finding.table.loc[left.index[left > 0]]
    return bool(finding.unanimous(rows).all().any())


def states_by_part(released):
    table = released.table
    return dict(
        zip(zip(table["group"], table["section"], strict=True), table["state"], strict=True)
    )


@repeatable
@given(rows_of_parts(most_sections=1), scopes)
def test_the_totals_of_one_row_give_nothing_away(rows, scope):
    finding = make_finding(rows, scope)
    assert given_away(finding, release(finding, POLICY), POLICY.threshold(scope)) == []


SILENT_ONCE = [
    ("a", "s0", 4, 2.5, 1), ("a", "s1", 8, 2.5, 1), ("b", "s0", 20, 2.5, 1), ("b", "s1", 0, 2.5, 0)
]  # fmt: skip


@repeatable
@given(rows_of_parts(), scopes)
@example(SILENT_ONCE, "group")
def test_the_totals_of_several_rows_give_nothing_away(rows, scope):
    finding = make_finding(rows, scope)
    assert given_away(finding, release(finding, POLICY), POLICY.threshold(scope)) == []


@repeatable
@given(rows_of_parts(), scopes)
def test_what_is_under_the_threshold_is_never_shown(rows, scope):
    shown = release(make_finding(rows, scope), POLICY).shown
    assert shown["n"].astype(int).ge(POLICY.threshold(scope)).all()


@repeatable
@given(rows_of_parts(), scopes)
def test_hidden_rows_hold_no_number(rows, scope):
    table = release(make_finding(rows, scope), POLICY).table
    hidden = table.loc[table["state"] == "hidden", ["n", "mean", "n_better"]]
    assert hidden.isna().all(axis=None)


@repeatable
@given(rows_of_parts(most_sections=1), scopes, st.integers(0, 10_000))
def test_the_order_of_a_table_tells_nothing_of_what_is_hidden(rows, scope, seed):
    finding = replace(make_finding(rows, scope), ordered_by="mean", unanimous=None)
    released = release(finding, POLICY)
    hidden = set(released.table.loc[released.table["state"] != "shown", "group"])
    drawn = np.random.default_rng(seed).random(len(rows)) * 5
    other = [
        (row[0], row[1], row[2], number if row[0] in hidden else row[3], row[4])
        for row, number in zip(rows, drawn, strict=True)
    ]
    again = release(replace(make_finding(other, scope), ordered_by="mean", unanimous=None), POLICY)
    pd.testing.assert_frame_equal(again.table.astype(object), released.table.astype(object))
    assert released.shown["mean"].is_monotonic_increasing


@repeatable
@given(rows_of_parts(most_sections=1), st.integers(1, 12), st.integers(1, 12))
def test_a_higher_threshold_never_shows_more(rows, one, other):
    finding = make_finding(rows, "group")
    lower, higher = (
        set(release(finding, Policy(people_in_group=least)).shown["group"])
        for least in sorted((one, other))
    )
    assert higher <= lower


@repeatable
@given(rows_of_parts(), scopes, st.integers(0, 10_000))
def test_the_order_of_the_rows_changes_nothing_but_the_order(rows, scope, seed):
    order = np.random.default_rng(seed).permutation(len(rows))
    there = release(make_finding(rows, scope), POLICY).table
    shuffled = release(make_finding([rows[place] for place in order], scope), POLICY).table
    back = shuffled.set_index(order).sort_index()
    pd.testing.assert_frame_equal(back.astype(object), there.astype(object))


@repeatable
@given(
    st.lists(st.integers(1, 60), min_size=1, max_size=7, unique=True),
    st.permutations("ABCDEFG"),
    scopes,
)
def test_the_names_of_the_parts_change_nothing_unless_they_are_equally_large(sizes, letters, scope):
    found = [
        list(release(make_finding(rows, scope), POLICY).table["state"])
        for rows in (
            [(name, "s", n, 2.5, 1) for name, n in zip(order, sizes, strict=False)]
            for order in ("ABCDEFG", letters)
        )
    ]
    assert found[0] == found[1]


# The example network, attacked in the same way.

COHORTS = [cohort.id for cohort in open_workspace("example").cohorts]
FORMS = sorted({wave.instrument for wave in open_workspace("example").waves})
TINY, ITS_COHORT, ITS_ALLIANCE = "school-60", "2025", "gullwing"


@cache
def opened(instrument, cohort, alliance=""):
    study = open_study("example", instrument, cohort=cohort, alliance=alliance, allow_empty=True)
    return study if alliance else combine(study)


def studies(instrument, cohort):
    """Open the whole cohort and each of its alliances."""
    whole = opened(instrument, cohort)
    places = {
        p.alliance for p in list_slices(whole.workspace.store, instrument) if p.cohort == cohort
    }
    return [whole, *(opened(instrument, cohort, alliance) for alliance in sorted(places))]


def ways_to_split(study):
    groups = [question.id for question in study.instrument.groups]
    return ["school", *groups] if study.alliance else ["alliance"]


def averages(study):
    return study.instrument.subscales[0].aggregate == "mean"


def findings_of_people(study):
    """Yield findings about parts, with the finding about all of them."""
    first, latest = study.first, study.latest
    invited = study.invited(latest)
    for by in ways_to_split(study):
        if by in ("school", "alliance"):
            yield response.response(latest, invited, by=by), response.response(latest, invited)
        if averages(study) and len(study.instrument.targets) > 1:
            yield gap.gap(latest, by=by), gap.gap(latest)
        if averages(study) and first.id != latest.id:
            yield change.matched_change(first, latest, by=by), change.matched_change(first, latest)
        if averages(study):
            section = study.instrument.subscales[0].id
            for target in study.instrument.target_ids:
                yield compare.compare(latest, section, target=target or "", by=by), None


def findings_of_schools(study):
    """Yield findings about the statements of schools and about their judges."""
    if averages(study):
        return
    first, latest, policy = study.first, study.latest, study.policy
    yield stages.stage_movement(first, latest, policy), None
    yield stages.stage_movement(first, latest, policy, by="alliance"), None
    yield stages.movement_summary(first, latest, policy), None
    yield stages.spread(latest, policy), None
    yield stages.statements(first, latest), None
    yield agreement.agreement(latest), None


@cache
def released_findings(instrument, cohort, alliance):
    """Return findings, their releases, and the findings about the whole where there are any."""
    study = opened(instrument, cohort, alliance)
    found = [*findings_of_people(study), *findings_of_schools(study)]
    return [(finding, release(finding, study.policy), whole) for finding, whole in found]


def left_over(finding, whole):
    """Return the numbers of people who are in the whole and in no part, where they are few."""
    others = [key for key in finding.keys if key not in finding.parts]
    total, parts = (
        each.table.assign(all="all").groupby(["all", *others])[each.base].sum()
        for each in (whole, finding)
    )
    rest = total - parts
    return rest.loc[(rest != 0) & (rest < POLICY.threshold(finding.scope))].to_dict()


@pytest.mark.parametrize("cohort", COHORTS)
@pytest.mark.parametrize("instrument", FORMS)
def test_the_example_network_gives_nothing_away(instrument, cohort):
    leaks = []
    for study in studies(instrument, cohort):
        for finding, released, whole in released_findings(instrument, cohort, study.alliance):
            found = (
                given_away(finding, released, POLICY.threshold(finding.scope))
                * bool(finding.parts),
                left_over(finding, whole) if whole is not None else {},
                numbers_in_hidden_rows(finding, released),
            )
            leaks += [(study.alliance, finding.title, *found)] if any(found) else []
    assert leaks == []


def numbers_in_hidden_rows(finding, released):
    columns = [finding.base, *finding.values, *filter(None, [finding.schools])]
    hidden = released.table.loc[released.table["state"] == "hidden", columns]
    return int(hidden.notna().to_numpy().sum())


@cache
def states_of_the_tiny_school():
    """Return the title of every table that has it with the state of its rows."""
    title = read_roster(open_workspace("example")).school_titles[TINY]
    return [
        (released.title, state)
        for instrument in FORMS
        for finding, released, _ in released_findings(instrument, ITS_COHORT, ITS_ALLIANCE)
        for key in sorted({"group", "school"} & set(finding.keys))
        for state in released.table.loc[released.table[key] == title, "state"]
    ]


def test_the_tiny_school_is_shown_nowhere():
    assert [name for name, state in states_of_the_tiny_school() if state == "shown"] == []


def test_the_tiny_school_is_hidden_and_not_only_silent():
    assert "hidden" in {state for _, state in states_of_the_tiny_school()}


@pytest.mark.parametrize("cohort", COHORTS)
@pytest.mark.parametrize("instrument", FORMS)
def test_the_report_of_a_cohort_minus_those_of_its_alliances_gives_no_alliance_away(
    instrument, cohort
):
    whole, *parts = studies(instrument, cohort)
    inside = [
        part for part in parts if whole.roster.alliance_title(part.alliance) not in whole.left_out
    ]
    found = [profile.favourable(study.latest) for study in (whole, *inside) if averages(study)]
    assert len(whole.latest) == sum(
        len(part.latest) for part in inside if part.latest.id == whole.latest.id
    )
    leaks = {}
    for row in range(len(found[0].table) if found else 0):
        states = [release(each, POLICY).table["state"].iloc[row] for each in found]
        hidden = [
            int(each.table["n"].iloc[row])
            for each, state in zip(found[1:], states[1:], strict=True)
            if state == "hidden"
        ]
        few = len(hidden) == 1 or sum(hidden) < POLICY.people_in_alliance
        if states[0] == "shown" and "shown" in states[1:] and hidden and few:
            leaks[found[0].table["item"].iloc[row]] = hidden
    assert leaks == {}
