"""The manifest: what was made from what, through crashes and hands that meddle."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from tsa_research.errors import UsageError
from tsa_research.reports.failures import Failure
from tsa_research.reports.locking import locked
from tsa_research.reports.making import inside
from tsa_research.reports.manifest import (
    FOLDER,
    MANIFEST,
    Entry,
    add_entry,
    file_digest,
    read_manifest,
    seal,
)

LISTING = {
    "title": "Trust",
    "question": "Do they?",
    "network": "Mine",
    "alliance": "Oak",
    "cohort": "2026",
    "notebook": "trust_survey",
}
ENTRY = Entry(
    place="a/trust.html",
    inputs={"notebook": "1", "answers": "2"},
    state="done",
    made="2026-03-01",
    outputs={},
    notebook="trust_survey",
    parameters={"cohort": "2026"},
    options={"include_code": False, "keep_notebook": False},
    listing=LISTING,
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "trust.html").write_text("page", encoding="utf-8")
    return tmp_path


def test_a_folder_without_a_manifest_holds_nothing(tmp_path):
    assert read_manifest(tmp_path) == {}


def test_an_entry_comes_back_as_it_was_written(folder):
    failed = replace(
        ENTRY, place="b.html", state="failed", failure=Failure("too_long", "x", "more than 5 s")
    )
    add_entry(folder, ENTRY)
    add_entry(folder, failed)
    assert read_manifest(folder) == {"a/trust.html": ENTRY, "b.html": failed}


def test_the_latest_entry_of_a_report_counts(folder):
    add_entry(folder, ENTRY)
    add_entry(folder, replace(ENTRY, made="2026-03-02"))
    assert read_manifest(folder)["a/trust.html"].made == "2026-03-02"


def test_sealing_keeps_the_latest_in_the_order_of_places_and_drops_the_journals(folder):
    for entry in (replace(ENTRY, place="z.html"), ENTRY, replace(ENTRY, made="2026-03-02")):
        add_entry(folder, entry)
    before = read_manifest(folder)
    seal(folder, before.values())
    assert [path.name for path in (folder / FOLDER).iterdir()] == [MANIFEST]
    assert read_manifest(folder) == before
    assert list(before) == ["a/trust.html", "z.html"]


@pytest.mark.parametrize("damage", ["torn", "changed", "of another version", "not text"])
def test_a_damaged_line_is_passed_over_and_the_others_hold(folder, damage):
    add_entry(folder, ENTRY)
    add_entry(folder, replace(ENTRY, place="b.html"))
    (journal,) = (folder / FOLDER).iterdir()
    first, second = journal.read_bytes().splitlines()
    bad = {
        "torn": second[: len(second) // 2],
        "changed": second.replace(b"Oak", b"Elm"),
        "of another version": b"0123456789abcdef {}",
        "not text": b"\xff\xfe\x00",
    }[damage]
    journal.write_bytes(first + b"\n" + bad)
    assert list(read_manifest(folder)) == ["a/trust.html"]
    add_entry(folder, replace(ENTRY, place="c.html"))  # begins a line of its own
    assert list(read_manifest(folder)) == ["a/trust.html", "c.html"]


def test_a_report_is_current_while_inputs_and_files_are_the_same(folder):
    page = folder / "a" / "trust.html"
    entry = replace(ENTRY, outputs={"a/trust.html": file_digest(page)})
    assert entry.is_current(dict(ENTRY.inputs), folder)
    assert not entry.is_current({**ENTRY.inputs, "answers": "3"}, folder)
    assert not replace(entry, state="failed").is_current(ENTRY.inputs, folder)
    page.write_text("another page", encoding="utf-8")
    assert not entry.is_current(ENTRY.inputs, folder)
    page.unlink()
    assert not entry.is_current(ENTRY.inputs, folder)


def test_a_lock_is_held_by_one_and_given_back(tmp_path):
    with locked(tmp_path):
        refuse(tmp_path, "shard-1-of-2")
        refuse(tmp_path, "batch")
    with locked(tmp_path, "shard-1-of-2"), locked(tmp_path, "shard-2-of-2"):
        refuse(tmp_path, "batch")
        refuse(tmp_path, "shard-1-of-2")
    with locked(tmp_path):
        pass


def refuse(folder, part):
    with pytest.raises(UsageError, match=f"process {os.getpid()}"), locked(folder, part):
        pass


def test_a_stale_lock_is_no_lock(tmp_path):
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "batch.lock").touch()
    (tmp_path / FOLDER / "batch.owner.json").write_text('{"process": "1"}', encoding="utf-8")
    with locked(tmp_path):
        pass


@pytest.mark.parametrize("place", ["../outside.html", "/tmp/outside.html"])  # noqa: S108
def test_a_place_outside_the_folder_is_refused(tmp_path, place):
    with pytest.raises(UsageError, match="inside the reports folder"):
        inside(tmp_path, Path(place))
