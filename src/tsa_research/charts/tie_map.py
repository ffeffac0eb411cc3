"""Who works with whom: every school on a line of its own, every tie an arc between two lines."""

from __future__ import annotations

import math
from typing import Any

import altair as alt

from tsa_research import numbers
from tsa_research.charts import style
from tsa_research.charts.assembling import Layers, Records, marks, measured, named
from tsa_research.charts.nothing import nothing_to_draw
from tsa_research.findings import Release, require_release

CAPTION = (
    "Each line is a school, each arc a tie between two of them: drawn through where both say so, "
    "broken where only one does, dotted where the other was not heard. The map cannot tell how "
    "often schools work together, nor how well."
)
DASHES = {"both say so": [1, 0], "only one says so": [7, 4], "the other was not heard": [1, 4]}
ROW, LABEL, POINTS, DOT = 22, 34, 24, 60
STRETCH, NARROWEST = 1.6, 220
"""How much further an arc reaches than half of what it spans, and the narrowest map."""
USUAL, STANDS_OUT, STANDS_BACK = (1.8, 0.85), (3.4, 1.0), (1.0, 0.35)
"""Width and opacity of an arc: of any, of one of the chosen school, of all others then."""
HEARD, SILENT = "answered", "did not answer"


def tie_map(release: Release, *, title: str, school: str = "") -> alt.LayerChart:
    """Draw the ties between schools as arcs beside the list of schools.

    It shows one line per school, those that work together close to each other and those without
    a tie last; a filled mark has answered, a hollow one has not. Follow the arcs from a school to
    those it works with. Because every school has a line of its own, names never overlap, however
    many there are. It cannot tell how often schools work together, nor how well.

    Parameters
    ----------
    release : Release
        Of kind ``ties``; its facts hold the ``order`` of the schools and which ``answered``.
    title : str
        The finding as a sentence.
    school : str
        Title of a school whose ties stand out: they are drawn thicker, all others paler.

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
    order = list(release.facts["order"])
    labels = {school: _shortened(school) for school in order}
    extent = round(max(map(style.text_width, labels.values())) * (1 + style.SLACK)) + 8
    schools = [_dot(school, place, release) for place, school in enumerate(order)]
    arcs, longest = _arcs_of(release, order, school)
    width = max(NARROWEST, min(style.WIDTH - extent, round(longest * ROW * STRETCH)))
    y = {
        "scale": {"domain": [-0.6, len(order) - 0.4], "reverse": True},
        "axis": _axis(labels, extent),
    }
    x = {"scale": {"domain": [-0.04, 1]}, "axis": None}
    return Layers(
        layer=[_arcs(arcs, x, y, style.WIDTH - extent), _dots(schools, x, y)],
        width=width,
        height=ROW * len(order),
        **style.finish(
            title=title,
            description=_describe(release, order),
            caption=CAPTION,
            room=extent + width,
        ),
    )


def _ties(release: Release) -> Records:
    return [dict(row) for row in release.shown.to_dict("records")]


def _shortened(school: str) -> str:
    return school if len(school) <= LABEL else f"{school[: LABEL - 1].rstrip()}…"


def _dot(school: str, place: int, release: Release) -> dict[str, Any]:
    heard = school in release.facts["answered"]
    return {"place": place, "across": 0.0, "school": HEARD if heard else SILENT}


def _arcs_of(release: Release, order: list[str], school: str) -> tuple[Records, int]:
    """Return the points of all arcs, and how many lines the longest spans."""
    place = {school: number for number, school in enumerate(order)}
    ends = [sorted((place[tie["school"]], place[tie["other"]])) for tie in _ties(release)]
    longest = max(last - first for first, last in ends)
    arcs = [
        {**point, "status": tie["status"], **_strength(tie, school)}
        for number, (tie, (first, last)) in enumerate(zip(_ties(release), ends, strict=True))
        for point in _arc(number, first, last, longest)
    ]
    return arcs, longest


def _strength(tie: dict[str, Any], school: str) -> dict[str, float]:
    """Return how an arc is drawn where the ties of one school stand out; nothing elsewhere."""
    if not school:
        return {}
    width, opacity = STANDS_OUT if school in (tie["school"], tie["other"]) else STANDS_BACK
    return {"width": width, "opacity": opacity}


def _arc(number: int, first: int, last: int, longest: int) -> Records:
    """Return the points of half an ellipse from one line to the other; long ties reach further."""
    middle, half = (first + last) / 2, (last - first) / 2
    reach = (last - first) / longest
    return [
        {
            "tie": number,
            "step": step,
            "place": round(middle - half * math.cos(math.pi * step / POINTS), 4),
            "across": round(0.97 * reach * math.sin(math.pi * step / POINTS), 4),
        }
        for step in range(POINTS + 1)
    ]


def _axis(labels: dict[str, str], extent: int) -> dict[str, Any]:
    return {
        "title": None,
        "values": list(range(len(labels))),
        "labelExpr": style.label_expression(
            {place: [label] for place, label in enumerate(labels.values())}
        ),
        "labelLimit": 0,
        "minExtent": extent,
        "labelOverlap": False,
        "grid": False,
        "ticks": False,
        "domain": False,
    }


def _arcs(arcs: Records, x: dict[str, Any], y: dict[str, Any], room: int) -> alt.Chart:
    names = list(DASHES)
    legend = {**style.legend(names, room), "symbolType": "stroke"}
    dash = {"domain": names, "range": list(DASHES.values())}
    where = {
        "x": measured("across", **x),
        "y": measured("place", **y),
        "detail": named("tie"),
        "order": measured("step"),
        "strokeDash": named("status", scale=dash, legend=legend),
    }
    width, opacity = USUAL
    if "width" in arcs[0]:
        where["size"] = measured("width", scale=None, legend=None)
        where["opacity"] = measured("opacity", scale=None, legend=None)
    return marks("line", arcs, where, color=style.STRONG, strokeWidth=width, opacity=opacity)


def _dots(schools: Records, x: dict[str, Any], y: dict[str, Any]) -> alt.Chart:
    looks = style.looks("school", [HEARD, SILENT], fill=[style.STRONG, style.PAPER])
    looks["fill"]["legend"]["orient"] = "bottom"
    where = {"x": measured("across", **x), "y": measured("place", **y), **looks}
    return marks("point", schools, where, size=DOT, stroke=style.STRONG, opacity=1, strokeWidth=1.5)


def _describe(release: Release, order: list[str]) -> str:
    """Say of every school with whom it is tied, each tie once."""
    said, facts = [], release.facts
    for school in order:
        found = [row["other"] for row in _ties(release) if row["school"] == school]
        if found:
            said.append(f"{school} with {numbers.listed(found)}")
    alone = f" Without a tie: {numbers.listed(facts['left_out'])}." if facts["left_out"] else ""
    silent = f" Not known: {numbers.listed(facts['not_known'])}." if facts["not_known"] else ""
    return f"Arcs between the lines of schools. {'; '.join(said)}.{alone}{silent}"
