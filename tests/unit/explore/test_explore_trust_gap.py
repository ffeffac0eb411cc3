"""The gap in trust: every control is followed, reports are never outdone, nothing is given away."""

from __future__ import annotations

import csv
import io
import random
import re
from copy import copy
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from test_explore_attack import given_away

from tsa_research.analyses import gap
from tsa_research.analyses.rows import masks
from tsa_research.cli import main
from tsa_research.disclosure import release
from tsa_research.errors import UsageError
from tsa_research.explore import gap_cells
from tsa_research.explore.cells import breakdowns, people_behind, with_phase
from tsa_research.explore.gap_choosing import FIRST, Gaps
from tsa_research.explore.keeping import open_cells
from tsa_research.explore.making import phases_of
from tsa_research.explore.taking import as_csv
from tsa_research.explore.trust_gap import TrustGap, trust_gap
from tsa_research.scoring import score_wave
from tsa_research.stats.subtraction import can_be_had
from tsa_research.study import open_study

SEQUENCES, STEPS, FEWEST = 200, 10, 5
TIDEWRIGHT = ("2024", "tidewright")
CLOSED = ("mean_own", "mean_other", "n_own_better", "n_same", "n_other_better", "n", "n_schools")


@pytest.fixture(scope="module")
def gaps():
    return Gaps("example")


@pytest.fixture
def page(gaps):
    return TrustGap(gaps, gaps.first(place="2024/tidewright"))


def parts(html):
    """Return title, sentence and base; the chart in words; and the table of a view."""
    words, _, rest = html.partition('<div class="tsa-scroll"')
    _, _, table = rest.partition('<div class="tsa-scroll"')
    picture = re.search(r'role="img" aria-label="([^"]*)"', rest)
    return words, picture and picture[1], table


CHANGES = {
    "alliance": lambda page: setattr(page.place.box, "value", ("2025", "saltlantern")),
    "split": lambda page: setattr(page.by.box, "value", "role"),
    "wave": lambda page: tick(page.waves, "Autumn 2025"),
    "facet": lambda page: tick(page.sections, "Openness"),
}


def tick(several, name):
    """Tick or untick a name."""
    several._boxes[name].value = not several._boxes[name].value


@pytest.mark.parametrize("change", CHANGES)
def test_each_control_is_followed_by_sentence_chart_and_table(page, change):
    before, kept = parts(page.now.value), (page.saving.csv, page.saving.svg)
    CHANGES[change](page)
    after = parts(page.now.value)
    assert all(new != old for new, old in zip(after, before, strict=True))
    assert page.saving.csv != kept[0]
    assert page.saving.svg != kept[1]
    assert page.announcer.text.startswith("Changed. Trust survey")


def test_the_latest_wave_and_every_facet_come_first(page):
    assert page.choice.waves == ("Autumn 2026",)
    assert page.choice.sections == ("trust", "openness", "care", "support")
    assert "Autumn 2026" in page.now.value
    assert "tsa report trust_survey -p cohort=2024 -p alliance=tidewright" in page.now.value


def test_only_what_the_analysis_supports_can_be_split_by(gaps):
    assert gaps.splits(FIRST) == {
        "": "Whole alliance", "role": "Role", "membership": "Time in the alliance",
        "school": "School",
    }  # fmt: skip


def test_a_form_is_only_asked_for_where_there_are_several(page, gaps):
    assert list(gaps.forms) == [FIRST]
    assert page.form.box not in page.box.children
    several = copy(gaps)
    several.forms = gaps.forms | {"other_survey": gaps.forms[FIRST]}
    offered = TrustGap(several, several.first())
    assert offered.form.box in offered.box.children
    assert [key for _, key in offered.form.box.options] == [FIRST, "other_survey"]


def test_the_last_facet_or_wave_cannot_be_taken_away(page):
    page.choose(sections=("care",))
    tick(page.sections, "Care")
    assert page.choice.sections == ("trust", "openness", "care", "support")
    said = "At least one has to be chosen: all of them are."
    assert page.note.box.value == f"<p>{said}</p>"
    assert page.announcer.text.startswith(f"Changed. {said} Trust survey")
    tick(page.waves, "Autumn 2026")
    assert page.choice.waves == ("Autumn 2026",)
    assert page.note.box.value == "<p>At least one has to be chosen: Autumn 2026 is.</p>"
    page.by.box.value = "role"
    assert page.note.box.value == ""


def test_a_pinned_view_stays_beside_the_next_until_reset(page):
    first = page.now.value
    assert page.beside.box.layout.display == "none"
    page.pin()
    pinned = page.beside.words.value
    assert pinned.startswith("<h2>Pinned: Trust survey, Tidewright")
    assert page.beside.box.layout.display is None
    page.by.box.value = "membership"
    assert page.beside.words.value == pinned
    assert page.now.value != first
    page.reset()
    assert (page.now.value, page.beside.words.value) == (first, "")
    assert page.by.box.value == ""


