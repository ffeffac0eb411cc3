"""How many schools moved up, stayed or moved down, strand by strand."""

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
    zero_line,
)
from tsa_research.findings import Release, require_release
from tsa_research.naming import matching

CAPTION = (
    "Bars to the right count the schools that moved up, bars to the left those that moved down; "
    "the column of figures beside them counts those that stayed. The chart does not show how far "
    "a school moved, nor whether its judges were the same people each time."
)
KEYS = ("group", "dimension", "strand", "target")
SIDE = 150
SIDES = ("moved down", "moved up")
COLOURS = (style.UNFAVOURABLE[1], style.FAVOURABLE[1])


def stage_movement(release: Release, *, title: str, target: str | None = None) -> alt.LayerChart:
    """Draw for each strand how many schools moved down, stayed and moved up.

    It shows a bar to the right for the schools that moved up and a bar to the left for those
    that moved down, each with its number; the schools that stayed are counted at the side. Read
    which strands lean to the right. It cannot tell how far a school moved, nor whether the same
    people judged each time.

    Parameters
    ----------
    release : Release
        Of kind ``stage_movement``.
    title : str
        The finding as a sentence.
    target : str, optional
        Whose stages: an id. Needed where the release has several.

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
    table = with_rows(matching(release, target=target), KEYS)
    rows = build_rows(release, table, KEYS, step=28)
    width = rows.plot_width - SIDE
    right = width + SIDE - 10
    description = f"Bars per strand. {_describe(release, table)}"
    return Layers(
        layer=[
            *_bars(shown(table), rows),
            state_words(release, table, rows, left=6),
            side_column(table, "n_same", "Stayed", rows, right=right - 80),
            side_column(table, release.base, release.unit.capitalize(), rows, right=right),
        ],
        width=width,
        height=rows.height,
        **style.finish(title=title, description=description, caption=CAPTION),
    )


def _bars(table: Records, rows: Rows) -> list[alt.Chart]:
    down, up = _side(table, "n_down", -1, SIDES[0]), _side(table, "n_up", 1, SIDES[1])
    most = max([1, *(bar["schools"] for bar in (*down, *up))]) + 1
    where = {"x": _position(most), "y": rows.position}
    colours = {"domain": list(SIDES), "range": list(COLOURS)}
    coloured = {**where, "color": named("side", scale=colours, legend=None)}
    look = {"stroke": style.INK, "strokeWidth": 0.6}
    return [
        marks("bar", pick([*down, *up], "row", "side", "end"), coloured, **look),
        zero_line(),
        _figures(down, where, align="right", dx=-6),
        _figures(up, where, align="left", dx=6),
    ]


def _side(table: Records, column: str, sign: int, side: str) -> Records:
    """Return the bars of one side: how many schools, and where their bar ends."""
    counts = [(row["row"], int(row[column])) for row in table]
    return [
        {"row": row, "side": side, "schools": schools, "end": sign * schools}
        for row, schools in counts
    ]


def _figures(bars: Records, where: dict[str, Any], **look: Any) -> alt.Chart:
    texts = pick(bars, "row", "end", "schools")
    return marks("text", texts, {**where, "text": measured("schools")}, **look)


def _position(most: int) -> dict[str, Any]:
    step = max(1, -(-most // 4))
    ticks = range(0, most + 1, step)
    axis = {
        "title": "← schools that moved down\u2003\u2003\u2003schools that moved up →",
        "labelExpr": "abs(datum.value)",
        "values": sorted({*ticks, *(-tick for tick in ticks)}),
    }
    return measured("end", scale={"domain": [-most, most], "nice": False}, axis=axis)


def _describe(release: Release, table: Records) -> str:
    def say(row: dict[str, Any]) -> str:
        up, same, down = (numbers.count(row[column]) for column in ("n_up", "n_same", "n_down"))
        schools = numbers.counted(row[release.base], release.unit)
        return f"{up} up, {same} the same, {down} down, of {schools}"

    return clauses(release, table, ("group", "strand", "target"), say)
