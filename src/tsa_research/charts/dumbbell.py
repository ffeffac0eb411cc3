"""What people say of their own school and of their alliance, side by side."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from tsa_research import numbers
from tsa_research.charts import style
from tsa_research.charts.nothing import nothing_to_draw
from tsa_research.charts.rows import (
    Rows,
    build_rows,
    clauses,
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
    chart = alt.layer(
        *_marks(table, scale, rows, _labels(release)),
        state_words(release, table, rows, left=6),
        side_column(table, release.base, unit, rows, right=width + SIDE - 10),
    ).properties(width=width, height=rows.height)
    description = f"Two means per row. {_describe(release, table)} {scale.direction}."
    return style.finish(chart, title=title, description=description, caption=CAPTION)


def _labels(release: Release) -> tuple[str, str]:
    """Return the names of the two targets, the own school first."""
    named = [release.facts.get(name) for name in ("own", "other")]
    if all(named):
        return str(named[0]).capitalize(), str(named[1]).capitalize()
    return "Own school", "Alliance colleagues"


def _marks(
    table: pd.DataFrame, scale: ResponseScale, rows: Rows, labels: tuple[str, str]
) -> list[alt.Chart]:
    shown = table.loc[table["state"] == "shown", ["row", "mean_own", "mean_other"]]
    drawn = {column: shown[column].map(numbers.plotted_mean) for column in shown.columns[1:]}
    shown = shown.assign(**drawn).dropna()
    points = shown.rename(columns=dict(zip(("mean_own", "mean_other"), labels, strict=True)))
    points = points.melt("row", var_name="about", value_name="mean")
    points = points.assign(text=points["mean"].map(numbers.mean))
    line = alt.Chart(shown).mark_rule(color=style.FRAME, strokeWidth=3)
    line = line.encode(x=position("mean_own", scale), x2="mean_other:Q", y=rows.axis())
    marks = alt.Chart(points[["row", "about", "mean"]])
    marks = marks.mark_point(size=150, opacity=1, strokeWidth=2)
    marks = marks.encode(x=position("mean", scale), y=rows.axis(), **_looks(labels))
    return [line, marks, *_texts(points, scale, rows, labels)]


def _looks(labels: tuple[str, str]) -> dict[str, Any]:
    """Return shape and colours: a filled circle for the first, a hollow diamond for the second."""
    names = list(labels)
    padding = style.column_padding(names)
    legend = alt.Legend(orient="top", title=None, columnPadding=padding)
    shape = alt.Scale(domain=names, range=["circle", "diamond"])
    fill = alt.Scale(domain=names, range=[style.STRONG, style.PAPER])
    stroke = alt.Scale(domain=names, range=[style.STRONG])
    return {
        "shape": alt.Shape("about:N", scale=shape, legend=legend),
        "fill": alt.Fill("about:N", scale=fill, legend=legend),
        "stroke": alt.Stroke("about:N", scale=stroke, legend=legend),
    }


def _texts(
    points: pd.DataFrame, scale: ResponseScale, rows: Rows, labels: tuple[str, str]
) -> list[alt.Chart]:
    """Return the means in figures: the own school's above its mark, the other's below."""
    texts = []
    for label, shift in zip(labels, (-15, 16), strict=True):
        data = points.loc[points["about"] == label, ["row", "mean", "text"]]
        marks = alt.Chart(data).mark_text(dy=shift)
        texts.append(marks.encode(x=position("mean", scale), y=rows.axis(), text="text:N"))
    return texts


def _describe(release: Release, table: pd.DataFrame) -> str:
    own, other = _labels(release)

    def say(row: dict[str, Any]) -> str:
        means = f"{own} {numbers.mean(row['mean_own'])}, {other} {numbers.mean(row['mean_other'])}"
        return f"{means}, {numbers.counted(row[release.base], release.unit)}"

    return clauses(release, table, release.keys, say)
