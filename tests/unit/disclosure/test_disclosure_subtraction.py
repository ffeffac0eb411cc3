"""What else is hidden, because a total would give the small rows away."""

import pytest

from tsa_research.analyses.rows import all_in
from tsa_research.disclosure import release
from tsa_research.policy import Policy

POLICY = Policy()
BY_GROUP = {"parts": ("group",)}


@pytest.mark.parametrize(
    ("bases", "hidden"),
    [
        ((20, 30, 40), ""),
        ((4, 20, 30), "AB"),
        ((30, 4, 20), "BC"),
        ((1, 2, 6, 30), "ABC"),
        ((1, 2, 1, 30, 40), "ABCD"),
        ((2, 3, 30), "AB"),
        ((4, 4, 30), "AB"),
        ((4, 30), "AB"),
        ((4,), "A"),
    ],
)
def test_the_next_smallest_part_is_hidden_until_the_hidden_are_two_and_enough(
    bases, hidden, groups
):
    table = release(groups(*bases, **BY_GROUP), POLICY).table
    assert "".join(table.loc[table["state"] == "hidden", "group"]) == hidden


def test_a_part_without_answers_protects_nobody(groups, states):
    assert states(release(groups(4, 0, 20, 30, **BY_GROUP), POLICY)) == [
        "hidden", "none", "hidden", "shown"
    ]  # fmt: skip


def test_of_two_equally_small_parts_the_first_by_name_is_hidden(groups, states):
    assert states(release(groups(20, 4, 20, **BY_GROUP), POLICY)) == ["hidden", "hidden", "shown"]


def test_rows_that_are_no_parts_of_a_whole_do_not_protect_each_other(groups, states):
    assert states(release(groups(4, 20, 30), POLICY)) == ["hidden", "shown", "shown"]


def sections(cells):
    return [
        {"group": group, "section": section, "n": n}
        for group, bases in cells.items()
        for section, n in zip(("trust", "care"), bases, strict=True)
    ]


def hidden_cells(released):
    table = released.table.loc[released.table["state"] == "hidden"]
    return {f"{row.group} {row.section}" for row in table.itertuples()}


def test_a_part_hidden_in_one_row_is_hidden_in_all(finding):
    rows = sections({"A": (4, 8), "B": (20, 20), "C": (30, 30)})
    released = release(finding(rows, **BY_GROUP), POLICY)
    assert hidden_cells(released) == {"A trust", "A care", "B trust", "B care"}


def test_a_part_that_is_silent_in_one_row_cannot_leave_another_alone_in_the_next(finding):
    rows = sections({"A": (4, 8), "B": (20, 0)})
    released = release(finding(rows, **BY_GROUP), POLICY)
    assert {"A trust", "B trust"} <= hidden_cells(released)


def test_two_hidden_parts_are_two_in_every_row(finding):
    values = ("n_better",)
    rows = [
        {"group": "A", "section": "trust", "n_better": 2, "n": 4},
        {"group": "A", "section": "care", "n_better": 0, "n": 0},
        {"group": "B", "section": "trust", "n_better": 9, "n": 20},
        {"group": "B", "section": "care", "n_better": 6, "n": 6},
        {"group": "C", "section": "trust", "n_better": 9, "n": 30},
        {"group": "C", "section": "care", "n_better": 9, "n": 30},
    ]
    released = release(finding(rows, values=values, unanimous=all_in(*values), **BY_GROUP), POLICY)
    assert {"B care", "C care"} <= hidden_cells(released)


def test_unanimity_hides_a_second_part_as_well(finding, states):
    rows = [
        {"group": group, "n_better": better, "n": n}
        for group, better, n in (("A", 7, 7), ("B", 3, 8), ("C", 9, 30))
    ]
    values = ("n_better",)
    released = release(finding(rows, values=values, unanimous=all_in(*values), **BY_GROUP), POLICY)
    assert states(released) == ["hidden", "hidden", "shown"]


