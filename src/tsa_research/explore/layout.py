"""How every page for exploring is laid out: controls above, what is seen below, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Protocol

import ipywidgets as widgets

from tsa_research.explore.controls import COMMON
from tsa_research.explore.pages import STYLE, scrolled
from tsa_research.html_table import Table


class Shown(Protocol):
    """What is shown of a view."""

    @property
    def title(self) -> str:
        """What it is about."""

    @property
    def sentence(self) -> str:
        """What it says."""

    @property
    def base(self) -> str:
        """Who is behind it."""

    @property
    def chart(self) -> str:
        """The chart as HTML."""

    @property
    def table(self) -> Table:
        """The figures as a table."""

    @property
    def report_lines(self) -> tuple[str, ...]:
        """The commands that make the reports."""


def as_html(seen: Shown, *, head: str = "", pinned: bool = False) -> str:
    """Return a view as HTML: sentence, base, chart, table and report lines.

    ``head`` stands before the title, such as which side it is.
    """
    head = f"Pinned: {head}" if pinned else head
    lines = "\n".join(seen.report_lines)
    return (
        f"<h2>{escape(head + seen.title)}</h2><p>{escape(seen.sentence)}</p>"
        f"<p>{escape(seen.base)}</p>"
        f"{scrolled('Chart', seen.chart)}{scrolled('Table', seen.table._repr_html_())}"
        f"<p>The whole reports:</p><pre>{escape(lines)}</pre>"
    )


def laid_out(
    controls: Sequence[widgets.Widget],
    buttons: Sequence[widgets.Widget],
    below: Sequence[widgets.Widget],
    views: Sequence[widgets.DOMWidget],
) -> widgets.VBox:
    """Return the page: controls, buttons, what belongs below them, and views beside each other."""
    for shown in views:
        shown.add_class("tsa-view")
    style = widgets.HTML(COMMON + STYLE)
    box = widgets.VBox(
        [style, *controls, widgets.HBox(list(buttons)), *below, widgets.HBox(list(views))]
    )
    box.add_class("tsa-controls")
    box.add_class("tsa-explore")
    return box
