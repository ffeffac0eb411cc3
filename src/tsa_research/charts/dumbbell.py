"""What people say of their own school and of their alliance, side by side."""

from __future__ import annotations

from typing import Any

import altair as alt

from tsa_research import numbers
from tsa_research.charts import style
from tsa_research.charts.assembling import Layers, Records, marks, named
from tsa_research.charts.nothing import nothing_to_draw
from tsa_research.charts.rows import (
    Rows,
    build_rows,
    clauses,
    shown,
    side_column,
    state_words,
    with_rows,
)
from tsa_research.charts.scale_axis import common_scale, position
from tsa_research.findings import Release, require_release
from tsa_research.schemas.model import ResponseScale

CAPTION = (
    "The filled circle is the mean answer about the own school, the hollow diamond the mean "
    "answer of the same people about the alliance; further right is better. Means hide how "
    "people differ, and a gap does not say which of the two has changed or why."
)
SIDE = 80
MEANS = ("mean_own", "mean_other")


def dumbbell(release: Release, *, title: str) -> alt.LayerChart:
    """Draw the gap between the own school and the alliance for each section.

    It shows two means per section (and group), joined by a line: a filled circle for the own
    school and a hollow diamond for the alliance, the favourable end of the scale on the right.
    Read which mark is further right and how long the line is. It cannot tell how widely people
    differ around a mean, nor whether a gap is more than chance: see the table for that.

    Parameters
    ----------
    release : Release
        Of kind ``gap``.
    title : str
        The finding as a sentence.

    Returns
    -------
    LayerChart

    Raises
    ------
    TypeError
        If anything but a release was passed.
    UsageError
        If the sections have different scales.
    """
    release = require_release(release)
    if release.shown.empty:
        return nothing_to_draw(release, title)
    table = with_rows(release.table, release.keys)
    scale = common_scale(release, table)
    rows = build_rows(release, table, release.keys, step=46)
    width = rows.plot_width - SIDE
    unit = release.unit.capitalize()
    description = f"Two means per row. {_describe(release, table)} {scale.direction}."
    return Layers(
        layer=[
            *_marks(shown(table), scale, rows, _labels(release)),
            state_words(release, table, rows, left=6),
            side_column(table, release.base, unit, rows, right=width + SIDE - 10),
        ],
        width=width,
        height=rows.height,
        **style.finish(title=title, description=description, caption=CAPTION),
    )


def _labels(release: Release) -> tuple[str, str]:
    """Return the names of the two targets, the own school first."""
    named = [release.facts.get(name) for name in ("own", "other")]
    if all(named):
        return str(named[0]).capitalize(), str(named[1]).capitalize()
    return "Own school", "Alliance colleagues"


def _marks(
    table: Records, scale: ResponseScale, rows: Rows, labels: tuple[str, str]
) -> list[alt.Chart]:
    pairs = _pairs(table)
    points = [
        {"row": pair["row"], "about": label, "mean": pair[column]}
        for column, label in zip(MEANS, labels, strict=True)
        for pair in pairs
    ]
    line = {"x": position("mean_own", scale), "x2": {"field": "mean_other"}, "y": rows.position}
    where = {"x": position("mean", scale), "y": rows.position}
    look = {"size": 150, "opacity": 1, "strokeWidth": 2}
    return [
        marks("rule", pairs, line, color=style.FRAME, strokeWidth=3),
        marks("point", points, {**where, **_looks(labels)}, **look),
        *_texts(points, where, labels),
    ]


def _pairs(table: Records) -> Records:
    """Return the means that are drawn: of rows in which both are known."""
    pairs = [
        {"row": row["row"], **{column: numbers.plotted_mean(row[column]) for column in MEANS}}
        for row in table
    ]
    return [pair for pair in pairs if all(numbers.computable(pair[column]) for column in MEANS)]


def _looks(labels: tuple[str, str]) -> dict[str, Any]:
    """Return shape and colours: a filled circle for the first, a hollow diamond for the second."""
    shapes, fills = ["circle", "diamond"], [style.STRONG, style.PAPER]
    return style.looks("about", labels, shape=shapes, fill=fills, stroke=[style.STRONG])


def _texts(points: Records, where: dict[str, Any], labels: tuple[str, str]) -> list[alt.Chart]:
    """Return the means in figures: the own school's above its mark, the other's below."""
    texts = []
    for label, shift in zip(labels, (-15, 16), strict=True):
        mine = [point for point in points if point["about"] == label]
        data = [
            {"row": point["row"], "mean": point["mean"], "text": numbers.mean(point["mean"])}
            for point in mine
        ]
        texts.append(marks("text", data, {**where, "text": named("text")}, dy=shift))
    return texts


def _describe(release: Release, table: Records) -> str:
    own, other = _labels(release)

    def say(row: dict[str, Any]) -> str:
        means = f"{own} {numbers.mean(row['mean_own'])}, {other} {numbers.mean(row['mean_other'])}"
        return f"{means}, {numbers.counted(row[release.base], release.unit)}"

    return clauses(release, table, release.keys, say)
