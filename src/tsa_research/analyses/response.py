"""Who was asked, who answered, and how far the silent could change the picture?"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from tsa_research.alphabet import alphabetical
from tsa_research.analyses.rows import (
    as_table,
    behind,
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
UNINVITED = (
    "Some answers are from people who were not on the list of those asked. They are counted apart "
    "and are in no response rate."
)
QUESTION = "How many of those who were asked have answered?"


def response(wave: Wave, invited: pd.DataFrame, *, by: str | None = None) -> Finding:
    """Count who was invited and who returned a usable answer.

    Parameters
    ----------
    wave : Wave
    invited : DataFrame
        The people on the roster who were asked, with ``respondent`` (their pseudonym),
        ``school`` and ``alliance``; empty where there is no roster.
    by : "school", "alliance" or None
        One row per group, or one row for all.

    Returns
    -------
    Finding
        Kind ``response``: ``group``, ``invited``, ``returned`` (answers of those invited; all
        where the roster is unknown), ``uninvited`` (answers of others, which are in no rate),
        ``rate`` (0 to 1; missing where the roster is unknown or shorter than the returns),
        ``n_schools``.
    """
    was_asked = _was_asked(wave, invited)
    answered = dict(split(wave.responses.loc[was_asked], by, wave.instrument))
    others = dict(split(wave.responses.loc[~was_asked], by, wave.instrument))
    asked = dict(split(invited, by, wave.instrument)) if not invited.empty else {}
    rows, whys = [], []
    for group in alphabetical([*answered, *others, *asked]):
        returned, people = len(answered.get(group, ())), len(asked.get(group, ()))
        rate = response_rate(returned, people)
        uninvited = len(others.get(group, ()))
        why = () if invited.empty else reasons(rate)
        whys.append((*why, UNINVITED) if uninvited else why)
        rows.append(
            {
                "group": group,
                "invited": people,
                "returned": returned,
                "uninvited": uninvited,
                "rate": fields(rate, "value")["value"],
                "n_schools": n_schools(answered[group]) if group in answered else 0,
            }
        )
    return Finding(
        kind="response",
        question=QUESTION,
        title=f"Answers received{by_words(wave.instrument, by)}, {wave.label}",
        table=as_table(rows, ("group", "invited", "returned", "uninvited", "rate", "n_schools")),
        keys=("group",),
        values=("invited", "uninvited", "rate"),
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
            "joined by the last day. Not on the list: answers of others, which are in no rate."
        ),
        caveats=(NO_ROSTER,) if invited.empty else (),
        reasons=tuple(whys),
        sources=(wave.source,),
        instrument=wave.instrument,
        facts={"wave": wave.label, "by": by},
    )


def _was_asked(wave: Wave, invited: pd.DataFrame) -> pd.Series:
    """Say of each response whether it is from somebody who was asked.

    An anonymous answer cannot be told apart and is taken to be from one of them, as is one under
    a code that its person made up, and every answer where there is no roster.
    """
    if invited.empty or wave.instrument.code:
        return pd.Series(True, index=wave.responses.index)
    return wave.responses["respondent"].isin(invited["respondent"]) | ~wave.responses["linked"]


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
        Kind ``bounds``: per section and target the favourable share among those invited who
        answered, and the ``worst`` and ``best`` share had everyone invited answered.
    """
    asked = replace(wave, responses=wave.responses.loc[_was_asked(wave, invited)])
    scores, rows, whys = score_wave(asked), [], []
    for section, target in sections_of(wave.instrument):
        known = scores.of(section, target).dropna(subset=["score"])
        favourable = int(_on_the_good_side(wave, section, known["score"]).sum())
        bounds = favourable_bounds(favourable, len(known), len(invited))
        whys.append(() if invited.empty else reasons(bounds))
        edges = fields(bounds, "low", "high")
        rows.append(
            {
                "section": section,
                "target": target,
                **behind(known["school"].to_numpy()),
                "share_favourable": favourable / len(known) if len(known) else float("nan"),
                "worst": edges["low"],
                "best": edges["high"],
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
            "scale. Only people who were invited are counted. Worst and best: all who were "
            "invited and did not answer are taken to be unfavourable, then favourable."
        ),
        reasons=tuple(whys),
        sources=(wave.source,),
        instrument=wave.instrument,
        facts={"wave": wave.label},
    )


def _on_the_good_side(wave: Wave, section: str, scores: pd.Series) -> pd.Series:
    subscale = wave.instrument.subscale(section)
    scale = wave.instrument.scale_of(subscale)
    if scale.higher_is_better:
        return scores >= min(scale.positive)
    return scores <= max(scale.positive)
