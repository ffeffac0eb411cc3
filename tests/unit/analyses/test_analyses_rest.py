"""Groups against the rest, and observers of one lesson: what the form declares decides."""

from __future__ import annotations

import pytest

from tsa_research import prose, tables
from tsa_research.analyses.agreement import NOT_JUDGED, agreement
from tsa_research.analyses.rest import NO_GROUPS, against_the_rest
from tsa_research.disclosure import release
from tsa_research.policy import USUAL

PARTS = ["leads"] * 6 + ["takes_part"] * 12
EFFECTS = ("own_practice", "ways_of_teaching", "commitment_to_standards")
LEADERS, OTHERS = [5, 5, 4, 4, 4, 2], [1, 2, 3, 4, 1, 2, 3, 2, 1, 2, 3, 1]


def enquiry(wave_of, leaders=LEADERS, others=OTHERS):
    schools = [f"School {place % 7}" for place in range(len(leaders) + len(others))]
    parts = ["leads"] * len(leaders) + ["takes_part"] * len(others)
    answers = {item: [*leaders, *others] for item in EFFECTS}
    return wave_of("enquiry_survey", {"enquiry_part": parts, "school": schools, **answers})


def rows(finding):
    table = finding.table
    return table.loc[table["section"] == "effects"].set_index("group")


def test_each_group_is_held_against_all_others_and_not_against_the_whole(wave_of):
    table = rows(against_the_rest(enquiry(wave_of)))
    leads = table.loc["I lead enquiries"]
    assert (leads["n"], leads["n_rest"]) == (6, 12)
    assert leads["share_favourable"] == pytest.approx(5 / 6)
    assert leads["share_rest"] == pytest.approx(1 / 12)
    pairs = [(a > b) + (a == b) / 2 for a in LEADERS for b in OTHERS]
    assert leads["superiority"] == pytest.approx(sum(pairs) / len(pairs))


def test_two_groups_mirror_each_other(wave_of):
    table = rows(against_the_rest(enquiry(wave_of)))
    assert table["superiority"].sum() == pytest.approx(1)


def test_a_small_group_hides_the_other_with_it(wave_of):
    seen = release(against_the_rest(enquiry(wave_of, LEADERS[:3])), USUAL)
    assert set(rows(seen)["state"]) == {"hidden"}


def test_a_small_group_of_one_mind_is_hidden(wave_of):
    seen = release(against_the_rest(enquiry(wave_of, [5] * 6)), USUAL)
    assert rows(seen).loc["I lead enquiries", "state"] == "hidden"


def test_of_two_groups_the_more_favourable_one_is_named(wave_of):
    leaders, others = [5, 5, 5, 4, 5, 4, 5, 3] * 2, [1, 2, 3, 1, 2, 1, 2, 4] * 2
    seen = release(against_the_rest(enquiry(wave_of, leaders, others)), USUAL)
    assert str(prose.headline(seen)) == (
        "“I lead enquiries” answered more favourably than the rest on effects of enquiry."
    )


def test_a_form_without_groups_says_so_in_one_line(wave_of):
    found = release(against_the_rest(wave_of("strand_impact", {})), USUAL)
    assert str(tables.together(found)).strip().endswith(NO_GROUPS)


def test_observers_of_one_lesson_are_compared(wave_of):
    ratings = {"objectives": [1, 1, 2], "seating": [2, 3, 2], "support": [1, 3, 2]}
    seen = release(
        agreement(wave_of("differentiation_rubric", {"school": ["A"] * 3, **ratings})), USUAL
    )
    (row,) = seen.table.to_dict("records")
    assert (row["state"], row["n"]) == ("shown", 3)
    assert row["exact"] == pytest.approx(2 / 9)
    assert row["within_one"] == pytest.approx(8 / 9)
    assert str(prose.headline(seen)) == (
        "In one school, 89% of pairs of judges are at most one option apart."
    )


def test_people_who_speak_for_themselves_are_not_judges(wave_of):
    found = release(agreement(wave_of("enquiry_survey", {"own_practice": [1, 2, 3]})), USUAL)
    assert found.table.empty
    assert found.caveats == ()
    assert str(tables.together(found)).strip().endswith(NOT_JUDGED)


def test_only_what_applies_is_shown_and_otherwise_one_line(wave_of):
    asked = release(against_the_rest(enquiry(wave_of)), USUAL)
    judged = release(agreement(enquiry(wave_of)), USUAL)
    both = tables.together(judged, asked, sentence=prose.headlines(judged, asked))
    assert len(both.tables) == 1
    assert both.sentence
    neither = wave_of("strand_impact", {})
    none = [release(make(neither), USUAL) for make in (agreement, against_the_rest)]
    alone = tables.together(*none, sentence=prose.headlines(*none))
    assert len(alone.tables) == 1
    assert not alone.sentence
