"""The maturity audit among the questions: the figures are those of two alliances side by side."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tsa_research.analyses import stages
from tsa_research.disclosure import release
from tsa_research.explore.answers import open_answers
from tsa_research.explore.asking import questions
from tsa_research.explore.choosing import Choice, fitted
from tsa_research.explore.keeping import open_cells
from tsa_research.explore.sides import Pair, Side, Sides
from tsa_research.explore.strands import FORM, reached, strands_of
from tsa_research.explore.view import view
from tsa_research.schemas.reading import load_instrument
from tsa_research.study import open_study

STRAND = (FORM, "joint_practice_development", "own_school")


@pytest.fixture(scope="module")
def cells():
    return open_cells("example")


@pytest.fixture(scope="module")
def answers():
    return open_answers("example", FORM)


def choice_of(cells, cohort="2024", **changes):
    return fitted(cells, replace(Choice(*STRAND, cohort, alliances=(), waves=()), **changes))


def test_every_strand_and_target_can_be_asked(cells):
    asked = [key for key in questions(cells) if key[0] == FORM]
    assert [key[1:] for key in asked] == list(strands_of(load_instrument(FORM)))
    assert questions(cells)[STRAND] == (
        "Maturity audit: Embedding or beyond on joint practice development (own school)"
    )


def test_every_row_follows_from_what_two_alliances_side_by_side_show(cells, answers):
    sides, positive = Sides(answers), answers.instrument.items[0].scale.positive
    rows = cells.table.loc[cells.table["instrument"] == FORM]
    places = {(place[0], cells.alliances[place[1]]): place for place in answers.titles}
    states = []
    for row in rows.itertuples():
        side = Side(places[row.cohort, row.alliance], row.wave)
        seen = sides.view(Pair(side, side, row.target)).left.release.table
        part = seen.loc[seen["strand"] == row.section]
        states.append(row.state)
        if row.state == "shown":
            assert (part["state"] == "shown").all()
            assert row.count == part.loc[part["level"].isin(positive), "count"].sum()
            assert (row.whole, row.n) == (part["n"].iloc[0], part["n"].iloc[0])
            assert row.mean == row.count / row.whole
        else:
            assert part.empty or (part["state"] == "hidden").any()
            assert np.isnan([row.count, row.whole, row.mean, row.n]).all()
    assert {"shown", "hidden"} <= set(states)


def test_the_ranking_of_strands_in_the_report_has_the_same_figures(cells):
    study = open_study("example", FORM, cohort="2024", alliance="tidewright")
    ranked = release(
        stages.priorities(study.latest, study.policy, target="own_school"), study.policy
    )
    rows = cells.table.loc[
        (cells.table["instrument"] == FORM)
        & (cells.table["alliance"] == "Tidewright Alliance")
        & (cells.table["wave"] == study.latest.label)
        & (cells.table["target"] == "own_school")
    ].set_index("section")
    assert len(ranked.shown) == 12
    for strand in ranked.shown.itertuples():
        here = rows.loc[strand.strand]
        assert (here["count"], here["n"]) == (strand.n_at_or_above, strand.n)


def test_the_sentence_is_about_the_last_wave_that_is_chosen(cells):
    both = view(cells, choice_of(cells))
    assert both.sentence.startswith("Summer 2026, of the schools that made a statement: highest: ")
    first = view(cells, choice_of(cells, waves=("Autumn 2025",)))
    assert first.sentence.startswith("Autumn 2025, of the schools that made a statement: ")
    assert "Tidewright Alliance, Autumn 2025" in both.svg
    assert "Tidewright Alliance, Autumn 2025" not in first.svg
    assert both.report_lines[0].startswith("tsa report maturity_audit -p cohort=2024")


def test_the_order_is_that_of_the_last_wave_and_keeps_waves_together(cells):
    table = view(cells, choice_of(cells, order="best")).release.table
    last = table.loc[table["wave"] == "Summer 2026", "share"]
    assert last.is_monotonic_decreasing
    assert table["alliance"].tolist() == [name for name in table["alliance"][::2] for _ in (0, 1)]


def test_a_strand_nobody_judged_is_not_called_hidden(answers):
    study = open_study("example", FORM, cohort="2024", alliance="tidewright")
    empty = study.latest.responses.copy()
    columns = [name for name in empty.columns if name.startswith("fit_governance")]
    assert columns
    empty[columns] = np.nan
    rows = reached(replace(study, waves=(replace(study.latest, responses=empty),)), study.policy)
    assert set(rows.loc[rows["section"] == "fit_governance", "state"]) == {"none"}
    assert set(rows.loc[rows["section"] != "fit_governance", "state"]) == {"shown"}
