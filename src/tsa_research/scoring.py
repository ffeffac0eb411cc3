"""From codes to scores: reverse, apply the missing rule, aggregate."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pandas as pd

from tsa_research.schemas.model import Instrument, Item, Subscale
from tsa_research.waves import Wave


@dataclass(frozen=True)
class Scores:
    """Scores of a wave in long form.

    ``table`` has one row per response, section and target: ``respondent``, ``linked``,
    ``school``, ``alliance``, the group columns, ``section``, ``target`` (empty text where
    the instrument has none), ``score`` (in the units and direction of the scale; missing
    where fewer than ``min_answered`` items were answered) and ``n_answered``.
    """

    wave: Wave
    table: pd.DataFrame = field(repr=False)

    def of(self, section: str, target: str = "") -> pd.DataFrame:
        """Return the rows of one section and target."""
        table = self.table
        return table.loc[(table["section"] == section) & (table["target"] == target)]


@lru_cache(maxsize=2048)  # a report asks for the same item of the same wave many times over
def scored_codes(wave: Wave, item: Item) -> pd.Series:
    """Return the codes of one item as floats, reversed items turned to the scale's direction.

    Answers that are not scored, such as "not applicable", become missing. The series is shared:
    change a copy.
    """
    codes = wave.responses[item.column].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    codes = np.where(np.isin(codes, item.scale.codes), codes, np.nan)
    if item.reversed:
        turned = dict(zip(item.scale.codes, item.scale.codes[::-1], strict=True))
        codes = np.array([turned.get(code, np.nan) for code in codes])
    return pd.Series(codes, index=wave.responses.index, name=item.column)


def item_matrix(wave: Wave, subscale: Subscale, target: str | None) -> np.ndarray:
    """Return responses × items of a subscale for one target, reversed where declared."""
    items = wave.instrument.items_of(subscale.id, target)
    return np.column_stack([scored_codes(wave, item).to_numpy() for item in items])


@lru_cache(maxsize=64)
def score_wave(wave: Wave) -> Scores:
    """Score every subscale that is a mean, for every target; the table is shared.

    A score is the mean of the answered items if at least ``min_answered`` were answered.
    Subscales of stages are never averaged and have no score.
    """
    instrument = wave.instrument
    parts = [
        _score(wave, subscale, target)
        for subscale in instrument.subscales
        if subscale.aggregate == "mean"
        for target in instrument.target_ids
    ]
    return Scores(wave, pd.concat(parts, ignore_index=True) if parts else pd.DataFrame())


def _score(wave: Wave, subscale: Subscale, target: str | None) -> pd.DataFrame:
    matrix = item_matrix(wave, subscale, target)
    answered = (~np.isnan(matrix)).sum(axis=1)
    total = np.nansum(matrix, axis=1)
    enough = answered >= subscale.min_answered
    score = np.divide(total, answered, out=np.full(len(total), np.nan), where=enough)
    identity = ["respondent", "linked", "school", "alliance", *_groups(wave.instrument)]
    return wave.responses[identity].assign(
        section=subscale.id, target=target or "", score=score, n_answered=answered
    )


def _groups(instrument: Instrument) -> list[str]:
    return [question.id for question in instrument.groups]
