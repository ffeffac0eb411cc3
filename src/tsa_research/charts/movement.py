"""Where people stood before, and where they stand after."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from tsa_research import numbers
from tsa_research.charts import style
from tsa_research.charts.assembling import Layers, Records, marks, named, pick
from tsa_research.charts.nothing import nothing_to_draw
from tsa_research.findings import Release, require_release
from tsa_research.naming import scale_for
from tsa_research.schemas.model import Option, ResponseScale

CAPTION = (
    "Each square counts those who gave one answer before and one after; the outlined squares are "
    "those who stayed, and every other square says whether the move is to the better. The chart "
    "leaves out whoever answered only once, and cannot tell what moved the others."
)
KEYS = ("before", "after")
KINDS = ("worse", "same", "better")
FILLS = (style.UNFAVOURABLE[-1], style.PAPER, style.FAVOURABLE[-1])
CELL_HEIGHT = 48
ACROSS, DOWN = 13, 26


def movement(release: Release, *, title: str) -> alt.LayerChart:
    """Draw how many people moved from each answer to each other one.

    It shows a square per pair of answers, before from top to bottom and after from left to
    right, both from the worst to the best: the diagonal has the people who stayed, the lower
    left those for whom it became worse, the upper right those for whom it became better. Every
    square says so in words. It cannot tell anything of people who answered only once.

    Parameters
    ----------
    release : Release
        Of kind ``movement``.
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
    scale = scale_for(release, {})
    cells = _cells(release.table, scale)
    where = {"x": _axis("after", scale), "y": _axis("before", scale)}
    description = f"Table of squares. {_describe(cells)}"
    return Layers(
        layer=[*_squares(cells, where), *_texts(cells, where)],
        width=_width(scale),
        height=CELL_HEIGHT * len(scale.codes),
        **style.finish(title=title, description=description, caption=CAPTION),
    )


def _cells(table: pd.DataFrame, scale: ResponseScale) -> Records:
    """Return one row per square: both labels, whether it is better, and what is written in it."""
    ranks = {code: rank for rank, code in enumerate(scale.worst_first)}
    cells = []
    for row in table.to_dict("records"):
        step = ranks[row["after"]] - ranks[row["before"]]
        kind, text = KINDS[(step > 0) + (step >= 0)], numbers.count(row["count"])
        labels = {key: scale.label(row[key]) for key in KEYS}
        cells.append({**labels, "kind": kind, "text": text, "word": kind if text != "0" else ""})
    return cells


def _squares(cells: Records, where: dict[str, Any]) -> list[alt.Chart]:
    """Return all squares, and the outlines of those who stayed."""
    stayed = pick([cell for cell in cells if cell["kind"] == "same"], *KEYS)
    outline = {"fill": None, "stroke": style.INK, "strokeWidth": 3}
    fill = named("kind", scale={"domain": list(KINDS), "range": list(FILLS)}, legend=None)
    squares = pick(cells, *KEYS, "kind")
    return [
        marks("rect", squares, {**where, "fill": fill}, stroke=style.FRAME),
        marks("rect", stayed, where, **outline),
    ]


def _axis(key: str, scale: ResponseScale) -> dict[str, Any]:
    """Return one axis, both from the worst answer to the best."""
    options = [scale.option(code) for code in scale.worst_first]
    look: dict[str, Any] = {
        "labelLimit": 0,
        "labelLineHeight": style.LINE,
        "domain": False,
        "ticks": False,
    }
    domain = {"domain": [option.label for option in options], "padding": 0.04}
    if key == "after":
        lines = {option.label: style.wrapped(option.mark, ACROSS) for option in options}
        padding = 8 + style.LINE * (max(map(len, lines.values())) - 1)
        look |= {"orient": "top", "labelAngle": 0, "labelPadding": padding, "titlePadding": 12}
        title = "After: further right is better"
    else:
        lines = {option.label: style.wrapped(_with_mark(option), DOWN) for option in options}
        # Room for a wide font: the title may not run through the labels.
        extent = 8 + max(style.text_width(line) for label in lines.values() for line in label)
        look |= {"labelPadding": 8, "titlePadding": 12, "labelOffset": style.centred(lines)}
        look |= {"minExtent": round(extent)}
        title = "Before: further down is better"
    axis = {"title": title, "labelExpr": style.label_expression(lines), **look}
    return named(key, scale=domain, axis=axis)


def _with_mark(option: Option) -> str:
    """Return a label with the short mark that stands for it at the other axis."""
    return f"{option.mark}: {option.label}" if option.short else option.label


def _width(scale: ResponseScale) -> int:
    """Return the width of the squares: wide enough for words, if there are not too many."""
    labels = (_with_mark(scale.option(code)) for code in scale.codes)
    lines = (line for label in labels for line in style.wrapped(label, DOWN))
    room = style.WIDTH - max(map(style.text_width, lines)) - 50
    return round(min(96 * len(scale.codes), room))


def _texts(cells: Records, where: dict[str, Any]) -> list[alt.Chart]:
    """Return the counts, and beneath every count what the move means."""
    moved = [cell for cell in cells if cell["word"]]
    empty = [cell for cell in cells if not cell["word"]]
    looks: tuple[tuple[Records, str, dict[str, Any]], ...] = (
        (moved, "text", {"dy": -7, "fontSize": 15, "fontWeight": "bold"}),
        (moved, "word", {"dy": 11}),
        (empty, "text", {"color": style.QUIET}),
    )
    return [
        marks("text", pick(data, *KEYS, text), {**where, "text": named(text)}, **look)
        for data, text, look in looks
    ]


def _describe(cells: Records) -> str:
    """Say every move that somebody made."""
    moves = [
        f"{cell['text']} from {cell['before']} to {cell['after']} ({cell['word']})"
        for cell in cells
        if cell["word"]
    ]
    return f"{'; '.join(moves)}."
