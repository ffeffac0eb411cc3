"""On which side the members of a group see each statement, now and in an earlier wave."""

from __future__ import annotations

from typing import Any

import altair as alt

from tsa_research.charts import style
from tsa_research.charts.assembling import Layers, Records, marks, named
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
PLACE = ("section", "statement")
STEP = 24


def leaning(release: Release, *, title: str) -> alt.LayerChart:
    """Draw on which of three sides most members see each statement.

    It shows one row per statement, under the headings of the sections, with a mark at one of
    three places, the good one on the right; where there is an earlier wave, a hollow diamond and
    a line say where the mark has come from. It cannot tell how many members are on a side: in a
    small group that would tell who they are.

    Parameters
    ----------
    release : Release
        Of kind ``leaning``; of several waves the first and the latest are drawn.
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
    waves = list(dict.fromkeys((release.facts["waves"][-1], release.facts["waves"][0])))
    table = with_rows(release.table, PLACE)
    now, before = ([row for row in table if row["wave"] == wave] for wave in (waves[0], waves[-1]))
    rows = build_rows(release, now, PLACE, step=STEP)
    return Layers(
        layer=[*_marks(now, before, rows, waves), state_words(release, now, rows, left=6)],
        width=rows.plot_width,
        height=rows.height,
        **style.finish(title=title, description=_describe(release, now, before), caption=CAPTION),
    )


def _marks(now: Records, before: Records, rows: Rows, waves: list[str]) -> list[alt.Chart]:
    points = [
        {"row": row["row"], "when": row["wave"], "place": SIDES[row["side"]]} for row in shown(now)
    ]
    stayed = {(point["row"], point["place"]) for point in points}
    earlier = [
        {"row": row["row"], "when": row["wave"], "place": SIDES[row["side"]]}
        for row in shown(before)
        if (row["row"], SIDES[row["side"]]) not in stayed
    ]
    place = {point["row"]: point["place"] for point in points}
    lines = [
        {"row": point["row"], "from": point["place"], "place": place[point["row"]]}
        for point in earlier
        if point["row"] in place
    ]
    along = {"x": _across("from"), "x2": {"field": "place"}, "y": rows.position}
    where = {"x": _across("place"), "y": rows.position, **_looks(waves)}
    dots = marks("point", [*points, *earlier], where, size=110, opacity=1, strokeWidth=2)
    return [marks("rule", lines, along, color=style.FRAME, strokeWidth=2), dots]


def _across(field: str) -> dict[str, Any]:
    axis = {"title": None, "orient": "top", "labelAngle": 0, "labelLimit": 0, "grid": True}
    scale = {"type": "point", "domain": list(SIDES.values()), "padding": 0.5}
    return named(field, scale=scale, axis={**axis, "ticks": False, "domain": False})


def _looks(waves: list[str]) -> dict[str, Any]:
    shapes, fills = ["circle", "diamond"], [style.STRONG, style.PAPER]
    many = len(waves)
    strokes = [style.STRONG] * many
    return style.looks("when", waves, shape=shapes[:many], fill=fills[:many], stroke=strokes)


def _describe(release: Release, now: Records, before: Records) -> str:
    """Say of each statement where it is, and where it was before if that was elsewhere."""
    was = {row["row"]: SIDES[row["side"]].lower() for row in shown(before)}

    def say(row: dict[str, Any]) -> str:
        place = SIDES[row["side"]].lower()
        moved = was.get(row["row"], place) != place
        return f"{place}, before {was[row['row']]}" if moved else place

    return f"One of three places per row. {clauses(release, now, ('statement',), say)}"
