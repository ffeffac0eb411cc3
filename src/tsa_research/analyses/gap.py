"""Do people trust colleagues elsewhere as they trust those in their own school?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from tsa_research.analyses.rows import (
    PAIRED_METHOD,
    as_table,
    by_words,
    mean,
    n_schools,
    paired_fields,
    scope_of,
    split,
)
from tsa_research.findings import Finding
from tsa_research.scoring import Scores, score_wave
from tsa_research.stats.paired import paired_change
from tsa_research.waves import Wave


def gap(wave: Wave, *, by: str | None = None) -> Finding:
    """Compare, within each person, the scores for the first and the second target.

    Only people with a score for both count, so the two means have the same base.

    Parameters
    ----------
    wave : Wave
        Of an instrument with two targets, such as own school and alliance colleagues.
    by : str or None
        ``school``, ``alliance`` or a group question such as ``membership``.

    Returns
    -------
    Finding
        Kind ``gap``: ``group``, ``section``, ``mean_own``, ``mean_other``, how many rate
        the first target better (``n_own_better``), the same, or the second better
        (``n_other_better``), the rank-biserial ``effect`` (positive: the second target is
        rated better) with ``low`` and ``high``, the exact ``p`` of the sign test, base
        ``n``.
    """
    instrument = wave.instrument
    own, other = instrument.targets[:2]
    scores = score_wave(wave)
    rows = [
        _row(scores, str(group), subscale.id, part)
        for group, part in split(wave.responses, by, instrument)
        for subscale in instrument.subscales
        if subscale.aggregate == "mean"
    ]
    values = (
        *("mean_own", "mean_other", "n_own_better", "n_same", "n_other_better"),
        *("effect", "low", "high", "p"),
    )
    return Finding(
        kind="gap",
        question=f"Is there a gap between {own.label} and {other.label}?",
        title=f"{own.label.capitalize()} and {other.label} side by side"
        f"{by_words(instrument, by)}, {wave.label}",
        table=as_table(rows, ("group", "section", *values, "n", "n_schools")),
        keys=("group", "section"),
        values=values,
        splits=("n_own_better", "n_same", "n_other_better"),
        schools="n_schools",
        unit="people",
        scope=scope_of(by),
        parts=("group",) if by else (),
        nobody="nobody rated both",
        n=len(wave),
        method=(
            f"People with a score for both are compared with themselves. {PAIRED_METHOD} The "
            f"effect runs from −1 (all rate {own.label} better) to 1 (all rate {other.label} "
            "better). "
            + "; ".join(dict.fromkeys(scale.direction for scale in instrument.scales))
            + "."
        ),
        caveats=(
            "A gap is a difference in how people answer, not proof of a difference in how "
            "colleagues behave.",
        ),
        sources=(wave.source,),
        instrument=instrument,
        facts={"wave": wave.label, "by": by, "own": own.label, "other": other.label},
    )


def _row(scores: Scores, group: str, section: str, part: pd.DataFrame) -> dict[str, Any]:
    instrument = scores.wave.instrument
    own, other = (
        scores.of(section, target.id).set_index("respondent")["score"].reindex(part["respondent"])
        for target in instrument.targets[:2]
    )
    both = (own.notna() & other.notna()).to_numpy()
    subscale = next(s for s in instrument.subscales if s.id == section)
    higher = instrument.scale_of(subscale).higher_is_better
    result = paired_change(own.to_numpy()[both], other.to_numpy()[both], higher_is_better=higher)
    found = paired_fields(result)
    return {
        "group": group,
        "section": section,
        "n": int(both.sum()),
        "n_schools": n_schools(part.loc[both]),
        "mean_own": mean(own.to_numpy()[both]),
        "mean_other": mean(other.to_numpy()[both]),
        "n_own_better": found.pop("n_worse"),
        "n_other_better": found.pop("n_better"),
        **found,
    }
