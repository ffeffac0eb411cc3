"""Which alliances may stand together in a figure about a cohort?

A cohort's figure minus the figures in its alliances' own reports would give away an alliance
that is too small to be shown by itself. So a cohort is combined only from alliances that
could each be shown, in every figure that reports give; the others are left out and named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from tsa_research.alphabet import alphabetical
from tsa_research.policy import Policy
from tsa_research.scoring import score_wave, scored_codes
from tsa_research.study import Study
from tsa_research.waves import Wave


def combine(study: Study) -> Study:
    """Return a cohort's study without the alliances that are too small to be shown.

    ``left_out`` of the result names them. Response rates are counted from the study as it
    was, since they are shown by alliance.
    """
    alliances = alphabetical(a for wave in study.waves for a in wave.responses["alliance"])
    kept = [name for name in alliances if _can_be_shown(_only(study.waves, name), study.policy)]
    waves = tuple(
        replace(wave, responses=wave.responses.loc[wave.responses["alliance"].isin(kept)])
        for wave in study.waves
    )
    left_out = tuple(name for name in alliances if name not in kept)
    return replace(study, waves=waves, left_out=left_out)


def _only(waves: tuple[Wave, ...], alliance: str) -> tuple[Wave, ...]:
    return tuple(wave.only(alliance=alliance) for wave in waves)


def _can_be_shown(waves: tuple[Wave, ...], policy: Policy) -> bool:
    """Tell whether every base that a report counts is 0 or reaches its threshold."""
    if waves[0].instrument.speaks_for == "school":
        counts = _statements(waves, policy)
        return all(count == 0 or count >= policy.schools_in_alliance for count in counts)
    schools = [wave.responses["school"].nunique() for wave in waves if len(wave)]
    enough_schools = all(count >= policy.schools_in_alliance for count in schools)
    return enough_schools and all(
        count == 0 or count >= policy.people_in_alliance for count in _people(waves)
    )


def _people(waves: tuple[Wave, ...]) -> Iterator[int]:
    """Yield every base: of items, of section scores, and of people in both waves."""
    for wave in waves:
        for item in wave.instrument.items:
            yield int(scored_codes(wave, item).notna().sum())
    tables = [score_wave(wave).table for wave in waves]
    for table in tables:
        known = table.dropna(subset=["score"])
        yield from known.groupby(["section", "target"]).size()
        targets = known.groupby(["section", "respondent"]).size()
        yield from targets.loc[targets > 1].groupby("section").size()
    first, last = (table.loc[table["linked"]].dropna(subset=["score"]) for table in _ends(tables))
    both = first.merge(last, on=["respondent", "section", "target"])
    yield from both.groupby(["section", "target"]).size()


def _ends(tables: list[pd.DataFrame]) -> tuple[pd.DataFrame, pd.DataFrame]:
    return tables[0], tables[-1]


def _statements(waves: tuple[Wave, ...], policy: Policy) -> Iterator[int]:
    """Yield, per strand, how many schools make a statement in each wave and in both ends."""
    instrument = waves[0].instrument
    for item in instrument.items:
        stating = []
        for wave in waves:
            judges = wave.responses.groupby("school")[item.column].count()
            stating.append(set(judges.index[judges >= policy.judges_in_statement]))
        yield from map(len, stating)
        yield len(stating[0] & stating[-1])
