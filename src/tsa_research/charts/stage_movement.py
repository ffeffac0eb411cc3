"""How many schools moved up, stayed or moved down, strand by strand."""

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
    chart = alt.layer(
        *_bars(table, rows),
        state_words(release, table, rows, left=6),
        side_column(table, "n_same", "Stayed", rows, right=right - 80),
        side_column(table, release.base, release.unit.capitalize(), rows, right=right),
    ).properties(width=width, height=rows.height)
    description = f"Bars per strand. {_describe(release, table)}"
    return style.finish(chart, title=title, description=description, caption=CAPTION)


def _bars(table: pd.DataFrame, rows: Rows) -> list[alt.Chart]:
    shown = table.loc[table["state"] == "shown"]
    most = int(max([*shown["n_down"], *shown["n_up"], 1])) + 1
    counts = {"moved down": shown["n_down"].astype(int), "moved up": shown["n_up"].astype(int)}
    data = pd.concat(
        [shown[["row"]].assign(side=side, schools=number) for side, number in counts.items()],
        ignore_index=True,
    )
    data["end"] = data["schools"].where(data["side"] == "moved up", -data["schools"])
    where = {"x": _position(most), "y": rows.axis()}
    colour = alt.Color("side:N", scale=alt.Scale(domain=list(SIDES), range=list(COLOURS)))
    bars = alt.Chart(data[["row", "side", "end"]]).mark_bar(stroke=style.INK, strokeWidth=0.6)
    line = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=style.INK, strokeWidth=2)
    layers = [bars.encode(**where, color=colour.legend(None)), line.encode(x="zero:Q")]
    looks: list[dict[str, Any]] = [{"align": "right", "dx": -6}, {"align": "left", "dx": 6}]
    for side, look in zip(SIDES, looks, strict=True):
        texts = data.loc[data["side"] == side, ["row", "end", "schools"]]
        marks = alt.Chart(texts).mark_text(**look)
        layers.append(marks.encode(**where, text="schools:Q"))
    return layers


def _position(most: int) -> alt.X:
    step = max(1, -(-most // 4))
    ticks = range(0, most + 1, step)
    axis = alt.Axis(
        title="← schools that moved down\u2003\u2003\u2003schools that moved up →",
        labelExpr="abs(datum.value)",
        values=sorted({*ticks, *(-tick for tick in ticks)}),
    )
    return alt.X("end:Q", scale=alt.Scale(domain=[-most, most], nice=False), axis=axis)


def _describe(release: Release, table: pd.DataFrame) -> str:
    def say(row: dict[str, Any]) -> str:
        up, same, down = (numbers.count(row[column]) for column in ("n_up", "n_same", "n_down"))
        schools = numbers.counted(row[release.base], release.unit)
        return f"{up} up, {same} the same, {down} down, of {schools}"

    return clauses(release, table, ("group", "strand", "target"), say)
