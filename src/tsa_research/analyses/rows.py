"""What the analyses share: splitting a wave into groups, and statistics into table cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from tsa_research.alphabet import alphabetical
from tsa_research.findings import NO_ANSWERS, Finding, Scope
from tsa_research.policy import Policy
from tsa_research.schemas.model import Instrument
from tsa_research.stats.multiplicity import benjamini_hochberg
from tsa_research.stats.outcome import NotComputable, too_few
from tsa_research.stats.paired import paired_change
from tsa_research.waves import Wave

NOT_STATED = "Not stated"
"""The group of those who left a group question blank: they are part of the whole, too."""
PAIRED_METHOD = (
    "The effect weighs how many moved each way and how far (matched-pairs rank-biserial "
    "correlation); its 95% interval comes from drawing the same schools again and again. The "
    "p-value looks at the directions only (exact sign test): how often counts as uneven as these "
    "would arise if both directions were equally likely, adjusted for the number of rows "
    "(Benjamini–Hochberg). The two can disagree. With fewer than six schools there is neither: "
    "read in how many schools most people lean which way; schools with few people are not counted."
)
"""How people are compared with themselves, in plain words."""
LEFT_OUT = "too few answered to be shown"
"""Said of a wave whose every answer was left out of the figures on a whole cohort."""
WHOLE = ""
"""The key of a row that is about everybody in the report."""


def number(result: Any) -> float:
    """Return a statistic as a float: not a number where it cannot be computed."""
    return float("nan") if isinstance(result, NotComputable) else float(result)


def fields(result: Any, *names: str) -> dict[str, float]:
    """Return some fields of a result as numbers; all missing where it cannot be computed."""
    if isinstance(result, NotComputable):
        return dict.fromkeys(names, float("nan"))
    return {name: number(getattr(result, name)) for name in names}


def paired_row(
    before: np.ndarray,
    after: np.ndarray,
    schools: np.ndarray,
    *,
    higher_is_better: bool,
    policy: Policy,
) -> tuple[dict[str, float], tuple[str, ...]]:
    """Compare people with themselves: cells of a row, and why some of them have no figure.

    ``n_schools_better`` and ``n_schools_worse`` count the schools, of those with enough people
    to be a group, in which more people moved one way than the other; see :func:`directions`.
    ``p_adjusted`` is still the p of this row alone; see :func:`adjust`.
    """
    result = paired_change(before, after, groups=list(schools), higher_is_better=higher_is_better)
    found = fields(result, *_PAIRED)
    steps = np.sign(np.round(after - before, 9)) * (1 if higher_is_better else -1)
    why = [] if isinstance(result, NotComputable) else [result.rank_biserial_low]
    counted, missing = directions(steps, schools, policy=policy, whom="people")
    return {
        **{column: found[name] for name, column in _PAIRED.items()},
        **counted,
        **behind(schools),
    }, reasons(*why, *missing)


def directions(
    steps: np.ndarray, schools: np.ndarray, *, policy: Policy, whom: str
) -> tuple[dict[str, float], tuple[NotComputable, ...]]:
    """Count the schools, of those with enough people, by the way in which most of them moved.

    Parameters
    ----------
    steps : array of float, n
        1 for who moved for the better, 0 for who stayed, −1 for who moved for the worse.
    schools : array of str, n
        The school of each.
    policy : Policy
        Says how many people of a school it takes to count it.
    whom : str
        What they are called, in the plural.

    Returns
    -------
    tuple of dict and tuple
        ``n_schools_better`` and ``n_schools_worse``, not a number where no school could be
        counted; and then why.
    """
    sizes, sums = Counter(schools.tolist()), Counter[str]()
    for school, step in zip(schools.tolist(), steps.tolist(), strict=True):
        sums[school] += step
    each = [sums[school] for school, size in sizes.items() if size >= policy.people_in_group]
    if each:
        better, worse = sum(lean > 0 for lean in each), sum(lean < 0 for lean in each)
        return {"n_schools_better": better, "n_schools_worse": worse}, ()
    why = too_few(
        f"in how many schools most {whom} lean which way",
        *(policy.people_in_group, f"{whom} of one school", max(sizes.values(), default=0)),
    )
    none = dict.fromkeys(("n_schools_better", "n_schools_worse"), float("nan"))
    return none, (why,) if sizes else ()


_PAIRED = {
    "n_better": "n_better",
    "n_same": "n_same",
    "n_worse": "n_worse",
    "rank_biserial": "effect",
    "rank_biserial_low": "low",
    "rank_biserial_high": "high",
    "sign_test_p": "p_adjusted",
}


def adjust(table: pd.DataFrame, headline: Mapping[str, str]) -> pd.DataFrame:
    """Adjust every p for the number of rows, but that of the headline chosen beforehand.

    The headline is a question of its own; all other rows are exploratory.
    """
    chosen = pd.Series(bool(headline), index=table.index)
    for key, value in headline.items():
        chosen &= table[key] == value
    raw = table["p_adjusted"].astype(float)
    others = raw.loc[~chosen].dropna()
    found = pd.Series(benjamini_hochberg(list(others)), index=others.index, dtype=float)
    return table.assign(p_adjusted=found.reindex(table.index).where(~chosen, raw))


def reasons(*results: Any) -> tuple[str, ...]:
    """Say of what could not be computed what it is and why, each once and without a count.

    A reason says how many there were ("needs at least 10 people; there are 7"). Caveats are
    printed whatever is hidden, so only the rule is kept.
    """
    missing = [result for result in results if isinstance(result, NotComputable)]
    return tuple(dict.fromkeys(f"{_what(result)}: {_rule(result.reason)}." for result in missing))


IN_WORDS = {
    "Cronbach's alpha": "How far the questions of a section belong together (alpha)",
    "McDonald's omega": "How far the questions of a section belong together (omega)",
    "Krippendorff's alpha": "How far judges agree (alpha)",
    "per cent agreement": "How often two judges agree",
    "paired change": "What changed for the same people",
    "superiority": "How two groups compare",
    "intraclass correlation": "How alike the colleagues of one school answer (ICC)",
    "response rate": "The response rate",
    "bounds of the share": "How far the silent could change the picture",
}
"""Statistics in the words of a report."""
REASONS_IN_WORDS = {
    "in the best solution an item has no variance of its own": (
        "one question says nothing that the others do not say"
    ),
    "no one-factor solution was found": "the answers do not follow one pattern",
    "many different solutions fit these answers equally well": (
        "the answers fit several explanations equally well"
    ),
    "no unit was rated by two judges": "no strand was judged by two people of one school",
}
"""Reasons that statisticians would understand, for everybody else."""


def _what(result: NotComputable) -> str:
    words = IN_WORDS.get(result.statistic, result.statistic)
    return f"{words[:1].upper()}{words[1:]} cannot be computed in every row"


def _rule(reason: str) -> str:
    words = REASONS_IN_WORDS.get(reason, reason.partition(";")[0]).rstrip(".")
    words = re.sub(r" \(\d+\)", "", words)
    return re.sub(r"\bitem(s?)\b", r"question\1", words)


def split(
    frame: pd.DataFrame, by: str | None, instrument: Instrument
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield ``(label, rows)`` per group in the declared order, or everybody under one label."""
    if by is None:
        yield WHOLE, frame
        return
    for label, chosen in masks(frame, by, instrument):
        yield label, frame.loc[chosen]


