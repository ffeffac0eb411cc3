"""The gap between own school and alliance, for all splits of one wave: released once, together.

The rows of all splits are about the same people, and so are the rows of the page on which
alliances are compared: a mean that is hidden there, or a small group, must not follow from a gap.
So they are hidden together (:mod:`tsa_research.explore.joint`), a gap once for each of its two
means.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tsa_research.analyses import gap
from tsa_research.analyses.rows import masks, sections_of
from tsa_research.explore.cells import WHOLE, breakdowns, people_behind, with_phase
from tsa_research.explore.joint import Elsewhere, Part, released_together
from tsa_research.explore.keeping import Cells
from tsa_research.findings import Release
from tsa_research.schemas.model import Instrument
from tsa_research.scoring import score_wave
from tsa_research.study import Study
from tsa_research.waves import Wave

ABOUT = ("section",)


def splits(instrument: Instrument) -> tuple[str, ...]:
    """Return what a gap can be split by: nothing, the group questions of the form, schools."""
    return (WHOLE, *(question.id for question in instrument.groups), "school")


def gaps_of(
    study: Study, wave: Wave, cells: Cells, phases: Mapping[str, str]
) -> dict[str, Release]:
    """Return the gap in one wave of an alliance, by what it is split by.

    Parameters
    ----------
    study : Study
        Of one alliance.
    wave : Wave
        One of its waves.
    cells : Cells
        What the page on which alliances are compared shows.
    phases : mapping of str to str
        Title of a school to its phase, in words.

    Returns
    -------
    dict of str to Release
        Of kind ``gap``; no row that a report hides is shown.
    """
    parts = [_part(study, wave, by) for by in splits(wave.instrument)]
    beside = _compared(study, with_phase(wave, phases), cells)
    return dict(released_together(parts, study.policy, ABOUT, beside=beside))


def _part(study: Study, wave: Wave, by: str) -> Part:
    finding = gap.gap(wave, by=by or None, policy=study.policy)
    chosen = dict(masks(wave.responses, by or None, wave.instrument))
    keys = finding.table[["group", "section"]].itertuples(index=False, name=None)
    return Part(by, finding, tuple(chosen[group] & _both(wave, section) for group, section in keys))


def _both(wave: Wave, section: str) -> np.ndarray:
    """Return who has a score for both targets."""
    scores = score_wave(wave).values
    own, other = (scores[section, target.id] for target in wave.instrument.targets[:2])
    both: np.ndarray = ~np.isnan(own) & ~np.isnan(other)
    return both


def _compared(study: Study, wave: Wave, cells: Cells) -> dict[tuple[str, ...], list[Elsewhere]]:
    """Return the rows of the page on which alliances are compared, section by section."""
    shown = _shown(study, wave, cells)
    rows = [
        (by or WHOLE, *key, people)
        for by in (None, *breakdowns(study))
        for key, people in people_behind(wave, by).items()
    ]
    found: dict[tuple[str, ...], list[Elsewhere]] = {}
    for section, target in sections_of(wave.instrument):
        own = [row for row in rows if row[2:4] == (section, target)]
        behind = tuple(people for *_, people in own)
        hidden = tuple(row[:4] not in shown for row in own)
        found.setdefault((section,), []).append(Elsewhere(behind, hidden))
    return found


def _shown(study: Study, wave: Wave, cells: Cells) -> set[tuple[str, ...]]:
    """Return split, group, section and target of the rows that are shown there."""
    wanted = {
        "instrument": wave.instrument.id,
        "cohort": study.cohort,
        "alliance": study.roster.alliance_title(study.alliance),
        "wave": wave.label,
        "state": "shown",
    }
    table = cells.table
    for column, value in wanted.items():
        table = table.loc[table[column] == value]
    keys = table[["by", "group", "section", "target"]]
    return set(keys.itertuples(index=False, name=None))
