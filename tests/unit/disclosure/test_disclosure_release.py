"""What a release holds, and that nothing else gets through."""

import dataclasses
import gc

import numpy as np
import pandas as pd
import pytest

from tsa_research import charts, prose, tables
from tsa_research.disclosure import release
from tsa_research.findings import Finding, Release
from tsa_research.policy import Policy

POLICY = Policy()
SECRET = 31.41592


def secretive(finding):
    """Return a finding whose first row must be hidden and can be recognised."""
    rows = [
        {"group": "A", "mean": SECRET, "n": 4, "n_schools": 27},
        {"group": "B", "mean": 2.0, "n": 20, "n_schools": 29},
        {"group": "C", "mean": 3.0, "n": 30, "n_schools": 31},
    ]
    return finding(rows, schools="n_schools", parts=("group",))


def test_a_hidden_row_holds_no_number_in_any_column(finding):
    given = secretive(finding)
    table = release(given, POLICY).table
    hidden = table.loc[table["state"] == "hidden", ["mean", "n", "n_schools"]]
    assert len(hidden) == 2
    assert hidden.isna().all(axis=None)


def test_a_shown_row_is_the_one_that_was_found(finding):
    given = secretive(finding)
    kept = release(given, POLICY).shown.astype({"n": int, "n_schools": int, "mean": float})
    pd.testing.assert_frame_equal(
        kept.reset_index(drop=True), given.table.iloc[[2]].reset_index(drop=True)
    )


def test_the_keys_of_a_hidden_row_are_kept(finding):
    assert list(release(secretive(finding), POLICY).table["group"]) == ["A", "B", "C"]


def test_the_number_of_hidden_rows_is_told(finding):
    assert release(secretive(finding), POLICY).n_hidden == 2


def test_a_row_that_nobody_is_behind_tells_no_small_number_either(finding):
    rows = [{"group": "A", "n_before": 3, "n": 0}, {"group": "B", "n_before": 8, "n": 6}]
    table = release(finding(rows, values=("n_before",)), POLICY).table
    assert pd.isna(table.loc[table["group"] == "A", "n_before"].item())


def test_the_total_is_hidden_when_everything_is(groups):
    assert release(groups(1, 2, 3), POLICY).n is None
    assert release(groups(1, 2, 7), POLICY).n == 10
    assert release(groups(0, 4), POLICY).n is None


@pytest.mark.parametrize("text", [repr, str])
def test_the_text_of_a_release_tells_no_hidden_number(finding, text):
    said = text(release(secretive(finding), POLICY))
    for number in ("31.4", "27", "29", "20"):
        assert number not in said


def test_a_release_cannot_be_built_by_hand(finding):
    released = release(secretive(finding), POLICY)
    fields = {f.name: getattr(released, f.name) for f in dataclasses.fields(Release)}
    for seal in (None, object(), True):
        with pytest.raises(TypeError, match=r"made by disclosure\.release\(\) and nowhere else"):
            Release(**{**fields, "seal": seal})


def test_a_release_cannot_be_changed(finding):
    released = release(secretive(finding), POLICY)
    with pytest.raises(dataclasses.FrozenInstanceError):
        released.n = 3


def reached_from(start):
    """Return everything that can be reached from an object, modules and classes left out."""
    seen, waiting = {}, [start]
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen or isinstance(thing, type) or type(thing).__name__ in SKIPPED:
            continue
        seen[id(thing)] = thing
        waiting += gc.get_referents(thing)
    return list(seen.values())


SKIPPED = {"module", "function", "builtin_function_or_method", "getset_descriptor"}


def test_nothing_in_a_release_leads_back_to_the_finding(finding):
    given = secretive(finding)
    reached = reached_from(release(given, POLICY))
    assert not [thing for thing in reached if isinstance(thing, Finding)]
    assert not [thing for thing in reached if thing is given.table]
    arrays = [thing for thing in reached if isinstance(thing, np.ndarray)]
    assert arrays, "the walk gets as far as the numbers in the table"
    assert not any(SECRET in array.ravel().tolist() for array in arrays)
    assert not any(np.shares_memory(array, given.table["mean"].to_numpy()) for array in arrays)


