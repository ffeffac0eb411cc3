"""Do the judges of one school see it the same way?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from tsa_research.alphabet import alphabetical
from tsa_research.analyses.rows import WHOLE, as_table, fields, n_schools, reasons
from tsa_research.findings import Finding
from tsa_research.scoring import scored_codes
from tsa_research.stats.agreement import krippendorff_alpha, percent_agreement
from tsa_research.waves import Wave

NOT_JUDGED = "This form does not let several people of a school judge one and the same thing."
TALKED = "Judges who talked before they rated agree more than they would have alone."


def agreement(wave: Wave) -> Finding:
    """Measure how far several judges of one school agree, over all strands.

    Whether a form is answered by several judges of one thing is what it declares: it then speaks
    for a school, such as stages, or a lesson that several observe. Any other form gives a finding
    without rows that says so.

    Returns
    -------
    Finding
        Kind ``agreement``: ``school``, ``target``, Krippendorff's ordinal ``alpha`` with
        ``low`` and ``high``, ``exact`` and ``within_one`` (shares of pairs of judges who
        chose the same option, or one at most one option away), base ``n``: judges.
    """
    rows, whys, declared = [], [], wave.instrument
    judged = declared.speaks_for == "school" and len(declared.scales) == 1
    for school in alphabetical(wave.responses["school"]) if judged else ():
        part = wave.only(school=school)
        for target in wave.instrument.target_ids:
            ratings, levels = _ratings(part, target)
            alpha = krippendorff_alpha(ratings, levels)
            pairs = percent_agreement(ratings, levels)
            whys.append(reasons(alpha, pairs))
            found = fields(alpha, "value", "low", "high")
            near = fields(pairs, "value", "within_one")
            rows.append(
                {
                    "school": school,
                    "target": target or WHOLE,
                    "n": int((~np.isnan(ratings)).any(axis=1).sum()),
                    "alpha": found["value"],
                    "low": found["low"],
                    "high": found["high"],
                    "exact": near["value"],
                    "within_one": near["within_one"],
                }
            )
    values = ("alpha", "low", "high", "exact", "within_one")
    return Finding(
        kind="agreement",
        question="Do the judges of a school agree?",
        title=f"Agreement of the judges of each school, {wave.label}",
        table=as_table(rows, ("school", "target", "n", *values)),
        keys=("school", "target"),
        values=values,
        parts=("school",),
        unanimous=lambda table: table[["exact"]] == 1,
        reasons=tuple(whys),
        **_common(wave),
        caveats=(TALKED,) if judged else (),
        facts={"wave": wave.label, "nothing": NOT_JUDGED},
    )


def _ratings(wave: Wave, target: str | None) -> tuple[np.ndarray, tuple[int, ...]]:
    """Return judges × strands, and the codes of the scale."""
    items = [item for item in wave.instrument.items if item.target == target]
    columns = [scored_codes(wave, item) for item in items]
    return pd.concat(columns, axis=1).to_numpy(dtype=float), items[0].scale.codes


def _common(wave: Wave) -> dict[str, Any]:
    return {
        "unit": "judges",
        "scope": "statement",
        "n": len(wave),
        "method": (
            "The share of pairs of judges who gave the same answer to the same question, or "
            "answers that are at most one apart. Alpha (Krippendorff's, for answers in an order) "
            "asks how much of this is more than chance: 1 is perfect agreement, 0 is what chance "
            "would give, below 0 judges agree less than by chance. Its 95% interval says how "
            "different alpha could be with other questions of the same kind. "
            f"Based on {n_schools(wave.responses)} schools."
        ),
        "sources": (wave.source,),
        "instrument": wave.instrument,
    }
