"""Sentences on the tasks between learning sets."""

from __future__ import annotations

import pandas as pd

from tsa_research import numbers
from tsa_research.findings import Release
from tsa_research.prose.coaching import where
from tsa_research.prose.superlatives import extreme, told


def gap_tasks(release: Release, rows: pd.DataFrame) -> str:
    """Say how many tasks that were due were handed in; of learning sets, where fewest were."""
    due, handed_in = int(rows["n_due"].sum()), int(rows["n_handed_in"].sum())
    tasks = int(rows["n_tasks"].sum())
    if not due:
        return f"{numbers.counted(tasks, 'gap tasks')} were set; none was due yet."
    if release.keys[0] == "learning_set" and len(rows) > 1:
        return _least(rows)
    in_time, left = int(rows["n_in_time"].sum()), int(rows["n_outstanding"].sum())
    share = f" ({numbers.share(handed_in / due)})" if handed_in else ""
    said = (
        f"Of {numbers.counted(due, 'gap tasks')} that were due{where(release, rows)}, "
        f"{numbers.some(handed_in)} {numbers.verb(handed_in, 'was', 'were')} handed in{share}, "
        f"{numbers.some(in_time)} of them on time"
    )
    return f"{said}; {numbers.some(left)} {numbers.verb(left, 'is', 'are')} outstanding."


def _least(rows: pd.DataFrame) -> str:
    """Name the learning set of which the smallest share was handed in."""
    if rows["share_handed_in"].nunique() == 1:
        share = numbers.share(rows["share_handed_in"].iloc[0])
        return f"The same share was handed in after every learning set: {share}."
    least = extreme(rows, rows["share_handed_in"], largest=False)
    names = told([f"“{name}”" for name in least["learning_set"]], "learning sets")
    first = least.iloc[0]
    share = numbers.share(first["share_handed_in"])
    handed_in = numbers.some(int(first["n_handed_in"]))
    tasks = numbers.counted(int(first["n_due"]), "tasks")
    alone = f"{handed_in} of {tasks} that were due ({share})"
    return f"Fewest tasks were handed in after {names}: {alone if len(least) == 1 else share}."
