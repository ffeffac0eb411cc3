"""Which rows are hidden because they are about too few."""

import pytest

from tsa_research.analyses.rows import all_in
from tsa_research.disclosure import release
from tsa_research.policy import Policy

POLICY = Policy()


@pytest.mark.parametrize(
    ("scope", "fewest"),
    [("group", 5), ("members", 6), ("alliance", 10), ("statement", 3), ("schools", 3)],
)
def test_a_row_is_shown_from_the_threshold_of_its_scope_on(scope, fewest, groups, states):
    given = groups(fewest - 1, fewest, 1, fewest + 1, scope=scope)
    assert states(release(given, POLICY)) == ["hidden", "shown", "hidden", "shown"]


@pytest.mark.parametrize(
    ("scope", "setting"),
    [
        ("group", "people_in_group"),
        ("alliance", "people_in_alliance"),
        ("statement", "judges_in_statement"),
        ("schools", "schools_in_alliance"),
    ],
)
def test_the_threshold_is_the_setting_of_the_network(scope, setting, groups, states):
    released = release(groups(6, 7, scope=scope), Policy(**{setting: 7}))
    assert states(released) == ["hidden", "shown"]
    assert " 7 " in released.rule


def test_a_row_about_an_alliance_needs_three_schools(finding, states):
    rows = [{"group": g, "n": 40, "n_schools": k} for g, k in (("A", 2), ("B", 3), ("C", 1))]
    released = release(finding(rows, scope="alliance", schools="n_schools"), POLICY)
    assert states(released) == ["hidden", "shown", "hidden"]


def test_a_group_inside_an_alliance_may_come_from_one_school(finding, states):
    rows = [{"group": "A", "n": 5, "n_schools": 1}]
    assert states(release(finding(rows, schools="n_schools"), POLICY)) == ["shown"]


def test_a_row_that_nobody_answered_says_so(groups, states):
    released = release(groups(0, 5), POLICY)
    assert states(released) == ["none", "shown"]
    assert released.n_hidden == 0


def test_a_missing_base_is_nobody(groups, states):
    assert states(release(groups(float("nan"), 5, n=5), POLICY)) == ["none", "shown"]


def test_rows_about_no_person_are_never_hidden(groups, states):
    released = release(groups(0, 1, 4, scope="public"), POLICY)
    assert states(released) == ["shown"] * 3
    assert released.rule == ""


@pytest.mark.parametrize(("base", "state"), [(5, "hidden"), (9, "hidden"), (10, "shown")])
@pytest.mark.parametrize("unanimous", ["n_better", "n_worse"])
def test_a_small_group_that_is_of_one_mind_is_hidden(finding, states, base, state, unanimous):
    row = {"group": "A", "n_better": 0, "n_worse": 0, unanimous: base, "n": base}
    values = ("n_better", "n_worse")
    assert states(release(finding([row], values=values, unanimous=all_in(*values)), POLICY)) == [
        state
    ]


def test_a_small_group_of_two_minds_is_shown(finding, states):
    row = {"group": "A", "n_better": 4, "n_worse": 1, "n": 5}
    values = ("n_better", "n_worse")
    assert states(release(finding([row], values=values, unanimous=all_in(*values)), POLICY)) == [
        "shown"
    ]


@pytest.mark.parametrize(
    ("invited", "returned", "state"),
    [(4, 4, "hidden"), (4, 0, "hidden"), (1, 0, "hidden"), (5, 0, "none"), (0, 0, "none"),
     (5, 5, "shown")],
)  # fmt: skip
def test_a_small_number_of_invited_people_is_hidden_even_if_nobody_answered(
    finding, states, invited, returned, state
):
    rows = [{"group": "A", "invited": invited, "n": returned}]
    released = release(finding(rows, values=("invited",), also=("invited",)), POLICY)
    assert states(released) == [state]


def test_without_a_list_of_participants_a_large_group_is_shown(finding, states):
    rows = [{"group": "A", "invited": 0, "n": 6}]
    released = release(finding(rows, values=("invited",), also=("invited",)), POLICY)
    assert states(released) == ["shown"]


@pytest.mark.parametrize("scope", ["group", "members", "alliance", "statement", "schools"])
def test_the_rule_under_a_table_names_its_threshold(scope, groups):
    rule = release(groups(1, scope=scope), POLICY).rule
    assert rule.startswith("Hidden where there are fewer than")
    assert str(POLICY.threshold(scope)) in rule
