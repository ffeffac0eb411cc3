"""The figures of a network that can be explored: made once, hidden once, for all views together.

A view is a choice of rows. No view computes anything from answers, so that going back and forth
between views shows nothing that is not in the rows; and the rows of one alliance, wave and
section are hidden together, so that nothing follows from them by subtraction.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from tsa_research.alphabet import alphabetical
from tsa_research.analyses import profile
from tsa_research.analyses.gap import gap, has_gap
from tsa_research.analyses.rows import masks, sections_of
from tsa_research.disclosure import release
from tsa_research.explore.joint import Part, released_together
from tsa_research.policy import Policy
from tsa_research.scoring import score_wave
from tsa_research.study import Study
from tsa_research.waves import Wave

WHOLE = ""
"""The breakdown of a row that is about a whole alliance."""
ABOUT = ("section", "target", "wave")
COLUMNS = (
    *("instrument", "cohort", "alliance", "by", "group", *ABOUT),
    *("mean", "low", "high", "n", "n_schools", "count", "whole", "state"),
)
"""``count`` and ``whole`` belong to shares in records, which stand under ``mean``."""


def breakdowns(study: Study) -> tuple[str, ...]:
    """Return what the answers can be split by: the group questions, schools and their phase."""
    return (*(question.id for question in study.instrument.groups), "school", "phase")


def cells_of(study: Study, policy: Policy, phases: Mapping[str, str]) -> pd.DataFrame:
    """Return the figures on a form that may be explored, alliance by alliance.

    Parameters
    ----------
    study : Study
        Of a whole cohort.
    policy : Policy
    phases : mapping of str to str
        Title of a school to its phase, in words.

    Returns
    -------
    DataFrame
        :data:`COLUMNS`: a row for each alliance, breakdown, group, section, target and wave, as
        it was released; ``mean`` in the units of the scale, ``n`` people.
    """
    waves = [with_phase(wave, phases) for wave in study.waves]
    names = alphabetical({name for wave in waves for name in wave.responses["alliance"]})
    found = []
    for name in names:
        own = [wave.only(alliance=name) for wave in waves]
        for by, table in _released(own, breakdowns(study), policy):
            about = {"instrument": study.instrument.id, "cohort": study.cohort, "alliance": name}
            found.append(table.assign(**about, by=by))
    if not found:
        return pd.DataFrame(columns=list(COLUMNS))
    return pd.concat(found, ignore_index=True).reindex(columns=list(COLUMNS))


def with_phase(wave: Wave, phases: Mapping[str, str]) -> Wave:
    """Return a wave with the phase of each person's school, which no form asks for."""
    phase = [phases.get(school) for school in wave.schools]
    return replace(wave, responses=wave.responses.assign(phase=phase))


def _released(
    waves: list[Wave], splits: tuple[str, ...], policy: Policy
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the released rows of one alliance, breakdown by breakdown."""
    hidden = {(wave.label, *row) for wave in waves for row in hidden_in_reports(wave, policy)}
    parts = [_part(waves, by, hidden) for by in (None, *splits)]
    for by, found in released_together(parts, policy, ABOUT, whole_groups=True):
        yield by, found.table


def hidden_in_reports(wave: Wave, policy: Policy) -> Iterator[tuple[str, str, str]]:
    """Yield breakdown, group and section of the means that a report on the gap hides.

    It hides them where all of a group lean one way: the same means are not shown here either.
    """
    if not has_gap(wave.instrument):
        return
    for by in (None, *(question.id for question in wave.instrument.groups)):
        table = release(gap(wave, by=by, policy=policy), policy).table
        for row in table.loc[table["state"] == "hidden", ["group", "section"]].itertuples():
            yield by or WHOLE, row.group, row.section


def _part(waves: list[Wave], by: str | None, hidden: Container[tuple[str, ...]]) -> Part:
    finding = profile.sections(*waves, by=by)
    rows = {
        (*key, wave.label): people
        for wave in waves
        for key, people in people_behind(wave, by).items()
    }
    keys = list(finding.table[["group", *ABOUT]].itertuples(index=False, name=None))
    away = [(wave, by or WHOLE, group, section) for group, section, _, wave in keys]
    behind = tuple(rows[key] for key in keys)
    return Part(by or WHOLE, finding, behind, tuple(row in hidden for row in away))


def people_behind(wave: Wave, by: str | None) -> dict[tuple[str, str, str], np.ndarray]:
    """Return who is behind each row of a breakdown, of all people of a wave.

    The rows are known by group, section and target.
    """
    return {
        (group, section, target): _people(wave, chosen, section, target)
        for group, chosen in masks(wave.responses, by, wave.instrument)
        for section, target in sections_of(wave.instrument)
    }


def _people(wave: Wave, chosen: np.ndarray, section: str, target: str) -> np.ndarray:
    """Return who is behind a row, of all people of its wave."""
    scores = score_wave(wave).values[section, target]
    known: np.ndarray = chosen & ~np.isnan(scores)
    return known
