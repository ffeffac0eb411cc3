"""Answers that are no ratings: checked with the rest of a response, stored apart from it."""

from __future__ import annotations

from datetime import date

import pytest
from tiny_network import SETTINGS, write_network

from tsa_research.schemas.reading import load_instrument
from tsa_research.store import list_slices, read_asked, read_slices
from tsa_research.suites import LONGEST_TEXT
from tsa_research.wave_import import import_wave
from tsa_research.workspace import open_workspace

# great-expectations imports modules of the standard library that are going out of use
pytestmark = pytest.mark.filterwarnings("ignore:module 'sre_:DeprecationWarning")

FORM = load_instrument("group_review")
ASKED = ("processes_used", "work_on_first", "frame_aims", "frame_aims__released")
TODAY = date(2026, 4, 1)


def network_of(folder, *answers):
    """Write a network in which these people gave these answers, and the same rating each."""
    write_network(folder)
    settings = SETTINGS.replace("lesson_self_grade", FORM.id)
    (folder / "network.toml").write_text(settings, encoding="utf-8")
    heads = ["participant", "school", "submitted", *FORM.columns, *ASKED]
    rated = ["2"] * len(FORM.columns)
    people = [("one", "oak"), ("two", "oak"), ("three", "elm")]
    lines = [
        [*person, "2026-03-03", *rated, *own] for person, own in zip(people, answers, strict=False)
    ]
    text = "\n".join("\t".join(line) for line in [heads, *lines])
    (folder / "inbox" / "spring.csv").write_text(text + "\n", encoding="utf-8")
    return open_workspace(folder)


def imported(workspace):
    return import_wave(workspace, workspace.waves[0], today=TODAY)


GIVEN = (
    ("visits;study", "aims;impact", "We meet; and talk.", "yes"),
    ("", "", "Nothing yet.", ""),
)


def test_they_are_stored_apart_from_the_ratings_under_pseudonyms(tmp_path):
    workspace = network_of(tmp_path / "n", *GIVEN)
    assert imported(workspace).set_aside == ()
    slices = list(list_slices(workspace.store))
    rated, asked = read_slices(workspace.store, slices), read_asked(workspace.store, slices)
    assert not set(rated) & set(ASKED)
    assert set(asked["respondent"]) <= set(rated["respondent"])
    rows = asked[["question", "place", "answer", "released"]].values.tolist()
    assert sorted(rows) == sorted(
        [
            ["processes_used", 1, "study", False],
            ["processes_used", 2, "visits", False],
            ["work_on_first", 1, "aims", False],
            ["work_on_first", 2, "impact", False],
            ["frame_aims", 1, "We meet; and talk.", True],
            ["frame_aims", 1, "Nothing yet.", False],
        ]
    )


def test_an_option_that_the_form_does_not_have_sets_the_response_aside(tmp_path):
    workspace = network_of(tmp_path / "n", *GIVEN, ("study;films", "", "", ""))
    (entry,) = imported(workspace).set_aside
    assert (entry.row, entry.item, entry.got) == (4, "processes_used", "study;films")
    assert "study (Reading and talking about it)" in entry.expected


def test_an_answer_of_absurd_length_is_set_aside_and_not_printed(tmp_path):
    workspace = network_of(tmp_path / "n", *GIVEN, ("", "", "long " * LONGEST_TEXT, ""))
    (entry,) = imported(workspace).set_aside
    assert (entry.item, entry.got) == ("frame_aims", "more")


def test_a_response_of_words_alone_is_an_answer(tmp_path):
    workspace = network_of(tmp_path / "n", *GIVEN)
    path = workspace.folder / "inbox" / "spring.csv"
    first = path.read_text(encoding="utf-8").splitlines()
    blank = first[2].replace("\t2" * len(FORM.columns), "\t" * len(FORM.columns))
    path.write_text("\n".join([*first[:2], blank]) + "\n", encoding="utf-8")
    assert imported(workspace).set_aside == ()


def test_what_is_gone_or_changed_is_imported_again(tmp_path):
    workspace = network_of(tmp_path / "n", *GIVEN)
    assert imported(workspace).fresh
    assert not imported(workspace).fresh
    (stored,) = list_slices(workspace.store)
    stored.path(workspace.store, "asked").unlink()
    assert imported(workspace).fresh
    path = workspace.folder / "inbox" / "spring.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    emptied = [line.rsplit("\t", len(ASKED))[0] + "\t" * len(ASKED) for line in lines[1:]]
    path.write_text("\n".join([lines[0], *emptied]) + "\n", encoding="utf-8")
    assert imported(workspace).fresh
    assert read_asked(workspace.store, [stored]).empty