def test_a_finding_that_is_changed_later_does_not_change_its_release(finding):
    given = secretive(finding)
    released = release(given, POLICY)
    before = released.table.copy(deep=True)
    given.table.loc[:, "mean"] = SECRET
    given.table.loc[:, "group"] = "changed"
    given.facts["secret"] = SECRET
    pd.testing.assert_frame_equal(released.table, before)
    assert "secret" not in released.facts


def test_releasing_does_not_change_the_finding(finding):
    given = secretive(finding)
    before = given.table.copy(deep=True)
    release(given, POLICY)
    pd.testing.assert_frame_equal(given.table, before)


def test_a_list_among_the_facts_is_not_shared_with_the_finding(finding):
    given = finding([{"group": "A", "n": 7}], facts={"waves": ["Autumn"]})
    released = release(given, POLICY)
    given.facts["waves"].append("Spring")
    assert released.facts["waves"] == ["Autumn"]


DOORS = {
    **{f"charts.{name}": getattr(charts, name) for name in charts.__all__},
    "tables.display": tables.display,
    "prose.headline": prose.headline,
    "prose.limits": prose.limits,
    "prose.method": prose.method,
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("given", ["finding", "table"])
def test_only_a_release_gets_through(door, given, finding):
    unreleased = secretive(finding)
    title = {"title": "A title"} if door.startswith("charts") else {}
    with pytest.raises(TypeError, match="Only a Release may be shown"):
        DOORS[door](unreleased if given == "finding" else unreleased.table, **title)


@pytest.mark.parametrize("name", ["limits", "method"])
def test_an_unreleased_result_among_released_ones_is_refused(name, finding):
    unreleased = secretive(finding)
    with pytest.raises(TypeError, match="Only a Release may be shown"):
        getattr(prose, name)(release(unreleased, POLICY), unreleased)


def test_a_finding_must_name_every_column_of_its_table():
    table = pd.DataFrame({"group": ["A"], "mean": [1.0], "n": [7]})
    with pytest.raises(ValueError, match="must name exactly the columns"):
        Finding("gap", "?", "T", table, ("group",), (), "people", "group", 7, "Counted.")


def test_no_column_has_the_name_of_the_one_that_the_release_adds():
    table = pd.DataFrame({"state": ["open"], "n": [7]})
    with pytest.raises(ValueError, match="a column called state"):
        Finding("agenda", "?", "T", table, ("state",), (), "actions", "public", 7, "Counted.")


def test_parts_must_be_keys():
    table = pd.DataFrame({"group": ["A"], "n": [7]})
    with pytest.raises(ValueError, match="must name exactly the columns"):
        Finding(
            "gap", "?", "T", table, ("group",), (), "people", "group", 7, "C", parts=("school",)
        )


def test_rows_in_the_order_of_a_value_keep_no_place_for_what_is_hidden(finding):
    rows = [
        {"group": "A", "mean": 3.0, "n": 20},
        {"group": "B", "mean": 1.0, "n": 4},
        {"group": "C", "mean": 2.0, "n": 0},
        {"group": "D", "mean": 2.5, "n": 30},
    ]
    released = release(finding(rows, ordered_by="mean"), POLICY)
    assert list(released.table["group"]) == ["D", "A", "B", "C"]


def test_rows_can_only_be_ordered_by_a_value(finding):
    with pytest.raises(ValueError, match="not a value"):
        finding([{"group": "A", "mean": 3.0, "n": 20}], ordered_by="n")


@pytest.mark.parametrize("whom", ["parts", "about"])
def test_whoever_is_hidden_once_is_hidden_where_nobody_answered(finding, states, whom):
    rows = [
        {"group": group, "section": section, "n": n}
        for group, bases in (("A", (4, 0)), ("B", (20, 20)), ("C", (30, 30)), ("D", (0, 40)))
        for section, n in zip(("s", "t"), bases, strict=True)
    ]
    found = dict(
        zip("AaBbCcDd", states(release(finding(rows, **{whom: ("group",)}), POLICY)), strict=True)
    )
    assert (found["A"], found["a"]) == ("hidden", "hidden")
    assert found["D"] == "none"
