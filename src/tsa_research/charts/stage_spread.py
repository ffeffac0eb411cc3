"""How many schools stand at each stage, strand by strand."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd

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
from tsa_research.charts.scale_axis import common_scale
from tsa_research.findings import Release, require_release
from tsa_research.naming import matching
from tsa_research.schemas.model import ResponseScale

CAPTION = (
    "Each bar is the schools that made a statement on one strand: the darker a part, the further "
    "on, and its letters name the stage, with the number of schools where there are several. The "
    "chart does not show which school stands where, and a stage is a judgement that schools make, "
    "not a measurement."
)
KEYS = ("dimension", "strand", "target")
SIDE = 66
MOST_TICKS = 9
SILENT = "no statement"


def stage_spread(
    release: Release, *, title: str, target: str | None = None, most: int = 0
) -> alt.LayerChart:
    """Draw how many schools stand at each stage, one stacked bar per strand.

    It shows the schools of an alliance from the least developed stage at the left to the furthest
    on at the right; strands in the order of the form. Read how long the dark part of a bar is. It
    cannot tell which school stands where, nor how well the judges of a school agreed.

    Parameters
    ----------
    release : Release
        Of kind ``stage_spread``.
    title : str
        The finding as a sentence.
    target : str, optional
        Draw only what was judged of this target (an id).
    most : int
        Number of schools at which the axis ends at least: charts with the same can be compared.

    Returns
    -------
    LayerChart

    Raises
    ------
    TypeError
        If anything but a release was passed.
    UsageError
        If the target is unknown.
    """
    release = require_release(release)
    if release.shown.empty:
        return nothing_to_draw(release, title)
    release = replace(release, nobody=SILENT)
    table = _every_strand(release, matching(release, target=target))
    scale = common_scale(release, table)
    rows = build_rows(release, table, KEYS, step=26)
    width = rows.plot_width - SIDE
    end = max(most, *(row["n"] for row in shown(table)))
    unit = release.unit.capitalize()
    description = f"Stacked bars of schools by stage. {_describe(release, table, scale)}"
    return Layers(
        layer=[
            *_bars(_segments(shown(table), scale), scale, rows, width, int(end)),
            state_words(release, table, rows, left=6),
            side_column(table, release.base, unit, rows, right=width + SIDE - 12),
        ],
        width=width,
        height=rows.height,
        **style.finish(title=title, description=description, caption=CAPTION),
    )


def _every_strand(release: Release, table: pd.DataFrame) -> Records:
    """Return the rows of every strand of the form; one without a statement has a row that says so.

    So charts of several alliances have the same rows in the same order.
    """
    instrument = release.instrument
    rows: list[pd.DataFrame] = []
    if instrument is None:
        return with_rows(table, KEYS)
    for item in instrument.items:
        about = {"strand": item.id, "target": item.target or ""}
        if about["target"] in set(table["target"]):
            own = table.loc[(table[list(about)] == pd.Series(about)).all(axis=1)]
            nobody = {"dimension": instrument.subscale_of[item.id].id, **about, "state": "none"}
            rows.append(own if len(own) else pd.DataFrame([nobody]))
    return with_rows(pd.concat(rows, ignore_index=True), KEYS)


def _segments(table: Records, scale: ResponseScale) -> Records:
    """Place the schools at each stage side by side, the least developed at the left."""
    counts: dict[str, dict[int, int]] = {}
    segments: Records = []
    for row in table:
        counts.setdefault(row["row"], {})[int(row["level"])] = int(row["count"])
    for name, found in counts.items():
        start = 0
        for code in scale.worst_first:
            n, mark = found.get(code, 0), scale.option(code).mark
            segments.append({"row": name, "mark": mark, "start": start, "end": start + n, "n": n})
            start += n
    return [segment for segment in segments if segment["n"]]


def _bars(
    segments: Records, scale: ResponseScale, rows: Rows, width: int, end: int
) -> list[alt.Chart]:
    marks_in_order = [scale.option(code).mark for code in scale.worst_first]
    last = len(marks_in_order) - 1
    shades = style.ramp([place / last for place in range(last + 1)])
    colours = dict(zip(marks_in_order, shades, strict=True))
    where = {
        "x": _position(end),
        "x2": {"field": "end"},
        "y": rows.position,
        "color": _colour(colours, scale, width),
    }
    bars = pick(segments, "row", "mark", "start", "end")
    return [
        marks("bar", bars, where, stroke=style.INK, strokeWidth=0.8),
        _texts(segments, colours, rows, width / end),
    ]


def _position(end: int) -> dict[str, Any]:
    step = math.ceil(end / MOST_TICKS)
    ticks = list(range(0, end + 1, step))
    axis = {"title": "Schools", "values": ticks, "format": "d", "labelOverlap": False}
    return measured("start", scale={"domain": [0, end], "nice": False}, axis=axis)


def _colour(colours: dict[str, str], scale: ResponseScale, room: int) -> dict[str, Any]:
    """Return the colour of a stage; a legend says its letters, in words where there is room."""
    full = {scale.option(code).mark: scale.label(code) for code in scale.codes}
    labels = {mark: f"{mark}: {full[mark]}" if len(full[mark]) < 16 else mark for mark in colours}
    legend = style.legend(list(labels.values()), room)
    legend["labelExpr"] = style.label_expression({mark: (text,) for mark, text in labels.items()})
    return named(
        "mark", scale={"domain": list(colours), "range": list(colours.values())}, legend=legend
    )


def _texts(segments: Records, colours: dict[str, str], rows: Rows, school: float) -> alt.Chart:
    """Return the letters inside the parts, with the number of schools where both have room."""
    data = []
    for segment in segments:
        room, mark = segment["n"] * school, segment["mark"]
        texts = [f"{mark} {numbers.count(segment['n'])}"] * (segment["n"] > 1) + [mark]
        text = next((text for text in texts if style.text_width(text) + 4 <= room), "")
        if text:
            middle, ink = (segment["start"] + segment["end"]) / 2, style.ink_on(colours[mark])
            data.append({"row": segment["row"], "middle": middle, "text": text, "ink": ink})
    where = {"x": measured("middle"), "y": rows.position, "text": named("text")}
    return marks("text", data, {**where, "color": style.AS_GIVEN})


def _describe(release: Release, table: Records, scale: ResponseScale) -> str:
    """Say of every strand how many schools stand at each stage."""
    once: dict[str, dict[str, Any]] = {}
    found: dict[str, list[str]] = {}
    for row in table:
        once.setdefault(row["row"], row)
    for segment in _segments(shown(table), scale):
        text = f"{numbers.count(segment['n'])} {segment['mark']}"
        found.setdefault(segment["row"], []).append(text)

    def say(row: dict[str, Any]) -> str:
        return f"{numbers.listed(found[row['row']])} of {numbers.counted(row['n'], release.unit)}"

    keys = ("strand", *(["target"] if len({row["target"] for row in table}) > 1 else []))
    labels = "; ".join(
        f"{scale.option(code).mark}: {scale.label(code).lower()}" for code in scale.worst_first
    )
    return f"{clauses(release, list(once.values()), keys, say)} {labels}."
