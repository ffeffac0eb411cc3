"""Do the questions of a section belong together, and which of them does not?"""

from __future__ import annotations

import numpy as np

from tsa_research.analyses.rows import as_table, behind, fields, reasons
from tsa_research.findings import Finding
from tsa_research.scoring import item_matrix
from tsa_research.stats.reliability import cronbach_alpha, item_statistics, mcdonald_omega
from tsa_research.waves import Wave


def reliability(wave: Wave) -> Finding:
    """Give Cronbach's alpha with interval and McDonald's omega for every section.

    Returns
    -------
    Finding
        Kind ``reliability``: ``section``, ``target``, ``n_items``, ``alpha``, ``low``,
        ``high``, ``omega``, base ``n``: people who answered every item of the section.
    """
    rows, whys = [], []
    for subscale in wave.instrument.subscales:
        for target in wave.instrument.target_ids:
            matrix = item_matrix(wave, subscale, target)
            complete = ~np.isnan(matrix).any(axis=1)
            alpha, omega = cronbach_alpha(matrix), mcdonald_omega(matrix)
            whys.append(reasons(alpha, omega))
            found = fields(alpha, "value", "low", "high")
            rows.append(
                {
                    "section": subscale.id,
                    "target": target or "",
                    **behind(wave.schools[complete]),
                    "n_items": len(subscale.items),
                    "alpha": found["value"],
                    "low": found["low"],
                    "high": found["high"],
                    "omega": fields(omega, "value")["value"],
                }
            )
    values = ("n_items", "alpha", "low", "high", "omega")
    return Finding(
        kind="reliability",
        question="Do the questions of a section measure one thing?",
        title=f"Reliability of each section, {wave.label}",
        table=as_table(rows, ("section", "target", "n", *values, "n_schools")),
        keys=("section", "target"),
        values=values,
        schools="n_schools",
        unit="people",
        scope="alliance",
        n=len(wave),
        method=(
            "Alpha (Cronbach's, with Feldt's 95% interval) and omega (McDonald's, from one factor) "
            "say how far the questions of a section move together: 1 is fully, 0 not at all, and "
            "from 0.7 they can be read as one score. Reversed questions are turned round first; "
            "only people who answered every question of a section count."
        ),
        reasons=tuple(whys),
        sources=(wave.source,),
        instrument=wave.instrument,
        facts={"wave": wave.label},
    )


def items(wave: Wave) -> Finding:
    """Give for every item what is missing, its mean and how it hangs together with the rest.

    Returns
    -------
    Finding
        Kind ``items``: ``section``, ``item``, ``target``, ``n_missing``, ``mean``,
        ``item_rest`` (correlation with the mean of the others), ``alpha_if_deleted``, base
        ``n``: people who answered every item of the section.
    """
    rows = []
    for subscale in wave.instrument.subscales:
        for target in wave.instrument.target_ids:
            matrix = item_matrix(wave, subscale, target)
            declared = wave.instrument.items_of(subscale.id, target)
            complete = ~np.isnan(matrix).any(axis=1)
            for item, found in zip(declared, item_statistics(matrix), strict=True):
                rows.append(
                    {
                        "section": subscale.id,
                        "item": item.id,
                        "target": target or "",
                        **behind(wave.schools[complete]),
                        "n_missing": int(wave.responses[item.column].isna().sum()),
                        **_renamed(fields(found, *_FIELDS)),
                    }
                )
    values = ("n_missing", "mean", "item_rest", "alpha_if_deleted")
    return Finding(
        kind="items",
        question="Which question does not fit its section?",
        title=f"Every question within its section, {wave.label}",
        table=as_table(rows, ("section", "item", "target", "n", *values, "n_schools")),
        keys=("section", "item", "target"),
        values=values,
        schools="n_schools",
        unit="people",
        scope="alliance",
        n=len(wave),
        method=(
            "Fit with the rest: correlation of the question with the mean of the others in its "
            "section. Alpha without it: a rise means the question does not fit."
        ),
        sources=(wave.source,),
        instrument=wave.instrument,
        facts={"wave": wave.label},
    )


_FIELDS = ("mean", "item_rest_correlation", "alpha_if_deleted")


def _renamed(found: dict[str, float]) -> dict[str, float]:
    return {
        "mean": found["mean"],
        "item_rest": found["item_rest_correlation"],
        "alpha_if_deleted": found["alpha_if_deleted"],
    }
