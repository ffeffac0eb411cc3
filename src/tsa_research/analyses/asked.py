"""What did people choose, rank and write where they did not rate?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from tsa_research.analyses.rows import all_in, as_table, behind
from tsa_research.findings import Finding
from tsa_research.policy import Policy
from tsa_research.schemas.questions import Question
from tsa_research.waves import Wave

NOT_ASKED = "This form asks for nothing but ratings."
COMMENTS_CAVEAT = (
    "Comments are quoted only where enough people wrote something, and only those that somebody "
    "has read and released; they stand in alphabetical order and do not speak for those who wrote "
    "nothing."
)


def ticked(wave: Wave) -> Finding:
    """Count who ticked each option of the questions that allow several.

    Returns
    -------
    Finding
        Kind ``ticked``: ``question``, ``option``, ``count``, ``share`` (0 to 1), base ``n``:
        those who ticked anything in this question. Shares of a question can add up to more
        than 1.
    """
    rows = []
    for question, answers in _answered(wave, "tick_all"):
        about = _behind(answers)
        for code, label in question.options:
            count = int((answers["answer"] == code).sum())
            share = count / about["n"] if about["n"] else float("nan")
            keys = {"question": question.title, "option": label}
            rows.append(keys | about | {"count": count, "share": share})
    return Finding(
        kind="ticked",
        question="Which of the options apply?",
        title=f"Options ticked, {wave.label}",
        table=as_table(rows, ("question", "option", "n", "count", "share", "n_schools")),
        keys=("question", "option"),
        values=("count", "share"),
        unanimous=all_in("count"),
        method="The base of a question is everyone who ticked at least one of its options.",
        **_common(wave),
    )


def ranked(wave: Wave) -> Finding:
    """Count who put each option first, and who ranked it at all.

    Returns
    -------
    Finding
        Kind ``ranked``: ``question``, ``option``, ``n_first``, ``share_first``, ``n_ranked``,
        base ``n``: those who ranked anything in this question. Ranks are never averaged.
    """
    rows = []
    for question, answers in _answered(wave, "ranking"):
        about = _behind(answers)
        for code, label in question.options:
            own = answers.loc[answers["answer"] == code, "place"]
            first = int((own == 1).sum())
            share = first / about["n"] if about["n"] else float("nan")
            counts = {"n_first": first, "share_first": share, "n_ranked": len(own)}
            rows.append({"question": question.title, "option": label} | about | counts)
    values = ("n_first", "share_first", "n_ranked")
    return Finding(
        kind="ranked",
        question="What matters most?",
        title=f"Options in order of importance, {wave.label}",
        table=as_table(rows, ("question", "option", "n", *values, "n_schools")),
        keys=("question", "option"),
        values=values,
        unanimous=all_in("n_first"),
        method="The base of a question is everyone who ranked at least one of its options.",
        **_common(wave),
    )


def comments(wave: Wave, policy: Policy) -> Finding:
    """Return what people wrote: how many, and the words of those answers that are released.

    Parameters
    ----------
    wave : Wave
    policy : Policy
        Words are left out of the finding itself where fewer people wrote something than must
        have done before anybody is quoted.

    Returns
    -------
    Finding
        Kind ``comments``: ``question``, ``number`` (of the quotation, in alphabetical order of
        the words), ``words``, base ``n``: people who wrote something. A question of which
        nothing is released has one row without words.
    """
    rows = []
    for question, answers in _answered(wave, "text", "list"):
        about = _behind(answers)
        enough = about["n"] >= policy.people_in_words
        enough &= about["n_schools"] >= policy.schools_in_alliance
        free = answers.loc[answers["released"].astype(bool) & enough, "answer"]
        for number, words in enumerate(sorted(set(free)) or [""], start=1):
            rows.append({"question": question.title, "number": number, "words": words} | about)
    return Finding(
        kind="comments",
        question="What did people write?",
        title=f"In people's own words, {wave.label}",
        table=as_table(rows, ("question", "number", "n", "words", "n_schools")),
        keys=("question", "number"),
        values=("words",),
        method="The base of a question is everyone who wrote something.",
        caveats=(COMMENTS_CAVEAT,) if rows else (),
        **_common(wave),
    )


def _answered(wave: Wave, *kinds: str) -> list[tuple[Question, pd.DataFrame]]:
    chosen = [question for question in wave.instrument.questions if question.kind in kinds]
    return [(question, wave.answers_to(question.id)) for question in chosen]


def _behind(answers: pd.DataFrame) -> dict[str, int]:
    """Return how many people of how many schools answered a question."""
    return behind(answers.drop_duplicates("respondent")["school"].to_numpy(dtype=object))


def _common(wave: Wave) -> dict[str, Any]:
    return {
        "unit": "people",
        "scope": "alliance",
        "schools": "n_schools",
        "n": len(wave),
        "sources": (wave.source,),
        "instrument": wave.instrument,
        "facts": {"wave": wave.label, "nothing": NOT_ASKED},
    }
