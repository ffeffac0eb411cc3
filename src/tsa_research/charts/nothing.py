"""What is drawn where there is nothing to draw."""

from __future__ import annotations

from typing import Any

import altair as alt

from tsa_research.charts import style
from tsa_research.charts.assembling import Layers, fixed, marks, named
from tsa_research.findings import Release

NOTHING = "nothing"
"""Mark in a chart's ``usermeta``: it is shown as a paragraph, not as a figure."""
CAPTION = "There is no picture here because there is nothing that could be drawn."


def _reason(release: Release) -> str:
    if release.n_hidden:
        return "Every figure is hidden, so there is nothing to draw."
    return release.facts.get("nothing", "There is nothing to draw yet.")


def nothing_to_draw(release: Release, title: str) -> alt.LayerChart:
    """Say in the place of a chart why there is none, such as one wave where two are needed.

    The chart is marked, so that a notebook or a report shows its words and no empty picture.
    """
    text = _reason(release)
    look: dict[str, Any] = {"align": "left", "fontStyle": "italic", "color": style.QUIET}
    where = {"x": fixed(0), "y": fixed(10), "text": named("text")}
    words = marks("text", [{"text": text}], where, **look)
    common = style.finish(title=title, description=text, caption=CAPTION)
    if text.rstrip(".") in title:  # the headline has said it
        common["description"] = title
    common["usermeta"] = {"caption": CAPTION, NOTHING: True}
    return Layers(layer=[words], width=style.WIDTH, height=20, **common)
