"""The list of reports that were made: kept, added to, and true to what lies in the folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tsa_research.errors import UsageError
from tsa_research.reports.index import IndexEntry
from tsa_research.reports.made import add_made, read_made
from tsa_research.reports.plan import ReportPlan, load_notebook
from tsa_research.reports.run import run_report

ENTRY = IndexEntry(
    href="a/trust.html",
    title="Trust",
    question="Do they?",
    network="Mine",
    alliance="Oak",
    cohort="2026",
    notebook="trust_survey",
    made="1 March 2026",
    state="done",
)


@pytest.fixture
def folder(tmp_path):
    for name in ("a/trust.html", "b/trust.html"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).touch()
    return tmp_path


def test_a_folder_without_a_list_holds_nothing(tmp_path):
    assert read_made(tmp_path) == {}


def test_reports_are_added_to_those_of_earlier_runs(folder):
    add_made(folder, [ENTRY])
    add_made(folder, [replace(ENTRY, href="b/trust.html")])
    assert list(read_made(folder)) == ["a/trust.html", "b/trust.html"]


def test_a_report_that_is_made_again_is_listed_once(folder):
    add_made(folder, [ENTRY])
    add_made(folder, [replace(ENTRY, made="2 March 2026")])
    assert [entry.made for entry in read_made(folder).values()] == ["2 March 2026"]


def test_a_report_whose_file_is_gone_is_dropped(folder):
    add_made(folder, [ENTRY])
    (folder / "a" / "trust.html").unlink()
    assert read_made(folder) == {}


def test_a_failed_report_stays_listed_without_a_file(folder):
    add_made(folder, [replace(ENTRY, href="c/trust.html", state="failed")])
    assert [entry.state for entry in read_made(folder).values()] == ["failed"]


def test_the_index_is_written_anew_each_time(folder):
    index = add_made(folder, [ENTRY])
    before = index.read_text(encoding="utf-8")
    add_made(folder, [replace(ENTRY, href="b/trust.html", title="Another title")])
    assert "Another title" not in before
    assert "Another title" in index.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text", ["{", "{}", "[1]", '[{"href": "a/trust.html"}]', '[{"href": "a", "colour": "red"}]']
)
def test_a_list_of_another_version_is_begun_anew(folder, text):
    (folder / ".reports.json").write_text(text, encoding="utf-8")
    assert read_made(folder) == {}
    add_made(folder, [ENTRY])
    assert list(read_made(folder)) == ["a/trust.html"]


def test_a_plan_that_leads_out_of_the_folder_is_refused_before_anything_runs(tmp_path):
    plan = ReportPlan(load_notebook("trust_survey"), {}, Path("../outside.html"))
    with pytest.raises(UsageError, match="inside the reports folder"):
        run_report(plan, tmp_path / "reports")
    assert list(tmp_path.iterdir()) == []
