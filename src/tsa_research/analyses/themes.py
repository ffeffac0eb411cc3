"""What did people write about, and do the coders who say so agree?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from tsa_research.analyses.rows import all_in, as_table, behind, fields, number, reasons
from tsa_research.findings import Finding
from tsa_research.schemas.questions import Question
from tsa_research.stats.agreement import krippendorff_alpha, percent_agreement
from tsa_research.stats.outcome import NotComputable
from tsa_research.waves import Wave

NOT_CODED = "No answer in words has been coded by themes."
METHOD = (
    "People read the answers and ticked the themes of a codebook. A theme counts for a person if "
    "everybody who coded an answer of theirs ticked it; the share is of the people of whom an "
    "answer was coded. An answer can belong to several themes or to none."
)
AGREEMENT_METHOD = (
    "Of the answers that were coded by two people or more, the share of pairs of coders who both "
    "ticked the theme or both left it out. Alpha (Krippendorff's) asks how much of this is more "
    "than chance: 1 is perfect agreement, 0 is what chance would give. Its 95% interval comes from "
    "drawing the answers again and again. Answers in the same words were coded once."
)
ONE_CODER = (
    "Some answers were coded by one person alone: nobody can tell whether others would agree."
)
WRITERS = "Themes are of those who wrote something; they do not speak for those who wrote nothing."
STATISTIC = "how far coders agree on a theme (alpha)"
REASONS = {
    "every judge": "coders ticked the theme in no answer, or in each",
    "no unit": "no answer was coded by two people",
    "needs at least": "needs at least 5 answers coded by two people",
    "there are too few": "there are too few different answers to draw from",
    "resampling": "drawing the answers again gives the same value every time",
}
"""What the statistics say of judges and units, in the words of coders and answers."""


@dataclass(frozen=True, eq=False)
class _Coded:
    """A question with the answers of its people, and what coders said of them.

    ``answers`` have ``respondent``, ``school`` and ``key``; ``ticks`` holds the themes that each
    coder gave an answer, by key and coder.
    """

    question: Question
    answers: pd.DataFrame = field(repr=False)
    ticks: dict[str, dict[str, frozenset[str]]]

    @property
    def known(self) -> pd.DataFrame:
        """The answers that somebody has coded."""
        return self.answers.loc[self.answers["key"].isin(self.ticks)]

    def agreed(self, theme: str) -> set[str]:
        """Return the keys of the answers for which everybody who coded them ticked a theme."""
        return {key for key, by in self.ticks.items() if all(theme in each for each in by.values())}


def coding(wave: Wave) -> Finding:
    """Say how far the open answers of a wave have been coded.

    Use it before :func:`themes`, to judge how much of what was written the themes rest on.

    Returns
    -------
    Finding
        Kind ``coding``: per ``question`` (its title) the base ``n`` (people who wrote something)
        and ``n_schools``; ``n_answers`` (in different words), ``n_coded`` of these, ``n_twice``
        (by two coders or more) and ``n_alike`` (of those, in which all ticked the same themes).
        No row where nothing was coded.
    """
    rows, values = [], ("n_answers", "n_coded", "n_twice", "n_alike")
    for part in _parts(wave):
        twice = [set(by.values()) for by in part.ticks.values() if len(by) > 1]
        counts = part.answers["key"].nunique(), len(part.ticks), len(twice)
        alike = sum(len(different) == 1 for different in twice)
        rows.append(
            {"question": part.question.title, **_people(part.answers)}
            | dict(zip(values, (*counts, alike), strict=True))
        )
    return Finding(
        kind="coding",
        question="How many of the answers in words have been coded?",
        title=f"Answers in words that were coded, {wave.label}",
        table=as_table(rows, ("question", "n", *values, "n_schools")),
        keys=("question",),
        values=values,
        scope="alliance",
        method="The base of a question is everyone who wrote something. " + AGREEMENT_METHOD,
        **_common(wave),
    )


def themes(wave: Wave) -> Finding:
    """Count the people who wrote of each theme.

    Use it on answers that two people have coded independently; not to quote or to rank people.

    Returns
    -------
    Finding
        Kind ``themes``: per ``question`` and ``theme`` (titles) the base ``n`` (people who wrote
        of it, by the word of everybody who coded the answer), ``n_of`` (people of whom an answer
        was coded) and ``share`` (0 to 1); ``n_schools`` are the schools of the latter. A theme
        with few writers is hidden, and one more where a sum would give it away. No row where
        nothing was coded.

    Notes
    -----
    Checked by hand.
    """
    rows = [keys | {"share": keys["n"] / keys["n_of"]} for _, _, keys in _each_theme(wave)]
    return Finding(
        kind="themes",
        question="What did people write about?",
        title=f"Themes of what people wrote, {wave.label}",
        table=as_table(rows, ("question", "theme", "n", "n_of", "share", "n_schools")),
        values=("n_of", "share"),
        method=METHOD,
        caveats=_caveats(wave),
        **_GUARD,
        **_common(wave),
    )


def theme_agreement(wave: Wave) -> Finding:
    """Measure, theme by theme, how far the coders agree.

    Use it beside :func:`themes`: where alpha is low, the codebook says too little of the theme.

    Returns
    -------
    Finding
        Kind ``theme_agreement``: per ``question`` and ``theme`` with ``n``, ``n_of`` and
        ``n_schools`` as in :func:`themes`, so that the same rows are hidden; ``n_twice`` (answers
        in different words that two people or more have coded), ``exact`` (0 to 1), ``alpha`` with
        ``low`` and ``high``. Alpha is missing, with its reason, where a theme was ticked never or
        always.

    Notes
    -----
    Krippendorff's alpha on ticked or not ticked, for any number of coders. See
    :func:`tsa_research.stats.agreement.krippendorff_alpha`.
    """
    values = ("n_of", "n_twice", "exact", "alpha", "low", "high")
    rows, whys = [], []
    for part, theme, keys in _each_theme(wave):
        figures, why = _agreement(part, theme)
        rows.append(keys | figures)
        whys.append(why)
    return Finding(
        kind="theme_agreement",
        question="Do the coders agree?",
        title=f"Agreement of the coders on each theme, {wave.label}",
        table=as_table(rows, ("question", "theme", "n", *values, "n_schools")),
        values=values,
        method=AGREEMENT_METHOD,
        reasons=tuple(whys),
        **_GUARD,
        **_common(wave),
    )


_GUARD: dict[str, Any] = {
    "keys": ("question", "theme"),
    "scope": "theme",
    "whole": "n_of",
    "parts": ("theme",),
    "unanimous": all_in("n_of"),
    "nobody": "nobody wrote of it",
}
"""What counts and agreement of a theme share: a row is hidden in both or in none."""


def _parts(wave: Wave) -> Iterator[_Coded]:
    """Yield the questions of which an answer was coded, in the order of the form."""
    coded, codebook = wave.coded, wave.codebook
    if coded is None or codebook is None:
        return
    for question in wave.instrument.questions:
        own = coded.loc[coded["question"] == question.id]
        answers = wave.answers_to(question.id)
        keys = [wave.key_of(question.id, words) for words in answers["answer"]]
        ticks = {
            str(key): {
                str(by): frozenset(each["theme"]) - {""} for by, each in part.groupby("coder")
            }
            for key, part in own.groupby("answer")
            if key in keys
        }
        if ticks and codebook.of(question.id):
            yield _Coded(question, answers.assign(key=keys), ticks)


def _each_theme(wave: Wave) -> Iterator[tuple[_Coded, str, dict[str, Any]]]:
    """Yield question, id of the theme, and what tells of whom the row is."""
    for part in _parts(wave):
        whole = _people(part.known)
        for theme in wave.codebook.of(part.question.id) if wave.codebook else ():
            agreed = part.answers.loc[part.answers["key"].isin(part.agreed(theme.id))]
            keys = {"question": part.question.title, "theme": theme.title}
            writers = agreed["respondent"].nunique()
            yield (
                part,
                theme.id,
                keys | {"n": writers, "n_of": whole["n"], "n_schools": whole["n_schools"]},
            )


def _agreement(part: _Coded, theme: str) -> tuple[dict[str, float], tuple[str, ...]]:
    """Return the figures on the agreement of the coders on a theme, and why some are missing."""
    coders = sorted({coder for by in part.ticks.values() for coder in by})
    # In the order of the keys, and so the same whatever the order of the sheets.
    ratings = np.array(
        [
            [
                float(theme in by[coder]) if coder in by else np.nan
                for _, by in sorted(part.ticks.items())
            ]
            for coder in coders
        ]
    )
    alpha, pairs = krippendorff_alpha(ratings, (0, 1)), percent_agreement(ratings)
    found = fields(alpha, "value", "low", "high")
    figures = {
        "n_twice": sum(len(by) > 1 for by in part.ticks.values()),
        "exact": number(getattr(pairs, "value", float("nan"))),
        "alpha": found["value"],
        "low": found["low"],
        "high": found["high"],
    }
    missing = [alpha] if isinstance(alpha, NotComputable) else [alpha.low]
    return figures, reasons(
        *(_in_our_words(why) for why in missing if isinstance(why, NotComputable))
    )


def _in_our_words(missing: NotComputable) -> NotComputable:
    reason = next((w for start, w in REASONS.items() if missing.reason.startswith(start)), "")
    statistic = "the interval of alpha" if "interval" in missing.statistic else STATISTIC
    return replace(missing, statistic=statistic, reason=reason or missing.reason)


def _people(answers: pd.DataFrame) -> dict[str, int]:
    return behind(answers.drop_duplicates("respondent")["school"].to_numpy(dtype=object))


def _caveats(wave: Wave) -> tuple[str, ...]:
    parts = list(_parts(wave))
    alone = any(len(by) < 2 for part in parts for by in part.ticks.values())
    said = ((WRITERS, bool(parts)), (ONE_CODER, alone))
    return tuple(text for text, is_so in said if is_so)


def _common(wave: Wave) -> dict[str, Any]:
    return {
        "unit": "people",
        "schools": "n_schools",
        "n": len(wave),
        "sources": (wave.source,),
        "instrument": wave.instrument,
        "facts": {"wave": wave.label, "nothing": NOT_CODED},
    }
