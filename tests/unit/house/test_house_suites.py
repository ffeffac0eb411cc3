"""The suites of great-expectations are made from the declarations and lose nothing."""

from __future__ import annotations

import json

import pytest
from source_tree import ROOT

from tsa_research.schemas.reading import (
    list_instruments,
    list_record_types,
    load_instrument,
    load_record_type,
)
from tsa_research.suites import suite_document, write_suite

# great-expectations imports modules of the standard library that are going out of use
pytestmark = pytest.mark.filterwarnings("ignore:module 'sre_:DeprecationWarning")

SUITES = ROOT / "data" / "schemas" / "suites"


def test_there_is_one_suite_for_each_instrument_and_record():
    declared = (*list_instruments(), *list_record_types())
    assert sorted(path.stem for path in SUITES.iterdir()) == sorted(declared)


@pytest.mark.parametrize("name", list_record_types())
def test_the_committed_suite_is_the_one_the_record_gives(name, tmp_path):
    made = write_suite(load_record_type(name), tmp_path)
    assert (SUITES / f"{name}.json").read_bytes() == made.read_bytes()


@pytest.mark.parametrize("name", list_instruments())
def test_the_committed_suite_is_the_one_the_instrument_gives(name, tmp_path):
    made = write_suite(load_instrument(name), tmp_path)
    assert (SUITES / f"{name}.json").read_bytes() == made.read_bytes()


@pytest.mark.parametrize("name", list_instruments())
def test_every_column_of_an_instrument_is_expected_something_of(name):
    instrument = load_instrument(name)
    entries = suite_document(instrument)["expectations"]
    checked = {entry["kwargs"]["column"] for entry in entries}
    others = (*instrument.groups, *instrument.questions)
    assert {*instrument.columns, *(question.id for question in others)} <= checked


@pytest.mark.parametrize("name", [*list_instruments(), *list_record_types()])
def test_great_expectations_keeps_every_expectation(name):
    import great_expectations as gx

    document = json.loads((SUITES / f"{name}.json").read_text(encoding="utf-8"))
    written = [(e["type"], e["kwargs"]["column"]) for e in document["expectations"]]
    suite = gx.ExpectationSuite(**document)
    kept = [(e.configuration.type, e.configuration.kwargs["column"]) for e in suite.expectations]
    assert kept == written
