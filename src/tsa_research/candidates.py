"""From answers as they came to candidates: placed by the roster, ready to be validated.

Every rule over several fields becomes a column that must be true, so that the suite can
test it; nothing is dropped or changed here.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from tsa_research.identity import find_people, link_people
from tsa_research.roster import Roster, plain_name
from tsa_research.schemas.model import Instrument


def build_candidates(
    answers: pd.DataFrame, instrument: Instrument, roster: Roster, *, opened: date, today: date
) -> pd.DataFrame:
    """Place answers in schools, alliances and cohorts, and derive what the suite tests.

    Parameters
    ----------
    answers : DataFrame
        As made by :func:`tsa_research.intake.read_export`, of all files of a wave, with
        the extra column ``file``.
    instrument : Instrument
    roster : Roster
    opened, today : date
        The first and last day on which an answer can have been given.

    Returns
    -------
    DataFrame
        The answers with ``participant``, ``school_id``, ``alliance``, ``cohort`` and the
        columns of :data:`tsa_research.validation.DERIVED_CHECKS`.
    """
    placed = answers.reset_index(drop=True)
    own = find_people(placed["person"], roster.participants)
    placed["participant"] = (
        link_people(placed["person"], roster.participants)
        if roster.participants.empty
        else _taken(roster.participants["participant_id"], own)
    )
    placed = _place(placed, roster, own)
    anonymous = placed["person"].isna()
    placed["person_known"] = anonymous | placed["participant"].notna()
    repeated = placed["participant"].duplicated(keep=False)
    placed["answered_once"] = ~(repeated & placed["participant"].notna())
    placed["submitted_possible"] = _possible(placed["submitted"], opened, today)
    asked = [question.id for question in instrument.questions]
    placed["something_answered"] = _answered(placed, [*instrument.columns, *asked])
    return placed


def _answered(placed: pd.DataFrame, columns: list[str]) -> np.ndarray:
    """Return of every row whether any of the columns has an answer."""
    answered = np.zeros(len(placed), dtype=bool)
    for column in columns:
        left = np.flatnonzero(~answered)
        answered[left] = pd.notna(placed[column].to_numpy()[left])
    return answered


def _place(placed: pd.DataFrame, roster: Roster, own: np.ndarray) -> pd.DataFrame:
    named, by_name = placed["school"].dropna().unique(), roster.schools_by_name
    meant = {text: by_name.get(plain_name(text)) for text in named}
    typed = pd.Series([meant.get(text) for text in placed["school"].tolist()], dtype="object")
    people = roster.participants
    registered = _taken(people["school_id"], own)
    given = placed["school"].notna()
    schools = roster.schools.set_index("school_id")
    school = registered.where(registered.notna(), typed)
    alliance = school.map(schools["alliance_id"])
    alliance_cohort = alliance.map(roster.alliances.set_index("alliance_id")["cohort"])
    own_cohort = _taken(people["cohort"], own)
    return placed.assign(
        school_id=school,
        alliance=alliance,
        cohort=own_cohort.where(own_cohort.notna(), alliance_cohort),
        school_given=given | registered.notna(),
        school_known=~given | typed.notna(),
        school_agrees=typed.isna() | registered.isna() | (typed == registered),
    )


def _taken(values: pd.Series, places: np.ndarray) -> pd.Series:
    """Return the values at some places; missing where the place is -1."""
    found = np.append(values.to_numpy(dtype=object), [None])[places]
    return pd.Series(found, dtype="object")


def _possible(submitted: pd.Series, opened: date, today: date) -> pd.Series:
    read = pd.to_datetime(submitted, format="%Y-%m-%d", errors="coerce")
    inside = (read >= pd.Timestamp(opened)) & (read <= pd.Timestamp(today))
    return submitted.isna() | inside
