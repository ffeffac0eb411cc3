"""Codes that people make up: waves are matched by them, and nothing else is learnt of anybody."""

from __future__ import annotations

import pytest
from tiny_network import with_answers

from tsa_research.analyses.response import response
from tsa_research.errors import DeclarationError
from tsa_research.identity import pseudonym, read_key
from tsa_research.resources import shared_folder
from tsa_research.schemas.codes import CodeElement, example_code, read_code
from tsa_research.store import list_slices, read_slices
from tsa_research.study import open_study
from tsa_research.wave_import import import_wave

PARTS = (
    CodeElement("mother", "Mother", letters=2),
    CodeElement("day", "Day", digits=2),
)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ab07", "AB07"),
        (" É b 0 7", "EB07"),
        ("--07", "--07"),
        ("ab7", None),
        ("0707", None),
        ("----", None),
        ("one@oak.example", None),
        ("", None),
    ],
)
def test_a_code_is_read_without_regard_to_how_it_is_written(typed, code):
    assert read_code(typed, PARTS) == code


def test_the_code_on_the_forms_is_one():
    assert read_code(example_code(PARTS), PARTS) == example_code(PARTS)


@pytest.mark.parametrize("signs", [{}, {"letters": 1, "digits": 1}, {"digits": 5}, {"letters": -1}])
def test_a_part_is_of_letters_or_of_digits(signs):
    with pytest.raises(DeclarationError):
        CodeElement("mother", "Mother", **signs)


@pytest.fixture
def coded(network):
    """Return the tiny network with a form of its own, which asks for a code, in two waves."""
    own = network / "instruments"
    own.mkdir()
    text = (shared_folder() / "data/schemas/instruments/lesson_self_grade.yaml").read_text()
    parts = "[{id: mother, letters: 2, wording: M}, {id: day, digits: 2, wording: D}]"
    coded = text.replace("asks: person", f"asks: person, code: {parts}", 1)
    (own / "lesson_self_grade.yaml").write_text(coded)
    settings = (network / "network.toml").read_text()
    wave = settings[settings.index("[[waves]]") :]
    second = wave.replace("spring", "summer").replace("Spring", "Summer").replace("-03-", "-06-")
    (network / "network.toml").write_text(f"{settings}\n{second}")
    return network


def stored_of(network, wave, *rows):
    workspace = with_answers(network, *rows, file=f"{wave}.csv")
    done = import_wave(workspace, workspace.wave("lesson_self_grade", wave))
    places = [p for p in list_slices(workspace.store, "lesson_self_grade") if p.wave == wave]
    return done, read_slices(workspace.store, places)


def test_the_same_code_is_the_same_person_in_both_waves(coded):
    _, spring = stored_of(coded, "spring", "ab07,oak,2026-03-02,2", "CD08,elm,2026-03-02,3")
    _, summer = stored_of(coded, "summer", "AB 07,oak,2026-06-02,1")
    one = spring.loc[spring["school"] == "oak", "respondent"].item()
    assert summer["respondent"].item() == one
    assert spring["linked"].all()
    written = b"".join(path.read_bytes() for path in (coded / "store").rglob("*.parquet"))
    assert b"ab07" not in written.lower()
    assert one != pseudonym(read_key(coded / "keys" / "pseudonym.key"), "AB07")


def test_answers_without_a_code_that_tells_people_apart_count_unmatched(coded):
    rows = ("ab07,oak,2026-03-02,2", "AB07,elm,2026-03-02,3", "one,oak,2026-03-02,1")
    done, spring = stored_of(coded, "spring", *rows, ",oak,2026-03-02,1")
    assert done.set_aside == ()
    assert len(spring) == 4
    assert not spring["linked"].any()


def test_answers_under_codes_count_as_answers_of_people_who_were_asked(coded):
    stored_of(coded, "spring", "ab07,oak,2026-03-02,2", "CD08,elm,2026-03-02,3")
    study = open_study(str(coded), "lesson_self_grade", cohort="2025")
    found = response(study.waves[0], study.invited(study.waves[0])).table
    assert found["uninvited"].tolist() == [0]
    assert found["returned"].tolist() == [2]
