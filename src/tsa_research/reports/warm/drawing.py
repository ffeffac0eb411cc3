"""The process that draws charts and writes pages, for one report after another.

It holds the JavaScript engine that draws and the page templates, both of which are dear to
start and cheap to use again. Its lane replaces it before it grows.
"""

from __future__ import annotations

import contextlib
import resource
import sys
from typing import Any

import nbformat

from tsa_research.charts.rendering import draw
from tsa_research.reports.render import render_notebook
from tsa_research.reports.warm.channel import Channel, ChannelClosedError, inherited


def main() -> None:
    """Serve until the driver of the lane closes its end."""
    channel = inherited(int(sys.argv[1]))
    draw({"data": {"values": [{"a": 1}]}, "mark": "point", "encoding": {}})
    channel.send("ready")
    with contextlib.suppress(ChannelClosedError):
        while True:
            kind, content = channel.receive()
            answer(channel, kind, content)


def answer(channel: Channel, kind: str, content: dict[str, Any]) -> None:
    """Send what was made, or why it could not be, and how large the process has become.

    ``draw`` takes a ``specification`` and is answered by ``drawn``; ``page`` takes a
    ``notebook`` and ``include_code`` and is answered by ``page``; both by a ``text``.
    """
    make = {"draw": _draw, "page": _page}[kind]
    try:
        text = make(content)
    except Exception as error:
        channel.send("problem", problem=f"{type(error).__name__}: {error}", memory=_memory())
    else:
        channel.send({"draw": "drawn"}.get(kind, kind), text=text, memory=_memory())


def _draw(content: dict[str, Any]) -> str:
    return draw(content["specification"])


def _page(content: dict[str, Any]) -> str:
    notebook = nbformat.from_dict(content["notebook"])
    return render_notebook(notebook, include_code=content["include_code"])


def _memory() -> int:
    """Return the largest number of bytes that this process has held."""
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
