"""Progress of pupils, counted by hand; small groups and the few outside a large one hidden."""

from __future__ import annotations

import pandas as pd
import pytest

from tsa_research.analyses.progress import as_expected, progress
from tsa_research.analyses.progress_means import progress_means, without_base
from tsa_research.analyses.progress_rest import against_the_rest
from tsa_research.disclosure import release
from tsa_research.policy import USUAL, Policy
from tsa_research.schemas.reading import load_record_type

KIND = load_record_type("pupil_outcomes")
NAN = float("nan")
OPEN = Policy(people_in_group=1, people_in_alliance=1, schools_in_alliance=1)


def row(pupil="", before=NAN, after=NAN, **more):
    blank = dict.fromkeys(KIND.column_ids, "")
    usual = {"measure": "Writing", "unit": "points", "school": "Oak", "alliance": "Quillmoor"}
    counts = {"before": before, "after": after, "n_pupils": NAN, "expected": NAN}
    return {**blank, **usual, **counts, "pupil": pupil, **more}


def changes(*steps, prefix="p", **more):
    return [row(f"{prefix}{n}", 10, 10 + step, **more) for n, step in enumerate(steps)]


def table(*rows):
    return pd.DataFrame(list(rows))


def only(finding):
    (found,) = finding.table.to_dict("records")
    return found


def test_pupils_are_counted_by_the_way_they_moved():
    found = only(progress(table(*changes(2, 1, 0, -1, 3)), KIND))
    assert [found[name] for name in ("n", "n_gained", "n_same", "n_lost")] == [5, 3, 1, 1]
    assert (found["median_change"], found["mean_change"]) == (1, 1)
    assert found["share_gained"] == pytest.approx(0.6)


def test_who_has_one_figure_only_is_counted_and_in_no_other_figure():
    rows = [*changes(2, 4), row("before only", before=3), row("after only", after=3)]
    found = only(progress(table(*rows), KIND))
    assert (found["n"], found["n_once"], found["mean_change"]) == (2, 2, 3)


def test_units_and_measures_are_never_put_together():
    rows = [row("a", 1, 2), row("a", 1, 9, unit="marks"), row("a", 1, 4, measure="Reading")]
    found = progress(table(*rows), KIND).table.set_index("measure")["mean_change"]
    assert found.to_dict() == {"Reading (points)": 3, "Writing (marks)": 8, "Writing (points)": 1}


def test_a_pupil_measured_again_counts_once_from_the_first_to_the_last():
    terms = [
        row("a", 12, 15, measured_before="2026-01-05", measured_after="2026-04-01"),
        row("a", 10, 12, measured_before="2025-09-05", measured_after="2025-12-15"),
    ]
    found = only(progress(table(*terms), KIND))
    assert (found["n"], found["mean_change"]) == (1, 5)


def test_figures_on_two_lines_belong_to_the_same_pupil():
    found = only(progress(table(row("a", before=10), row("a", after=13)), KIND))
    assert (found["n"], found["n_once"], found["mean_change"]) == (1, 0, 3)


def test_equal_changes_are_equal_whatever_the_last_binary_digit_says():
    rows = [row("a", 2.9, 2.9), row("b", 0.1 + 0.2, 0.3)]
    assert only(progress(table(*rows), KIND))["n_same"] == 2


def test_the_interval_of_one_school_is_exact_and_of_three_there_is_none_but_directions():
    steps = (0, 1, 1, 2, 2, 2, 3, 3, 4)
    found = only(progress(table(*changes(*steps)), KIND))
    assert (found["change_low"], found["change_high"]) == (1, 3)
    rows = [r for s in "abc" for r in changes(*steps[:5], prefix=s, school=s)]
    rows += changes(-1, -1, -1, -1, -1, prefix="d", school="d")
    rows += changes(1, 1, prefix="few", school="e")
    finding = progress(table(*rows), KIND)
    found = only(finding)
    assert pd.isna(found["change_low"])
    assert (found["n_schools_better"], found["n_schools_worse"]) == (3, 1)
    assert "at least 6 schools" in " ".join(finding.reasons[0])


def test_a_school_of_few_pupils_is_not_counted_by_its_direction():
    finding = progress(table(*changes(1, 1, 1, 1)), KIND)
    assert pd.isna(only(finding)["n_schools_better"])
    assert "at least 5 pupils of one school" in " ".join(finding.reasons[0])


