"""Buttons that save what is seen; the browser writes the files, nothing is fetched."""

from __future__ import annotations

import anywidget
import traitlets

_RENDER = """
function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function png(svg) {
  const image = new Image();
  return new Promise((done, failed) => {
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = 2 * image.width;
      canvas.height = 2 * image.height;
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(done, "image/png");
    };
    image.onerror = () => failed(new Error("The chart cannot be drawn as PNG."));
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
  });
}

export default {
  render({ model, el }) {
    const makers = {
      CSV: async () => new Blob(["\\ufeff" + model.get("csv")], { type: "text/csv" }),
      SVG: async () => new Blob([model.get("svg")], { type: "image/svg+xml" }),
      PNG: () => png(model.get("svg")),
    };
    const buttons = Object.entries(makers).map(([kind, make]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "jupyter-button";
      const whose = model.get("whose");
      button.textContent = "Save " + kind + (whose ? " (" + whose + ")" : "");
      button.addEventListener("click", async () => {
        save(await make(), model.get("name") + "." + kind.toLowerCase());
      });
      el.append(button, " ");
      return button;
    });
    const follow = () => {
      for (const button of buttons.slice(1)) button.disabled = !model.get("svg");
    };
    model.on("change:svg", follow);
    follow();
  }
};
"""


class Saving(anywidget.AnyWidget):
    """Three buttons: the figures as CSV, the chart as SVG and as PNG.

    Without a chart, which is where nothing can be shown, the last two are out of use. Where
    there are several on a page, ``whose`` says on the buttons to which part they belong.
    """

    _esm = _RENDER
    whose = traitlets.Unicode("").tag(sync=True)
    name = traitlets.Unicode("").tag(sync=True)
    csv = traitlets.Unicode("").tag(sync=True)
    svg = traitlets.Unicode("").tag(sync=True)
