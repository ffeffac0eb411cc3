"""Progress of groups of pupils: how far each has moved, on either side of no change."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import altair as alt

from tsa_research import numbers
from tsa_research.charts import style
from tsa_research.charts.assembling import Layers, Records, Stack, marks, measured, pick
from tsa_research.charts.nothing import nothing_to_draw
from tsa_research.charts.rows import (
    Rows,
    build_rows,
    clauses,
    in_line,
    shown,
    side_column,
    state_words,
    with_rows,
    zero_line,
)
from tsa_research.findings import Release, require_release

CAPTION = (
    "Each circle is the change of one row, each thin line its 95% interval where there is one, and "
    "the dark upright line is no change; further right is more progress. The chart cannot tell "
    "what brought progress about, and every measure has an axis of its own because units differ."
)
SIDE = 232
SPAN = ("change_low", "change_high")
STEP, TITLE = 32, 42


def progress(release: Release, *, title: str) -> alt.LayerChart | alt.VConcatChart:
    """Draw the change of pupils on each measure, with a line at no change.

    It shows one circle per row, the median change where single pupils are known and the change
    of the mean elsewhere, with its interval where there is one. Read on which side of the line a
    circle lies, and whether its interval crosses the line. It cannot tell what brought progress
    about; measures in different units stand in panels of their own and may not be compared.

    Parameters
    ----------
    release : Release
        Of kind ``progress``, ``progress_means`` or ``without_base``.
    title : str
        The finding as a sentence.

    Returns
    -------
    LayerChart or VConcatChart
        The latter where there are several measures.

    Raises
    ------
    TypeError
        If anything but a release was passed.
    """
    release = require_release(release)
    if release.shown.empty:
        return nothing_to_draw(release, title)
    table = with_rows(release.table, release.keys)
    parts = [list(part) for _, part in groupby(table, key=lambda row: row["measure"])]
    rows = in_line([build_rows(release, part, release.keys, step=STEP) for part in parts])
    panels = [_panel(release, *pair) for pair in zip(parts, rows, strict=True)]
    said = f"Change per row. {_describe(release, table)}"
    words = style.finish(title=title, description=said, caption=CAPTION)
    if len(panels) == 1:
        return Layers(**panels[0], **words)
    stacked = tuple(Layers(**panel) for panel in panels)
    return Stack(vconcat=stacked, spacing=28, resolve={"scale": {"x": "independent"}}, **words)


def _value(release: Release) -> str:
    return "median_change" if "median_change" in release.values else "mean_change"


def _panel(release: Release, table: Records, rows: Rows) -> dict[str, Any]:
    """Return the layers, the width and the height of one measure."""
    width, value = rows.plot_width - SIDE, _value(release)
    dots = _dots(table, value)
    unit, right = release.unit.capitalize(), width + SIDE - 10
    sides = [
        side_column(table, value, "Change", rows, right=right - 168, formatter=numbers.change),
        side_column(_spans(table), "span", "95% interval", rows, right=right - 62, formatter=str),
        side_column(table, release.base, unit, rows, right=right),
    ]
    kept = sides if SPAN[0] in release.values else [sides[0], sides[2]]
    layers = [
        *_marks(dots, _position(dots, table[0]["measure"], value), rows),
        *kept,
        state_words(release, table, rows, left=6),
    ]
    return {"layer": layers, "width": width, "height": rows.height}


def _dots(table: Records, value: str) -> Records:
    """Return the rows that have a change, with their figures at their printed values."""
    plotted = [
        {
            "row": row["row"],
            "change": numbers.plotted_mean(row[value]),
            **{end: numbers.plotted_mean(row.get(end)) for end in SPAN},
        }
        for row in shown(table)
    ]
    return [row for row in plotted if numbers.computable(row["change"])]


def _spans(table: Records) -> Records:
    """Return the rows with their interval in words, or a dash where there is none."""
    spans = [(row, _interval(row)) for row in table]
    return [{**row, "span": "–" if s == numbers.NOT_COMPUTABLE else s} for row, s in spans]


def _interval(row: dict[str, Any]) -> str:
    return numbers.interval(row.get(SPAN[0]), row.get(SPAN[1]), numbers.change)


def _marks(dots: Records, position: dict[str, Any], rows: Rows) -> list[alt.Chart]:
    known = [dot for dot in dots if all(numbers.computable(dot[end]) for end in SPAN)]
    along = {"x": {**position, "field": SPAN[0]}, "x2": {"field": SPAN[1]}, "y": rows.position}
    at = {"x": {**position, "field": "change"}, "y": rows.position}
    look = {"size": 120, "opacity": 1, "filled": True, "shape": "circle", "color": style.STRONG}
    return [
        zero_line(),
        marks("rule", pick(known, "row", *SPAN), along, color=style.FRAME, strokeWidth=2.5),
        marks("point", pick(dots, "row", "change"), at, **look),
    ]


def _position(dots: Records, measure: str, value: str) -> dict[str, Any]:
    """Return the axis of one measure: no change is always on it."""
    ends = [dot[column] for dot in dots for column in ("change", *SPAN)]
    known = [0.0, *(end for end in ends if numbers.computable(end))]
    low, high = min(known), max(known)
    room = 0.08 * ((high - low) or 1.0)
    domain = [low - room if low < 0 else -room, high + room]
    what = "Median change" if value == "median_change" else "Change of the mean"
    lines = style.wrapped(f"{what}: {measure}", TITLE)
    axis = {"title": [*lines, "← lost\u2003\u2003\u2003gained →"], "tickCount": 6}
    axis |= {"titleLineHeight": style.LINE}
    return measured("change", scale={"domain": domain, "nice": False}, axis=axis)


def _describe(release: Release, table: Records) -> str:
    value = _value(release)

    def say(row: dict[str, Any]) -> str:
        span = _interval(row)
        interval = "" if span == numbers.NOT_COMPUTABLE else f" (95% interval {span})"
        base = numbers.counted(row[release.base], release.unit)
        return f"{numbers.change(row[value])}{interval}, {base}"

    return clauses(release, table, release.keys, say)
