"""Attacks on releases: what can be worked out from the totals, for any groups and for ours."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
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
SCOPES = ("group", "alliance", "statement", "schools")

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
        splits=("n_better",),
        unit="people",
        scope=scope,
        parts=("group",),
        n=int(table["n"].sum()),
        method="Counted.",
    )


@st.composite
def rows_of_parts(draw, sections=st.integers(1, 3)):
    """Draw a table: every part has a row in every section."""
    parts = draw(st.lists(names, min_size=1, max_size=7, unique=True))
    count = draw(sections)
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
        if subtracted and len(left) and (len(left) < 2 or left.sum() < threshold):
            found.append((place, list(left)))
    return found


def states_by_part(released):
    table = released.table
    return dict(zip(zip(table["group"], table["section"], strict=True), table["state"], strict=True))


@repeatable
@given(rows_of_parts(sections=st.just(1)), scopes)
def test_the_totals_of_one_row_give_nothing_away(rows, scope):
    finding = make_finding(rows, scope)
    assert given_away(finding, release(finding, POLICY), POLICY.threshold(scope)) == []


@repeatable
@given(rows_of_parts(), scopes)
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
@given(rows_of_parts(sections=st.just(1)), st.integers(1, 12), st.integers(1, 12))
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

PLACES = [
    pytest.param(instrument, cohort.id, id=f"{instrument} {cohort.id}")
    for instrument in sorted({wave.instrument for wave in open_workspace("example").waves})
    for cohort in open_workspace("example").cohorts
]
TINY = "school-60"


@cache
def studies(instrument, cohort):
    """Open the whole cohort and each of its alliances."""
    whole = open_study("example", instrument, cohort=cohort, allow_empty=True)
    places = list_slices(whole.workspace.store, instrument)
    alliances = sorted({place.alliance for place in places if place.cohort == cohort})
    parts = [open_study("example", instrument, cohort=cohort, alliance=a) for a in alliances]
    return (whole, *parts) if parts else ()


def ways_to_split(study):
    by = ["school", *(question.id for question in study.instrument.groups)]
    return by if study.alliance else [*by, "alliance"]


def findings_of_people(study):
    """Yield findings about people with the finding that holds their totals."""
    first, latest = study.first, study.latest
    invited = study.invited(latest)
    for by in ways_to_split(study):
        if by in ("school", "alliance"):
            asked = response.response(latest, invited, by=by)
            yield f"response by {by}", asked, response.response(latest, invited)
        if study.instrument.subscales[0].aggregate == "stages":
            continue
        if len(study.instrument.targets) > 1:
            yield f"gap by {by}", gap.gap(latest, by=by), gap.gap(latest)
        if first.id != latest.id:
            moved = change.matched_change(first, latest, by=by)
            yield f"matched_change by {by}", moved, change.matched_change(first, latest)
        for section in study.instrument.subscales[:1]:
            for target in study.instrument.target_ids:
                yield (
                    f"compare by {by}",
                    compare.compare(latest, section.id, target=target or "", by=by),
                    None,
                )


def findings_of_schools(study):
    """Yield findings about statements of schools."""
    if study.instrument.subscales[0].aggregate != "stages":
        return
    first, latest, policy = study.first, study.latest, study.policy
    for by in (None, "alliance"):
        yield f"stage_movement by {by}", stages.stage_movement(first, latest, policy, by=by)
    yield "movement_summary", stages.movement_summary(first, latest, policy)
    yield "spread", stages.spread(latest, policy)
    yield "statements", stages.statements(first, latest)
    yield "agreement", agreement.agreement(latest)


@cache
def released_findings(instrument, cohort):
    """Return place, name, finding, its release, and the finding with the totals if any."""
    found = []
    for study in studies(instrument, cohort):
        about = study.alliance or "all"
        for name, finding, whole in findings_of_people(study):
            found.append((f"{about}: {name}", finding, release(finding, study.policy), whole))
        for name, finding in findings_of_schools(study):
            found.append((f"{about}: {name}", finding, release(finding, study.policy), None))
    return found


@pytest.mark.parametrize(("instrument", "cohort"), PLACES)
def test_the_totals_of_the_example_network_give_nothing_away(instrument, cohort):
    leaks = {
        name: leak
        for name, finding, released, _ in released_findings(instrument, cohort)
        if finding.parts
        and (leak := given_away(finding, released, POLICY.threshold(finding.scope)))
    }
    assert leaks == {}


@pytest.mark.parametrize(("instrument", "cohort"), PLACES)
def test_hidden_rows_of_the_example_network_hold_no_number(instrument, cohort):
    for name, finding, released, _ in released_findings(instrument, cohort):
        numbers = [finding.base, *finding.values, *filter(None, [finding.schools])]
        hidden = released.table.loc[released.table["state"] == "hidden", numbers]
        assert hidden.isna().all(axis=None), name


@pytest.mark.parametrize(("instrument", "cohort"), PLACES)
def test_the_parts_of_the_example_network_leave_no_few_people_over(instrument, cohort):
    left_over = {}
    for name, finding, _, whole in released_findings(instrument, cohort):
        if whole is None:
            continue
        others = [key for key in finding.keys if key not in finding.parts]
        total, parts = (
            part.table.assign(all="all").groupby(["all", *others])[part.base].sum()
            for part in (whole, finding)
        )
        rest = total - parts
        few = rest.loc[(rest != 0) & (rest < POLICY.threshold(finding.scope))]
        if len(few):
            left_over[name] = few.to_dict()
    assert left_over == {}


@cache
def tiny_rows():
    """Return every row about the tiny school, with where it stands."""
    title = read_roster(open_workspace("example")).school_titles[TINY]
    found = []
    for place in PLACES:
        for name, finding, released, _ in released_findings(*place.values):
            for key in {"group", "school"} & set(finding.keys):
                rows = released.table.loc[released.table[key] == title]
                found += [(name, state) for state in rows["state"]]
    return found


def test_the_tiny_school_is_shown_nowhere():
    assert tiny_rows(), "the tiny school is asked about"
    assert [name for name, state in tiny_rows() if state == "shown"] == []


def test_the_tiny_school_is_hidden_and_not_only_silent():
    assert "hidden" in {state for _, state in tiny_rows()}


@pytest.mark.parametrize(("instrument", "cohort"), PLACES)
def test_the_report_of_a_cohort_minus_those_of_its_alliances_gives_no_alliance_away(
    instrument, cohort
):
    opened = [s for s in studies(instrument, cohort) if s.instrument.subscales[0].aggregate == "mean"]
    found = [profile.favourable(study.latest) for study in opened]
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
