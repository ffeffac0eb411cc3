"""Answers to questions as bars that lean towards the favourable side."""

from __future__ import annotations

import math
from typing import Any

import altair as alt

from tsa_research import numbers
from tsa_research.charts import style
from tsa_research.charts.assembling import Layers, Records, Stack, marks, measured, named, pick
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
from tsa_research.charts.scale_axis import by_scale
from tsa_research.findings import Release, require_release
from tsa_research.naming import matching
from tsa_research.schemas.model import ResponseScale

CAPTION = (
    "Each bar is everybody who answered one question; the parts to the right of the line are the "
    "answers that count as favourable, and reversed statements are turned round first. The chart "
    "does not show why people answered as they did, and with few people one answer moves a bar a "
    "long way."
)
KEYS = ("section", "item", "target")
AXIS = "Share of the {whose}: right of the line they are favourable"
SIDE = 70
MOST_TICKS = 8


def likert(
    release: Release,
    *,
    title: str,
    target: str | None = None,
    section: str | None = None,
    caption: str = CAPTION,
    whose: str = "answers",
) -> alt.LayerChart | alt.VConcatChart:
    """Draw how the answers to each question spread, favourable answers always on the right.

    It shows one stacked bar per question, shifted so that the favourable answers begin at the
    line and run to the right. Read how far a bar reaches to the right, then which shades it is
    made of; the number of people is at the end of the row. It cannot tell why people answered
    as they did, nor whether a difference between two bars is more than chance. Questions of
    different scales stand in charts below each other, each with its own answers above it.

    Parameters
    ----------
    release : Release
        Of kind ``distribution``, in which answers to reversed items are turned already.
    title : str
        The finding as a sentence.
    target, section : str, optional
        Draw only the questions about this target, or of this section (ids).
    caption : str
        How to read the chart, where the rows are not questions.
    whose : str
        What the bars are made of, in the plural.

    Returns
    -------
    LayerChart or VConcatChart
        The latter where the questions have several scales.

    Raises
    ------
    TypeError
        If anything but a release was passed.
    UsageError
        If the target or section is unknown.
    """
    release = require_release(release)
    if release.shown.empty:
        return nothing_to_draw(release, title)
    table = with_rows(matching(release, section=section, target=target), KEYS)
    per = "question" if whose == "answers" else "row"
    parts = by_scale(release, table)
    said = " ".join(_describe(release, part, scale) for scale, part in parts)
    words = style.finish(
        title=title, description=f"Bars of {whose} per {per}. {said}", caption=caption
    )
    rows = in_line([build_rows(release, part, KEYS, step=28) for _, part in parts])
    axis = AXIS.format(whose=whose)
    panels = [panel(release, *p, room, axis=axis) for p, room in zip(parts, rows, strict=True)]
    if len(panels) == 1:
        return Layers(**panels[0], **words)
    stacked = tuple(Layers(**panel) for panel in panels)
    return Stack(vconcat=stacked, spacing=28, resolve={"scale": {"color": "independent"}}, **words)


def panel(
    release: Release,
    scale: ResponseScale,
    table: Records,
    rows: Rows,
    *,
    axis: str = AXIS.format(whose="answers"),
    whole: str = "",
) -> dict[str, Any]:
    """Return the layers, the width and the height of the bars of one scale.

    ``axis`` says what the shares are of; ``whole`` is a column of counts that stands, with its
    heading, before the base.
    """
    base = release.unit.capitalize()
    sides = [*([(whole, numbers.figure(whole).heading)] if whole else []), (release.base, base)]
    width = rows.plot_width - SIDE * len(sides)
    layers = [
        *_bars(_segments(shown(table), scale), scale, rows, width, axis),
        state_words(release, table, rows, left=4),
        *(
            side_column(table, column, heading, rows, right=width + SIDE * place - 10)
            for place, (column, heading) in enumerate(sides, start=1)
        ),
    ]
    return {"layer": layers, "width": width, "height": rows.height}


