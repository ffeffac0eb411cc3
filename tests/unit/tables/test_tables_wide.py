"""Answers, stages and movements, laid out with a column per answer or strand."""

from dataclasses import replace

import pytest

from tsa_research.errors import UsageError
from tsa_research.naming import scale_for
from tsa_research.tables import display

KEYS = ("section", "item", "target", "level")


def cells(table, group=0):
    return [[cell.text for cell in row] for row in table.groups[group][1]]


@pytest.fixture
def answers(released):
    rows = [
        (section, item, "own", level, count, count / n if n else float("nan"), n)
        for section, item, counts in (
            ("work", "asks", (5, 0, 15)),
            ("work", "helps", (1, 1, 1)),
            ("talk", "tells", (0, 0, 0)),
        )
        for n in (sum(counts),)
        for level, count in zip((1, 2, 3), counts, strict=True)
    ]
    return released("distribution", KEYS, ("count", "share"), rows)


def test_answers_have_a_column_per_level_from_the_worst(answers):
    table = display(answers)
    assert table.headings == ("Question", "No", "Rather", "Yes", "People")


def test_unused_levels_are_counted_as_0(answers):
    assert cells(display(answers))[0] == ["Asks first", "15", "0", "5", "20"]


def test_small_and_silent_questions_hold_no_number(answers, hostile):
    table = display(answers)
    assert cells(table)[1] == [hostile, *["hidden"] * 4]
    assert cells(table, group=1)[0] == ["Tells", *["no answers"] * 3, "0"]


def test_shares_can_be_shown_instead(answers):
    assert cells(display(answers, columns=("share",)))[0] == [
        "Asks first",
        "75%",
        "0%",
        "25%",
        "20",
    ]


def test_answers_that_are_not_scored_come_last(released):
    rows = [("work", "asks", "own", level, 5, 0.25, 20) for level in (9, 1, 2, 3)]
    table = display(released("distribution", KEYS, ("count", "share"), rows))
    assert table.headings[-5:] == ("No", "Rather", "Yes", "n/a", "People")


@pytest.fixture
def stages(released):
    rows = [
        ("Ash", "work", "helps", "own", wave, 3, 4)
        if school == "Ash"
        else ("Elm", "work", strand, "own", wave, stage, n)
        for wave in ("Autumn", "Summer")
        for school, strand, stage, n in (
            ("Ash", "helps", 3, 4),
            ("Elm", "helps", 2, 2),
            ("Elm", "asks", 1.5, 5),
        )
    ]
    keys = ("school", "dimension", "strand", "target", "wave")
    return released("statements", keys, ("stage",), rows, unit="judges", scope="statement")


def test_stages_have_a_column_per_strand_in_the_order_of_the_instrument(stages, hostile):
    table = display(stages, wave="Autumn")
    assert table.headings == ("School", "Asks first", hostile, "Judges")
    assert table.caption == "Answers: Own school, Autumn"
    assert cells(table) == [["Ash", "–", "N", "4"], ["Elm", "Y/Rather", "hidden", "hidden"]]


def test_a_crowded_table_has_marks_in_place_of_words_and_says_what_they_mean(released, instrument):
    names = [f"s{strand}" for strand in range(9)]
    first = instrument.items[0]
    strands = tuple(replace(first, id=name, title=name, wording=name) for name in names)
    part = replace(instrument.subscales[0], items=tuple(names))
    crowded = replace(instrument, items=strands, subscales=(part,))
    rows = [
        (school, "work", name, "own", "Autumn", 3, n)
        for school, n in (("Ash", 4), ("Elm", 2))
        for name in names
    ]
    keys = ("school", "dimension", "strand", "target", "wave")
    table = display(
        released(
            "statements", keys, ("stage",), rows, unit="judges", scope="statement",
            instrument=crowded,
        )
    )  # fmt: skip
    hidden = table.groups[0][1][1][1:]
    assert {(cell.text, cell.mark) for cell in hidden} == {("hidden", "[c]")}
    assert table.notes[0] == "[c]: hidden."


def test_several_waves_stand_in_their_own_column(stages):
    assert display(stages).headings[:2] == ("School", "When")
    assert len(cells(display(stages))) == 4


def test_marks_are_explained_under_the_table(stages):
    assert display(stages).notes[-1] == "N: No; Rather: Rather; Y: Yes."


def test_movements_run_from_the_worst_to_the_best_both_ways(released):
    rows = [(before, after, 10 * before + after, 99) for before in (1, 2, 3) for after in (1, 2, 3)]
    table = display(released("movement", ("before", "after"), ("count",), rows))
    assert table.headings == ("Before", "After: No", "After: Rather", "After: Yes", "People")
    assert cells(table)[0] == ["No", "33", "32", "31", "96"]


def test_the_scale_comes_from_the_row_or_is_the_only_one(answers, released):
    assert scale_for(answers, {"item": "asks"}).name == "agreement"
    assert scale_for(answers, {"section": "talk"}).name == "agreement"
    assert scale_for(answers, {}).name == "agreement"
    without = released("x", ("item",), ("rate",), [("asks", 0.4, 20)], instrument=None)
    with pytest.raises(UsageError, match="no instrument"):
        scale_for(without, {})
