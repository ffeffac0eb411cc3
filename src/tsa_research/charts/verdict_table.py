"""How many printed figures of each case got which verdict."""

from __future__ import annotations

from typing import Any

import altair as alt

from tsa_research import numbers
from tsa_research.charts import style
from tsa_research.charts.assembling import Layers, Records, marks, named, pick
from tsa_research.charts.nothing import nothing_to_draw
from tsa_research.findings import Release, require_release
from tsa_research.naming import capital

CAPTION = (
    "Each square counts the printed figures of one case that got one verdict; a square without any "
    "is left white. The chart cannot tell how grave a fault is, nor whether a figure that is "
    "consistent is also true."
)
FILLS = (
    style.UNFAVOURABLE[0],
    style.UNFAVOURABLE[1],
    style.UNFAVOURABLE[2],
    style.UNFAVOURABLE[3],
    style.FAVOURABLE[2],
    style.NEUTRAL,
)
"""From the gravest verdict to none at all."""
CELL_HEIGHT, ACROSS, DOWN = 34, 12, 26


def verdict_table(release: Release, *, title: str) -> alt.LayerChart:
    """Draw how many figures of each case got which verdict.

    It shows a square per case and verdict with the number of figures in it, the gravest verdict
    at the left. Read down a column to find where the faults are. It cannot tell how grave a fault
    is, nor whether what is consistent is true.

    Parameters
    ----------
    release : Release
        Of kind ``verdicts``.
    title : str
        The finding as a sentence.

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
    cells = _cells(release)
    where = {"x": _axis("verdict", cells, ACROSS), "y": _axis("case", cells, DOWN)}
    return Layers(
        layer=[_squares(cells, where), _texts(cells, where)],
        width=style.WIDTH - DOWN * 8,
        height=CELL_HEIGHT * len({cell["case"] for cell in cells}),
        **style.finish(title=title, description=_describe(cells), caption=CAPTION),
    )


def _cells(release: Release) -> Records:
    verdicts = list(dict.fromkeys(release.shown["verdict"]))
    fills = dict(zip(verdicts, FILLS, strict=False))
    cells = []
    for row in release.shown.to_dict("records"):
        fill = fills[row["verdict"]] if row["count"] else style.PAPER
        about = {"case": row["case"] or "All", "verdict": row["verdict"], "count": row["count"]}
        text = numbers.count(row["count"]) if row["count"] else ""
        cells.append({**about, "text": text, "fill": fill, "ink": style.ink_on(fill)})
    return cells


def _axis(column: str, cells: Records, characters: int) -> dict[str, Any]:
    names = list(dict.fromkeys(cell[column] for cell in cells))
    labels = {name: style.wrapped(capital(name), characters) for name in names}
    axis: dict[str, Any] = {
        "title": None,
        "labelLimit": 0,
        "labelLineHeight": style.LINE,
        "labelExpr": style.label_expression(labels),
        "labelOffset": 0 if column == "verdict" else style.centred(labels),
        "ticks": False,
        "domain": False,
    }
    if column == "verdict":
        padding = 8 + style.LINE * (max(map(len, labels.values())) - 1)
        axis |= {"orient": "top", "labelAngle": 0, "labelPadding": padding}
    return named(column, scale={"domain": names, "padding": 0.05}, axis=axis)


def _squares(cells: Records, where: dict[str, Any]) -> alt.Chart:
    colour = {"field": "fill", "type": "nominal", "scale": None, "legend": None}
    data = pick(cells, "case", "verdict", "fill")
    return marks("rect", data, {**where, "color": colour}, stroke=style.FRAME, strokeWidth=0.8)


def _texts(cells: Records, where: dict[str, Any]) -> alt.Chart:
    data = pick([cell for cell in cells if cell["text"]], "case", "verdict", "text", "ink")
    return marks("text", data, {**where, "text": named("text"), "color": style.AS_GIVEN})


def _describe(cells: Records) -> str:
    """Say the verdicts of every case that occur."""
    parts = []
    for case in dict.fromkeys(cell["case"] for cell in cells):
        found = [cell for cell in cells if cell["case"] == case and cell["count"]]
        said = numbers.listed([f"{cell['text']} {cell['verdict']}" for cell in found])
        parts.append(f"{case}: {said or 'none'}")
    return f"Table of squares. {'; '.join(parts)}."
