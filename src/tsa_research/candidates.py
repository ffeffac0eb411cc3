"""From answers as they came to candidates: placed by the roster, ready to be validated.

Every rule over several fields becomes a column that must be true, so that the suite can
test it; nothing is dropped or changed here.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from tsa_research.alphabet import plain_name
from tsa_research.identity import find_people, link_people
from tsa_research.roster import Roster
from tsa_research.schemas.codes import read_code
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
        columns of :data:`tsa_research.suites.DERIVED_CHECKS`.
    """
    placed = answers.reset_index(drop=True)
    typed = placed["person"].mask(np.full(len(placed), bool(instrument.code)), None)
    own = find_people(typed, roster.identities)
    listed = not roster.participants.empty and not instrument.code
    if instrument.code:
        placed["participant"] = _coded(placed["person"], instrument)
    elif listed:
        placed["participant"] = _taken(roster.participants["participant_id"], own)
    else:
        placed["participant"] = link_people(placed["person"], roster.participants)
    placed = placed.assign(**_place(placed["school"], roster, own))
    placed["person_known"] = typed.isna() | placed["participant"].notna()
    people = pd.Series(own if listed else pd.factorize(placed["participant"])[0])
    placed["answered_once"] = ~(people.duplicated(keep=False) & (people >= 0))
    placed["submitted_possible"] = _possible(placed["submitted"], opened, today)
    asked = [question.id for question in instrument.questions]
    placed["something_answered"] = _answered(placed, [*instrument.columns, *asked])
    return placed


def _coded(typed: pd.Series, instrument: Instrument) -> pd.Series:
    """Return whom a code stands for that people made up themselves; missing for none.

    A code that two people of a wave have stands for neither: their answers count, unmatched.
    The name of the form is part of it, so that nobody can be followed from form to form.
    """
    read = {text: read_code(text, instrument.code) for text in typed.dropna().unique()}
    codes = typed.map(read).astype("object")
    shared = codes.duplicated(keep=False) | codes.isna()
    return (instrument.id + " " + codes.where(~shared, "")).where(~shared, None)


def _answered(placed: pd.DataFrame, columns: list[str]) -> np.ndarray:
    """Return of every row whether any of the columns has an answer."""
    answered = np.zeros(len(placed), dtype=bool)
    for column in columns:
        answered |= placed[column].notna().to_numpy()
    return answered


def _place(given: pd.Series, roster: Roster, own: np.ndarray) -> dict[str, np.ndarray]:
    """Return where answers belong, by the roster or else by the school as it was typed.

    ``own`` are the rows of people on the roster. Schools are compared by their rows there.
    """
    ids, people = roster.schools["school_id"], roster.participants
    cohorts = roster.alliances.set_index("alliance_id")["cohort"]
    typed = _typed_school(given, roster)
    registered = np.append(pd.Index(ids).get_indexer(people["school_id"]), -1)[own]
    school = np.where(registered >= 0, registered, typed)
    alliances = roster.schools["alliance_id"]
    own_cohort, typed_cohort = (
        _taken(people["cohort"], own),
        _taken(alliances.map(cohorts), school),
    )
    return {
        "school_id": _taken(ids, school),
        "alliance": _taken(alliances, school),
        "cohort": np.where(own >= 0, own_cohort, typed_cohort),
        "school_given": given.notna().to_numpy() | (registered >= 0),
        "school_known": given.isna().to_numpy() | (typed >= 0),
        "school_agrees": (typed < 0) | (registered < 0) | (typed == registered),
    }


def _typed_school(given: pd.Series, roster: Roster) -> np.ndarray:
    """Return the row of the school that was typed, else -1; each text is looked at once."""
    rows = {school: row for row, school in enumerate(roster.schools["school_id"])}
    meant = {name: rows[school] for name, school in roster.schools_by_name.items()}
    codes, texts = pd.factorize(given)
    found = [meant.get(plain_name(text), -1) for text in texts]
    return np.array([*found, -1], dtype=np.int64)[codes]


def _taken(values: pd.Series, places: np.ndarray) -> np.ndarray:
    """Return the values at some places; ``None`` where the place is -1."""
    return np.append(values.to_numpy(dtype=object), [None])[places]


def _possible(submitted: pd.Series, opened: date, today: date) -> np.ndarray:
    """Return of every row whether its day is possible; none given is."""
    codes, days = pd.factorize(submitted)
    read = pd.to_datetime(pd.Series(days), format="%Y-%m-%d", errors="coerce")
    inside = (read >= pd.Timestamp(opened)) & (read <= pd.Timestamp(today))
    return np.append(inside, True)[codes]
