"""Where do schools stand on each strand, where have they moved, and what comes next?

A school's statement is the highest stage that at least half of its judges say has been
reached (the more favourable of the two middle judgements): one of the options on the form,
never an average. A school with fewer
judges than the policy asks for makes no statement and enters no count, so that a table of
schools and a table of counts cannot be subtracted from each other.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from tsa_research.analyses.rows import WHOLE, as_table, by_words, nobody, only_one_wave, split
from tsa_research.findings import NO_ANSWERS, Finding
from tsa_research.policy import Policy
from tsa_research.schemas.model import Item
from tsa_research.scoring import scored_codes
from tsa_research.stats.ordinal import median_level
from tsa_research.stats.outcome import NotComputable
from tsa_research.waves import Wave

STATEMENT = (
    "A school's stage on a strand is the highest option that at least half of its judges say "
    "has been reached. It is one of the options on the form, never an average."
)


CAVEAT = "A stage is a judgement that a school makes of itself or of its alliance."
MOVE_CAVEAT = "A move can be a change of mind about the words as well as a change of practice."


def statements(*waves: Wave) -> Finding:
    """Give each school's stage on every strand.

    Returns
    -------
    Finding
        Kind ``statements``: ``school``, ``dimension``, ``strand``, ``target``, ``wave``,
        ``stage`` (code), base ``n``: judges.
    """
    table = pd.concat([_statements(wave) for wave in waves], ignore_index=True)
    return Finding(
        kind="statements",
        question="Where does each school stand?",
        title="Stage of each school on every strand",
        table=table,
        keys=("school", "dimension", "strand", "target", "wave"),
        values=("stage",),
        unit="judges",
        scope="statement",
        about=("school",),
        n=sum(len(wave) for wave in waves),
        method=STATEMENT,
        caveats=(CAVEAT,),
        sources=tuple(wave.source for wave in waves),
        instrument=waves[-1].instrument,
        facts={"waves": [wave.label for wave in waves]},
    )


def spread(wave: Wave, policy: Policy) -> Finding:
    """Count the schools at each stage, per strand.

    Returns
    -------
    Finding
        Kind ``stage_spread``: ``dimension``, ``strand``, ``target``, ``wave``, ``level``
        (code), ``count``, ``share``, base ``n``: schools that made a statement.
    """
    table = _usable(wave, policy)
    rows = []
    for (dimension, strand, target), part in table.groupby(_STRAND, sort=False):
        scale = wave.instrument.scale_of(wave.instrument.subscale_of[strand])
        for level in scale.codes:
            count = int((part["stage"] == level).sum())
            rows.append(
                {"dimension": dimension, "strand": strand, "target": target, "wave": wave.label}
                | {"level": level, "n": len(part), "count": count, "share": count / len(part)}
            )
    columns = ("dimension", "strand", "target", "wave", "level", "n", "count", "share")
    return Finding(
        kind="stage_spread",
        question="How do the schools spread over the stages?",
        title=f"Schools at each stage, {wave.label}",
        table=as_table(rows, columns),
        keys=("dimension", "strand", "target", "wave", "level"),
        values=("count", "share"),
        method=STATEMENT,
        **_schools(wave, n=table["school"].nunique()),
    )


def stage_movement(before: Wave, after: Wave, policy: Policy, *, by: str | None = None) -> Finding:
    """Count the schools that moved up, stayed or moved down between two waves.

    Parameters
    ----------
    before, after : Wave
    policy : Policy
    by : "alliance" or None
        One set of rows per alliance.

    Returns
    -------
    Finding
        Kind ``stage_movement``: ``group``, ``dimension``, ``strand``, ``target``,
        ``n_up``, ``n_same``, ``n_down``, base ``n``: schools with a statement in both.
    """
    if nothing := only_one_wave(before, after, kind="stage_movement"):
        return nothing
    steps = _steps(before, after, policy)
    rows = []
    for group, part in split(steps, by, after.instrument):
        for (dimension, strand, target), cell in part.groupby(_STRAND, sort=False):
            step = cell["step"]
            rows.append(
                {"group": group, "dimension": dimension, "strand": strand, "target": target}
                | {"n": len(cell), "n_up": int((step > 0).sum())}
                | {"n_same": int((step == 0).sum()), "n_down": int((step < 0).sum())}
            )
    columns = ("group", "dimension", "strand", "target", "n", "n_up", "n_same", "n_down")
    return Finding(
        kind="stage_movement",
        question=f"Where have schools moved from {before.label} to {after.label}?",
        title=f"Schools that moved up, stayed or moved down{by_words(after.instrument, by)}, "
        f"{before.label} to {after.label}",
        table=as_table(rows, columns),
        keys=("group", "dimension", "strand", "target"),
        values=("n_up", "n_same", "n_down"),
        parts=("group",) if by else (),
        method=STATEMENT + " Only schools with a statement in both waves are compared.",
        **_schools(after, n=steps["school"].nunique(), before=before),
    )


def movement_summary(before: Wave, after: Wave, policy: Policy, *, by: str = "alliance") -> Finding:
    """Count, per alliance, the statements that moved up, stayed or moved down, over all strands.

    Returns
    -------
    Finding
        Kind ``stage_summary``: ``group``, ``target``, ``n_up``, ``n_same``, ``n_down``
        (a school counts once per strand), base ``n``: schools with a statement in both. Only
        strands count that could be shown by themselves.
    """
    if nothing := only_one_wave(before, after, kind="stage_summary"):
        return nothing
    steps = _poolable(_steps(before, after, policy), policy, by)
    rows = []
    for group, part in split(steps, by, after.instrument):
        for target, cell in part.groupby("target", sort=False):
            step = cell["step"]
            rows.append(
                {"group": group, "target": target, "n": cell["school"].nunique()}
                | {"n_up": int((step > 0).sum()), "n_same": int((step == 0).sum())}
                | {"n_down": int((step < 0).sum())}
            )
    return Finding(
        kind="stage_summary",
        question=f"Which alliances have moved from {before.label} to {after.label}?",
        title=f"Statements that moved, {before.label} to {after.label}",
        table=as_table(rows, ("group", "target", "n", "n_up", "n_same", "n_down")),
        keys=("group", "target"),
        values=("n_up", "n_same", "n_down"),
        parts=("group",),
        method=f"{STATEMENT} A statement is a school's stage on one strand. {POOLED}",
        **_schools(after, n=steps["school"].nunique(), before=before),
    )


def movement_matrix(before: Wave, after: Wave, policy: Policy, *, target: str = "") -> Finding:
    """Count statements by their stage before and after, over all schools and strands.

    Returns
    -------
    Finding
        Kind ``movement``: ``before``, ``after`` (codes), ``count``, base ``n``:
        statements (a school on a strand) made in both waves. Only strands count that could be
        shown by themselves.
    """
    if nothing := only_one_wave(before, after, kind="movement"):
        return nothing
    steps = _poolable(_steps(before, after, policy), policy)
    steps = steps.loc[steps["target"] == target]
    schools = int(steps["school"].nunique())
    codes = after.instrument.scales[0].codes
    counts = steps.groupby(["stage_before", "stage_after"]).size()
    rows = [
        {"before": start, "after": end, "count": int(counts.get((start, end), 0)), "n": len(steps)}
        for start in codes
        for end in codes
    ]
    return Finding(
        kind="movement",
        question=f"From which stage to which did schools move from {before.label}?",
        title=f"Statements by stage, {before.label} and {after.label}",
        table=as_table(rows, ("before", "after", "count", "n")).assign(n_schools=schools),
        keys=("before", "after"),
        values=("count",),
        schools="n_schools",
        method=f"{STATEMENT} Each school counts once per strand. {POOLED}",
        **_schools(after, n=schools, before=before)
        | {"unit": "statements", "facts": {"item": None, "target": target, "matched": True}},
    )


def priorities(wave: Wave, policy: Policy, *, target: str = "") -> Finding:
    """Rank the strands by how many schools have not yet reached the positive stages.

    Returns
    -------
    Finding
        Kind ``priorities``: ``dimension``, ``strand``, ``target``, ``n_at_or_above``,
        ``share_at_or_above``, base ``n``: schools; released with the lowest share
        first.
    """
    table = _usable(wave, policy)
    rows = []
    for (dimension, strand, about), part in table.groupby(_STRAND, sort=False):
        scale = wave.instrument.scale_of(wave.instrument.subscale_of[strand])
        reached = int(part["stage"].isin(scale.positive).sum())
        rows.append(
            {"dimension": dimension, "strand": strand, "target": about, "n": len(part)}
            | {"n_at_or_above": reached, "share_at_or_above": reached / len(part)}
        )
    columns = ("dimension", "strand", "target", "n", "n_at_or_above", "share_at_or_above")
    ranked = as_table(rows, columns)
    ranked = ranked.loc[ranked["target"] == target]
    scale = wave.instrument.scales[0]
    threshold = scale.label(scale.positive[0] if scale.higher_is_better else scale.positive[-1])
    return Finding(
        kind="priorities",
        question="Which strand should come next?",
        title=f"Strands by the share of schools at {threshold.lower()} or beyond, {wave.label}",
        table=ranked.reset_index(drop=True),
        ordered_by="share_at_or_above",
        keys=("dimension", "strand", "target"),
        values=("n_at_or_above", "share_at_or_above"),
        method=STATEMENT,
        **_schools(wave, n=table["school"].nunique())
        | {"facts": {"wave": wave.label, "threshold": threshold.lower(), "target": target}},
    )


POOLED = "Strands on which too few schools can be compared to be shown are left out."
NO_STATEMENT = "no school has judges enough"
"""Said where people have judged, but in no school as many as make a statement."""
_STRAND = ["dimension", "strand", "target"]


@lru_cache(maxsize=16)
def _statements(wave: Wave) -> pd.DataFrame:
    schools = sorted(set(wave.schools))
    judges = [np.flatnonzero(wave.schools == school) for school in schools]
    rows = [
        _statement(wave, item, school, codes[places])
        for item in wave.instrument.items
        for codes in [scored_codes(wave, item).to_numpy()]
        for school, places in zip(schools, judges, strict=True)
    ]
    columns = ("school", "dimension", "strand", "target", "wave", "stage", "n")
    return as_table(rows, columns)


def _statement(wave: Wave, item: Item, school: str, codes: np.ndarray) -> dict[str, Any]:
    median = median_level(codes, item.scale.codes)
    stage = float("nan") if isinstance(median, NotComputable) else _reached(item, median)
    return {
        "school": school,
        "dimension": wave.instrument.subscale_of[item.id].id,
        "strand": item.id,
        "target": item.target or WHOLE,
        "wave": wave.label,
        "stage": stage,
        "n": int((~np.isnan(codes)).sum()),
    }


def _reached(item: Item, median: Any) -> int:
    """Return the highest level that at least half have reached.

    It is the more favourable of the two middle levels: with four judges, two of them at a level
    or beyond are half.
    """
    edges = (median.lower, median.upper)
    return max(edges) if item.scale.higher_is_better else min(edges)


def _usable(wave: Wave, policy: Policy) -> pd.DataFrame:
    """Return the statements with enough judges, with the alliance of each school."""
    table = _statements(wave)
    alliance_of = dict(zip(wave.schools, wave.responses["alliance"], strict=True))
    table = table.assign(alliance=[alliance_of[school] for school in table["school"]])
    return table.loc[table["n"] >= policy.judges_in_statement]


def _steps(before: Wave, after: Wave, policy: Policy) -> pd.DataFrame:
    """Pair the statements of two waves; a positive ``step`` is a move for the better."""
    keys = ["school", "alliance", *_STRAND]
    first, second = (_usable(wave, policy)[[*keys, "stage"]] for wave in (before, after))
    steps = second.merge(first, on=keys, suffixes=("_after", "_before"))
    scales = {item.id: item.scale for item in after.instrument.items}
    signs = np.array([1 if scales[s].higher_is_better else -1 for s in steps["strand"]], dtype=int)
    moved = (steps["stage_after"] - steps["stage_before"]).astype(float)
    return steps.assign(step=moved * signs)


def _poolable(steps: pd.DataFrame, policy: Policy, by: str | None = None) -> pd.DataFrame:
    """Keep the strands on which enough schools can be compared to be shown by themselves.

    A total of all strands without those that are shown would give away the others. Where no
    strand has enough schools all are kept, to be hidden together for their number.
    """
    whom = ["target", *([by] if by else [])]
    enough = steps.groupby([*whom, "dimension", "strand"])["school"].transform("size")
    enough = enough >= policy.schools_in_alliance
    any_enough = enough.groupby([steps[name] for name in whom]).transform("any").astype(bool)
    return steps.loc[enough | ~any_enough]


def _schools(wave: Wave, *, n: int, before: Wave | None = None) -> dict[str, Any]:
    waves = [wave] if before is None else [before, wave]
    silent = NO_ANSWERS
    if not n and all(map(len, waves)):
        silent = NO_STATEMENT if before is None else f"{NO_STATEMENT} in both waves"
    return {
        "unit": "schools",
        "scope": "schools",
        "n": int(n),
        "nobody": nobody(*waves, otherwise=silent),
        "caveats": (CAVEAT,) if before is None else (CAVEAT, MOVE_CAVEAT),
        "sources": tuple(entry.source for entry in waves),
        "instrument": wave.instrument,
        "facts": {"wave": wave.label, "waves": [entry.label for entry in waves]},
    }
