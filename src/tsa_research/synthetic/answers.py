"""A plausible wave of any instrument."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from tsa_research.schemas.model import Instrument, Item

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Effects:
    """What makes answers alike: by person, school, alliance and item, in logits.

    Draw them once and pass them to every wave, so that the same people stay the same.
    """

    person: dict[str, float]
    school: dict[str, Floats]
    alliance: dict[str, Floats]
    item: Floats


def draw_effects(
    instrument: Instrument,
    people: pd.DataFrame,
    rng: np.random.Generator,
    *,
    between_people: float = 0.5,
    between_schools: float = 0.3,
    between_alliances: float = 0.3,
) -> Effects:
    """Draw the lasting differences between people, schools, alliances and items.

    Parameters
    ----------
    instrument : Instrument
    people : DataFrame
        With ``participant_id``, ``school_id`` and, if there are alliances, ``alliance_id``.
    rng : numpy.random.Generator
    between_people, between_schools, between_alliances : float
        Standard deviations in logits.
    """
    n_columns = len(instrument.columns)

    def groups(column: str, spread: float) -> dict[str, Floats]:
        ids = sorted(set(people[column])) if column in people else []
        common = rng.normal(0, spread, (len(ids), 1))
        own = rng.normal(0, spread / 2, (len(ids), n_columns))
        return dict(zip(ids, common + own, strict=True))

    ids = sorted(set(people["participant_id"]))
    person = dict(zip(ids, rng.normal(0, between_people, len(ids)).tolist(), strict=True))
    return Effects(
        person=person,
        school=groups("school_id", between_schools),
        alliance=groups("alliance_id", between_alliances),
        item=rng.normal(0, 0.3, n_columns),
    )


def build_answers(
    instrument: Instrument,
    people: pd.DataFrame,
    rng: np.random.Generator,
    *,
    effects: Effects | None = None,
    centre: float = 0.8,
    steps: ArrayLike = 0.0,
    noise: float = 0.9,
    skip: float = 0.03,
) -> pd.DataFrame:
    """Make a plausible wave of an instrument.

    Parameters
    ----------
    instrument : Instrument
    people : DataFrame
        One row for each respondent: ``participant_id``, ``school_id``, if there are alliances
        ``alliance_id``, and a column for each group question whose answer is known.
    rng : numpy.random.Generator
    effects : Effects, optional
        Lasting differences; drawn afresh if not given.
    centre : float
        Where on the scale answers gather, in logits; 0 is the middle, more is more favourable.
    steps : array_like
        By how many steps of the scale answers are more favourable than that: a number, or
        anything that broadcasts to people × columns.
    noise : float
        Standard deviation of a single answer, in steps.
    skip : float
        Share of answers left out, 0–1; nobody leaves out all of them.

    Returns
    -------
    DataFrame
        ``participant_id``, ``school_id``, the group questions, and for each column of the
        instrument its codes as ``Int64``. Higher is not always better: codes run as declared.
    """
    effects = effects or draw_effects(instrument, people, rng)
    shape = (len(people), len(instrument.columns))
    sizes = np.array([len(item.scale.codes) for item in instrument.items])
    logits = centre + _tendency(instrument, people, effects)
    places = sizes / (1 + np.exp(-logits)) + steps + rng.normal(0, noise, shape)
    ranks = np.clip(np.floor(places), 0, sizes - 1).astype(int)
    missing = rng.random(shape) < skip
    missing &= ~missing.all(axis=1, keepdims=True)
    answers = people[["participant_id", "school_id"]].reset_index(drop=True)
    for question in instrument.context:
        if question.asks == "group":
            answers[question.id] = _group(people, question.id, question.codes, rng)
    codes = {
        item.column: pd.array(_codes(item, ranks[:, j]), dtype="Int64")
        for j, item in enumerate(instrument.items)
    }
    rated = pd.DataFrame(codes).mask(pd.DataFrame(missing, columns=list(codes)))
    return pd.concat([answers, rated.astype("Int64")], axis=1)


def _tendency(instrument: Instrument, people: pd.DataFrame, effects: Effects) -> Floats:
    """Return people × columns in logits; answers about others depend more on the alliance."""
    about_others = np.array(
        [item.target not in (None, *_first_target(instrument)) for item in instrument.items]
    )
    nothing = np.zeros(len(instrument.columns))
    person = np.array([effects.person.get(i, 0.0) for i in people["participant_id"]])
    school = _rows(people, "school_id", effects.school, nothing)
    alliance = _rows(people, "alliance_id", effects.alliance, nothing)
    weighted = np.where(about_others, 0.3 * school + alliance, school + 0.4 * alliance)
    return person[:, None] + weighted + effects.item


def _first_target(instrument: Instrument) -> tuple[str, ...]:
    return tuple(target.id for target in instrument.targets[:1])


def _rows(people: pd.DataFrame, column: str, known: dict[str, Floats], nothing: Floats) -> Floats:
    ids = people[column] if column in people else [""] * len(people)
    return np.array([known.get(i, nothing) for i in ids]).reshape(len(people), len(nothing))


def _codes(item: Item, ranks: NDArray[np.int_]) -> NDArray[np.int_]:
    codes = np.array(item.scale.worst_first)[ranks]
    return item.scale.codes[0] + item.scale.codes[-1] - codes if item.reversed else codes


def _group(
    people: pd.DataFrame, question: str, codes: tuple[str, ...], rng: np.random.Generator
) -> pd.Series:
    if question in people:
        known = people[question].reset_index(drop=True)
        return known.where(known.isin(codes))
    return pd.Series(rng.choice(codes, len(people)), dtype="str")
