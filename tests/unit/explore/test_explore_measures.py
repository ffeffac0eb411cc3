"""Shares in records, compared: they are what the report of the cohort prints."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tsa_research.disclosure import release
from tsa_research.explore.asking import questions
from tsa_research.explore.choosing import Choice, choices, fitted
from tsa_research.explore.keeping import open_cells
from tsa_research.explore.measures import MEASURES, RECORDS, measured
from tsa_research.explore.view import view
from tsa_research.record_study import open_records

EACH = pytest.mark.parametrize("measure", MEASURES, ids=lambda m: f"{m.record}-{m.id}")


@pytest.fixture(scope="module")
def cells():
    return open_cells("example")


def choice_of(cells, measure, cohort="2024", **changes):
    first = Choice(measure.record, measure.id, "", cohort, alliances=(), waves=())
    return fitted(cells, replace(first, **changes))


@EACH
@pytest.mark.parametrize("cohort", ["2024", "2025"])
def test_a_view_shows_what_the_report_of_the_cohort_shows(cells, measure, cohort):
    study = open_records("example", *RECORDS, cohort=cohort, allow_empty=True)
    expected = release(measure.find(study), study.policy)
    seen = view(cells, choice_of(cells, measure, cohort)).release
    assert list(seen.table["state"]) == list(expected.table["state"])
    assert list(seen.shown["share"]) == list(expected.shown[measure.share])
    assert list(seen.shown["count"]) == list(expected.shown[measure.count])
    assert list(seen.shown["n"]) == list(expected.shown[expected.base])


@EACH
def test_count_and_whole_give_the_share(cells, measure):
    shown = view(cells, choice_of(cells, measure)).release.shown
    assert list(shown["count"] / shown["whole"]) == pytest.approx(list(shown["share"]))


@EACH
def test_every_measure_is_a_question_and_has_nothing_to_split_by(cells, measure):
    key = (measure.record, measure.id, "")
    assert questions(cells)[key].endswith(measure.title)
    there = choices(cells, choice_of(cells, measure))
    assert there.breakdowns == {"": "Whole alliances"}
    (wave,) = there.waves
    assert wave.startswith("Up to ")


def test_the_sentence_names_both_ends_and_the_line_makes_the_report(cells):
    coached = next(m for m in MEASURES if m.record == "coaching_log")
    seen = view(cells, choice_of(cells, coached))
    assert "of the action steps that were due: highest: " in seen.sentence
    assert "; lowest: Sparrow's Rest Alliance (44%, 43 of 97)." in seen.sentence
    assert len(seen.report_lines) == 3
    assert all(line.startswith("tsa report coaching -p cohort=2024") for line in seen.report_lines)
    assert seen.csv.splitlines()[0] == "alliance,wave,count,whole,share,n,state"
    assert "<svg" in seen.svg


def test_the_order_is_that_of_the_printed_shares(cells):
    tasks = next(m for m in MEASURES if m.record == "gap_tasks")
    best = view(cells, choice_of(cells, tasks, order="best")).release.table
    worst = view(cells, choice_of(cells, tasks, order="worst")).release.table
    assert list(best["share"]) == sorted(best["share"], reverse=True)
    assert list(worst["alliance"]) == list(best["alliance"])[::-1]


def test_a_network_without_these_records_has_no_such_questions():
    study = open_records("published", *RECORDS, cohort="2014", allow_empty=True)
    assert measured(study, study.policy).empty
