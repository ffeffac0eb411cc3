"""Charts as pictures that stand alone: SVG without scripts, with the chart in words beside it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import altair as alt

from tsa_research.charts.nothing import NOTHING

RENDERER = "tsa"
SVG, PLAIN = "image/svg+xml", "text/plain"
VEGA_LITE = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])


def enable_svg() -> None:
    """Make every chart in this process show itself as SVG, and not through a script."""
    alt.renderers.register(RENDERER, as_svg)
    alt.renderers.enable(RENDERER)


def as_svg(specification: dict[str, Any], **_: object) -> tuple[dict[str, str], dict[str, Any]]:
    """Return what a notebook stores of a chart: the picture, and the words that go with it.

    Parameters
    ----------
    specification : dict
        A Vega-Lite specification, as from ``chart.to_dict()``.

    Returns
    -------
    tuple of dict
        The outputs by mimetype (SVG and plain text), and the metadata: for the SVG its
        ``title``, its text alternative ``alt``, and its ``caption``. Where there is nothing
        to draw, a paragraph takes the place of the picture.
    """
    title, description = _title(specification), specification.get("description", "")
    about = specification.get("usermeta", {})
    if about.get(NOTHING):
        return {"text/html": f'<p class="note">{escape(description)}</p>', PLAIN: description}, {}
    svg = _drawing[-1](specification)
    label = escape(description or title)
    named = svg.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
    words = {"title": title, "alt": description, "caption": about.get("caption", "")}
    return {SVG: named, PLAIN: description or title}, {SVG: words}


def draw(specification: dict[str, Any]) -> str:
    """Return a Vega-Lite specification as SVG, drawn in this process.

    It starts a JavaScript engine with threads of its own: never in a process that forks.
    """
    import vl_convert

    return vl_convert.vegalite_to_svg(specification, vl_version=VEGA_LITE)


_drawing: list[Callable[[dict[str, Any]], str]] = [draw]


def draw_with(function: Callable[[dict[str, Any]], str]) -> None:
    """Have charts drawn by ``function`` from now on, such as by another process."""
    _drawing.append(function)


def prepare() -> None:
    """Let altair load and index its schema, which takes longer than any single chart."""
    empty = alt.Data(values=[{"x": 1}])
    alt.Chart(empty, title="x").mark_point().encode(x=alt.X("x:Q", title="x")).to_dict()


def _title(specification: dict[str, Any]) -> str:
    """Return the title of a specification as one line."""
    title = specification.get("title", "")
    text = title.get("text", "") if isinstance(title, dict) else title
    return text if isinstance(text, str) else " ".join(text)
