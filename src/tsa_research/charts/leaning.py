"""On which side the members of a group see each statement, now and in an earlier wave."""

from __future__ import annotations

from typing import Any

import altair as alt

from tsa_research.charts import style
from tsa_research.charts.assembling import Layers, Records, marks, named, pick
from tsa_research.charts.nothing import nothing_to_draw
from tsa_research.charts.rows import Rows, build_rows, clauses, shown, state_words, with_rows
from tsa_research.findings import Release, require_release

CAPTION = (
    "The filled circle is where members see it now, the hollow diamond where they saw it before; "
    "further right is better, and a sign of failure that few see is good. The chart cannot tell "
    "how many members are on a side, nor how strongly they feel."
)
SIDES = {
    "wanting": "Most see a want",
    "open": "They differ",
    "good": "Most see it well",
}
"""The places of a mark, from the worst."""
STEP = 24


def leaning(release: Release, *, title: str) -> alt.LayerChart:
    """Draw on which of three sides most members see each statement.

    It shows one row per statement, under the headings of the sections, with a mark at one of
    three places, the good one on the right; where there are two waves, a hollow diamond and a line
    say where the mark has come from. It cannot tell how many members are on a side: in a small
    group that would tell who they are.

    Parameters
    ----------
    release : Release
        Of kind ``leaning`` or ``shifts``.
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
    table = with_rows(release.table, release.keys)
    rows = build_rows(release, table, release.keys, step=STEP)
    description = f"One of three places per row. {clauses(release, table, ('statement',), _say)}"
    return Layers(
        layer=[*_marks(release, shown(table), rows), state_words(release, table, rows, left=6)],
        width=rows.plot_width,
        height=rows.height,
        **style.finish(title=title, description=description, caption=CAPTION),
    )


def _marks(release: Release, table: Records, rows: Rows) -> list[alt.Chart]:
    now, before = (str(release.facts.get(name, "")) for name in ("after", "before"))
    now = now or str(release.facts.get("wave", "Now"))
    points = [{"row": row["row"], "when": now, "place": SIDES[row["side"]]} for row in table]
    if not before:
        return [marks("point", points, _where("place", rows, (now,)), **LOOK)]
    pairs = [
        {**point, "from": SIDES[row["side_before"]]}
        for point, row in zip(points, table, strict=True)
    ]
    moved = [pair for pair in pairs if pair["from"] != pair["place"]]
    old = [{"row": pair["row"], "when": before, "place": pair["from"]} for pair in moved]
    line = {"x": _across("from"), "x2": {"field": "place"}, "y": rows.position}
    return [
        marks("rule", pick(moved, "row", "from", "place"), line, color=style.FRAME, strokeWidth=2),
        marks("point", [*points, *old], _where("place", rows, (now, before)), **LOOK),
    ]


LOOK: dict[str, Any] = {"size": 110, "opacity": 1, "strokeWidth": 2}


def _across(field: str) -> dict[str, Any]:
    axis = {"title": None, "orient": "top", "labelAngle": 0, "labelLimit": 0, "grid": True}
    scale = {"type": "point", "domain": list(SIDES.values()), "padding": 0.5}
    return named(field, scale=scale, axis={**axis, "ticks": False, "domain": False})


def _where(field: str, rows: Rows, waves: tuple[str, ...]) -> dict[str, Any]:
    shapes, fills = ["circle", "diamond"][: len(waves)], [style.STRONG, style.PAPER][: len(waves)]
    strokes = [style.STRONG] * len(waves)
    looks = style.looks("when", list(waves), shape=shapes, fill=fills, stroke=strokes)
    return {"x": _across(field), "y": rows.position, **looks}


def _say(row: dict[str, Any]) -> str:
    now = SIDES[row["side"]].lower()
    before = SIDES[row["side_before"]].lower() if "side_before" in row else now
    return now if before == now else f"{now}, where before {before}"
