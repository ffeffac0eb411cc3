"""What most members of a small group say, in broad words; worked by hand."""

from __future__ import annotations

import itertools
from datetime import date

import pandas as pd
import pytest

from tsa_research import prose, tables
from tsa_research.analyses.follow_up import SECTIONS, follow_up
from tsa_research.analyses.ideal import ideal
from tsa_research.analyses.leaning import lean, leaning, shifts
from tsa_research.disclosure import release
from tsa_research.policy import USUAL, Policy
from tsa_research.schemas.reading import load_instrument, load_record_type

KIND = load_record_type("action_points")
MEMBERS = range(6, 16)
COLUMNS = {
    "clear_aims": [4, 4, 3, 3, 2, 1],  # four of six: all but two
    "aims_revisited": [4, 4, 3, 2, 2, 1],  # three of six
    "complaining": [4, 3, 1, 1, 1, 1],  # two of six see the sign
    "few_dominate": [4, 4, 4, 4, 4, 4],
    "trust_in_group": [1, 2, 1, 2, 3, None],  # one of five, and five are too few
    "right_size": [3, 3, 3, 3, 2, 2],  # partly in place is not in place: four of six
    "monthly_seminars": [1, 1, 2, 2, 2, 2],
}


@pytest.fixture
def group(wave_of):
    return wave_of("group_review", COLUMNS)


def of(finding, title):
    table = finding.table
    (found,) = table.loc[table["statement"] == title].to_dict("records")
    return found


def test_most_differ_and_few_are_told_of_the_statement_as_it_is_worded(group):
    found = leaning(group)
    assert (of(found, "Aims are clear")["says"], of(found, "Aims are clear")["side"]) == (
        "most",
        "good",
    )
    assert of(found, "Aims are looked at again")["says"] == "differ"
    assert of(found, "Six to fifteen members")["says"] == "most"


def test_a_sign_of_failure_that_few_see_is_good_and_one_that_most_see_is_wanting(group):
    found = leaning(group)
    grumbling, talking = of(found, "Mistrust and grumbling"), of(found, "A few do the talking")
    assert (grumbling["says"], grumbling["side"]) == ("few", "good")
    assert (talking["says"], talking["side"]) == ("most", "wanting")


@pytest.mark.parametrize("n", MEMBERS)
def test_each_word_leaves_room_for_three_counts_or_more(n):
    words = [lean(yes, n) for yes in range(n + 1)]
    assert words.count("most") >= 3
    assert words.count("few") >= 3
    assert words.count("differ") == n + 1 - words.count("most") - words.count("few")
    assert sorted(words, key=["few", "differ", "most"].index) == words


@pytest.mark.parametrize("n", MEMBERS)
@pytest.mark.parametrize("own", [0, 1])
def test_no_member_learns_from_a_word_that_all_others_think_alike(n, own):
    possible = {word: set() for word in ("few", "differ", "most")}
    for others in range(n):
        possible[lean(others + own, n)].add(others)
    for word, counts in possible.items():
        assert not counts or counts - {0, n - 1}, word


def test_two_waves_tell_no_member_more_than_that_others_moved():
    """A member knows the own two answers; the others need not be of one mind in either wave."""
    for n, (first, latest) in itertools.product(MEMBERS, itertools.product([0, 1], repeat=2)):
        for before, after in itertools.product(range(n), repeat=2):
            words = lean(before + first, n), lean(after + latest, n)
            alike = [
                (b, a)
                for b, a in itertools.product(range(n), repeat=2)
                if (lean(b + first, n), lean(a + latest, n)) == words
            ]
            assert {b for b, _ in alike} - {0, n - 1}
            assert {a for _, a in alike} - {0, n - 1}


def test_five_are_too_few_where_the_network_asks_for_five_in_a_group(group):
    released = release(leaning(group), USUAL)
    assert of(released, "Trust within the group")["state"] == "hidden"
    assert of(released, "Aims are clear")["state"] == "shown"
    assert (
        of(release(leaning(group), Policy(people_in_group=4)), "Trust within the group")["state"]
        == "shown"
    )


def test_the_table_holds_no_count_but_the_members_who_answered(group):
    printed = str(tables.display(release(leaning(group), USUAL)))
    assert "most say so" in printed
    assert "%" not in printed
    assert {int(word) for word in printed.split() if word.isdigit()} == {0, 6}


def test_a_statement_is_shown_in_each_wave_that_enough_answered(wave_of):
    launch = wave_of("group_review", {"clear_aims": [4, 4, 4]}, wave="launch")
    later = wave_of("group_review", {"clear_aims": [4] * 6}, wave="later")
    table = release(leaning(launch, later), USUAL).table
    states = table.loc[table["statement"] == "Aims are clear", "state"].tolist()
    assert states == ["hidden", "shown"]
    headline = str(prose.headline(release(leaning(launch, later), USUAL)))
    assert headline == "Most members see 1 of 1 statement on the good side."