def test_a_pinned_view_is_put_away_without_changing_the_present_one(page):
    page.pin()
    page.by.box.value = "membership"
    present = page.now.value
    page.beside.button.click()
    assert (page.now.value, page.beside.words.value) == (present, "")
    assert page.beside.box.layout.display == "none"
    assert page.announcer.text.startswith("No view is pinned any more.")


def every_gap(gaps):
    form = gaps.forms[FIRST]
    for place in form.titles:
        for wave in form.waves(place):
            yield place, wave, gaps._found(FIRST, place, wave)


def rows_of(released):
    return {(row["group"], row["section"]): row for row in released.table.to_dict("records")}


def same(ours, theirs):
    """Say whether two cells hold the same, of which neither may be computable."""
    return ours == theirs or (ours != ours and theirs != theirs)


def test_every_row_shown_is_the_one_that_the_report_releases(gaps):
    shown = hidden_further = 0
    for place, label, found in every_gap(gaps):
        study = open_study("example", FIRST, cohort=place[0], alliance=place[1])
        wave = next(entry for entry in study.waves if entry.label == label)
        for by, released in found.items():
            reported = release(gap.gap(wave, by=by or None, policy=study.policy), study.policy)
            theirs = rows_of(reported)
            assert list(rows_of(released)) == list(theirs)
            for key, row in rows_of(released).items():
                if row["state"] == "shown":
                    assert all(same(value, theirs[key][name]) for name, value in row.items())
                    shown += 1
                elif row["state"] == "hidden":
                    assert all(row[name] is None or row[name] != row[name] for name in CLOSED)
                    hidden_further += theirs[key]["state"] == "shown"
    assert shown > 200
    assert 0 < hidden_further < shown / 2


def switched(gaps, random_, choice):
    """Return the choice after one control was changed at random."""
    form, sections = gaps.forms[FIRST], list(gaps.sections(FIRST))

    def some(names):
        return tuple(random_.sample(list(names), random_.randint(1, len(names))))

    change = random_.choice(
        [
            {"place": random_.choice(list(form.titles))},
            {"waves": some(form.waves(choice.place))},
            {"sections": some(sections)},
            {"by": random_.choice(list(gaps.splits(FIRST)))},
        ]
    )
    return gaps.fitted(replace(choice, **change))


def seen_by(gaps, choice):
    """Yield the rows that a view shows, and fail if a hidden one holds a figure anywhere."""
    seen = gaps.view(choice)
    rows = csv.DictReader(io.StringIO(seen.csv))
    for row in rows:
        if row["state"] == "shown":
            yield choice.place, row["wave"], row["section"], choice.by, row["group"]
        elif row["state"] == "hidden":
            assert {row[name] for name in CLOSED if name in row} == {""}


def behind_of(gaps, place, label, section):
    """Return who is behind each row of every split, worked out from the answers anew."""
    wave = gaps.forms[FIRST].wave(place, label)
    own, other = (score_wave(wave).values[section, t.id] for t in wave.instrument.targets)
    both = ~np.isnan(own) & ~np.isnan(other)
    rows = {
        (by, group): chosen & both
        for by in gaps.splits(FIRST)
        for group, chosen in masks(wave.responses, by or None, wave.instrument)
    }
    return list(rows), np.array(list(rows.values()))


def compared_of(gaps, place, label, section, target):
    """Return who is behind the rows that the comparison of alliances shows, and which those are."""
    form, cells = gaps.forms[FIRST], open_cells("example")
    study = form.study(place)
    wave = with_phase(form.wave(place, label), phases_of(cells.workspace))
    table = cells.table.loc[
        (cells.table["instrument"] == FIRST)
        & (cells.table["cohort"] == place[0])
        & (cells.table["alliance"] == cells.alliances[place[1]])
        & (cells.table["wave"] == label)
        & (cells.table["section"] == section)
        & (cells.table["target"] == target)
    ]
    states = {(row.by, row.group): row.state for row in table.itertuples()}
    rows = {
        (by or "", group): people
        for by in (None, *breakdowns(study))
        for (group, part, about), people in people_behind(wave, by).items()
        if (part, about) == (section, target)
    }
    assert set(rows) == set(states)
    shown = np.array([states[key] == "shown" for key in rows])
    return np.array(list(rows.values())), shown


@pytest.fixture(scope="module")
def collected(gaps):
    """Return what somebody has seen who switched controls at random for a long time."""
    random_, first = random.Random(20261125), gaps.first()
    found: dict[tuple, set] = {}
    for _ in range(SEQUENCES):
        choice = first
        for _ in range(STEPS):
            choice = switched(gaps, random_, choice)
            for place, wave, section, by, group in seen_by(gaps, choice):
                found.setdefault((place, wave, section), set()).add((by, group))
    assert sum(map(len, found.values())) > 200
    return found


