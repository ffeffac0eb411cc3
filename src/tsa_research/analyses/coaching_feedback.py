"""Which steps of feedback, and which parts of see it, name it, do it, are written down?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tsa_research.analyses.coached import (
    ENTRIES,
    SEE_NAME_DO,
    STEPS_OF_FEEDBACK,
    WRITTEN_ONLY,
    behind_entries,
    by_title,
    coach_weights,
    groups,
    guarded_by,
    people_behind,
    share_of,
    talked_about,
    written,
)
from tsa_research.analyses.rows import PRINTED, as_table
from tsa_research.findings import Finding

ALL_THREE = "All three"
METHOD = (
    "Of the entries with a conversation, those in which the step was written down; practice "
    f"counts where it was noted as held. {ENTRIES}"
)
NOT_HOW_WELL = "That a step was written down does not tell how well it was done."
NO_EXEMPLAR = (
    "See it rests on the focus and on who found the problem. Whether an exemplar was looked at is "
    "not in the log."
)
_COVERED = ("n_coaches", "count", "n_entries", "share")
_WRITTEN = ("n_coaches", "n_entries", "mean_elements", "n_all_six", "share_all_six")


def coverage(table: pd.DataFrame) -> Finding:
    """Say in how many entries each of the six steps of feedback was written down.

    Parameters
    ----------
    table : DataFrame
        One row per entry of the record ``coaching_log``.

    Returns
    -------
    Finding
        Kind ``coverage``: per ``element`` (a key of :data:`STEPS_OF_FEEDBACK`) ``count`` and
        ``share`` (0 to 1) of ``n_entries`` (with a conversation); the base ``n`` (teachers in
        them), ``n_schools`` and ``n_coaches`` are the same in all rows.
    """
    held = talked_about(table)
    found = {name: written(held, column) for name, column in STEPS_OF_FEEDBACK.items()}
    return Finding(
        kind="coverage",
        question="Which steps of feedback are written down?",
        title="Steps of feedback that are written down",
        table=as_table(_covered("element", held, found), ("element", *_BASE, *_COVERED)),
        keys=("element",),
        values=_COVERED,
        n=held["teacher"].nunique(),
        method=METHOD,
        caveats=(WRITTEN_ONLY, NOT_HOW_WELL),
        **guarded_by() | {"nobody": "no conversation"},
    )


def see_name_do(table: pd.DataFrame) -> Finding:
    """Say in how many entries each part of see it, name it, do it was written down.

    Parameters
    ----------
    table
        As for :func:`coverage`.

    Returns
    -------
    Finding
        Kind ``see_name_do``: per ``part`` (a key of :data:`SEE_NAME_DO`, or all three of them)
        the same columns as :func:`coverage`.
    """
    held = talked_about(table)
    found = {name: _all_written(held, columns) for name, columns in SEE_NAME_DO.items()}
    found[ALL_THREE] = np.logical_and.reduce(list(found.values()))
    return Finding(
        kind="see_name_do",
        question="Is coaching seen, named and done?",
        title="See it, name it, do it: the parts that are written down",
        table=as_table(_covered("part", held, found), ("part", *_BASE, *_COVERED)),
        keys=("part",),
        values=_COVERED,
        n=held["teacher"].nunique(),
        method=METHOD,
        caveats=(WRITTEN_ONLY, NO_EXEMPLAR),
        facts={"whole": ALL_THREE},
        **guarded_by() | {"nobody": "no conversation"},
    )


def elements_written(table: pd.DataFrame, *, by: str = "alliance") -> Finding:
    """Say of each alliance or school how many of the six steps an entry has.

    Parameters
    ----------
    table : DataFrame
        As for :func:`coverage`, with ``school`` and ``alliance``.
    by : {"alliance", "school"}

    Returns
    -------
    Finding
        Kind ``elements_written``: per ``by`` the base ``n`` (teachers), ``n_schools``,
        ``n_coaches``, ``n_entries`` (with a conversation), ``mean_elements`` (0 to 6),
        ``n_all_six`` (entries with all six) and ``share_all_six`` (0 to 1).
    """
    held, weights = talked_about(table), coach_weights(table, by)
    rows = [{by: name, **_elements(part, weights)} for name, part in groups(held, by)]
    return Finding(
        kind="elements_written",
        question="How complete are the entries?",
        title=f"Steps of feedback in an entry{by_title(by)}",
        table=as_table(rows, (by, *_BASE, *_WRITTEN)),
        keys=(by,),
        values=_WRITTEN,
        n=held["teacher"].nunique(),
        unanimous=_at_an_end,
        people=tuple(people_behind(part) for _, part in groups(held, by)),
        method=METHOD,
        caveats=(WRITTEN_ONLY, NOT_HOW_WELL),
        **guarded_by(by) | {"nobody": "no conversation"},
    )


_BASE = ("n", "n_schools")


def _all_written(table: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series:
    return np.logical_and.reduce([written(table, column) for column in columns])


def _covered(key: str, held: pd.DataFrame, found: dict[str, pd.Series]) -> list[dict[str, object]]:
    base, n_entries = behind_entries(held, coach_weights(held)), len(held)
    return [
        {
            key: name,
            **base,
            "count": int(entries.sum()),
            "n_entries": n_entries,
            "share": share_of(int(entries.sum()), n_entries),
        }
        for name, entries in found.items()
    ]


def _elements(part: pd.DataFrame, weights: Mapping[str, float]) -> dict[str, float]:
    each = np.sum([written(part, column) for column in STEPS_OF_FEEDBACK.values()], axis=0)
    whole = int((each == len(STEPS_OF_FEEDBACK)).sum())
    return {
        **behind_entries(part, weights),
        "n_entries": len(part),
        "mean_elements": float(each.mean()),
        "n_all_six": whole,
        "share_all_six": share_of(whole, len(part)),
    }


def _at_an_end(table: pd.DataFrame) -> pd.DataFrame:
    """Say where the mean is printed as none or all of the steps."""
    ends = (0, len(STEPS_OF_FEEDBACK))
    return pd.concat([(table["mean_elements"] - end).abs() <= PRINTED for end in ends], axis=1)
