"""Sentences on joint practice: cycles of lesson study, and sessions held by a protocol."""

from __future__ import annotations

import pandas as pd

from tsa_research import numbers
from tsa_research.findings import Release
from tsa_research.naming import capital, lowered
from tsa_research.prose.superlatives import among, extreme, told

HELD, RUNNING = ("Held whole and on time", "Held whole, but late"), "Still running"


def cycles(release: Release, rows: pd.DataFrame) -> str:
    """Say how many of the cycles that are over were held whole, and how many of those on time."""
    over = int(rows["n_cycles"].sum() - rows["n_running"].sum())
    running, whole = int(rows["n_running"].sum()), int(rows["n_whole"].sum())
    if not over:
        return f"All {numbers.counted(running, 'cycles')} are still running."
    on_time = int(rows["n_on_time"].sum())
    where = f" in the {numbers.counted(len(rows), 'alliances')} shown" if len(rows) > 1 else ""
    said = (
        f"Of {numbers.counted(over, 'cycles')} that should be over{where}, "
        f"{numbers.some(whole)} {numbers.verb(whole, 'was', 'were')} held whole"
    )
    share = f" ({numbers.share(whole / over)})" if whole else ""
    return f"{said}{share}, {numbers.some(on_time)} of them on time." if whole else f"{said}."


def endings(release: Release, rows: pd.DataFrame) -> str:
    """Name what most often kept a cycle from being held whole."""
    stalled = rows.loc[~rows["ending"].isin((*HELD, RUNNING)) & (rows["count"] > 0)]
    if stalled.empty:
        return "No cycle that should be over has stalled."
    total = numbers.counted(int(stalled["count"].sum()), "cycles")
    most = extreme(stalled, stalled["count"], largest=True)
    names = told([f"“{lowered(name)}”" for name in most["ending"]], "reasons")
    each = " each" if len(most) > 1 else ""
    often = numbers.count(most["count"].iloc[0])
    return f"{capital(total)} stalled; most often: {names} ({often}{each})."


def steps(release: Release, rows: pd.DataFrame) -> str:
    """Name the step that is held least."""
    over = numbers.counted(int(rows["n_over"].iloc[0]), "cycles")
    if rows["count"].nunique() == 1:
        held = numbers.some(int(rows["count"].iloc[0]))
        return f"Every step was held in the same number of cycles: {held} of {over}."
    least = extreme(rows, rows["count"], largest=False)
    names = told([lowered(name) for name in least["step"]], "steps")
    each = " each" if len(least) > 1 else ""
    held = numbers.some(int(least["count"].iloc[0]))
    return f"Held least: {names}, in {held} of {over}{each}."


def taking_part(release: Release, rows: pd.DataFrame) -> str:
    """Say how many schools have had a cycle at all."""
    count, schools = int(rows["count"].sum()), int(rows["n"].sum())
    where = f" in the {numbers.counted(len(rows), 'alliances')} shown" if len(rows) > 1 else ""
    have = numbers.verb(count, "has", "have")
    return (
        f"{capital(numbers.some(count))} of {numbers.counted(schools, 'schools')}{where} {have} "
        "had at least one cycle."
    )


def protocol(release: Release, rows: pd.DataFrame) -> str:
    """Say in how many sessions every step was held, and how many kept to time."""
    timed, held = int(rows["n_timed"].sum()), int(rows["n_all_held"].sum())
    sessions = int(rows["n_sessions"].sum())
    if not timed:
        return f"{numbers.counted(sessions, 'sessions')} were held; none was timed throughout."
    said = (
        f"Of {numbers.counted(timed, 'sessions')} that were timed throughout (of {sessions} held), "
        f"{numbers.some(held)} held every step of the protocol"
    )
    return f"{said}; {numbers.some(int(rows['n_to_time'].sum()))} kept every step to time."


def protocol_steps(release: Release, rows: pd.DataFrame) -> str:
    """Name the step that is left out most often."""
    left_out = rows.assign(left=rows["n_timed"] - rows["count"])
    if not left_out["left"].any():
        return f"No step was ever left out{_shown(release)}."
    most = extreme(left_out, left_out["left"] / left_out["n_timed"], largest=True)
    names = told([f"“{lowered(name)}”" for name in most["step"]], "steps")
    first = most.iloc[0]
    how = f"in {int(first['left'])} of {numbers.counted(int(first['n_timed']), 'sessions')}"
    return capital(
        f"{among(release, len(rows), 'steps')}left out most often: {names}"
        f"{', ' + how if len(most) == 1 else ''}."
    )


def _shown(release: Release) -> str:
    return " where it can be shown" if (release.table["state"] == "hidden").any() else ""