def test_no_sequence_of_choices_gives_a_hidden_row_or_a_small_group_away(gaps, collected):
    for (place, wave, section), seen in collected.items():
        keys, behind = behind_of(gaps, place, wave, section)
        assert seen <= set(keys)
        given_away(keys, behind, seen)
        shown = np.array([key in seen for key in keys])
        released = gaps._found(FIRST, place, wave)
        hidden = np.array(
            [
                rows_of(released[by])[group, section]["state"] == "hidden" and people.any()
                for (by, group), people in zip(keys, behind, strict=True)
            ]
        )
        numbers = behind.astype(float)
        assert not can_be_had(numbers[shown], numbers[hidden]).any()


def test_nothing_follows_together_with_the_comparison_of_alliances(gaps, collected):
    tried = 0
    for (place, wave, section), seen in collected.items():
        keys, behind = behind_of(gaps, place, wave, section)
        mine = behind[[key in seen for key in keys]]
        for target in ("own_school", "alliance_colleagues"):
            rows, shown = compared_of(gaps, place, wave, section, target)
            sets = np.vstack([mine, rows]).astype(float)
            atoms, counts = np.unique(sets, axis=1, return_counts=True)
            own, theirs = atoms[: len(mine)], atoms[len(mine) :]
            secret = np.vstack([np.eye(len(counts))[counts < FEWEST], theirs[~shown]])
            secret = secret[~can_be_had(theirs[shown], secret) & secret.any(axis=1)]
            everything = np.vstack([own, theirs[shown]])
            assert not can_be_had(everything, secret).any(), (place, wave, section, target)
            for outer in everything:
                more = (outer - everything) @ np.diag(counts)
                inside = (outer - everything).min(axis=1) >= 0
                assert not (inside & (more.sum(axis=1) > 0) & (more.sum(axis=1) < FEWEST)).any()
            tried += len(secret)
    assert tried > 1000


def test_what_was_seen_once_is_not_computed_again(page, monkeypatch):
    for by in page.gaps.splits(FIRST):
        page.by.box.value = by

    def refuse(*_, **__):
        raise AssertionError("computed again")

    monkeypatch.setattr(gap_cells.gap, "gap", refuse)
    for by in page.gaps.splits(FIRST):
        page.by.box.value = by
    page.choose(sections=("care",))
    page.reset()


def test_no_cell_of_the_csv_is_a_formula(gaps):
    choice = replace(gaps.first(), by="school")
    released = gaps.view(gaps.fitted(choice)).release
    hostile = released.only(released.table.assign(group="=HYPERLINK(1)"))
    cells = {
        row["group"] for row in csv.DictReader(io.StringIO(as_csv(hostile.table, ["group", "n"])))
    }
    assert all(cell[0] not in "=+-@\t\r" for cell in cells)
    assert any("HYPERLINK" in cell for cell in cells)


def test_the_csv_holds_means_as_they_are_printed(page):
    rows = list(csv.DictReader(io.StringIO(page.saving.csv)))
    means = [row[name] for row in rows for name in ("mean_own", "mean_other") if row[name]]
    assert means
    assert all(re.fullmatch(r"\d\.\d", text) for text in means)
    assert all(re.fullmatch(r"\d+", row["n"]) for row in rows if row["state"] == "shown")


def test_the_csv_holds_every_figure_as_the_table_prints_it(page):
    found = csv.DictReader(io.StringIO(page.saving.csv))
    rows = [row for row in found if row["state"] == "shown"]
    assert rows
    assert all(re.fullmatch(r"-?[01]\.\d\d", row["effect"]) for row in rows)
    assert all(re.fullmatch(r"-?[01]\.\d\d", row[end]) for row in rows for end in ("low", "high"))
    shown = page.now.value.replace("−", "-")
    for row in rows:
        assert f">{row['effect']}<" in shown
        assert f">{row['low']} to {row['high']}<" in shown
        assert f">{row['p_adjusted']}<" in shown


def test_the_ends_of_an_interval_are_printed_as_the_statistic_before_them():
    row = {"mean": 2.345, "low": 2.26, "high": 1234.0, "share": 0.996, "n": 1234.0}
    table = pd.DataFrame([row | {"effect": -0.9712, "p_adjusted": 0.0004}])
    assert as_csv(table, ["n", "mean", "low", "high"]).splitlines()[1] == "1234,2.3,2.3,1234.0"
    assert as_csv(table, ["effect", "low", "high"]).splitlines()[1] == "-0.97,2.26,1234.00"
    assert as_csv(table, ["share", "p_adjusted"]).splitlines()[1] == "0.995,under 0.001"


def test_the_notebook_begins_with_what_it_is_given(gaps):
    assert trust_gap("example", place="2025/gullwing").children[1].value == ("2025", "gullwing")
    with pytest.raises(UsageError, match="no gap"):
        gaps.first("mentor_skills_audit")
    with pytest.raises(UsageError, match="has not answered"):
        gaps.first(place="2024/gullwing")


def test_a_network_without_answers_gets_a_sentence_that_says_what_to_do(tmp_path):
    assert main(["init", str(tmp_path / "mine")]) == 0
    (text,) = trust_gap(str(tmp_path / "mine")).children
    assert "There is nothing to show yet" in text.value
    assert "trust survey" in text.value
    assert "tsa import" in text.value
