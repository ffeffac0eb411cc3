"""Pseudonyms: the same person with the same key, and nothing without the key."""

from __future__ import annotations

import os
import stat

import pandas as pd
import pytest

from tsa_research.errors import IntakeError
from tsa_research.identity import link_people, pseudonym, pseudonyms, read_key

KEY, OTHER = b"k" * 32, b"o" * 32
PEOPLE = pd.DataFrame({"participant_id": ["One", "two"], "email": ["Wren@Oak.example", ""]})


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def key_file(tmp_path):
    return tmp_path / "keys" / "pseudonym.key"


def test_the_key_is_made_once_and_then_read(key_file):
    assert read_key(key_file) == read_key(key_file)


def test_two_networks_have_different_keys(tmp_path):
    assert read_key(tmp_path / "a" / "key") != read_key(tmp_path / "b" / "key")


def test_only_the_owner_may_read_the_key_whatever_the_umask(key_file):
    before = os.umask(0)
    try:
        read_key(key_file)
    finally:
        os.umask(before)
    assert (mode(key_file), mode(key_file.parent)) == (0o600, 0o700)


@pytest.mark.parametrize("text", ["", "beef", "z" * 64, "ab" * 31, "ab" * 33])
def test_a_damaged_key_is_refused_and_not_replaced(key_file, text):
    key_file.parent.mkdir()
    key_file.write_text(text)
    with pytest.raises(IntakeError) as caught:
        read_key(key_file)
    assert caught.value.where == str(key_file)
    assert "backup" in caught.value.next_step
    assert key_file.read_text() == text


def test_a_key_that_is_no_text_is_refused(key_file):
    key_file.parent.mkdir()
    key_file.write_bytes(b"\xff" * 64)
    with pytest.raises(IntakeError, match="damaged"):
        read_key(key_file)


def test_the_message_about_a_damaged_key_does_not_show_it(key_file):
    key_file.parent.mkdir()
    key_file.write_text("5ec2e7" * 10)
    with pytest.raises(IntakeError) as caught:
        read_key(key_file)
    assert "5ec2e7" not in str(caught.value)


@pytest.mark.parametrize("typed", ["wren@oak.example", " Wren@Oak.example ", "WREN@OAK.EXAMPLE"])
def test_one_person_has_one_pseudonym(typed):
    assert pseudonym(KEY, typed) == pseudonym(KEY, "wren@oak.example")


def test_pseudonyms_of_many_are_those_of_each():
    people = ["one", " One ", "zoë@school.example", "two\nlines", ""]
    assert pseudonyms(KEY, people) == {who: pseudonym(KEY, who) for who in people}
    assert pseudonyms(KEY, []) == {}


def test_another_person_and_another_key_give_another_pseudonym():
    made = {pseudonym(key, who) for key in (KEY, OTHER) for who in ("one", "two")}
    assert len(made) == 4


def test_a_pseudonym_is_a_letter_and_sixteen_digits_and_holds_no_name():
    assert pd.Series([pseudonym(KEY, "one")]).str.fullmatch("p[0-9a-f]{16}").all()


@pytest.mark.parametrize(
    ("typed", "person"),
    [("one", "One"), (" ONE ", "One"), ("wren@oak.example", "One"), ("TWO", "two")],
)
def test_people_are_found_by_id_or_address_however_they_are_typed(typed, person):
    assert list(link_people(pd.Series([typed]), PEOPLE)) == [person]


@pytest.mark.parametrize("typed", ["three", "", None])
def test_who_is_not_on_the_roster_is_not_linked(typed):
    assert link_people(pd.Series([typed], dtype="str"), PEOPLE).isna().all()


def test_without_a_roster_people_are_who_they_say_they_are():
    nobody = PEOPLE.iloc[:0]
    linked = link_people(pd.Series(["seven", None], dtype="str"), nobody)
    assert linked[0] == "seven"
    assert pd.isna(linked[1])