def masks(
    frame: pd.DataFrame, by: str | None, instrument: Instrument
) -> Iterator[tuple[str, np.ndarray]]:
    """Yield ``(label, which rows)`` per group in the declared order, or all under one label.

    Parameters
    ----------
    frame : DataFrame
    by : str or None
        ``school``, ``alliance`` or the id of a group question.
    instrument : Instrument
        Gives the order and the labels of its own groups.
    """
    if by is None:
        yield WHOLE, np.ones(len(frame), dtype=bool)
        return
    values = frame[by].to_numpy(dtype=object, na_value=None)
    question = next((group for group in instrument.groups if group.id == by), None)
    if question is not None:
        for code in question.codes:
            yield question.label(code), values == code
        blank = np.array([value is None for value in values], dtype=bool)
        if blank.any():
            yield NOT_STATED, blank
        return
    for label in alphabetical(value for value in values if value is not None):
        yield label, values == label


def by_words(instrument: Instrument, by: str | None) -> str:
    """Return what a table is split by, for its title: ", by time in the alliance"."""
    titles = {question.id: question.title.lower() for question in instrument.groups}
    return f", by {titles.get(by, by)}" if by else ""


def scope_of(by: str | None) -> Scope:
    """Return which threshold guards rows of this kind of group."""
    return "alliance" if by in (None, "alliance") else "group"


