"""Everything in the source documents has its place here, and docs/coverage.md says where."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from tsa_research.schemas.reading import list_instruments, list_record_types
from tsa_research.schemas.records import ROSTER

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def coverage():
    specification = importlib.util.spec_from_file_location("coverage", ROOT / ".ci" / "coverage.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_no_cell_is_empty(coverage):
    empty = [row["id"] for row in coverage.rows() if not all(coverage.cells(row))]
    assert empty == []


def test_every_declaration_has_a_row(coverage):
    declared = {*list_instruments(), *list_record_types(), *ROSTER, "claims"}
    assert {row["id"] for row in coverage.rows()} == declared


def test_the_page_is_what_the_command_writes(coverage):
    page = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert page == coverage.page()


def test_every_form_and_every_record_is_taken_in_turn_by_tests(coverage):
    assert len(coverage.tests_of_every("instrument")) >= 5
    assert len(coverage.tests_of_every("record")) >= 2


def test_only_code_of_a_test_counts_and_not_its_prose(coverage):
    text = '"""About ties."""\n# ties\nfrom tsa_research.analyses import ties\nopen("ties.csv")\n'
    assert coverage._times(text, "ties") == 2
