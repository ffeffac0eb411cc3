"""Controls with a label: one of several, some of several, a button. They only pass on choices."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import escape
from typing import Any

import ipywidgets as widgets

FEW = 12
"""Up to so many names have a box to tick each; more stand in a list."""
LABEL = {"description_width": "7rem"}
COMMON = """<style>
.tsa-controls, .tsa-controls .widget-box { width: 100%; max-width: 100%; box-sizing: border-box; }
.tsa-controls :focus-visible { outline: 3px solid #a34a00 !important; outline-offset: 2px; }
.tsa-controls .widget-html-content { line-height: 1.45; max-width: 100%; }
.tsa-controls .widget-dropdown, .tsa-controls .widget-text, .tsa-controls .widget-textarea,
.tsa-controls .widget-datepicker { max-width: calc(100% - 4px); height: auto; flex-wrap: wrap; }
.tsa-controls .widget-button { width: auto; height: auto; }
.tsa-controls select { min-height: 2rem; }
.tsa-controls .visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }
</style>"""
"""How controls look: focus that can be seen, room on a phone, words for screen readers only."""


class OneOf:
    """A list of which one entry is chosen; ``changed`` is called with its key."""

    def __init__(self, label: str, changed: Callable[[Any], None]) -> None:
        self.box = widgets.Dropdown(description=label, style=LABEL, layout={"width": "100%"})
        self._changed, self._quiet = changed, False
        self.box.observe(self._pass_on, names="value")

    def offer(self, words: Mapping[Any, str], chosen: Any) -> None:
        """Offer keys under their words, without telling of a change."""
        with _quietly(self):
            options = tuple((text, key) for key, text in words.items())
            if self.box.options != options:
                self.box.options = options
            self.box.value = chosen

    def _pass_on(self, change: Mapping[str, Any]) -> None:
        if not self._quiet:
            self._changed(change["new"])


class Several:
    """Names of which some are chosen; ``changed`` is called with them, in the order offered."""

    def __init__(self, label: str, changed: Callable[[tuple[str, ...]], None]) -> None:
        self._label, self._changed, self._quiet = label, changed, False
        self._names: tuple[str, ...] = ()
        self._boxes: dict[str, widgets.Checkbox] = {}
        self._list: widgets.SelectMultiple | None = None
        self.box = widgets.VBox()
        self.box.add_class("tsa-several")

    def offer(self, names: Sequence[str], chosen: Sequence[str]) -> None:
        """Offer names, without telling of a change; the same ones keep the focus."""
        with _quietly(self):
            if self._names != tuple(names):
                self._build(names)
            for name, box in self._boxes.items():
                box.value = name in chosen
            if self._list is not None:
                self._list.value = tuple(chosen)

    def _build(self, names: Sequence[str]) -> None:
        self._names, self._boxes, self._list = tuple(names), {}, None
        if len(names) > FEW:
            self._list = widgets.SelectMultiple(
                description=self._label, options=tuple(names), rows=FEW, style=LABEL
            )
            self._list.observe(self._pass_on, names="value")
            self.box.children = (self._list,)
            return
        style = {"description_width": "0"}
        for name in names:
            self._boxes[name] = widgets.Checkbox(description=name, indent=False, style=style)
            self._boxes[name].observe(self._pass_on, names="value")
        head = widgets.HTML(f"<strong>{escape(self._label)}</strong>")
        self.box.children = (head, widgets.HBox([*self._boxes.values()]))

    def _pass_on(self, change: Mapping[str, Any]) -> None:
        if self._quiet:
            return
        ticked = tuple(name for name, box in self._boxes.items() if box.value)
        self._changed(ticked if self._list is None else tuple(self._list.value))


class Note:
    """A line below the controls that says what became of a choice; mostly empty."""

    def __init__(self) -> None:
        self.box = widgets.HTML()

    def say(self, text: str) -> None:
        """Say a text in place of the one before."""
        self.box.value = f"<p>{escape(text)}</p>" if text else ""


def at_least_one(chosen: Sequence[str], offered: Sequence[str]) -> str:
    """Say what was chosen where the last name had been taken away.

    >>> at_least_one(["a", "b"], ["a", "b"]), at_least_one(["b"], ["a", "b"])
    ('At least one has to be chosen: all of them are.', 'At least one has to be chosen: b is.')
    """
    who = "all of them are"
    if len(chosen) < len(offered):
        who = f"{chosen[0]} is" if len(chosen) == 1 else f"the first {len(chosen)} are"
    return f"At least one has to be chosen: {who}."


def button(label: str, pressed: Callable[[], None]) -> widgets.Button:
    """Return a button."""
    made = widgets.Button(description=label)
    made.on_click(lambda _: pressed())
    return made


@contextmanager
def _quietly(control: OneOf | Several) -> Iterator[None]:
    control._quiet = True
    try:
        yield
    finally:
        control._quiet = False
