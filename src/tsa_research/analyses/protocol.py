"""Were sessions held as their protocol says?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tsa_research.alphabet import alphabetical
from tsa_research.analyses.rows import as_table
from tsa_research.findings import Finding
from tsa_research.schemas.records import RecordType

LEEWAY = 1
"""Minutes by which a step may be shorter or longer and still keep to the protocol."""
NO_SESSIONS = "no sessions"


def protocol(table: pd.DataFrame, kind: RecordType) -> Finding:
    """Count the sessions of each alliance in which every step of the protocol was held.

    Parameters
    ----------
    table : DataFrame
        One row per session, as in the record ``protocol_sessions``, with ``alliance``; the
        minutes of each step are numbers, 0 where it was left out, missing where nobody timed it.
    kind : RecordType
        Its columns with ``expected`` minutes are the steps.

    Returns
    -------
    Finding
        Kind ``protocol``: per ``alliance`` the base ``n`` (schools), ``n_sessions``, ``n_timed``
        (every step was timed) and ``n_schools_timed`` (schools with such a session),
        ``n_all_held`` (of those, none was left out), ``share_all_held`` (0 to 1, of the
        timed), ``n_to_time`` (of the timed, every step within a minute of the protocol).
    """
    minutes = _expected(kind)
    rows = [
        {"alliance": name, **_kept(table.loc[table["alliance"] == name], minutes)}
        for name in alphabetical(table["alliance"])
    ]
    return Finding(
        kind="protocol",
        question="Was every step of the protocol held?",
        title="Sessions and the steps of their protocol",
        table=as_table(rows, ("alliance", "n", *_KEPT)),
        keys=("alliance",),
        values=_KEPT,
        unit="schools",
        scope="schools",
        also=("n_schools_timed",),
        n=int(table["school_id"].nunique()),
        method=_method(minutes),
        caveats=(UNTIMED,),
        nobody=NO_SESSIONS,
    )


def protocol_steps(table: pd.DataFrame, kind: RecordType) -> Finding:
    """Say of each step of a protocol how often it was held, and for how long.

    Parameters
    ----------
    table, kind
        As for :func:`protocol`.

    Returns
    -------
    Finding
        Kind ``protocol_steps``: per ``step`` the base ``n`` (schools with a session in which it
        was timed), ``expected`` (minutes), ``n_timed`` (sessions), ``count`` (those that held
        it), ``share`` (0 to 1, of the timed) and ``median_minutes`` (where it was held).
    """
    rows = [
        {"step": kind.column(step).title, "expected": minutes, **_step(table, step)}
        for step, minutes in _expected(kind).items()
    ]
    return Finding(
        kind="protocol_steps",
        question="Which step is cut short or left out?",
        title="Steps of the protocol, and the minutes they took",
        table=as_table(rows, ("step", "n", *_STEP)),
        keys=("step",),
        values=_STEP,
        unit="schools",
        scope="schools",
        n=int(table["school_id"].nunique()),
        method=_method(_expected(kind)),
        caveats=(UNTIMED,),
        nobody=NO_SESSIONS,
    )


UNTIMED = (
    "A step that nobody timed counts neither as held nor as left out. Minutes tell whether there "
    "was time for a step, not whether it was used well."
)
_KEPT = ("n_sessions", "n_schools_timed", "n_timed", "n_all_held", "share_all_held", "n_to_time")
_STEP = ("expected", "n_timed", "count", "share", "median_minutes")


def _expected(kind: RecordType) -> dict[str, int]:
    return {column.id: column.expected for column in kind.columns if column.expected is not None}


def _method(minutes: Mapping[str, int]) -> str:
    return (
        f"The protocol has {len(minutes)} steps and takes {sum(minutes.values())} minutes. A step "
        f"is held if it took any time; it keeps to time if it took at most {LEEWAY} minute more "
        "or less than the protocol says. Only sessions in which every step was timed are judged "
        "as a whole. The base counts the schools."
    )


def _kept(part: pd.DataFrame, minutes: Mapping[str, int]) -> dict[str, object]:
    taken = part[list(minutes)].astype(float)
    timed = taken.loc[taken.notna().all(axis=1)]
    held = (timed > 0).all(axis=1)
    to_time = ((timed - pd.Series(minutes)).abs() <= LEEWAY).all(axis=1) & held
    return {
        "n": part["school_id"].nunique(),
        "n_sessions": len(part),
        "n_schools_timed": part.loc[timed.index, "school_id"].nunique(),
        "n_timed": len(timed),
        "n_all_held": int(held.sum()),
        "share_all_held": float(held.mean()) if len(timed) else float("nan"),
        "n_to_time": int(to_time.sum()),
    }


def _step(table: pd.DataFrame, step: str) -> dict[str, object]:
    taken = table[step].astype(float)
    timed = taken.loc[taken.notna()]
    held = timed.loc[timed > 0]
    return {
        "n": table.loc[timed.index, "school_id"].nunique(),
        "n_timed": len(timed),
        "count": len(held),
        "share": len(held) / len(timed) if len(timed) else float("nan"),
        "median_minutes": float(np.median(held)) if len(held) else float("nan"),
    }
