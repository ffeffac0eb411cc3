"""Did a group of pupils progress otherwise than the rest, never than a whole that contains it?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from tsa_research.analyses.progress import NO_PUPILS
from tsa_research.analyses.pupils import in_order, pupils_of
from tsa_research.analyses.rows import as_table, behind, fields, reasons
from tsa_research.findings import Finding
from tsa_research.schemas.records import RecordType
from tsa_research.stats.independent import superiority
from tsa_research.stats.multiplicity import benjamini_hochberg


def against_the_rest(table: pd.DataFrame, kind: RecordType) -> Finding:
    """Hold the change of each group against that of all other pupils on the same measure.

    Use it to see whether a group falls behind; not to rank groups.

    Parameters
    ----------
    table : DataFrame
        As in the record ``pupil_outcomes``, with ``school`` and ``alliance``.
    kind : RecordType
        Its declaration.

    Returns
    -------
    Finding
        Kind ``progress_rest``: per ``measure`` and ``group`` (of measures with several groups)
        the base ``n`` (pupils of the group with both figures), ``n_schools``, ``n_rest``,
        ``median_change`` and ``median_rest`` (in the unit), ``larger_gain`` (0 to 1, the chance
        that a random pupil of the group gained more than one of the rest) with ``low`` and
        ``high``, ``p_adjusted`` (Benjamini–Hochberg over all rows).
    """
    pupils = pupils_of(table, kind, "group").dropna(subset=["change"])
    cells = [
        (measure, name, everybody)
        for measure, everybody in pupils.groupby("measured")
        if everybody["group"].nunique() > 1
        for name in in_order(everybody["group"])
    ]
    found = [_row(*cell) for cell in cells]
    alike = pd.DataFrame([mind for _, _, mind in found], columns=["gained", "same", "lost"])
    values = ("n_rest", "median_change", "median_rest", "larger_gain", "low", "high", "p_adjusted")
    rows = as_table((row for row, *_ in found), ("measure", "group", "n", *values, "n_schools"))
    return Finding(
        kind="progress_rest",
        question="Does a group progress otherwise than the rest?",
        title="Change of each group compared with the rest",
        table=rows.assign(p_adjusted=_adjusted(rows["p_adjusted"])),
        keys=("measure", "group"),
        values=values,
        schools="n_schools",
        unit="pupils",
        scope="group",
        parts=("group",),
        also=("n_rest",),
        people=tuple(
            frozenset(zip(part["pupil"], part["school"], strict=True))
            for _, name, everybody in cells
            for part in [everybody.loc[everybody["group"] == name]]
        ),
        unanimous=lambda _: alike,
        n=pupils["pupil"].nunique(),
        method=(
            "Each group is compared with all pupils on the measure who are not in it. Chance of "
            "the larger gain: of all pairs of one pupil of the group and one of the rest, the "
            "share in which the pupil of the group gained more, equal changes counted half; 50% "
            "means no difference. Interval and p-value (rank-sum test, adjusted for the number of "
            "rows by Benjamini–Hochberg) treat pupils as independent where all are of one school; "
            "with pupils of six schools or more the interval comes from drawing the same schools "
            "again and again; with two to five schools there is neither. Exploratory."
        ),
        reasons=tuple(why for _, why, _ in found),
        nobody=NO_PUPILS,
        facts={"by": "group", "nothing": "There are no groups of pupils to compare."},
    )


def _row(
    measure: object, name: str, everybody: pd.DataFrame
) -> tuple[dict[str, Any], tuple[str, ...], list[bool]]:
    """Return a row, why it lacks a figure, and whether all of the group moved one way."""
    part = everybody.loc[everybody["group"] == name]
    others = everybody.loc[~everybody["pupil"].isin(part["pupil"])]
    rest = others.drop_duplicates("pupil")
    schools = list(rest["school"]), list(part["school"])
    several = len({*schools[0], *schools[1]}) > 1
    result = superiority(rest["change"], part["change"], groups=schools if several else None)
    found = fields(result, "probability", "low", "high", "p")
    row = {
        **{"measure": measure, "group": name, **behind(part["school"].to_numpy(dtype=object))},
        **{"n_rest": len(rest), "median_change": _median(part), "median_rest": _median(rest)},
        **{"larger_gain": found["probability"], "low": found["low"], "high": found["high"]},
        "p_adjusted": found["p"],
    }
    alike = [bool((np.sign(part["change"]) == way).all()) for way in (1, 0, -1)]
    return row, reasons(result, getattr(result, "low", None)), alike


def _median(part: pd.DataFrame) -> float:
    return float(np.median(part["change"])) if len(part) else float("nan")


def _adjusted(raw: pd.Series) -> pd.Series:
    known = raw.astype(float).dropna()
    found = pd.Series(benjamini_hochberg(list(known)), index=known.index, dtype=float)
    return found.reindex(raw.index)
