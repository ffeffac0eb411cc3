"""How did the grades of trainees move between the points at which they were assessed?"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from tsa_research.analyses.rows import all_in, as_table
from tsa_research.findings import Finding
from tsa_research.schemas.model import Instrument, Item, Option, ResponseScale, Source, Subscale
from tsa_research.schemas.records import RecordType

SECTION = "assessments"
GOOD = (1, 2)
"""Grades that count as favourable: outstanding and good, as in the form for observed lessons."""
WAYS = (Option(1, "Down"), Option(2, "The same"), Option(3, "Up"))
METHOD = (
    "A low grade is the better one: up means a better grade, such as from 3 to 2. Grades are "
    "steps, not amounts, and are never averaged."
)
THROUGHOUT = (
    "Only trainees with a grade at every point so far are counted, so that all tables are about "
    "the same people."
)
NO_GRADES = "no grades"
NOTHING = "No grade of a trainee is written down."
NOBODY_THROUGHOUT = "No trainee has a grade at every point of assessment so far."
JUDGED = (
    "A grade is somebody's judgement. Where the same mentor grades at every point, a better grade "
    "can also mean a kinder or a more confident mentor."
)

CEILING = "Who has the best grade can only stay or go down."


def grades_at_points(table: pd.DataFrame, kind: RecordType) -> Finding:
    """Count every grade at each point of assessment; grades that nobody got stay in, with 0.

    Only trainees with a grade at every point at which anybody was graded are counted, here and in
    :func:`trajectories`: with other bases the one could be subtracted from the other.

    Parameters
    ----------
    table : DataFrame
        As in the record ``trainee_grades``, with ``school``.
    kind : RecordType
        Its declaration: how many points there are, and what the grades are called.

    Returns
    -------
    Finding
        Kind ``grades``: ``item`` (the point), ``level`` (grade, the best first),
        ``count``, ``share`` (0 to 1), base ``n`` (trainees graded throughout), ``n_schools``.
    """
    wide, schools = _throughout(*_by_trainee(table, kind))
    form = _form(kind, [f"Point {point}" for point in wide.columns], _grades(kind))
    rows = [
        row
        for item, point in zip(form.items, wide.columns, strict=True)
        for row in _counted(item, wide[point], schools)
    ]
    return Finding(
        kind="grades",
        question="Which grades did trainees get at each point?",
        title="Grades of trainees at each point of assessment",
        method=f"{METHOD} {THROUGHOUT}",
        caveats=(JUDGED,),
        **_common(rows, form, wide),
    )


def trajectories(table: pd.DataFrame, kind: RecordType) -> Finding:
    """Count the trainees whose grade went up, stayed or went down between two points.

    Only trainees with a grade at every point are compared, each with themselves.

    Parameters
    ----------
    table, kind
        As for :func:`grades_at_points`.

    Returns
    -------
    Finding
        Kind ``trajectories``: ``item`` (two points), ``level`` (1 down, 2 the same,
        3 up), ``count``, ``share`` (0 to 1), base ``n`` (trainees graded throughout) and
        ``n_schools``. Points that follow each other come first, then the first and the last.
    """
    wide, schools = _throughout(*_by_trainee(table, kind))
    points = list(wide.columns)
    pairs = sorted(combinations(points, 2), key=lambda pair: (pair[1] - pair[0], pair))
    pairs = [pair for pair in pairs if pair[1] - pair[0] == 1 or pair == (points[0], points[-1])]
    scale = ResponseScale("way", WAYS, "high", (3,))
    form = _form(kind, [f"From point {first} to point {last}" for first, last in pairs], scale)
    rows = [
        row
        for item, (first, last) in zip(form.items, pairs, strict=True)
        for row in _counted(item, 2 + np.sign(wide[first] - wide[last]), schools)
    ]
    return Finding(
        kind="trajectories",
        question="Whose grade went up, and whose went down?",
        title="Grades of the same trainees from point to point",
        method=f"{METHOD} {THROUGHOUT}",
        caveats=(JUDGED, CEILING),
        **_common(rows, form, wide),
    )


def points_graded(table: pd.DataFrame, kind: RecordType) -> Finding:
    """Count the trainees who have a grade at each point, of all who have any.

    Parameters
    ----------
    table, kind
        As for :func:`grades_at_points`.

    Returns
    -------
    Finding
        Kind ``points_graded``: per ``point`` ``count`` (graded), ``share`` (0 to 1) and
        ``n_ungraded``; the base ``n`` (trainees with any grade) and ``n_schools`` are the same in
        all rows.
    """
    wide, schools = _by_trainee(table, kind)
    rows = [
        {
            "point": f"Point {point}",
            **{"n": len(wide), "n_schools": schools.nunique()},
            **{"count": int(wide[point].notna().sum()), "share": wide[point].notna().mean()},
            "n_ungraded": int(wide[point].isna().sum()),
        }
        for point in wide.columns
    ]
    values = ("count", "share", "n_ungraded")
    return Finding(
        kind="points_graded",
        question="Of how many trainees is the way known from point to point?",
        title="Trainees with a grade at each point",
        table=as_table(rows if len(wide) else [], ("point", "n", *values, "n_schools")),
        keys=("point",),
        values=values,
        schools="n_schools",
        unit="trainees",
        scope="alliance",
        n=len(wide),
        method="A trainee is counted who has a grade at any point.",
        nobody=NO_GRADES,
        facts={"nothing": NOTHING},
    )


def _by_trainee(table: pd.DataFrame, kind: RecordType) -> tuple[pd.DataFrame, pd.Series]:
    """Return trainees × points with their grades (the latest of each), and their schools."""
    column = kind.column("point")
    points = range(int(column.least or 1), int(column.most or 1) + 1)
    latest = table.sort_values("graded", kind="stable").drop_duplicates(
        ["trainee", "point"], keep="last"
    )
    latest = latest.assign(grade=pd.to_numeric(latest["grade"]), point=latest["point"].astype(int))
    wide = latest.pivot(index="trainee", columns="point", values="grade")
    schools = latest.groupby("trainee")["school"].last()
    return wide.reindex(columns=pd.Index(points)).astype(float), schools


def _throughout(wide: pd.DataFrame, schools: pd.Series) -> tuple[pd.DataFrame, pd.Series]:
    """Keep the trainees with a grade at every point at which anybody was graded."""
    reached = wide.columns[wide.notna().any()]
    return wide.loc[wide[reached].notna().all(axis=1)], schools


def _counted(item: Item, levels: pd.Series, schools: pd.Series) -> list[dict[str, Any]]:
    known = levels.dropna()
    about = {"n": len(known), "n_schools": schools.reindex(known.index).nunique()}
    counts = known.value_counts()
    return [
        {
            **{"item": item.id, "level": code, **about},
            "count": int(counts.get(code, 0)),
            "share": counts.get(code, 0) / len(known) if len(known) else float("nan"),
        }
        for code in item.scale.codes
    ]


def _common(rows: list[dict[str, Any]], form: Instrument, wide: pd.DataFrame) -> dict[str, Any]:
    columns = ("item", "level", "n", "count", "share", "n_schools")
    return {
        "table": as_table(rows if len(wide) else [], columns),
        "keys": ("item", "level"),
        "values": ("count", "share"),
        "schools": "n_schools",
        "unanimous": all_in("count"),
        "unit": "trainees",
        "scope": "alliance",
        "n": len(wide),
        "nobody": NO_GRADES,
        "instrument": form,
        "facts": {"headings": {"item": "Assessment"}, "nothing": NOBODY_THROUGHOUT},
    }


def _grades(kind: RecordType) -> ResponseScale:
    options = tuple(Option(int(code), label) for code, label in kind.column("grade").options)
    return ResponseScale("grade", options, "low", GOOD)


def _form(kind: RecordType, titles: list[str], scale: ResponseScale) -> Instrument:
    """Return the record as a form with one item for each row, so that charts know its scale."""
    items = tuple(
        Item(f"item_{number}", title, title, scale) for number, title in enumerate(titles, start=1)
    )
    return Instrument(
        id=kind.id,
        version=kind.version,
        title=kind.title,
        about=kind.about,
        answered_by=("mentor",),
        speaks_for="person",
        scales=(scale,),
        items=items,
        subscales=(Subscale(SECTION, "Points of assessment", tuple(item.id for item in items)),),
        source=Source(kind.source, "", "", ""),
        rates="others",
    )
