"""Switching filters back and forth: nothing hidden is shown, and none follows from what is."""

from __future__ import annotations

import io
import random
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tsa_research.analyses.gap import gap
from tsa_research.analyses.rows import masks
from tsa_research.disclosure import release
from tsa_research.explore.asking import questions
from tsa_research.explore.cells import WHOLE, breakdowns
from tsa_research.explore.choosing import ORDERS, choices, first_choice, fitted
from tsa_research.explore.keeping import open_cells
from tsa_research.explore.measures import RECORDS
from tsa_research.explore.strands import FORM
from tsa_research.explore.view import view
from tsa_research.roster import read_roster
from tsa_research.schemas.reading import load_record_type
from tsa_research.scoring import score_wave
from tsa_research.stats.subtraction import can_be_had
from tsa_research.study import open_study
from tsa_research.workspace import open_workspace

SEQUENCES, STEPS = 200, 10


@pytest.fixture(scope="module")
def cells():
    return open_cells("example")


def some(random_, names):
    return tuple(random_.sample(names, random_.randint(1, len(names))))


def switched(cells, random_, choice):
    """Return the choice after one control was changed at random."""
    there = choices(cells, choice)
    instrument, section, target = random_.choice(list(questions(cells)))
    change = random_.choice(
        [
            {"instrument": instrument, "section": section, "target": target},
            {"cohort": random_.choice(list(there.cohorts))},
            {"alliances": some(random_, there.alliances)},
            {"waves": some(random_, there.waves)},
            {"by": random_.choice(list(there.breakdowns))},
            {"order": random_.choice(list(ORDERS))},
        ]
    )
    return fitted(cells, replace(choice, **change))


class People:
    """Who is behind each row that there could be, worked out from the answers anew."""

    def __init__(self, network):
        schools = read_roster(open_workspace(network)).schools
        words = next(c for c in load_record_type("schools").columns if c.id == "phase").label
        phases = schools["phase"].map(words)
        self.phases = dict(zip(schools["title"], phases, strict=True))
        self.network, self.known = network, {}

    def of(self, choice, alliance, wave):
        """Return the rows of every breakdown as sets of people: keys, and a matrix."""
        key = (choice.instrument, choice.section, choice.target, choice.cohort, alliance, wave)
        if key not in self.known:
            self.known[key] = self._of(choice, alliance, wave)
        return self.known[key]

    def _of(self, choice, alliance, wave):
        study = open_study(self.network, choice.instrument, cohort=choice.cohort)
        own = next(w for w in study.waves if w.label == wave).only(alliance=alliance)
        phase = [self.phases.get(school) or None for school in own.schools]
        own = replace(own, responses=own.responses.assign(phase=phase))
        scored = ~np.isnan(score_wave(own).values[choice.section, choice.target])
        rows = {
            (by or WHOLE, group): chosen & scored
            for by in (None, *breakdowns(study))
            for group, chosen in masks(own.responses, by, own.instrument)
        }
        return list(rows), np.array(list(rows.values())).reshape(len(rows), -1)


def shown_by(cells, choice):
    """Return the rows that a view shows, with its cells for comparison."""
    seen = view(cells, choice)
    table = seen.release.table
    hidden, values = table.loc[table["state"] == "hidden"], list(seen.release.values)
    assert hidden.drop(columns=[*seen.release.keys, "state"]).isna().all(axis=None)
    rows = pd.read_csv(io.StringIO(seen.csv), keep_default_na=False, dtype="str")
    means = rows[[name for name in values if name in ("mean", "low", "high")]].to_numpy().ravel()
    assert all(re.fullmatch(r"(\d\.\d)?", text) for text in means), "more than is printed"
    assert all(re.fullmatch(r"\d*", text) for text in rows["n"])
    assert (rows.loc[rows["state"] != "shown", values] == "").all(axis=None)
    return table.loc[table["state"] == "shown"]


def test_two_hundred_sequences_give_nothing_away(cells):
    random_, people, collected = random.Random(20261125), People("example"), {}
    first = first_choice(cells)
    for _ in range(SEQUENCES):
        choice = first
        for _ in range(STEPS):
            choice = switched(cells, random_, choice)
            shown = shown_by(cells, choice)
            if choice.instrument in (*RECORDS, FORM):  # whole alliances, as reports have them
                continue
            for row in shown.itertuples():
                asked = (choice.instrument, choice.section, choice.target, choice.cohort)
                place = (*asked, row.alliance, row.wave)
                seen = collected.setdefault(place, (choice, set()))[1]
                seen.add((choice.by, row.group))
    assert sum(len(seen) for _, seen in collected.values()) > 500
    for (*_, alliance, wave), (choice, seen) in collected.items():
        keys, behind = people.of(choice, alliance, wave)
        assert seen <= set(keys)
        given_away(keys, behind, seen)


def given_away(keys, behind, seen, fewest=5):
    """Fail if a small set of people follows from the rows seen, alone or taken together."""
    shown = np.array([key in seen for key in keys])
    sizes = behind.sum(axis=1)
    assert (sizes[shown] >= fewest).all()
    atoms, counts = np.unique(behind, axis=1, return_counts=True)
    atoms = atoms.astype(float)
    small = [row for row, size in zip(atoms, sizes, strict=True) if 0 < size < fewest]
    small += list(np.eye(atoms.shape[1])[counts < fewest])
    assert not can_be_had(atoms[shown], np.array(small).reshape(-1, atoms.shape[1])).any()
    for outer in atoms[shown]:
        for inner in atoms[shown]:
            more = outer - inner
            assert more.min() < 0 or not 0 < more @ counts < fewest


@pytest.mark.parametrize("by", ["", "role", "membership"])
def test_a_mean_that_the_report_on_trust_hides_is_not_shown(cells, by):
    table = cells.table.loc[
        (cells.table["instrument"] == "trust_survey") & (cells.table["by"] == by)
    ]
    shown = table.loc[table["state"] == "shown"].set_index(["alliance", "wave", "group", "section"])
    hidden = 0
    for alliance, cohort in reported(cells):
        study = open_study("example", "trust_survey", cohort=cohort, alliance=alliance)
        released = release(gap(study.latest, by=by or None, policy=study.policy), study.policy)
        for row in released.table.loc[released.table["state"] == "hidden"].itertuples():
            place = (cells.alliances[alliance], study.latest.label, row.group, row.section)
            of_cohort = shown.loc[shown["cohort"] == cohort]
            assert place not in of_cohort.index
            hidden += 1
    assert by == "" or hidden > 10


def reported(cells):
    plans = [plan.parameters for plan in cells.plans if plan.notebook.id == "trust_survey"]
    return [(str(given["alliance"]), str(given["cohort"])) for given in plans]