def n_schools(frame: pd.DataFrame) -> int:
    """Return the number of schools behind some responses."""
    return int(frame["school"].nunique())


def behind(schools: np.ndarray) -> dict[str, int]:
    """Return the base of a figure and the schools behind it, from the school of each answer."""
    return {"n": len(schools), "n_schools": len(set(schools.tolist()))}


def all_in(*columns: str, base: str = "n") -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Return what says where one of these counts is everybody, for ``unanimous`` of a finding."""
    return lambda table: table[list(columns)].eq(table[base], axis=0)


PRINTED = 0.05
"""Means closer than this to each other can be printed alike, with their one decimal."""


def at_an_end(instrument: Instrument, *columns: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Return what says where a mean is printed as an end of the scale of its section.

    Only the same answer by everybody, or by nearly everybody, gives such a mean.
    """
    scales = {sub.id: instrument.scale_of(sub).codes for sub in instrument.subscales}
    ends = [{section: end(codes) for section, codes in scales.items()} for end in (min, max)]
    return lambda table: pd.concat(
        [
            (table[column] - table["section"].map(end)).abs() <= PRINTED
            for column in columns
            for end in ends
        ],
        axis=1,
    )


def either(
    *ways: Callable[[pd.DataFrame], pd.DataFrame],
) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Return what says where people are of one mind in one of several ways."""
    return lambda table: pd.concat([way(table) for way in ways], axis=1)


def sections_of(instrument: Instrument) -> Iterator[tuple[str, str]]:
    """Yield ``(section id, target id or empty)`` for every section that has a mean."""
    for subscale in instrument.subscales:
        if subscale.aggregate == "mean":
            for target in instrument.target_ids:
                yield subscale.id, target or WHOLE


def as_table(rows: Iterable[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    """Return rows as a frame with these columns in order, also when there is no row."""
    return pd.DataFrame(list(rows), columns=list(columns))


def mean(values: pd.Series | np.ndarray) -> float:
    """Return the mean of what was answered; not a number where nobody answered."""
    known = np.asarray(values, dtype=float)
    known = known[~np.isnan(known)]
    return float(known.mean()) if known.size else float("nan")


def nobody(*waves: Wave, otherwise: str = NO_ANSWERS) -> str:
    """Return what is said of rows that nobody is behind: whether nobody answered, or too few.

    Parameters
    ----------
    *waves : Wave
        What the rows are about.
    otherwise : str
        Said where no wave has lost all of its answers.
    """
    return LEFT_OUT if any(wave.left_out and not len(wave) for wave in waves) else otherwise


def only_one_wave(before: Wave, after: Wave, *, kind: str) -> Finding | None:
    """Return a finding without rows that says so where there are not two waves, else ``None``."""
    if before.id != after.id:
        return None
    text = "Nobody has answered yet."
    if len(after) or after.left_out:
        text = f"There is only one wave so far ({after.label}): change needs two."
    if not len(after) and after.left_out:
        text = f"Too few answered to be shown. {text}"
    return Finding(
        kind=kind,
        question="What changed?",
        title="Change between waves",
        table=pd.DataFrame({"group": pd.Series(dtype="str"), "n": pd.Series(dtype="int64")}),
        keys=("group",),
        values=(),
        unit="people",
        scope="alliance",
        n=0,
        method="",
        caveats=(text,),
        sources=(after.source,),
        instrument=after.instrument,
        facts={"nothing": text},
    )
