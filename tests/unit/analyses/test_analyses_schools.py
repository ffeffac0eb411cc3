"""Analyses of schools' statements against plain pandas."""

import itertools

import numpy as np
import pytest

from tsa_research.analyses import agreement, stages
from tsa_research.disclosure import release
from tsa_research.policy import Policy

POLICY = Policy(judges_in_statement=3)
MATURITY = "maturity_audit"


@pytest.fixture
def two_waves(random_wave):
    """Seven schools in two alliances, with two to five judges each."""
    waves = random_wave(MATURITY, 24, 11), random_wave(MATURITY, 25, 12, wave="summer")
    for wave in waves:
        count = len(wave)
        wave.responses["school"] = [f"School {min(place // 4, 6)}" for place in range(count)]
        wave.responses["alliance"] = ["Low" if place < 12 else "High" for place in range(count)]
    return waves


def stated(wave, column):
    """Return the highest stage that at least half of the judges say is reached, by school."""
    codes = wave.responses[column].astype(float)
    found = {}
    for school, part in codes.groupby(wave.responses["school"]):
        known = sorted(part.dropna())
        if len(known) >= 3:
            found[school] = max(c for c in known if sum(k >= c for k in known) * 2 >= len(known))
    return found


def columns_of(wave):
    return {(item.id, item.target): item.column for item in wave.instrument.items}


def strand_rows(finding):
    return finding.table.groupby(["strand", "target"], sort=False)


def test_statements_are_the_highest_stages_that_half_of_the_judges_say_are_reached(two_waves):
    wave = two_waves[0]
    table = stages.statements(wave).table
    for (strand, target), column in columns_of(wave).items():
        rows = table.loc[(table["strand"] == strand) & (table["target"] == target)]
        judges = wave.responses.groupby("school")[column].count()
        assert dict(zip(rows["school"], rows["n"], strict=True)) == dict(judges)
        enough = rows.loc[rows["n"] >= 3]
        assert dict(zip(enough["school"], enough["stage"], strict=True)) == stated(wave, column)


def test_a_spread_counts_every_stage(two_waves):
    wave = two_waves[0]
    columns = columns_of(wave)
    for key, rows in strand_rows(stages.spread(wave, POLICY)):
        made = list(stated(wave, columns[key]).values())
        assert list(rows["level"]) == [1, 2, 3, 4, 5, 6, 7]
        assert list(rows["count"]) == [made.count(level) for level in range(1, 8)]
        assert set(rows["n"]) == {len(made)}
        np.testing.assert_allclose(rows["share"], [made.count(c) / len(made) for c in range(1, 8)])


def moves(waves, column, schools=None):
    """Return the steps of the schools with a statement in both waves."""
    before, after = (stated(wave, column) for wave in waves)
    both = before.keys() & after.keys()
    return [after[s] - before[s] for s in sorted(both) if schools is None or s in schools]


def counted(steps):
    return [sum(s > 0 for s in steps), sum(s == 0 for s in steps), sum(s < 0 for s in steps)]


def test_stage_movement_counts_schools_with_a_statement_in_both_waves(two_waves):
    columns = columns_of(two_waves[0])
    for key, rows in strand_rows(stages.stage_movement(*two_waves, POLICY)):
        steps = moves(two_waves, columns[key])
        assert rows["n"].item() == len(steps)
        assert list(rows[["n_up", "n_same", "n_down"]].iloc[0]) == counted(steps)


def test_the_summary_of_an_alliance_counts_the_statements_of_its_schools(two_waves):
    summary = stages.movement_summary(*two_waves, POLICY).table
    schools = two_waves[1].responses.groupby("alliance")["school"].unique()
    columns = columns_of(two_waves[0])
    assert len(summary) == 4
    for row in summary.to_dict("records"):
        strands = [
            moves(two_waves, column, set(schools[row["group"]]))
            for (_, target), column in columns.items()
            if target == row["target"]
        ]
        enough = [steps for steps in strands if len(steps) >= 3] or strands
        inside = [step for steps in enough for step in steps]
        assert [row["n_up"], row["n_same"], row["n_down"]] == counted(inside)
        assert row["n"] <= len(schools[row["group"]])


def test_a_matrix_counts_statements_by_stage_before_and_after(two_waves):
    table = stages.movement_matrix(*two_waves, POLICY, target="alliance").table
    expected = {cell: 0 for cell in itertools.product(range(1, 8), range(1, 8))}
    for (_, target), column in columns_of(two_waves[0]).items():
        if target == "alliance":
            before, after = (stated(wave, column) for wave in two_waves)
            for school in before.keys() & after.keys():
                expected[before[school], after[school]] += 1
    cells = zip(table["before"], table["after"], table["count"], strict=True)
    assert {(start, end): count for start, end, count in cells} == expected


def test_priorities_count_the_schools_at_a_positive_stage(two_waves):
    wave = two_waves[0]
    found = stages.priorities(wave, POLICY, target="own_school")
    table = release(found, Policy(1, 1, 1, 1)).shown
    assert table["share_at_or_above"].is_monotonic_increasing
    for row in table.to_dict("records"):
        made = stated(wave, columns_of(wave)[row["strand"], "own_school"]).values()
        assert (row["n"], row["n_at_or_above"]) == (len(made), sum(c >= 5 for c in made))
        assert row["share_at_or_above"] == row["n_at_or_above"] / row["n"]


def test_agreement_counts_the_pairs_of_judges_who_chose_alike(two_waves):
    wave = two_waves[0]
    for row in agreement.agreement(wave).table.to_dict("records"):
        part = wave.responses.loc[wave.responses["school"] == row["school"]]
        columns = [i.column for i in wave.instrument.items if i.target == row["target"]]
        misses = [
            abs(a - b)
            for column in columns
            for a, b in itertools.combinations(part[column].dropna().astype(int), 2)
        ]
        assert row["n"] == part[columns].notna().any(axis=1).sum()
        np.testing.assert_allclose(row["exact"], np.mean([miss == 0 for miss in misses]))
        np.testing.assert_allclose(row["within_one"], np.mean([miss <= 1 for miss in misses]))
        assert row["alpha"] <= 1


def test_a_matrix_of_two_schools_is_hidden_like_every_other_count_of_schools(wave_of):
    columns = {"school": ["Ash"] * 3 + ["Beck"] * 3}
    judged = {
        f"{strand}__own_school": [3] * 6 for strand in ("fit_governance", "high_social_capital")
    }
    before = wave_of(MATURITY, columns | judged)
    after = wave_of(MATURITY, columns | judged, wave="summer")
    counts = release(stages.stage_movement(before, after, POLICY), POLICY)
    matrix = release(stages.movement_matrix(before, after, POLICY, target="own_school"), POLICY)
    assert "shown" not in set(counts.table["state"])
    assert "shown" not in set(matrix.table["state"])