def _segments(table: Records, scale: ResponseScale) -> Records:
    """Place the levels of each row side by side, the favourable ones from zero to the right."""
    rows: dict[str, dict[int, float]] = {}
    for level in table:
        rows.setdefault(level["row"], {})[level["level"]] = float(level["share"])
    segments = []
    for row, shares in rows.items():
        start = -sum(share for code, share in shares.items() if code not in scale.positive)
        for code in scale.worst_first:
            share = shares.get(code, 0.0)
            level = {"row": row, "level": scale.label(code), "start": start, "end": start + share}
            segments.append({**level, "share": share})
            start += share
    return segments


def _extent(segments: Records) -> tuple[float, float]:
    """Return both ends of the axis, in whole tenths."""
    if not segments:
        return -0.5, 0.5
    left = min(-0.1, *(segment["start"] for segment in segments))
    right = max(0.1, *(segment["end"] for segment in segments))
    return math.floor(left * 10 + 1e-9) / 10, math.ceil(right * 10 - 1e-9) / 10


def _ticks(left: float, right: float) -> list[float]:
    """Return round shares between both ends of the axis, 0 among them, eight at the most."""
    for step in (0.1, 0.2, 0.25, 0.5):
        first, last = math.ceil(left / step - 1e-9), math.floor(right / step + 1e-9)
        if last - first < MOST_TICKS:
            break
    return [round(place * step, 2) for place in range(first, last + 1)]


def _bars(
    segments: Records, scale: ResponseScale, rows: Rows, width: int, axis: str
) -> list[alt.Chart]:
    colours = {scale.label(code): colour for code, colour in style.level_colours(scale).items()}
    extent = _extent(segments)
    where = {
        "x": _position(extent, axis),
        "x2": {"field": "end"},
        "y": rows.position,
        "color": _colour(colours, rows),
    }
    bars = pick(segments, "row", "level", "start", "end")
    return [
        marks("bar", bars, where, stroke=style.INK, strokeWidth=0.6),
        _segment_texts(segments, colours, rows, width / (extent[1] - extent[0])),
        zero_line(),
    ]


def _position(extent: tuple[float, float], title: str) -> dict[str, Any]:
    axis = {
        "labelExpr": "format(abs(datum.value), '.0%')",
        "values": _ticks(*extent),
        "labelOverlap": False,
        "title": title,
    }
    return measured("start", scale={"domain": list(extent), "nice": False}, axis=axis)


def _colour(colours: dict[str, str], rows: Rows) -> dict[str, Any]:
    scale = {"domain": list(colours), "range": list(colours.values())}
    return named("level", scale=scale, legend=style.legend(list(colours), rows.plot_width))


def _segment_texts(
    segments: Records, colours: dict[str, str], rows: Rows, whole: float
) -> alt.Chart:
    """Return the percentages inside the segments that are wide enough for them.

    ``whole`` is the width in pixels of a share of one.
    """
    data = []
    for segment in segments:
        text = numbers.share(segment["share"])
        if segment["share"] * whole >= style.text_width(text) + 8:
            middle = (segment["start"] + segment["end"]) / 2
            ink = style.ink_on(colours[segment["level"]])
            data.append({"row": segment["row"], "middle": middle, "text": text, "ink": ink})
    where = {"x": measured("middle"), "y": rows.position, "text": named("text")}
    return marks("text", data, {**where, "color": style.AS_GIVEN})


def _describe(release: Release, table: Records, scale: ResponseScale) -> str:
    """Say the favourable share and the base of every row."""
    once: dict[str, dict[str, Any]] = {}
    favourable: dict[str, float] = {}
    for level in table:
        once.setdefault(level["row"], level)
        if level["level"] in scale.positive:
            favourable[level["row"]] = favourable.get(level["row"], 0) + level["share"]

    def say(row: dict[str, Any]) -> str:
        people = numbers.counted(row[release.base], release.unit)
        return f"{numbers.share(favourable[row['row']])} favourable of {people}"

    return clauses(release, list(once.values()), ("item", "target"), say)
