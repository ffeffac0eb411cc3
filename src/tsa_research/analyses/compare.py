"""Does a school or group stand apart from the rest, and can school figures be told apart?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from tsa_research.analyses.rows import (
    as_table,
    behind,
    fields,
    number,
    reasons,
    sections_of,
    split,
)
from tsa_research.findings import Finding
from tsa_research.policy import USUAL, Policy
from tsa_research.scoring import item_matrix, score_wave
from tsa_research.stats.clustering import intraclass_correlation, within_group_agreement
from tsa_research.stats.independent import superiority
from tsa_research.stats.multiplicity import benjamini_hochberg
from tsa_research.stats.outcome import NotComputable, too_few
from tsa_research.waves import Wave

FEWEST_SCHOOLS_FOR_P = 6


def compare(wave: Wave, section: str, *, target: str = "", by: str = "school") -> Finding:
    """Hold each part against the rest, never against a whole that contains it.

    Parameters
    ----------
    wave : Wave
    section, target : str
        Which score; ``target`` is empty where the instrument has none.
    by : str
        ``school``, ``alliance`` or a group question.

    Returns
    -------
    Finding
        Kind ``compare``: ``group``, ``n_rest``, ``superiority`` (chance that a random
        person of the group is more favourable than one of the rest) with ``low`` and
        ``high``, ``p_adjusted`` (Benjamini–Hochberg over the groups; missing with fewer
        than six groups of schools), base ``n``.
    """
    scores = score_wave(wave).of(section, target).dropna(subset=["score"])
    higher = _scale(wave, section).higher_is_better
    rows, whys = [], []
    for group, part in split(scores, by, wave.instrument):
        rest = scores.loc[~scores.index.isin(part.index)]
        result = superiority(rest["score"], part["score"], higher_is_better=higher)
        whys.append(reasons(result))
        found = fields(result, "probability", "low", "high", "p")
        rows.append(
            {
                "group": group,
                **behind(part["school"].to_numpy()),
                "n_rest": len(rest),
                "superiority": found["probability"],
                "low": found["low"],
                "high": found["high"],
                "p_adjusted": found["p"],
            }
        )
    values = ("n_rest", "superiority", "low", "high", "p_adjusted")
    table = as_table(rows, ("group", "n", *values, "n_schools"))
    enough = by != "school" or len(table) >= FEWEST_SCHOOLS_FOR_P
    table["p_adjusted"] = _adjust(table["p_adjusted"]) if enough else float("nan")
    few = "With fewer than six schools no probability is given: count directions instead."
    return Finding(
        kind="compare",
        question="Who stands apart from the rest?",
        title=f"Each {_each(wave, by)} compared with the rest on {_on(wave, section, target)}, "
        f"{wave.label}",
        table=table,
        keys=("group",),
        values=values,
        schools="n_schools",
        unit="people",
        scope="alliance" if by == "alliance" else "group",
        parts=("group",),
        n=len(scores),
        method=(
            "Each is compared with everyone else. Chance of the better answer: of all pairs of one "
            "person of the group and one of the rest, the share in which the person of the group "
            "answers more favourably, equal answers counted half; 50% means no difference. The "
            "p-value (rank-sum test) says how often a difference like this would arise if the "
            "group were like the rest; it is adjusted for the number of comparisons "
            "(Benjamini–Hochberg). It and the interval come from different methods, so that they "
            "can disagree. Exploratory."
        ),
        caveats=() if enough else (few,),
        reasons=tuple(whys),
        sources=(wave.source,),
        instrument=wave.instrument,
        facts={"wave": wave.label, "by": by, "section": section, "target": target},
    )


def clustering(wave: Wave, policy: Policy = USUAL) -> Finding:
    """Say how alike colleagues of one school answer, and whether school means are reliable.

    Parameters
    ----------
    wave : Wave
    policy : Policy
        Says how many people of a school, and how many such schools, it takes for a median over
        schools: with fewer it could be the figure of a single small school.

    Returns
    -------
    Finding
        Kind ``clustering``: per section and target ``icc1`` (share of the variation that
        lies between schools), ``icc2`` (reliability of a school's mean), ``rwg_j`` (median
        agreement within schools), base ``n``, ``n_schools``.
    """
    scores, rows, whys = score_wave(wave), [], []
    for section, target in sections_of(wave.instrument):
        known = scores.of(section, target).dropna(subset=["score"])
        result = intraclass_correlation(known["score"].to_numpy(), list(known["school"]))
        within = _median_agreement(wave, section, target or None, policy)
        whys.append(reasons(result, within))
        rows.append(
            {
                "section": section,
                "target": target,
                **behind(known["school"].to_numpy()),
                **fields(result, "icc1", "icc2"),
                "rwg_j": number(within),
            }
        )
    return Finding(
        kind="clustering",
        question="Can schools be told apart by these answers?",
        title=f"How alike colleagues of one school answer, {wave.label}",
        table=as_table(rows, ("section", "target", "n", "icc1", "icc2", "rwg_j", "n_schools")),
        keys=("section", "target"),
        values=("icc1", "icc2", "rwg_j"),
        schools="n_schools",
        unit="people",
        scope="alliance",
        n=len(wave),
        method=(
            "ICC(1) is the share of the variation in answers that lies between schools: 0 means "
            "that schools do not differ, 1 that all colleagues of a school answer alike. ICC(2) is "
            "how far a school's mean can be relied on: under 0.7 schools should not be ranked. "
            "rwg(J) compares the spread of answers within a school with answers at random: 1 is "
            "full agreement, 0 none; shown is the median over the schools with at least "
            f"{policy.people_in_group} people who answered every question."
        ),
        reasons=tuple(whys),
        sources=(wave.source,),
        instrument=wave.instrument,
        facts={"wave": wave.label},
    )


def _median_agreement(
    wave: Wave, section: str, target: str | None, policy: Policy
) -> float | NotComputable:
    """Return the median of rwg(J) over the schools that are large enough to be a group."""
    subscale = wave.instrument.subscale(section)
    matrix = item_matrix(wave, subscale, target)
    levels = wave.instrument.scale_of(subscale).codes
    schools = wave.responses["school"].to_numpy()
    complete = ~np.isnan(matrix).any(axis=1)
    names, sizes = np.unique(schools[complete], return_counts=True)
    large = names[sizes >= policy.people_in_group]
    each = (within_group_agreement(matrix[schools == school], levels) for school in large)
    found = [result.rwg_j for result in each if not isinstance(result, NotComputable)]
    if len(found) < policy.schools_in_alliance:
        what = f"schools with at least {policy.people_in_group} people who answered every question"
        return too_few("agreement within schools", policy.schools_in_alliance, what, len(found))
    return float(np.median(found))


def _each(wave: Wave, by: str) -> str:
    titles = {question.id: question.title.lower() for question in wave.instrument.groups}
    return titles.get(by, by)


def _on(wave: Wave, section: str, target: str) -> str:
    title = wave.instrument.subscale(section).title
    about = wave.instrument.target_label(target)
    return title.lower() + (f" ({about})" if about else "")


def _adjust(p_values: pd.Series) -> pd.Series:
    known = p_values.dropna()
    return pd.Series(benjamini_hochberg(list(known)), index=known.index).reindex(p_values.index)


def _scale(wave: Wave, section: str) -> Any:
    subscale = wave.instrument.subscale(section)
    return wave.instrument.scale_of(subscale)
