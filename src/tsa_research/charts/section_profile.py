"""The sections of a questionnaire, before and after."""

from __future__ import annotations

from typing import Any

import altair as alt

from tsa_research import numbers
from tsa_research.charts import style
from tsa_research.charts.assembling import Layers, Records, marks, measured, named, pick
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
from tsa_research.naming import matching
from tsa_research.schemas.model import ResponseScale

CAPTION = (
    "Each mark is the mean answer in one section, each thin line the range in which the mean of "
    "such a group can be expected (95% interval); further right is better. The chart does not "
    "say whether the same people answered each time, nor what made a difference."
)
KEYS = ("group", "section", "target")
SIDE = 140


def section_profile(
    release: Release,
    *,
    title: str,
    target: str | None = None,
    keys: tuple[str, ...] = KEYS,
) -> alt.LayerChart:
    """Draw the mean of each section for each wave, with its interval.

    It shows one row per section: a hollow circle for the first wave and a filled one for the
    last, joined by a line, with the favourable end of the scale on the right. Read which way
    the line leans, and whether the thin intervals overlap much. It cannot tell whether the
    same people answered each time, nor what brought a change about.

    Parameters
    ----------
    release : Release
        Of kind ``sections`` or ``comparison``.
    title : str
        The finding as a sentence.
    target : str, optional
        Draw only the means about this target (an id).
    keys : tuple of str
        What there is a row for.

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
    table = with_rows(matching(release, target=target), keys)
    scale = common_scale(release, table)
    waves = list(dict.fromkeys(row["wave"] for row in table))
    rows = build_rows(release, table, keys, step=16 + 22 * len(waves))
    width = rows.plot_width - SIDE
    offset = named("wave", scale={"domain": waves})
    description = f"Means per section. {_describe(release, table)} {scale.direction}."
    return Layers(
        layer=[
            *_marks(_plotted(table), scale, {"y": rows.position, "yOffset": offset}, waves),
            *_side(release, table, rows, width, offset),
            state_words(release, table, rows, left=6, offset=offset),
        ],
        width=width,
        height=rows.height,
        **style.finish(title=title, description=description, caption=CAPTION),
    )


def _plotted(table: Records) -> Records:
    """Return the rows that have a mean, with their figures as they are drawn."""
    plotted = [
        {**row, **{column: numbers.plotted_mean(row[column]) for column in ("mean", "low", "high")}}
        for row in shown(table)
    ]
    return [row for row in plotted if numbers.computable(row["mean"])]


def _marks(
    table: Records, scale: ResponseScale, where: dict[str, Any], waves: list[str]
) -> list[alt.Chart]:
    means = pick(table, "row", "wave", "mean")
    at = {**where, "x": position("mean", scale)}
    look = {"size": 110, "opacity": 1, "strokeWidth": 2}
    points = marks("point", means, {**at, **_looks(waves)}, **look)
    if len(waves) < 2:
        return [_intervals(table, scale, where), points]
    data = [{**mean, "place": waves.index(mean["wave"])} for mean in means]
    along = {**at, "detail": named("row"), "order": measured("place")}
    lines = marks("line", data, along, color=style.STRONG, strokeWidth=1.5)
    return [_intervals(table, scale, where), lines, points]


def _intervals(table: Records, scale: ResponseScale, where: dict[str, Any]) -> alt.Chart:
    known = [row for row in table if all(numbers.computable(row[end]) for end in ("low", "high"))]
    between = {**where, "x": position("low", scale), "x2": {"field": "high"}}
    data = pick(known, "row", "wave", "low", "high")
    return marks("rule", data, between, color=style.FRAME, strokeWidth=1.5)


def _looks(waves: list[str]) -> dict[str, Any]:
    """Return shape and colours: hollow for the first wave, filled for the last or the only one."""
    between = len(waves) - 2
    shapes = ["circle", *["square"] * between, "circle"][-len(waves) :]
    fills = [style.PAPER, *[style.PAPER] * between, style.STRONG][-len(waves) :]
    return style.looks("wave", waves, shape=shapes, fill=fills, stroke=[style.STRONG])


def _side(
    release: Release, table: Records, rows: Rows, width: int, offset: dict[str, Any]
) -> list[alt.LayerChart]:
    """Return the means and the bases in figures at the right, a line for each wave."""
    unit, right = release.unit.capitalize(), width + SIDE - 10
    return [
        side_column(
            table, "mean", "Mean", rows, right=right - 65, formatter=numbers.mean, offset=offset
        ),
        side_column(table, release.base, unit, rows, right=right, offset=offset),
    ]


def _describe(release: Release, table: Records) -> str:
    def say(row: dict[str, Any]) -> str:
        return f"{numbers.mean(row['mean'])}, {numbers.counted(row[release.base], release.unit)}"

    return clauses(release, table, release.keys, say)
