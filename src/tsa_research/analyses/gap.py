"""Do people trust colleagues elsewhere as they trust those in their own school?"""

from __future__ import annotations

from typing import Any

import numpy as np

from tsa_research.analyses.rows import (
    PAIRED_METHOD,
    adjust,
    all_in,
    as_table,
    at_an_end,
    by_words,
    either,
    masks,
    mean,
    nobody,
    paired_row,
    scope_of,
    sections_of,
)
from tsa_research.findings import Finding
from tsa_research.policy import USUAL, Policy
from tsa_research.schemas.model import Instrument
from tsa_research.scoring import Scores, score_wave
from tsa_research.waves import Wave


def has_gap(instrument: Instrument) -> bool:
    """Say whether a form asks the same about two targets, in sections that have a mean."""
    return len(instrument.targets) > 1 and any(sections_of(instrument))


def gap(wave: Wave, *, by: str | None = None, policy: Policy = USUAL) -> Finding:
    """Compare, within each person, the scores for the first and the second target.

    Only people with a score for both count, so the two means have the same base.

    Parameters
    ----------
    wave : Wave
        Of an instrument with two targets, such as own school and alliance colleagues.
    by : str or None
        ``school``, ``alliance`` or a group question such as ``membership``.
    policy : Policy
        Says how many people of a school it takes to count the school by its direction.

    Returns
    -------
    Finding
        Kind ``gap``: ``group``, ``section``, ``mean_own``, ``mean_other``, how many rate
        the first target better (``n_own_better``), the same, or the second better
        (``n_other_better``), the rank-biserial ``effect`` (positive: the second target is
        rated better) with ``low`` and ``high`` from resampling whole schools, the exact p of
        the sign test, adjusted for the number of rows (``p_adjusted``; missing like the
        interval with fewer than six schools), in how many schools most people rate the one or
        the other better (not a number where no school has people enough), base ``n``.
    """
    instrument = wave.instrument
    own, other = instrument.targets[:2]
    scores = score_wave(wave)
    found = [
        _row(scores, group, subscale.id, chosen, policy)
        for group, chosen in masks(wave.responses, by, instrument)
        for subscale in instrument.subscales
        if subscale.aggregate == "mean"
    ]
    values = (
        *("mean_own", "mean_other", "n_own_better", "n_same", "n_other_better"),
        *("n_schools_own_better", "n_schools_other_better"),
        *("effect", "low", "high", "p_adjusted"),
    )
    table = as_table((row for row, _ in found), ("group", "section", *values, "n", "n_schools"))
    return Finding(
        kind="gap",
        question=f"Is there a gap between {own.label} and {other.label}?",
        title=f"{own.label.capitalize()} and {other.label} side by side"
        f"{by_words(instrument, by)}, {wave.label}",
        table=adjust(table, {}),
        keys=("group", "section"),
        values=values,
        unanimous=either(
            all_in("n_own_better", "n_same", "n_other_better"),
            at_an_end(instrument, "mean_own", "mean_other"),
        ),
        schools="n_schools",
        unit="people",
        scope=scope_of(by),
        parts=("group",) if by else (),
        nobody=nobody(wave, otherwise="nobody rated both"),
        n=len(wave),
        method=(
            f"People with a score for both are compared with themselves. {PAIRED_METHOD} The "
            f"effect runs from −1 (all rate {own.label} better) to 1 (all rate {other.label} "
            "better). "
            + "; ".join(dict.fromkeys(scale.direction for scale in instrument.scales))
            + "."
        ),
        reasons=tuple(why for _, why in found),
        caveats=(
            "A gap is a difference in how people answer, not proof of a difference in how "
            "colleagues behave.",
        ),
        sources=(wave.source,),
        instrument=instrument,
        facts={"wave": wave.label, "by": by, "own": own.label, "other": other.label},
    )


def _row(
    scores: Scores, group: str, section: str, chosen: np.ndarray, policy: Policy
) -> tuple[dict[str, Any], tuple[str, ...]]:
    instrument = scores.wave.instrument
    own, other = (scores.values[section, target.id] for target in instrument.targets[:2])
    both = chosen & ~np.isnan(own) & ~np.isnan(other)
    subscale = instrument.subscale(section)
    higher = instrument.scale_of(subscale).higher_is_better
    found, why = paired_row(
        own[both],
        other[both],
        scores.wave.schools[both],
        higher_is_better=higher,
        policy=policy,
    )
    renamed = {
        "n_worse": "n_own_better",
        "n_better": "n_other_better",
        "n_schools_worse": "n_schools_own_better",
        "n_schools_better": "n_schools_other_better",
    }
    return {
        "group": group,
        "section": section,
        "mean_own": mean(own[both]),
        "mean_other": mean(other[both]),
        **{renamed.get(column, column): value for column, value in found.items()},
    }, why
