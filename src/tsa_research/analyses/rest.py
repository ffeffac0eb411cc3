"""Do those who lead, or any other group that the form asks for, see it like the rest?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from tsa_research.analyses.rows import (
    adjust,
    as_table,
    behind,
    fields,
    masks,
    mean,
    reasons,
    sections_of,
)
from tsa_research.findings import Finding
from tsa_research.schemas.model import ContextQuestion, ResponseScale
from tsa_research.scoring import score_wave
from tsa_research.stats.independent import superiority
from tsa_research.waves import Wave

NO_GROUPS = "This form does not ask its people which group they belong to."
METHOD = (
    "Each group is held against everyone else who said which group they belong to or left it "
    "blank, never against a whole that contains it. A score of a section is favourable if it is at "
    "least as good as the least favourable positive answer. Chance of the better answer: of all "
    "pairs of one person of the group and one of the rest, the share in which the person of the "
    "group answers more favourably, equal answers counted half; 50% means no difference. The 95% "
    "interval draws the same schools again and again, and the p-value (rank-sum test) is adjusted "
    "for the number of rows (Benjamini–Hochberg); with fewer than six schools there is neither."
)


def against_the_rest(wave: Wave) -> Finding:
    """Hold each group that the form asks for against the rest, section by section.

    Use it where a form asks who leads, or how long people have been there; not for schools,
    which :func:`tsa_research.analyses.compare.compare` sets apart from each other.

    Returns
    -------
    Finding
        Kind ``rest``: ``question`` (title), ``section``, ``target``, ``group``,
        ``share_favourable`` and ``share_rest`` (0 to 1), ``n_rest``, ``superiority`` (0 to 1) with
        ``low`` and ``high``, ``p_adjusted``, base ``n`` and ``n_schools``. Without rows where the
        form asks for no group.
    """
    rows, whys = [], []
    for question in wave.instrument.groups:
        for section, target in sections_of(wave.instrument):
            for row, why in _compared(wave, question, section, target):
                about = {"question": question.title, "section": section, "target": target}
                rows.append(about | row)
                whys.append(why)
    keys = ("question", "section", "target", "group")
    values = ("share_favourable", "share_rest", "n_rest", "superiority", "low", "high")
    columns = (*keys, "n", *values, "p_adjusted", "n_schools")
    return Finding(
        kind="rest",
        question="Do groups see it like the rest?",
        title=f"Each group and the rest, {wave.label}",
        table=adjust(as_table(rows, columns), {}),
        keys=keys,
        values=(*values, "p_adjusted"),
        schools="n_schools",
        unit="people",
        scope="group",
        parts=("group",),
        unanimous=_of_one_mind,
        n=len(wave),
        method=METHOD,
        caveats=("Groups differ in more than what they are named by.",) if rows else (),
        reasons=tuple(whys),
        sources=(wave.source,),
        instrument=wave.instrument,
        facts={"wave": wave.label, "nothing": NO_GROUPS},
    )


def _compared(
    wave: Wave, question: ContextQuestion, section: str, target: str
) -> Iterator[tuple[dict[str, Any], tuple[str, ...]]]:
    subscale = wave.instrument.subscale(section)
    scale = wave.instrument.scale_of(subscale)
    scores = score_wave(wave).values[section, target]
    known = ~np.isnan(scores)
    for label, chosen in masks(wave.responses, question.id, wave.instrument):
        own, rest = chosen & known, ~chosen & known
        result = superiority(
            scores[rest],
            scores[own],
            groups=(wave.schools[rest].tolist(), wave.schools[own].tolist()),
            higher_is_better=scale.higher_is_better,
        )
        found = fields(result, "probability", "low", "high", "p")
        yield (
            {
                "group": label,
                **behind(wave.schools[own]),
                "share_favourable": mean(_favourable(scores[own], scale)),
                "share_rest": mean(_favourable(scores[rest], scale)),
                "n_rest": int(rest.sum()),
                "superiority": found["probability"],
                "low": found["low"],
                "high": found["high"],
                "p_adjusted": found["p"],
            },
            reasons(result, getattr(result, "low", None)) if own.any() else (),
        )


def _favourable(scores: np.ndarray, scale: ResponseScale) -> np.ndarray:
    if scale.higher_is_better:
        return scores >= min(scale.positive)
    return scores <= max(scale.positive)


def _of_one_mind(table: pd.DataFrame) -> pd.DataFrame:
    share = table["share_favourable"]
    return pd.DataFrame({"all": share == 1, "none": share == 0})
