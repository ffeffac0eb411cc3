"""Who was asked, who answered, and how far the silent could change the picture?"""

from __future__ import annotations

import pandas as pd

from tsa_research.alphabet import alphabetical
from tsa_research.analyses.rows import (
    as_table,
    by_words,
    fields,
    n_schools,
    reasons,
    scope_of,
    sections_of,
    split,
)
from tsa_research.findings import Finding, Scope
from tsa_research.scoring import score_wave
from tsa_research.stats.proportion import favourable_bounds, response_rate
from tsa_research.waves import Wave

NO_ROSTER = "How many people were asked is not known: there is no list of participants."
QUESTION = "How many of those who were asked have answered?"


def response(wave: Wave, invited: pd.DataFrame, *, by: str | None = None) -> Finding:
    """Count who was invited and who returned a usable answer.

    Parameters
    ----------
    wave : Wave
    invited : DataFrame
        The people on the roster who were asked, with ``school`` and ``alliance``.
    by : "school", "alliance" or None
        One row per group, or one row for all.

    Returns
    -------
    Finding
        Kind ``response``: ``group``, ``invited``, ``returned``, ``rate`` (0 to 1; missing
        where the roster is unknown or shorter than the returns), ``n_schools``.
    """
    answered = dict(split(wave.responses, by, wave.instrument))
    asked = dict(split(invited, by, wave.instrument)) if not invited.empty else {}
    rows, problems = [], []
    for group in alphabetical([*answered, *asked]):
        returned, people = len(answered.get(group, ())), len(asked.get(group, ()))
        rate = response_rate(returned, people)
        problems += [] if invited.empty else [rate]
        rows.append(
            {
                "group": group,
                "invited": people,
                "returned": returned,
                "rate": fields(rate, "value")["value"],
                "n_schools": n_schools(answered[group]) if group in answered else 0,
            }
        )
    return Finding(
        kind="response",
        question=QUESTION,
        title=f"Answers received{by_words(wave.instrument, by)}, {wave.label}",
        table=as_table(rows, ("group", "invited", "returned", "rate", "n_schools")),
        keys=("group",),
        values=("invited", "rate"),
        base="returned",
        schools="n_schools",
        unit="people",
        scope=_scope(wave, by),
        also=("invited",),
        parts=("group",) if by else (),
        n=len(wave),
        method=(
            "Returned: answers in which at least one question was answered and which passed every "
            "check. Invited: people on the roster with a role that this form is for, who had "
            "joined by the last day."
        ),
        caveats=(*((NO_ROSTER,) if invited.empty else ()), *reasons(*problems)),
        sources=(wave.source,),
        instrument=wave.instrument,
        facts={"wave": wave.label, "by": by},
    )


def _scope(wave: Wave, by: str | None) -> Scope:
    """Judges of a school are counted like judges, people in a school like people."""
    if by == "school" and wave.instrument.speaks_for == "school":
        return "statement"
    return scope_of(by)


def if_everyone_had_answered(wave: Wave, invited: pd.DataFrame) -> Finding:
    """Bound the share of favourable answers by what the silent could have said.

    Returns
    -------
    Finding
        Kind ``bounds``: per section and target the favourable share among those who
        answered, and the ``worst`` and ``best`` share had everyone invited answered.
    """
    scores, rows, problems = score_wave(wave), [], []
    for section, target in sections_of(wave.instrument):
        known = scores.of(section, target)["score"].dropna()
        favourable = int(_on_the_good_side(wave, section, known).sum())
        bounds = favourable_bounds(favourable, len(known), len(invited))
        problems += [] if invited.empty else [bounds]
        edges = fields(bounds, "low", "high")
        rows.append(
            {
                "section": section,
                "target": target,
                "n": len(known),
                "share_favourable": favourable / len(known) if len(known) else float("nan"),
                "worst": edges["low"],
                "best": edges["high"],
                "n_schools": n_schools(wave.responses),
            }
        )
    columns = ("section", "target", "n", "share_favourable", "worst", "best", "n_schools")
    return Finding(
        kind="bounds",
        question="How far could those who did not answer change the picture?",
        title=f"Favourable scores, and what they would be had everyone answered, {wave.label}",
        table=as_table(rows, columns),
        keys=("section", "target"),
        values=("share_favourable", "worst", "best"),
        schools="n_schools",
        unit="people",
        scope="alliance",
        n=len(wave),
        method=(
            "A person's score counts as favourable when it lies on the positive side of the "
            "scale. Worst and best: all who were invited and did not answer are taken to be "
            "unfavourable, then favourable."
        ),
        caveats=reasons(*problems),
        sources=(wave.source,),
        instrument=wave.instrument,
        facts={"wave": wave.label},
    )


def _on_the_good_side(wave: Wave, section: str, scores: pd.Series) -> pd.Series:
    subscale = next(s for s in wave.instrument.subscales if s.id == section)
    scale = wave.instrument.scale_of(subscale)
    if scale.higher_is_better:
        return scores >= min(scale.positive)
    return scores <= max(scale.positive)
