"""The map of ties in the browser: a button for every school, an arc for every tie.

It draws what it is given and passes on which school was chosen; it computes no figure. Names are
written as text, never as HTML.
"""

from __future__ import annotations

import anywidget
import traitlets

_RENDER = """
const SVG = "http://www.w3.org/2000/svg";
const HINT = "Choose a school to see its ties, and to read them after the map. "
  + "Escape, or a second press, goes back to all schools.";

function html(kind, name, text, parent) {
  const made = document.createElement(kind);
  made.className = name;
  made.textContent = text;
  parent.append(made);
  return made;
}

function drawn(kind, attributes, parent) {
  const made = document.createElementNS(SVG, kind);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  parent.append(made);
  return made;
}

function legend(dashes, parent) {
  for (const [status, dash] of Object.entries(dashes)) {
    const entry = html("span", "tsa-map-entry", "", parent);
    const sample = drawn("svg", { width: 44, height: 10, "aria-hidden": "true" }, entry);
    drawn("path", { d: "M 0 5 H 44", "stroke-dasharray": dash.join(" ") }, sample);
    entry.append(" " + status);
  }
}

export default {
  render({ model, el }) {
    el.classList.add("tsa-map");
    el.setAttribute("data-lm-suppress-shortcuts", "true");  // the keys of JupyterLab
    html("p", "tsa-map-hint", HINT, el);
    const key = html("p", "tsa-map-legend", "", el);
    const plan = html("div", "tsa-map-plan", "", el);
    const list = html("div", "tsa-map-list", "", plan);
    list.setAttribute("role", "group");
    list.setAttribute("aria-label", "Map of ties");
    const svg = drawn("svg", { "aria-hidden": "true" }, plan);
    let shown, buttons;  // what is built: the choice may change just before the picture does

    const choose = (name) => { model.set("chosen", name); model.save_changes(); };

    function build() {
      shown = model.get("picture");
      key.replaceChildren();
      if (shown.ties.length) legend(shown.dashes, key);
      list.replaceChildren();
      buttons = shown.schools.map(({ name, about }) => {
        const button = html("button", "tsa-map-school", about, list);
        button.type = "button";
        button.addEventListener("click", () => choose(model.get("chosen") === name ? "" : name));
        return button;
      });
      follow();
    }

    function follow() {
      buttons.forEach((button, place) => {
        const chosen = shown.schools[place].name === model.get("chosen");
        button.setAttribute("aria-pressed", String(chosen));
      });
      draw();
    }

    function draw() {
      const { schools, ties, dashes } = shown;
      const heights = buttons.map((one) => one.offsetTop + one.offsetHeight / 2);
      const chosen = schools.findIndex(({ name }) => name === model.get("chosen"));
      const span = ({ ends }) => heights[ends[1]] - heights[ends[0]];
      const longest = Math.max(1, ...ties.map(span));
      const room = Math.min(svg.clientWidth - 14, Math.max(120, 0.8 * longest));
      svg.replaceChildren();
      const near = new Set();
      for (const tie of ties) {
        const { ends, status } = tie;
        const [top, foot] = ends.map((place) => heights[place]);
        const across = Math.max(0, room * span(tie) / longest);
        const own = ends.includes(chosen);
        if (own) ends.forEach((place) => near.add(place));
        const name = chosen < 0 ? "" : own ? "tsa-map-own" : "tsa-map-pale";
        const path = `M 8 ${top} A ${across} ${(foot - top) / 2} 0 0 1 8 ${foot}`;
        drawn("path", { d: path, "stroke-dasharray": dashes[status].join(" "), class: name }, svg);
      }
      schools.forEach(({ heard }, place) => {
        const name = heard ? "tsa-map-heard" : "tsa-map-silent";
        drawn("circle", { cx: 8, cy: heights[place], r: 5, class: name }, svg);
        const pale = chosen >= 0 && place !== chosen && !near.has(place);
        buttons[place].classList.toggle("tsa-map-pale", pale);
      });
    }

    el.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && model.get("chosen")) choose("");
    });
    model.on("change:picture", build);
    model.on("change:chosen", follow);
    const watcher = new ResizeObserver(draw);
    watcher.observe(plan);
    build();
    return () => watcher.disconnect();
  }
};
"""
_LOOKS = """
.tsa-map { background: #fff; color: #1a1a1a; line-height: 1.35; padding: 4px; }
.tsa-map p { margin: 0 0 0.6rem; }
.tsa-map-entry { display: inline-block; margin-right: 1.2rem; }
.tsa-map-plan { display: grid; grid-template-columns: minmax(0, max-content) minmax(4rem, 24rem); }
.tsa-map-list { display: flex; flex-direction: column; position: relative; }
.tsa-map-school { font: inherit; color: inherit; background: none; text-align: right;
  border: 2px solid transparent; border-radius: 3px; padding: 2px 6px; min-height: 28px;
  cursor: pointer; overflow-wrap: anywhere; }
.tsa-map-school:hover { border-color: #595959; }
.tsa-map-school.tsa-map-pale { color: #595959; }
.tsa-map-school[aria-pressed="true"] { border-color: #1a1a1a; text-decoration: underline; }
.tsa-map .tsa-map-plan svg { width: 100%; height: 100%; display: block; }
.tsa-map path { fill: none; stroke: #0b3f7a; stroke-width: 1.8; }
.tsa-map path.tsa-map-own { stroke-width: 3.4; }
.tsa-map path.tsa-map-pale { stroke: #9fb0c3; stroke-width: 1; }
.tsa-map circle { stroke: #0b3f7a; stroke-width: 1.5; fill: #fff; }
.tsa-map circle.tsa-map-heard { fill: #0b3f7a; }
@media (forced-colors: active) { .tsa-map path, .tsa-map circle { stroke: CanvasText; } }
"""


class NetworkMap(anywidget.AnyWidget):
    """Schools in a column, the ties between them as arcs; the name of the chosen one, or none."""

    _esm = _RENDER
    _css = _LOOKS
    picture = traitlets.Dict().tag(sync=True)
    chosen = traitlets.Unicode("").tag(sync=True)
