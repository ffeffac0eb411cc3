"""From codes to scores: reverse, apply the missing rule, aggregate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pandas as pd

from tsa_research.schemas.model import Instrument, Item, Subscale
from tsa_research.waves import Wave


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores of a wave.

    ``values`` has, by section and target (empty text where the instrument has none), one score
    per response in the order of the wave: a mean in the units and direction of the scale, not a
    number where fewer than ``min_answered`` items were answered. ``answered`` has how many were.
    """

    wave: Wave
    values: Mapping[tuple[str, str], np.ndarray] = field(repr=False)
    answered: Mapping[tuple[str, str], np.ndarray] = field(repr=False)

    def of(self, section: str, target: str = "") -> pd.DataFrame:
        """Return one section and target as a table, one row per response of the wave.

        ``respondent``, ``linked``, ``school``, ``alliance``, the group columns, ``section``,
        ``target``, ``score`` and ``n_answered``.
        """
        key = section, target
        identity = ["respondent", "linked", "school", "alliance", *_groups(self.wave.instrument)]
        return self.wave.responses[identity].assign(
            section=section, target=target, score=self.values[key], n_answered=self.answered[key]
        )

    @property
    def table(self) -> pd.DataFrame:
        """All sections and targets below each other; empty where none is averaged."""
        parts = [self.of(*key) for key in self.values]
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


@lru_cache(maxsize=2048)  # a report asks for the same item of the same wave many times over
def scored_codes(wave: Wave, item: Item) -> pd.Series:
    """Return the codes of one item as floats, reversed items turned to the scale's direction.

    Answers that are not scored, such as "not applicable", become missing. The series is shared:
    change a copy.
    """
    codes = wave.responses[item.column].to_numpy(dtype=float, na_value=np.nan)
    known = np.logical_or.reduce([codes == code for code in item.scale.codes])
    codes = np.where(known, codes, np.nan)
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
    """Score every subscale that is a mean, for every target; the arrays are shared.

    A score is the mean of the answered items if at least ``min_answered`` were answered.
    Subscales of stages are never averaged and have no score.
    """
    scored = {
        (subscale.id, target or ""): _score(wave, subscale, target)
        for subscale in wave.instrument.subscales
        if subscale.aggregate == "mean"
        for target in wave.instrument.target_ids
    }
    values, answered = ({key: pair[i] for key, pair in scored.items()} for i in (0, 1))
    return Scores(wave, values, answered)


def _score(wave: Wave, subscale: Subscale, target: str | None) -> tuple[np.ndarray, np.ndarray]:
    matrix = item_matrix(wave, subscale, target)
    answered = (~np.isnan(matrix)).sum(axis=1)
    total = np.nansum(matrix, axis=1)
    enough = answered >= subscale.min_answered
    return np.divide(total, answered, out=np.full(len(total), np.nan), where=enough), answered


def _groups(instrument: Instrument) -> list[str]:
    return [question.id for question in instrument.groups]
