"""The sections of a questionnaire, before and after."""

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
from tsa_research.naming import matching
from tsa_research.schemas.model import ResponseScale

CAPTION = (
    "Each mark is the mean answer in one section, each thin line the range in which the mean of "
    "such a group can be expected (95% interval); further right is better. The chart does not "
    "say whether the same people answered each time, nor what made a difference."
)
KEYS = ("group", "section", "target")
SIDE = 140


def section_profile(release: Release, *, title: str, target: str | None = None) -> alt.LayerChart:
    """Draw the mean of each section for each wave, with its interval.

    It shows one row per section: a hollow circle for the first wave and a filled one for the
    last, joined by a line, with the favourable end of the scale on the right. Read which way
    the line leans, and whether the thin intervals overlap much. It cannot tell whether the
    same people answered each time, nor what brought a change about.

    Parameters
    ----------
    release : Release
        Of kind ``sections``.
    title : str
        The finding as a sentence.
    target : str, optional
        Draw only the means about this target (an id).

    Returns
    -------
    LayerChart

    Raises
    ------
    TypeError
        If anything but a release was passed.
    UsageError
        If the target is unknown, or the sections have different scales.
    """
    release = require_release(release)
    if release.shown.empty:
        return nothing_to_draw(release, title)
    table = with_rows(matching(release, target=target), KEYS)
    scale = common_scale(release, table)
    waves = list(dict.fromkeys(table["wave"]))
    rows = build_rows(release, table, KEYS, step=16 + 22 * len(waves))
    width = rows.plot_width - SIDE
    offset = alt.YOffset("wave:N", scale=alt.Scale(domain=waves))
    chart = alt.layer(
        *_marks(table, scale, rows, offset),
        *_side(release, table, rows, width, offset),
        state_words(release, table, rows, left=6, offset=offset),
    ).properties(width=width, height=rows.height)
    description = f"Means per section. {_describe(release, table)} {scale.direction}."
    return style.finish(chart, title=title, description=description, caption=CAPTION)


def _marks(
    table: pd.DataFrame, scale: ResponseScale, rows: Rows, offset: alt.YOffset
) -> list[alt.Chart]:
    shown = table.loc[table["state"] == "shown"]
    drawn = {column: shown[column].map(numbers.plotted_mean) for column in ("mean", "low", "high")}
    shown = shown.assign(**drawn).dropna(subset="mean")
    intervals = shown[["row", "wave", "low", "high"]].dropna()
    thin = alt.Chart(intervals).mark_rule(color=style.FRAME, strokeWidth=1.5)
    thin = thin.encode(x=position("low", scale), x2="high:Q", y=rows.axis(), yOffset=offset)
    means = alt.Chart(shown[["row", "wave", "mean"]])
    points = means.mark_point(size=110, opacity=1, strokeWidth=2)
    where = {"x": position("mean", scale), "y": rows.axis(), "yOffset": offset}
    waves = list(dict.fromkeys(table["wave"]))
    layers = [thin, points.encode(**where, **_looks(waves))]
    if len(waves) > 1:
        data = shown[["row", "wave", "mean"]].assign(place=shown["wave"].map(waves.index))
        line = alt.Chart(data).mark_line(color=style.STRONG, strokeWidth=1.5)
        layers.insert(1, line.encode(**where, detail="row:N", order="place:Q"))
    return layers


def _looks(waves: list[str]) -> dict[str, Any]:
    """Return shape and colours: hollow for the first wave, filled for the last or the only one."""
    between = len(waves) - 2
    shapes = ["circle", *["square"] * between, "circle"][-len(waves) :]
    fills = [style.PAPER, *[style.PAPER] * between, style.STRONG][-len(waves) :]
    padding = style.column_padding(waves)
    legend = alt.Legend(orient="top", title=None, columnPadding=padding)
    shape = alt.Scale(domain=waves, range=shapes)
    fill = alt.Scale(domain=waves, range=fills)
    stroke = alt.Scale(domain=waves, range=[style.STRONG])
    return {
        "shape": alt.Shape("wave:N", scale=shape, legend=legend),
        "fill": alt.Fill("wave:N", scale=fill, legend=legend),
        "stroke": alt.Stroke("wave:N", scale=stroke, legend=legend),
    }


def _side(
    release: Release, table: pd.DataFrame, rows: Rows, width: int, offset: alt.YOffset
) -> list[alt.LayerChart]:
    """Return the means and the bases in figures at the right, a line for each wave."""
    unit, right = release.unit.capitalize(), width + SIDE - 10
    return [
        side_column(
            table, "mean", "Mean", rows, right=right - 65, formatter=numbers.mean, offset=offset
        ),
        side_column(table, release.base, unit, rows, right=right, offset=offset),
    ]


def _describe(release: Release, table: pd.DataFrame) -> str:
    def say(row: dict[str, Any]) -> str:
        return f"{numbers.mean(row['mean'])}, {numbers.counted(row[release.base], release.unit)}"

    return clauses(release, table, release.keys, say)
