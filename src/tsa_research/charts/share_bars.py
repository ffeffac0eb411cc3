"""Shares of a whole, one bar a row."""

from __future__ import annotations

from typing import Any

import altair as alt

from tsa_research import numbers
from tsa_research.charts import style
from tsa_research.charts.assembling import Layers, Records, fixed, marks, measured, named, pick
from tsa_research.charts.nothing import nothing_to_draw
from tsa_research.findings import Release, require_release
from tsa_research.naming import heading_of, name_of

CAPTION = (
    "Each bar is the share that the row counts, the frame behind it the whole; the figures at the "
    "right say how many of how many. The chart cannot tell how much of a difference is chance."
)
ROW, LABEL, SIDE, GAP = 34, 30, 20, 4


def share_bars(
    release: Release,
    *,
    title: str,
    key: str = "",
    then: str = "",
    count: str = "count",
    whole: str = "",
    share: str = "share",
) -> alt.LayerChart:
    """Draw a share for every row, as a bar in a frame that stands for the whole.

    It shows one bar per row in the order of the table, with the count and its whole in figures.
    Compare the lengths within the chart. It cannot tell how much of a difference is chance.

    Parameters
    ----------
    release : Release
        With counts and a share among its values.
    title : str
        The finding as a sentence.
    key : str
        The key that names the rows; the first if not given.
    then : str
        Another key, which tells rows with the same name apart.
    count : str
        The value that is counted.
    whole : str
        The value or base of which the count is a part; the base if not given.
    share : str
        The value that is drawn, 0 to 1.

    Returns
    -------
    LayerChart

    Raises
    ------
    TypeError
        If anything but a release was passed.
    """
    release = require_release(release)
    if release.shown.empty:
        return nothing_to_draw(release, title)
    key, whole = key or release.keys[0], whole or release.base
    keys = [key, *([then] if then else [])]
    rows = _rows(release, keys, count, whole, share)
    labels = {
        row["row"]: tuple(part for name in row["names"] for part in style.wrapped(name, LABEL))
        for row in rows
    }
    side = SIDE + round(max(style.text_width(row["text"]) for row in rows))
    width = style.WIDTH - side - _widest(labels)
    lines = max(map(len, labels.values()))
    described = _describe(release, key, rows)
    return Layers(
        layer=[*_bars(rows, _axis(labels)), _figures(rows, _axis(labels), width)],
        width=width,
        height=max(ROW, style.LINE * lines + GAP) * len(rows),
        **style.finish(title=title, description=described, caption=CAPTION),
    )


def _rows(release: Release, keys: list[str], count: str, whole: str, share: str) -> Records:
    rows = []
    for row in release.table.to_dict("records"):
        names = [name_of(release, key, row[key], row) for key in keys]
        known = row["state"] == "shown" and numbers.computable(row[share])
        of = f"{numbers.count(row[count])} of {numbers.count(row[whole])}" if known else ""
        text = of or (numbers.HIDDEN if row["state"] == "hidden" else release.nobody)
        rows.append(
            {
                "row": ", ".join(names),
                "names": names,
                "share": row[share] if known else 0.0,
                "text": text,
                "whole": 1,
            }
        )
    return rows


def _widest(labels: dict[str, tuple[str, ...]]) -> int:
    return round(max(style.text_width(line) for lines in labels.values() for line in lines))


def _axis(labels: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    axis = {
        "minExtent": _widest(labels),  # in the reader's font, which may be a wider one
        "title": None,
        "labelLimit": 0,
        "labelLineHeight": style.LINE,
        "labelExpr": style.label_expression(labels),
        "labelOffset": style.centred(labels),
        "ticks": False,
        "domain": False,
    }
    return named("row", scale={"domain": list(labels), "padding": 0.3}, axis=axis)


def _bars(rows: Records, at: dict[str, Any]) -> list[alt.Chart]:
    ticks = {"title": "Share", "format": "%", "tickCount": 5}
    along = {"scale": {"domain": [0, 1]}, "axis": ticks}
    frame = {"y": at, "x": measured("whole", **along)}
    filled = {"y": at, "x": measured("share", **along)}
    return [
        marks("bar", pick(rows, "row", "whole"), frame, color=style.PAPER, stroke=style.FRAME),
        marks("bar", pick(rows, "row", "share"), filled, color=style.FAVOURABLE[1]),
    ]


def _figures(rows: Records, at: dict[str, Any], width: int) -> alt.Chart:
    where = {"y": at, "x": fixed(width + 10), "text": named("text")}
    return marks("text", pick(rows, "row", "text"), where, align="left")


def _describe(release: Release, key: str, rows: Records) -> str:
    said = "; ".join(f"{row['row']}: {row['text']}" for row in rows)
    return f"Bars, one for each {heading_of(release, key).lower()}. {said}."
