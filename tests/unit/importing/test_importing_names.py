"""Names in running text: found however they are typed, and never where they are not."""

from __future__ import annotations

import pandas as pd
import pytest
from tiny_network import with_answers

from tsa_research.names_in_text import NOBODY, Names, names_in_answers, names_in_records
from tsa_research.roster import read_roster


@pytest.fixture
def roster(network):
    return read_roster(with_answers(network))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Thanks to Wren Oak.", f"Thanks to {NOBODY}."),
        ("wren  OAK\nhelped", f"{NOBODY}\nhelped"),
        ("Ask Mrs Oak or Mr. Elm", f"Ask {NOBODY} or {NOBODY}"),
        ("(Oak, Wren)", f"({NOBODY})"),
        ("wren@oak.example knows", f"{NOBODY} knows"),
        ("We met under the oak with one or two.", "We met under the oak with one or two."),
        ("Wren Oakley is somebody else", "Wren Oakley is somebody else"),
        ("", ""),
    ],
)
def test_people_are_taken_out_of_answers_in_words(roster, written, kept):
    assert names_in_answers(roster).replaced(written) == kept


def test_an_id_that_is_no_plain_word_or_number_is_a_name(roster):
    people = roster.participants.assign(participant_id=["person-1", "7", "x_2", "four"])
    names = names_in_answers(type(roster)(roster.alliances, roster.schools, people))
    assert names.replaced("person-1, 7, X_2, four") == f"{NOBODY}, 7, {NOBODY}, four"


def test_records_hold_pseudonyms_and_of_the_withdrawn_not_even_those(roster):
    left = type(roster)(roster.alliances, roster.schools, roster.participants, frozenset(["two"]))
    made = {person: f"p-{person}" for person in ("one", "two", "three", "four")}
    said = names_in_records(left, made).replaced("Wren Oak, Finch Oak, Dr Oak, three")
    assert said == f"p-one, {NOBODY}, {NOBODY}, p-three"


def test_the_longest_name_wins_and_what_is_missing_stays_so():
    names = Names({"ann lee": "A", "ann lee smith": "B"})
    texts = pd.Series(["Ann Lee Smith", "Ann Lee", None], dtype="object")
    assert names.replaced_in(texts).tolist() == ["B", "A", None]


def test_in_records_nobody_is_named_by_title_and_family_name(roster):
    made = {person: f"p-{person}" for person in ("one", "two", "three", "four")}
    said = names_in_records(roster, made).replaced("Mrs Oak leads; Wren Oak helps Mr. Elm")
    assert said == f"{NOBODY} leads; p-one helps {NOBODY}"