def test_who_is_in_two_groups_counts_in_both_and_once_among_all():
    rows = [row("a", 1, 2, group="EAL"), row("a", 1, 2, group="SEND"), row("b", 1, 1, group="EAL")]
    groups = progress(table(*rows), KIND, by="group").table.set_index("group")
    assert groups["n"].to_dict() == {"EAL": 2, "SEND": 1}
    assert groups["n_rest"].to_dict() == {"EAL": 0, "SEND": 1}
    assert only(progress(table(*rows), KIND))["n"] == 2


def test_those_of_no_group_stand_last_and_measures_without_groups_are_left_out():
    rows = [*changes(1, group="EAL"), *changes(1, prefix="x"), row("y", 1, 2, measure="Reading")]
    groups = progress(table(*rows), KIND, by="group").table
    assert groups["group"].tolist() == ["EAL", "Not stated"]
    assert set(groups["measure"]) == {"Writing (points)"}


def states(finding, policy=USUAL):
    released = release(finding, policy).table
    return dict(zip(released["group"], released["state"], strict=True))


def test_a_small_group_and_the_next_smallest_are_hidden():
    rows = [
        *changes(*[0, 1] * 6, prefix="o", group="Others"),
        *changes(*[0, 1] * 3, prefix="e", group="EAL"),
        *changes(0, 1, 1, prefix="s", group="SEND"),
    ]
    wanted = {"EAL": "hidden", "Others": "shown", "SEND": "hidden"}
    assert states(progress(table(*rows), KIND, by="group")) == wanted
    assert states(against_the_rest(table(*rows), KIND)) == wanted


def test_a_small_group_of_one_mind_is_hidden_in_both_tables():
    rows = [
        *changes(*[1] * 6, prefix="e", group="EAL"),
        *changes(*[0, 1] * 6, prefix="o", group="Others"),
        *changes(*[0, 1] * 7, prefix="s", group="SEND"),
    ]
    for finding in (progress(table(*rows), KIND, by="group"), against_the_rest(table(*rows), KIND)):
        assert states(finding)["EAL"] == "hidden"
        assert states(finding)["SEND"] == "shown"


def test_a_group_that_leaves_out_a_few_is_hidden_although_groups_overlap():
    """All are 12, the large group 10: all minus the group would be the two who are not in it."""
    rows = [
        *changes(*[0, 1] * 5, group="Pupil premium"),
        *changes(*[0, 1] * 3, group="EAL"),
        *changes(0, 1, prefix="x", group="EAL"),
    ]
    found = progress(table(*rows), KIND, by="group")
    assert found.table.set_index("group")["n_rest"].to_dict() == {"EAL": 4, "Pupil premium": 2}
    assert set(states(found).values()) == {"hidden"}


def test_an_alliance_of_one_school_is_hidden_and_the_school_is_shown_inside():
    rows = table(*changes(*[0, 1, 2] * 5))
    assert set(states(progress(rows, KIND)).values()) == {"hidden"}
    assert states(progress(rows, KIND, by="school")) == {"Oak": "shown"}


def test_groups_are_compared_with_the_rest_and_not_with_the_whole():
    """Of 2 × 3 pairs the group gains more in 5 and the same in 1: 5.5 of 6."""
    rows = [*changes(3, 2, group="High"), *changes(1, 2, 0, prefix="m", group="Middle")]
    found = against_the_rest(table(*rows), KIND).table.set_index("group")
    assert found.loc["High", "larger_gain"] == pytest.approx(5.5 / 6)
    assert found["n_rest"].to_dict() == {"High": 3, "Middle": 2}
    assert (found.loc["High", "median_change"], found.loc["High", "median_rest"]) == (2.5, 1)
    assert found["larger_gain"].sum() == pytest.approx(1)


def test_one_group_alone_is_compared_with_nobody():
    assert against_the_rest(table(*changes(1, 2, group="High")), KIND).table.empty


def test_progress_is_held_against_what_was_expected_only_where_that_is_written():
    rows = [*changes(2, 1, 3, expected=2), *changes(9, prefix="x"), row("y", 1, 2, measure="Maths")]
    found = only(as_expected(table(*rows), KIND))
    assert (found["measure"], found["n"], found["count"], found["n_without"]) == (
        "Writing (points)", 3, 2, 1,
    )  # fmt: skip
    assert as_expected(table(*changes(1, 2)), KIND).table.empty


