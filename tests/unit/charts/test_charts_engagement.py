"""Bars of who found the problem: the teacher at the right, entries counted beside the people."""

import pytest

from tsa_research import charts

LABELS = [
    "The coach named both",
    "The coach led to both with evidence",
    "The teacher found the problem, the coach helped to the step",
    "The teacher found both",
]


@pytest.fixture
def drawn(make, layers):
    specification = charts.engagement_bars(make.engagement(), title="T").to_dict()
    return specification, layers(specification)


def test_what_the_teacher_found_runs_to_the_right_of_the_line(drawn):
    _, ((_, bars), *_) = drawn
    ends = {(row["row"], row["level"]): (row["start"], row["end"]) for row in bars}
    assert ends["First entries", LABELS[0]] == (-0.65, 0)
    assert ends["First entries", LABELS[2]] == (0, pytest.approx(0.15))
    assert ends["First entries", LABELS[3]] == (pytest.approx(0.15), pytest.approx(0.35))
    assert all(row["end"] <= 1e-9 for row in bars if row["level"] in LABELS[:2])


def test_levels_stand_in_order_in_the_legend_from_the_coach_to_the_teacher(drawn):
    _, ((layer, _), *_) = drawn
    assert layer["encoding"]["color"]["scale"]["domain"] == LABELS


def test_the_axis_says_what_the_shares_are_of(drawn):
    _, ((layer, _), *_) = drawn
    assert layer["encoding"]["x"]["axis"]["title"].startswith("Share of the entries")


def test_entries_stand_before_the_people(drawn):
    _, parts = drawn
    texts = [[row.get("text") for row in rows] for _, rows in parts]
    assert ["20", "20"] in texts
    assert ["15", "15"] in texts
    headings = [row["heading"] for _, rows in parts for row in rows if "heading" in row]
    assert headings == ["Entries", "People"]


def test_a_hidden_group_has_a_word_and_no_bar(drawn):
    specification, ((_, bars), *_) = drawn
    assert "Others" not in {row["row"] for row in bars}
    assert "Others: hidden" in specification["description"]


def test_the_description_says_every_level(drawn):
    specification, _ = drawn
    said = (
        "First entries: of 20 entries on 15 people: The teacher found both, 4; The teacher found "
        "the problem, the coach helped to the step, 3; The coach led to both with evidence, 0; "
        "The coach named both, 13"
    )
    assert said in specification["description"]
