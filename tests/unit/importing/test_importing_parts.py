"""The roster by alliance says what the whole roster says, and is never an old one."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace

import pytest
from tiny_network import with_answers

from tsa_research import digests
from tsa_research.digests import file_digest
from tsa_research.errors import IntakeError
from tsa_research.roster import read_roster
from tsa_research.roster_parts import read_parts
from tsa_research.wave_import import import_network
from tsa_research.workspace import open_workspace


@pytest.fixture
def people(network):
    return network / "records" / "participants.csv"


def parts_of(network):
    return read_parts(open_workspace(network))


def test_a_part_holds_the_schools_and_people_of_its_alliance(network):
    whole, north = read_roster(open_workspace(network)), parts_of(network).roster("north")
    own = whole.participants.loc[whole.participants["alliance_id"] == "north"]
    columns = ["school_id", "cohort", "role", "joined"]
    assert north.participants[columns].to_numpy().tolist() == own[columns].to_numpy().tolist()
    assert list(north.schools["school_id"]) == ["oak", "elm"]


def test_all_parts_together_are_the_whole(network):
    whole, together = read_roster(open_workspace(network)), parts_of(network).roster()
    assert together.school_titles == whole.school_titles
    assert len(together.participants) == len(whole.participants)


def test_what_was_made_before_is_what_would_be_made_now(network):
    made, kept = parts_of(network), parts_of(network)
    assert kept.digests == made.digests
    assert kept.roster().participants.equals(made.roster().participants)


def test_a_title_of_two_schools_in_different_alliances_carries_the_id(network):
    schools = network / "records" / "schools.csv"
    text = schools.read_text(encoding="utf-8").replace("Ash Primary", "Oak Primary")
    schools.write_text(text, encoding="utf-8")
    assert parts_of(network).roster("north").school_titles["oak"] == "Oak Primary (oak)"


def test_no_name_address_or_id_of_a_person_is_kept(network):
    parts_of(network)
    kept = "".join(p.read_text(encoding="utf-8") for p in (network / "store").rglob("*.json"))
    assert "oak" in kept
    for text in ("Wren", "wren@", "Robin", '"one"', '"four"'):
        assert text not in kept


@pytest.mark.parametrize("small", [True, False])
def test_a_changed_roster_is_seen(network, people, small, monkeypatch):
    monkeypatch.setattr(digests, "SMALL", 1 << 20 if small else 0)
    before = parts_of(network)
    text = people.read_text(encoding="utf-8").replace("one,", "uno,")  # of the same length
    moments = people.stat()
    people.write_text(text, encoding="utf-8")
    os.utime(people, ns=(moments.st_atime_ns, moments.st_mtime_ns))
    after = parts_of(network)
    assert after.digest("north") != before.digest("north")
    assert after.digest("south") == before.digest("south")
    assert not after.roster("north").participants.equals(before.roster("north").participants)


def test_only_one_roster_is_kept(network, people):
    parts_of(network)
    people.write_text(people.read_text(encoding="utf-8").replace("Wren", "Tern"), encoding="utf-8")
    parts_of(network)
    assert len(list((network / "store" / "roster").iterdir())) == 1


def test_parts_that_vanish_while_they_are_read_are_made_again(network):
    before = parts_of(network)
    people = before.roster("north").participants
    shutil.rmtree(network / "store" / "roster")
    assert before.roster("north").participants.equals(people)
    assert parts_of(network).roster("north").participants.equals(people)


def test_a_part_cut_short_is_made_again(network):
    parts = parts_of(network)
    people = parts.roster("north").participants
    for part in parts.folder.glob("[0-9].json"):
        part.write_text(part.read_text(encoding="utf-8")[:9], encoding="utf-8")
    assert parts_of(network).roster("north").participants.equals(people)


def test_an_import_makes_the_parts_that_the_records_would_give(network):
    made, workspace = parts_of(network), with_answers(network, "one,oak,2026-03-02,1")
    shutil.rmtree(network / "store" / "roster")
    import_network(workspace)
    assert (made.folder / "index.json").is_file()
    kept = parts_of(network)
    assert kept.digests == made.digests
    assert kept.roster().participants.equals(made.roster().participants)


def test_other_cohorts_are_another_roster(network):
    workspace = open_workspace(network)
    read_parts(workspace)
    with pytest.raises(IntakeError, match="rows that cannot be used"):
        read_parts(replace(workspace, cohorts=()))


def test_the_digest_of_a_large_file_is_remembered_while_the_file_is_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(digests, "SMALL", 0)
    monkeypatch.setattr(digests, "JUST_NOW", -(10**12))
    path, memory = tmp_path / "large.csv", tmp_path / "memory"
    path.write_text("a", encoding="utf-8")
    first = file_digest(path, memory)
    kept = next(memory.iterdir())
    kept.write_text(kept.read_text().replace(first, "remembered"))
    assert file_digest(path, memory) == "remembered"
    path.write_text("b", encoding="utf-8")
    assert file_digest(path, memory) not in ("remembered", first)


def test_a_file_of_this_moment_is_hashed_again(tmp_path, monkeypatch):
    monkeypatch.setattr(digests, "SMALL", 0)
    path, memory = tmp_path / "large.csv", tmp_path / "memory"
    path.write_text("a", encoding="utf-8")
    first = file_digest(path, memory)
    kept = next(memory.iterdir())
    kept.write_text(kept.read_text().replace(first, "remembered"))
    assert file_digest(path, memory) == first


def test_a_file_that_is_not_there_is_missing(tmp_path):
    assert file_digest(tmp_path / "nothing", tmp_path) == "missing"
