"""The library that draws charts in a browser, for the one page that a reader may change."""

from __future__ import annotations

from functools import cache


@cache
def browser_library() -> str:
    """Return Vega, Vega-Lite and vegaEmbed as one script that fetches nothing.

    It takes about two seconds and starts a JavaScript engine with threads of its own: never in
    a process that forks.
    """
    import vl_convert

    return vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
