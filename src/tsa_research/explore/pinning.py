"""A view that stays beside those that follow, until it is put away."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from tsa_research.explore.controls import button
from tsa_research.explore.layout import Shown, as_html


class Pinned:
    """At most one view, with a button above it that puts it away; nothing is seen without one.

    Parameters
    ----------
    unpin : callable
        Called when the button is pressed.
    """

    def __init__(self, unpin: Callable[[], None]) -> None:
        self.words = widgets.HTML()
        self.button = button("Unpin", unpin)
        self.box = widgets.VBox([self.button, self.words])
        self.clear()

    def keep(self, seen: Shown) -> str:
        """Keep a view; return in words that it is in place of another, if there was one."""
        instead = ", in place of the one before" if self.words.value else ""
        self.words.value = as_html(seen, pinned=True)
        self.box.layout.display = None
        return instead

    def clear(self) -> None:
        """Put the view away."""
        self.words.value = ""
        self.box.layout.display = "none"
