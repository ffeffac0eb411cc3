"""What a screen reader says when something changed: a live region that stays in the page."""

from __future__ import annotations

import anywidget
import traitlets

_RENDER = """
export default {
  render({ model, el }) {
    const region = document.createElement("p");
    region.setAttribute("role", "status");
    region.setAttribute("aria-live", "polite");
    region.className = "visually-hidden";
    el.append(region);
    const say = () => { region.textContent = model.get("text"); };
    model.on("change:text", say);
    say();
  }
};
"""


class Announcer(anywidget.AnyWidget):
    """A line of text of which every change is read out."""

    _esm = _RENDER
    text = traitlets.Unicode("").tag(sync=True)
