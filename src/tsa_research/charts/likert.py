"""Answers to questions as bars that lean towards the favourable side."""

from __future__ import annotations

import math
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
from tsa_research.charts.scale_axis import common_scale
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
SIDE = 70
MOST_TICKS = 8


def likert(
    release: Release, *, title: str, target: str | None = None, section: str | None = None
) -> alt.LayerChart:
    """Draw how the answers to each question spread, favourable answers always on the right.

    It shows one stacked bar per question, shifted so that the favourable answers begin at the
    line and run to the right. Read how far a bar reaches to the right, then which shades it is
    made of; the number of people is at the end of the row. It cannot tell why people answered
    as they did, nor whether a difference between two bars is more than chance.

    Parameters
    ----------
    release : Release
        Of kind ``distribution``, in which answers to reversed items are turned already.
    title : str
        The finding as a sentence.
    target, section : str, optional
        Draw only the questions about this target, or of this section (ids).

    Returns
    -------
    LayerChart

    Raises
    ------
    TypeError
        If anything but a release was passed.
    UsageError
        If the target or section is unknown, or the questions have different scales.
    """
    release = require_release(release)
    if release.shown.empty:
        return nothing_to_draw(release, title)
    table = with_rows(matching(release, section=section, target=target), KEYS)
    scale = common_scale(release, table)
    table = table.loc[table["level"].isin(scale.codes)]
    rows = build_rows(release, table, KEYS, step=28)
    segments = _segments(table, scale)
    extent = _extent(segments)
    chart = alt.layer(
        *_bars(segments, scale, rows, extent),
        state_words(release, table, rows, left=4),
        side_column(
            table, release.base, release.unit.capitalize(), rows, right=_width(rows) + SIDE - 10
        ),
    ).properties(width=_width(rows), height=rows.height)
    return style.finish(
        chart, title=title, description=_description(release, table, scale), caption=CAPTION
    )


def _width(rows: Rows) -> int:
    return rows.plot_width - SIDE


def _segments(table: pd.DataFrame, scale: ResponseScale) -> pd.DataFrame:
    """Place the levels of each row side by side, the favourable ones from zero to the right."""
    shown = table.loc[table["state"] == "shown"]
    records: list[dict[str, Any]] = []
    for row, levels in shown.groupby("row", sort=False):
        shares = dict(zip(levels["level"], levels["share"].astype(float), strict=True))
        start = -sum(share for code, share in shares.items() if code not in scale.positive)
        for code in scale.worst_first:
            end = start + shares.get(code, 0.0)
            level = {"row": row, "level": scale.label(code), "start": start, "end": end}
            records.append({**level, "share": shares.get(code, 0.0)})
            start = end
    return pd.DataFrame(records, columns=["row", "level", "start", "end", "share"])


def _extent(segments: pd.DataFrame) -> tuple[float, float]:
    """Return both ends of the axis, in whole tenths."""
    left = (
        math.floor(min(segments["start"].min(), -0.1) * 10 + 1e-9) / 10 if len(segments) else -0.5
    )
    right = math.ceil(max(segments["end"].max(), 0.1) * 10 - 1e-9) / 10 if len(segments) else 0.5
    return left, right


def _ticks(left: float, right: float) -> list[float]:
    """Return round shares between both ends of the axis, 0 among them, eight at the most."""
    for step in (0.1, 0.2, 0.25, 0.5):
        first, last = math.ceil(left / step - 1e-9), math.floor(right / step + 1e-9)
        if last - first < MOST_TICKS:
            break
    return [round(place * step, 2) for place in range(first, last + 1)]


def _bars(
    segments: pd.DataFrame, scale: ResponseScale, rows: Rows, extent: tuple[float, float]
) -> list[alt.Chart]:
    colours = {scale.label(code): colour for code, colour in style.level_colours(scale).items()}
    position = alt.X(
        "start:Q",
        scale=alt.Scale(domain=list(extent), nice=False),
        axis=alt.Axis(
            labelExpr="format(abs(datum.value), '.0%')",
            values=_ticks(*extent),
            labelOverlap=False,
            title="Share of the answers: right of the line they are favourable",
        ),
    )
    colour = alt.Color(
        "level:N",
        scale=alt.Scale(domain=list(colours), range=list(colours.values())),
        legend=style.legend(list(colours), rows.plot_width),
    )
    bars = alt.Chart(segments[["row", "level", "start", "end"]])
    bars = bars.mark_bar(stroke=style.INK, strokeWidth=0.6)
    line = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=style.INK, strokeWidth=2)
    return [
        bars.encode(x=position, x2="end:Q", y=rows.axis(), color=colour),
        _segment_texts(segments, colours, rows, extent),
        line.encode(x="zero:Q"),
    ]


def _segment_texts(
    segments: pd.DataFrame, colours: dict[str, str], rows: Rows, extent: tuple[float, float]
) -> alt.Chart:
    """Return the percentages inside the segments that are wide enough for them."""
    data = segments.assign(
        text=segments["share"].map(numbers.share),
        middle=(segments["start"] + segments["end"]) / 2,
        ink=[style.ink_on(colours[level]) for level in segments["level"]],
    )
    pixels = data["share"] * _width(rows) / (extent[1] - extent[0])
    data = data.loc[pixels >= data["text"].map(style.text_width) + 8]
    texts = alt.Chart(data[["row", "middle", "text", "ink"]]).mark_text()
    ink = alt.Color("ink:N", scale=None, legend=None)
    return texts.encode(x="middle:Q", y=rows.axis(), text="text:N", color=ink)


def _description(release: Release, table: pd.DataFrame, scale: ResponseScale) -> str:
    """Say the favourable share and the base of every row."""
    positive = table["level"].isin(scale.positive)
    favourable = table.loc[positive].groupby("row", sort=False)["share"].sum()

    def say(row: dict[str, Any]) -> str:
        people = numbers.counted(row[release.base], release.unit)
        return f"{numbers.share(favourable[row['row']])} favourable of {people}"

    once = table.drop_duplicates("row")
    return f"Bars of answers per question. {clauses(release, once, ('item', 'target'), say)}"
