"""How what is explored is laid out on a page, and the page where there is nothing to explore."""

from __future__ import annotations

from html import escape

import ipywidgets as widgets

from tsa_research.errors import TsaError

STYLE = """<style>
.tsa-explore .widget-hbox { flex-wrap: wrap; height: auto; column-gap: 0.5rem; }
.tsa-explore .widget-checkbox { width: auto; height: auto; }
.tsa-explore .tsa-view { flex: 1 1 min(32rem, 100%); min-width: 0; max-width: 100%; }
.tsa-explore .tsa-view:has(> .widget-html-content:empty) { display: none; }
.tsa-explore svg { max-width: 100%; height: auto; overflow: visible; }
.tsa-explore .tsa-scroll svg { min-width: 34rem; }
.tsa-explore .tsa-scroll, .tsa-explore .table-scroll { overflow-x: auto; }
.tsa-explore table { border-collapse: collapse; margin: 1rem 0; }
.tsa-explore caption { text-align: left; font-weight: bold; padding: 0.3rem 0; }
.tsa-explore th, .tsa-explore td { padding: 0.3rem 0.6rem; border-bottom: 1px solid #c5c9cc; }
.tsa-explore th { text-align: left; } .tsa-explore tbody th { font-weight: normal; }
.tsa-explore pre { white-space: pre-wrap; overflow-wrap: anywhere; }
</style>"""


def scrolled(label: str, content: str) -> str:
    """Return a part that is scrolled sideways where it is wider than the screen."""
    return (
        f'<div class="tsa-scroll" tabindex="0" role="region" aria-label="{label}">{content}</div>'
    )


def nothing_yet(error: TsaError) -> widgets.VBox:
    """Return the page that says what is missing and what to do."""
    text = escape(str(error)).replace("\n", "<br>")
    return widgets.VBox([widgets.HTML(f"<h2>There is nothing to show yet</h2><p>{text}</p>")])
