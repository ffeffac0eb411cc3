"""Two alliances side by side: every control is followed, and only the reports' figures show."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pandas as pd
import pytest

from tsa_research import prose
from tsa_research.analyses import stages
from tsa_research.cli import main
from tsa_research.disclosure import release
from tsa_research.explore import sides as sides_module
from tsa_research.explore import two_alliances as two_alliances_module
from tsa_research.explore.answers import open_answers
from tsa_research.explore.sides import Pair, Sides
from tsa_research.explore.two_alliances import FORM, SIDES, TwoAlliances, two_alliances
from tsa_research.study import open_study

TIDEWRIGHT, SPARROWS = ("2024", "tidewright"), ("2024", "sparrows-rest")
SMALL = ("2025", "mossgate-fell")
"""An alliance in which too few schools have made a statement."""


@pytest.fixture(scope="module")
def sides():
    return Sides(open_answers("example", FORM))


@pytest.fixture
def page(sides):
    first = Pair(sides.latest(TIDEWRIGHT), sides.latest(SPARROWS), "own_school")
    return TwoAlliances(sides, first)


def label(page, side):
    """Return what the picture of a side says in words."""
    return re.search(r'role="img" aria-label="([^"]*)"', page.seen[side].value)[1]


def parts(page, side):
    """Return sentence and base, chart, and table of a side."""
    text = page.seen[side].value
    words, _, rest = text.partition('<div class="tsa-scroll"')
    _, _, table = rest.partition('<div class="tsa-scroll"')
    return words, label(page, side), table


def everything(page):
    return {side: parts(page, side) for side in SIDES}, page.difference.value


@pytest.mark.parametrize("side", SIDES)
def test_another_alliance_is_followed_by_its_side_only(page, side):
    before, difference = everything(page)
    page.alliance[side].box.value = ("2025", "saltlantern")
    after, said = everything(page)
    other = next(name for name in SIDES if name != side)
    assert all(a != b for a, b in zip(after[side], before[side], strict=True))
    assert parts(page, other)[0] == before[other][0]
    assert parts(page, other)[2] == before[other][2]
    assert said != difference
    assert "Saltlantern" in said
    assert "-p alliance=saltlantern" in page.seen[side].value
    assert "Saltlantern" in page.announcer.text


@pytest.mark.parametrize("side", SIDES)
def test_another_wave_is_followed_by_its_side(page, side):
    before, difference = everything(page)
    assert page.wave[side].box.options[0] == ("Summer 2026", "Summer 2026")
    page.wave[side].box.value = "Autumn 2025"
    after, said = everything(page)
    assert all(a != b for a, b in zip(after[side], before[side], strict=True))
    assert said != difference
    assert "Autumn 2025" in page.announcer.text


def test_whom_the_schools_judged_is_followed_by_both_sides(page):
    before, difference = everything(page)
    page.target.box.value = "alliance"
    after, said = everything(page)
    for side in SIDES:
        assert all(a != b for a, b in zip(after[side], before[side], strict=True))
        assert "The alliance" in after[side][2]
    assert said != difference


def test_swap_exchanges_left_and_right_and_says_the_same(page):
    page.wave["left"].box.value = "Autumn 2025"
    before, difference = everything(page)
    page.swap()
    after, said = everything(page)
    assert after["right"][1:] == before["left"][1:]
    assert after["left"][1:] == before["right"][1:]
    assert said == difference
    assert page.alliance["right"].box.value == TIDEWRIGHT
    assert page.wave["right"].box.value == "Autumn 2025"
    page.swap()
    assert everything(page) == (before, difference)


def test_reset_goes_back_to_the_first_pair(page):
    first = everything(page)
    page.alliance["left"].box.value = SMALL
    page.target.box.value = "alliance"
    page.swap()
    page.reset()
    assert everything(page) == first
    assert page.target.box.value == "own_school"


def test_an_alliance_keeps_the_wave_if_it_has_answered_it(sides, page):
    page.wave["left"].box.value = "Autumn 2025"
    page.alliance["left"].box.value = ("2025", "gullwing")
    assert page.pair.left.wave == "Autumn 2025"
    assert sides.fitted(sides_module.Side(TIDEWRIGHT, "Spring 1999")).wave == "Summer 2026"


def test_strands_stand_in_the_same_order_on_the_same_scale(page):
    page.alliance["right"].box.value = ("2025", "gullwing")
    view = page.sides.view(page.pair)
    layers = [side.specification["layer"][0]["encoding"] for side in (view.left, view.right)]
    for channel in ("x", "y"):
        domains = [layer[channel]["scale"]["domain"] for layer in layers]
        assert domains[0] == domains[1]
    strands = [name for name in domains[0] if not name.startswith("#")]
    assert len(strands) == 12


def every_side(sides):
    return [
        (place, wave, target)
        for place in sides.answers.titles
        for wave in sides.answers.waves(place)
        for target in ("own_school", "alliance")
    ]


def test_each_side_shows_exactly_what_the_report_releases(sides):
    for place, wave, target in every_side(sides):
        study = open_study("example", FORM, cohort=place[0], alliance=place[1])
        own = next(entry for entry in study.waves if entry.label == wave)
        reported = release(stages.spread(own, study.policy), study.policy)
        table = reported.table.loc[reported.table["target"] == target]
        side = sides_module.Side(place, wave)
        view = sides.view(Pair(side, side, target)).left
        pd.testing.assert_frame_equal(view.release.table, table)
        assert view.sentence == prose.headline(reported, target=target)


def test_where_a_side_is_hidden_no_figure_of_it_is_anywhere(page):
    page.alliance["right"].box.value = SMALL
    seen = page.seen["right"].value.partition("<pre>")[0]
    assert "hidden" in seen
    assert "<svg" not in seen
    assert "<table" not in seen
    assert "cannot be told on any strand" in page.difference.value
    rows = list(csv.DictReader(io.StringIO(page.saving["right"].csv)))
    assert {row["state"] for row in rows} == {"hidden"}
    assert {row[name] for row in rows for name in ("n", "count", "share")} == {""}
    assert page.saving["right"].svg == ""


def test_what_was_seen_once_is_not_computed_again(page, monkeypatch):
    for place in page.sides.answers.titles:
        page.alliance["left"].box.value = place

    def refuse(*_):
        raise AssertionError("computed again")

    monkeypatch.setattr(sides_module.stages, "spread", refuse)
    for place in page.sides.answers.titles:
        page.alliance["left"].box.value = place
        page.swap()
        page.swap()
    page.reset()


def test_no_cell_of_the_csv_is_a_formula(sides):
    released = sides.view(
        Pair(sides.latest(TIDEWRIGHT), sides.latest(SPARROWS), "own_school")
    ).left.release
    hostile = released.only(released.table.assign(wave="=HYPERLINK(1)"))
    text = sides_module.as_csv(hostile.table, list(hostile.table))
    cells = {row["wave"] for row in csv.DictReader(io.StringIO(text))}
    assert all(cell[0] not in "=+-@\t\r" for cell in cells)
    assert any("HYPERLINK" in cell for cell in cells)


def test_names_are_shown_as_text(page, monkeypatch):
    hostile = "<script>alert('x')</script>"
    words = lambda _, side: (f"{hostile} {side.place}", "Cohort", "Wave")  # noqa: E731
    monkeypatch.setattr(Sides, "_words", words)
    fresh = TwoAlliances(Sides(page.sides.answers), page.pair)
    assert "<script" not in fresh.seen["left"].value
    assert "<script" not in fresh.difference.value
    assert "&lt;script" in fresh.difference.value


def test_the_notebook_begins_with_the_first_two_and_takes_others():
    box = two_alliances("example")
    chosen = [c.value for c in box.children if getattr(c, "description", "").endswith("alliance")]
    assert chosen == list(open_answers("example", FORM).titles)[:2]
    box = two_alliances("example", left="2025/gullwing", target="alliance")
    assert box.children[1].value == ("2025", "gullwing")


def test_a_network_without_answers_gets_a_sentence_that_says_what_to_do(tmp_path):
    assert main(["init", str(tmp_path / "mine")]) == 0
    (text,) = two_alliances(str(tmp_path / "mine")).children
    assert "There is nothing to show yet" in text.value
    assert "maturity audit" in text.value
    assert "tsa import" in text.value


def test_one_alliance_alone_is_not_held_against_itself(monkeypatch):
    answers = open_answers("example", FORM)
    alone = {TIDEWRIGHT: answers.titles[TIDEWRIGHT]}
    answers = replace(answers, titles=alone)
    monkeypatch.setattr(two_alliances_module, "open_answers", lambda *_: answers)
    (shown,) = two_alliances("example").children
    assert "A second alliance is needed to compare" in shown.value
    assert "Tidewright Alliance alone" in shown.value