def test_too_few_schools_hide_a_second_alliance_as_well(finding, states):
    rows = [{"group": g, "n": 40, "n_schools": k} for g, k in (("A", 2), ("B", 5), ("C", 6))]
    given = finding(rows, scope="alliance", schools="n_schools", **BY_GROUP)
    assert states(release(given, POLICY)) == ["hidden", "hidden", "shown"]


def test_a_few_invited_who_were_silent_hide_a_second_part(finding, states):
    rows = [
        {"group": g, "invited": invited, "n": n}
        for g, invited, n in (("A", 3, 0), ("B", 20, 12), ("C", 30, 25))
    ]
    given = finding(rows, values=("invited",), also=("invited",), **BY_GROUP)
    assert states(release(given, POLICY)) == ["hidden", "hidden", "shown"]


ONE_MIND = [("A", 3, 3), ("B", 4, 4), ("C", 9, 5), ("D", 30, 12)]


def of_minds(finding, rows):
    table = [{"group": group, "n": n, "n_better": better} for group, n, better in rows]
    values = ("n_better",)
    return finding(table, values=values, unanimous=all_in(*values), **BY_GROUP)


def test_hidden_parts_that_are_of_one_mind_together_hide_another(finding, states):
    assert states(release(of_minds(finding, ONE_MIND), POLICY)) == [
        "hidden", "hidden", "hidden", "shown"
    ]  # fmt: skip


def test_hidden_parts_of_two_minds_are_enough(finding, states):
    rows = [("A", 3, 3), ("B", 4, 1), *ONE_MIND[2:]]
    assert states(release(of_minds(finding, rows), POLICY)) == [
        "hidden", "hidden", "shown", "shown"
    ]  # fmt: skip


def test_hidden_alliances_have_enough_schools_together(finding, states):
    rows = [
        {"group": group, "n": n, "n_schools": schools}
        for group, n, schools in (("A", 11, 1), ("B", 12, 1), ("C", 40, 5), ("D", 50, 5))
    ]
    given = finding(rows, scope="alliance", schools="n_schools", **BY_GROUP)
    assert states(release(given, POLICY)) == ["hidden", "hidden", "hidden", "shown"]


@pytest.mark.parametrize("scope", ["group", "statement"])
def test_unanimity_hides_in_every_scope(finding, states, scope):
    rows = [{"group": "A", "n": 6, "n_better": 6}, {"group": "B", "n": 6, "n_better": 2}]
    values = ("n_better",)
    given = finding(rows, scope=scope, values=values, unanimous=all_in(*values))
    assert states(release(given, POLICY)) == ["hidden", "shown"]


def test_people_who_stand_behind_several_hidden_rows_are_counted_once(groups, states):
    same = frozenset({("a", "oak"), ("b", "oak"), ("c", "oak"), ("d", "oak")})
    others = [frozenset((f"{name}{n}", name) for n in range(8)) for name in ("elm", "ash")]
    people = (same, same, *others)
    found = groups(4, 4, 8, 8, parts=("group",), people=people)
    assert states(release(found, POLICY)) == ["hidden", "hidden", "hidden", "shown"]


def test_schools_that_stand_behind_several_hidden_rows_are_counted_once(finding, states):
    def of(place, schools):
        return frozenset((f"{place}{n}", schools[n % len(schools)]) for n in range(12))

    whom = ("oak", "elm"), ("oak", "elm"), ("oak", "elm", "ash"), ("oak", "elm", "ash")
    people = tuple(of(place, schools) for place, schools in enumerate(whom))
    rows = [
        {"group": name, "n": 12, "schools": len(schools)}
        for name, schools in zip("ABCD", whom, strict=True)
    ]
    found = finding(rows, scope="alliance", schools="schools", parts=("group",), people=people)
    assert states(release(found, POLICY)) == ["hidden", "hidden", "hidden", "shown"]
