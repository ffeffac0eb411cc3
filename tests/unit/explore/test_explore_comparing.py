"""Comparing alliances in a notebook: what the controls do, and what they say of it."""

from __future__ import annotations

import pytest

from tsa_research.explore.choosing import first_choice
from tsa_research.explore.comparing import Comparison
from tsa_research.explore.controls import FEW, Several, at_least_one
from tsa_research.explore.keeping import open_cells


@pytest.fixture
def page():
    cells = open_cells("example")
    return Comparison(cells, first_choice(cells, instrument="trust_survey"))


@pytest.mark.parametrize("part", ["alliances", "waves"])
def test_it_is_said_where_the_last_name_was_taken_away(page, part):
    boxes = getattr(page, part)._boxes
    for box in list(boxes.values()):
        box.value = False
    said = "At least one has to be chosen: all of them are."
    assert getattr(page.choice, part) == tuple(boxes)
    assert all(box.value for box in boxes.values())
    assert page.note.box.value == f"<p>{said}</p>"
    assert page.announcer.text.startswith(f"Changed. {said} Trust survey")
    next(iter(boxes.values())).value = False
    assert page.note.box.value == ""


def test_a_pinned_view_is_put_away_without_changing_the_present_one(page):
    page.pin()
    assert page.beside.words.value.startswith("<h2>Pinned: Trust survey")
    page.choose(by="school")
    page.pin()
    assert page.announcer.text.startswith("This view stays beside the next ones, in place of")
    present = page.now.value
    page.beside.button.click()
    assert (page.now.value, page.beside.words.value) == (present, "")
    assert page.beside.box.layout.display == "none"


@pytest.mark.parametrize("n", [FEW, FEW + 1])
def test_names_that_stay_the_same_keep_their_control_and_its_focus(n):
    told = []
    names = [f"Alliance {number}" for number in range(n)]
    several = Several("Alliances", told.append)
    several.offer(names, names)
    before = several.box.children
    several.offer(names, names[:1])
    assert several.box.children is before
    assert told == []
    several.offer(names[1:], names[1:])
    assert several.box.children is not before


def test_of_many_names_only_the_first_are_chosen_and_that_is_said():
    assert at_least_one(["a", "b"], ["a", "b", "c"]).endswith("chosen: the first 2 are.")