def test_a_change_is_shown_only_where_enough_answered_both_times(wave_of):
    launch = wave_of(
        "group_review", {"clear_aims": [1] * 6, "shared_principles": [1] * 3 + [None] * 3}
    )
    later = wave_of(
        "group_review", {"clear_aims": [4] * 6, "shared_principles": [4] * 6}, wave="later"
    )
    released = release(shifts(launch, later), USUAL)
    aims, principles = of(released, "Aims are clear"), of(released, "Shared principles")
    assert (aims["said_before"], aims["says_now"]) == ("few", "most")
    assert principles["state"] == "hidden"
    assert str(prose.headline(released)) == (
        "From “Autumn” to “Later”, of 1 statement that can be shown 1 moved to a better side "
        "(“Aims are clear”); none moved to a worse one."
    )


def test_a_statement_that_few_answered_in_one_wave_and_nobody_in_the_other_is_hidden(wave_of):
    launch = wave_of("group_review", {"clear_aims": [None] * 6})
    later = wave_of("group_review", {"clear_aims": [4] * 3 + [None] * 3}, wave="later")
    assert of(release(shifts(launch, later), USUAL), "Aims are clear")["state"] == "hidden"


def test_one_wave_has_no_change(group):
    assert "change needs two" in str(prose.headline(release(shifts(group, group), USUAL)))


def test_the_group_is_held_against_the_ideal_that_the_form_states(group):
    people = pd.DataFrame({"respondent": [f"p{n}" for n in range(8)]})
    table = ideal(group, people).table.set_index("mark")
    assert table["counted"].tolist() == ["8 members, within the ideal", "", "", ""]
    assert table["says"].iloc[:2].tolist() == ["most", "few"]
    assert str(prose.headline(release(ideal(group, people), USUAL))) == (
        "Of 2 marks of a strong group, most members see “Six to fifteen heads” in place; few see "
        "in place “A seminar every month”. By the list the group has 8 members, within the ideal."
    )


def test_signs_of_failure_are_named_where_most_see_them_or_members_differ(wave_of):
    wave = wave_of("group_review", {"complaining": [4] * 6, "club": [4, 4, 4, 1, 1, 1]})
    said = release(leaning(wave), USUAL)
    assert str(prose.headline(said, section="symptoms")) == (
        "Of 2 signs of a failing group, most members see “Mistrust and grumbling”; they differ on "
        "“Pet subjects and a closed circle”."
    )


@pytest.mark.parametrize(
    ("members", "fits"), [(5, "fewer than"), (6, "within"), (15, "within"), (16, "more than")]
)
def test_the_size_of_the_group_is_that_of_the_list(group, members, fits):
    people = pd.DataFrame({"respondent": [f"p{n}" for n in range(members)]})
    assert ideal(group, people).table["counted"].iloc[0] == f"{members} members, {fits} the ideal"


def test_a_form_without_an_ideal_says_so(wave_of):
    found = release(ideal(wave_of("strand_impact", {}), pd.DataFrame()), USUAL)
    assert "not held against" in str(prose.headline(found))


def test_aspects_stand_beside_what_was_agreed_on(group):
    blank = dict.fromkeys(KIND.column_ids, "")
    rows = [
        {**blank, "action_id": "a", "aspect": "aims", "done": "2026-01-02"},
        {**blank, "action_id": "b", "aspect": "aims"},
    ]
    found = follow_up(group, pd.DataFrame(rows), KIND, as_of=date(2026, 9, 1))
    table = found.table.set_index("aspect")
    aims = table.loc["Aims and expectations"]
    assert (aims["n_good"], aims["n_differ"], aims["n_wanting"]) == (1, 1, 0)
    assert (aims["n_actions"], aims["n_waiting"]) == (2, 1)
    assert table.loc["Creating a climate for learning", "n"] == 0  # too few answered
    assert str(prose.headline(release(found, USUAL))) == (
        "In 1 aspect, members differ or see something wanting; each of them has an action, and 1 "
        "of 2 actions is done."
    )


def test_an_aspect_without_an_action_is_named(group):
    none = pd.DataFrame(columns=KIND.column_ids, dtype="str")
    found = release(follow_up(group, none, KIND, as_of=date(2026, 9, 1)), USUAL)
    assert str(prose.headline(found)).endswith("; nothing has been agreed on.")
    assert "no action so far" in found.title


def test_every_aspect_of_the_record_is_a_section_of_the_form():
    sections = {section.id for section in load_instrument("group_review").subscales}
    assert {SECTIONS.get(code, code) for code, _ in KIND.column("aspect").options} <= sections
