"""Rows of several breakdowns hidden together, and beside what another page shows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tsa_research.explore.joint import Elsewhere, Part, released_together
from tsa_research.findings import Finding
from tsa_research.policy import Policy

PEOPLE = 40


def people(*numbers):
    behind = np.zeros(PEOPLE, dtype=bool)
    behind[list(numbers)] = True
    return behind


def part(by, **groups):
    """Return a breakdown with its groups of people; a row hides below five."""
    rows = [(group, "trust", 2.0, int(who.sum())) for group, who in groups.items()]
    table = pd.DataFrame(rows, columns=["group", "section", "mean", "n"])
    finding = Finding(
        "gap", "?", "T", table, ("group", "section"), ("mean",), "people", "group", PEOPLE, "M."
    )
    return Part(by, finding, tuple(groups.values()))


def states(parts, **more):
    found = dict(released_together(parts, Policy(), ("section",), **more))
    return {
        (by, row.group): row.state for by, rel in found.items() for row in rel.table.itertuples()
    }


WHOLE = part("", everybody=people(*range(40)))
ROLES = part("role", heads=people(*range(3)), teachers=people(*range(3, 40)))


def test_a_total_and_a_part_do_not_give_the_other_part():
    shown = [key for key, state in states([WHOLE, ROLES]).items() if state == "shown"]
    assert shown == [("", "everybody")]


def test_a_difference_of_a_few_people_with_another_page_is_hidden():
    there = Elsewhere((people(*range(40)),), (False,))
    here = part("", both=people(*range(38)))
    assert states([here]) == {("", "both"): "shown"}
    assert states([here], beside={("trust",): [there]}) == {("", "both"): "hidden"}


def test_each_page_is_reckoned_with_and_not_only_the_first():
    same = Elsewhere((people(*range(38)),), (False,))
    wider = Elsewhere((people(*range(40)),), (False,))
    here = part("", both=people(*range(38)))
    assert states([here], beside={("trust",): [same]}) == {("", "both"): "shown"}
    assert states([here], beside={("trust",): [same, wider]}) == {("", "both"): "hidden"}


def test_what_is_hidden_elsewhere_is_not_shown_here():
    there = Elsewhere((people(*range(40)), people(*range(12))), (False, True))
    here = part("role", twelve=people(*range(12)))
    assert states([here], beside={("trust",): [there]}) == {("role", "twelve"): "hidden"}


def test_other_sections_are_other_quantities():
    there = Elsewhere((people(*range(40)),), (False,))
    here = part("", both=people(*range(38)))
    assert states([here], beside={("care",): [there]}) == {("", "both"): "shown"}


def test_a_group_that_is_hidden_for_a_part_is_hidden_for_the_whole_as_well():
    # Three sections, of which the first is the mean of the two others; one is answered by four.
    rows = [("all", name, 2.0, 8) for name in ("trust", "openness")] + [("all", "care", 3.0, 4)]
    table = pd.DataFrame(rows, columns=["group", "section", "mean", "n"])
    finding = Finding(
        "gap", "?", "T", table, ("group", "section"), ("mean",), "people", "group", PEOPLE, "M."
    )
    behind = (people(*range(8)), people(*range(8)), people(*range(4)))
    one = Part("", finding, behind, hidden=(False, False, True))
    (_, apart), (_, whole) = (
        next(iter(released_together([one], Policy(), ("section",), whole_groups=together)))
        for together in (False, True)
    )
    assert apart.table["state"].tolist() == ["shown", "shown", "hidden"]
    assert whole.table["state"].tolist() == ["hidden"] * 3