def test_a_few_without_an_expectation_hide_those_with_one():
    rows = [r for s in "abc" for r in changes(2, 1, 3, 2, prefix=s, school=s, expected=2)]
    kept = release(as_expected(table(*rows), KIND), USUAL).table["state"].tolist()
    few = [*rows, *changes(1, prefix="x")]
    gone = release(as_expected(table(*few), KIND), USUAL).table["state"].tolist()
    assert (kept, gone) == (["shown"], ["hidden"])


def group(name, n, before, after, **more):
    return row(before=before, after=after, group=name, n_pupils=n, **more)


def test_means_are_weighted_by_pupils_and_those_without_both_are_counted():
    rows = [
        group("Boys", 10, 10, 12),
        group("Boys", 30, 12, 12, school="Elm"),
        group("Boys", 7, 9, NAN, school="Ash"),
    ]
    found = only(progress_means(table(*rows), KIND))
    assert (found["n"], found["n_schools"], found["n_once"]) == (40, 2, 7)
    wanted = {"mean_before": 11.5, "mean_after": 12, "mean_change": 0.5}
    assert {name: found[name] for name in wanted} == pytest.approx(wanted)


def test_a_mean_of_few_pupils_is_hidden_with_the_next_smallest():
    rows = table(group("All", 12, 1, 2), group("Boys", 8, 1, 2), group("Girls", 4, 1, 2))
    wanted = {"All": "shown", "Boys": "hidden", "Girls": "hidden"}
    assert states(progress_means(rows, KIND)) == wanted


def test_means_say_that_no_interval_can_be_computed_without_the_pupils():
    finding = progress_means(table(group("All", 12, 1, 2)), KIND)
    assert "Without the pupils no interval can be computed" in finding.caveats[0]


def test_groups_of_unknown_number_are_shown_in_an_open_network_only():
    rows = table(group("EAL", NAN, 0, 1.75), group("Boys", 12, 1, 2))
    assert without_base(rows, KIND, USUAL).table.empty
    assert "Some groups are written down without" in without_base(rows, KIND, USUAL).caveats[0]
    found = only(without_base(rows, KIND, OPEN))
    assert (found["group"], found["mean_change"], found["n"]) == ("EAL", 1.75, 1)
    assert progress_means(rows, KIND).table["group"].tolist() == ["Boys"]


def test_rows_of_pupils_and_of_groups_do_not_mix():
    rows = table(*changes(1, 2, group="EAL"), group("EAL", 12, 0, 5))
    assert only(progress(rows, KIND))["n"] == 2
    assert only(progress_means(rows, KIND))["n"] == 12


@pytest.mark.parametrize("by", [None, "group", "school", "alliance"])
def test_an_empty_record_is_no_error(by):
    empty = table(row()).iloc[:0]
    for finding in (progress(empty, KIND, by=by), against_the_rest(empty, KIND)):
        assert finding.table.empty
    assert progress_means(empty, KIND).table.empty
    assert as_expected(empty, KIND).table.empty


def test_few_pupils_who_are_in_two_hidden_groups_are_not_given_by_subtraction():
    ways = (-1, 1, 1, 0) * 3
    large = [row for name in ("Year 7", "Year 8")
             for row in changes(*ways, prefix=name, group=name)]  # fmt: skip
    small = [row for name in ("Quick", "Keen") for row in changes(1, -1, 1, 0, group=name)]
    found = progress(table(*large, *small), KIND, by="group")
    states = release(found, USUAL).table.set_index("group")["state"]
    assert states.to_dict() == dict.fromkeys(("Keen", "Quick", "Year 7"), "hidden") | {
        "Year 8": "shown"
    }


def test_few_pupils_who_are_in_no_group_that_is_shown_are_not_given_by_subtraction():
    large = [row for name in ("Year 7", "Year 8")
             for row in changes(*(-1, 1) * 6, prefix=name, group=name)]  # fmt: skip
    few = [row for name in ("Year 9", "Keen") for row in changes(1, -1, 1, group=name)]
    also = changes(*(-1, 1) * 3, prefix="Year 7", group="Keen")
    found = progress(table(*large, *few, *also), KIND, by="group")
    states = release(found, USUAL).table.set_index("group")["state"]
    assert states["Year 7"] == "hidden"
