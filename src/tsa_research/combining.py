"""Which alliances may stand together in a figure about a cohort?

A cohort's figure minus the figures in its alliances' own reports would give away an alliance
that is too small to be shown by itself. So a cohort is combined only from alliances of which
every row could be shown in every finding that a cohort's report prints; the others are left
out and named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from tsa_research.alphabet import alphabetical
from tsa_research.analyses import change, gap, profile, progress, stages, trajectories
from tsa_research.disclosure import release
from tsa_research.findings import Finding
from tsa_research.record_study import RecordStudy
from tsa_research.study import Study
from tsa_research.waves import Wave


def combine(study: Study) -> Study:
    """Return a cohort's study without the alliances that are too small to be shown.

    ``left_out`` of the result names them. Response rates are counted from the study as it
    was, since they are shown by alliance.
    """
    alliances = alphabetical(a for wave in study.waves for a in wave.responses["alliance"])
    left_out = tuple(name for name in alliances if not _can_be_shown(_only(study, name)))
    waves = tuple(_without(wave, left_out) for wave in study.waves)
    return replace(study, waves=waves, left_out=left_out)


def _without(wave: Wave, alliances: tuple[str, ...]) -> Wave:
    there = wave.responses["alliance"]
    left_out = tuple(name for name in alliances if (there == name).any())
    return replace(wave, responses=wave.responses.loc[~there.isin(left_out)], left_out=left_out)


def _only(study: Study, alliance: str) -> Study:
    return replace(study, waves=tuple(wave.only(alliance=alliance) for wave in study.waves))


def _can_be_shown(alliance: Study) -> bool:
    """Tell whether nothing that a cohort's report prints would be hidden for this alliance."""
    return not any(release(finding, alliance.policy).n_hidden for finding in _printed(alliance))


def _printed(study: Study) -> Iterator[Finding]:
    """Yield what the report of a cohort prints of a form, each for everybody in the study.

    A test holds this list against the notebook.
    """
    first, latest, policy = study.first, study.latest, study.policy
    if study.instrument.speaks_for == "school":
        yield stages.priorities(latest, policy, target=study.instrument.target_ids[0] or "")
        yield stages.stage_movement(first, latest, policy)
        return
    yield profile.sections(first, latest)
    yield profile.favourable(latest)
    if len(study.instrument.targets) > 1:
        yield gap.gap(latest)
    yield change.matched_change(first, latest)


def combine_records(study: RecordStudy) -> RecordStudy:
    """Return a cohort's records without the rows of alliances that are too small to be shown.

    It does for records that a cohort's report counts as a whole what :func:`combine` does for
    forms; those that it shows alliance by alliance are left as they are.
    """
    for kind in study.kinds:
        if kind.id in _COUNTED:
            names = alphabetical(study.table(kind.id)["alliance"])
            kept = [name for name in names if _rows_can_be_shown(study, kind.id, name)]
            study = study.only(kind.id, kept)
    return study


_COUNTED = ("pupil_outcomes", "trainee_grades")


def _rows_can_be_shown(study: RecordStudy, record: str, alliance: str) -> bool:
    table = study.only(record, [alliance]).table(record)
    released = release(_counted(study, record, table), study.policy).table
    return bool(len(released)) and not (released["state"] == "hidden").any()


def _counted(study: RecordStudy, record: str, table: pd.DataFrame) -> Finding:
    """Return what the report of a cohort prints of a record; a test holds it to the notebook."""
    if record == "pupil_outcomes":
        return progress.progress(table, study.kind(record), policy=study.policy)
    return trajectories.trajectories(table, study.kind(record))
