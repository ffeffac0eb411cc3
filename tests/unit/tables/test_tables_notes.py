"""What stands under and beside the figures: how they were computed, what was turned round."""

import pytest

from tsa_research.alphabet import alphabetical
from tsa_research.analyses.rows import reasons
from tsa_research.naming import name_of
from tsa_research.schemas.reading import load_instrument
from tsa_research.stats.outcome import NotComputable
from tsa_research.tables import TURNED_NOTE, display

TRUST = load_instrument("trust_survey")
TURNED = next(item for item in TRUST.items if item.reversed)
GAP = ("mean_own", "mean_other", "n_own_better", "n_other_better", "effect")


@pytest.fixture
def gaps(released):
    facts = {"own": "own school", "other": "alliance colleagues"}
    row = ("", "trust", 1.8, 2.9, 15, 2, -0.8, 20)
    return released(
        "gap", ("group", "section"), GAP, [row], instrument=TRUST, facts=facts, method="Like this."
    )


def test_the_two_targets_head_their_columns(gaps):
    headings = display(gaps).headings
    assert {"Mean, own school", "Mean, alliance colleagues"} <= set(headings)
    assert {"Own school better", "Alliance colleagues better"} <= set(headings)


def test_how_it_was_computed_is_said_where_a_figure_needs_it(gaps):
    assert "Like this." in display(gaps).notes
    assert "Like this." not in display(gaps, columns=("mean_own", "mean_other")).notes


@pytest.mark.parametrize("place", [0, -1])
def test_a_reversed_question_is_said_to_be_turned_round(released, place):
    item = TURNED if place == 0 else next(item for item in TRUST.items if not item.reversed)
    keys = ("section", "item", "target")
    section = TRUST.subscale_of[item.id].id
    row = (section, item.id, item.target, 12, 0.6, 20)
    table = released(
        "favourable", keys, ("n_favourable", "share_favourable"), [row], instrument=TRUST
    )
    turned = "(turned round)" in name_of(table, "item", item.id)
    assert turned == item.reversed == (TURNED_NOTE in display(table).notes)


def test_nobody_who_can_be_followed_is_not_nobody_who_answered(released):
    rows = [("A", 3, 20), ("B", float("nan"), 0)]
    table = display(
        released("change", ("group",), ("n_better",), rows, nobody="nobody can be followed")
    )
    assert "nobody can be followed" in str(table)
    assert "no answers" not in str(table)
    assert any("does not tell how many answered" in note for note in table.notes)


def test_an_accent_changes_nothing_in_the_alphabet():
    assert alphabetical(["Saltlantern", "Étoile", "Ashquill"]) == [
        "Ashquill", "Étoile", "Saltlantern"
    ]  # fmt: skip


def test_what_could_not_be_computed_is_said_in_plain_words():
    missing = NotComputable("Cronbach's alpha", "needs at least 10 people; there are 7", 7)
    assert reasons(missing, missing) == (
        "How far the questions of a section belong together (alpha) cannot be computed in every "
        "row: needs at least 10 people.",
    )
    (text,) = reasons(NotComputable("McDonald's omega", "some items repeat what others say", 9))
    assert "some questions repeat" in text
