"""How forms in a notebook look: wide fields, focus that can be seen, room on a phone."""

from __future__ import annotations

WIDE = {"width": "100%"}
ON_LEAVING = {"continuous_update": False}
"""A text counts as changed when its field is left, not at every letter."""
STYLE = """<style>
.tsa-collect, .tsa-collect .widget-box { width: 100%; max-width: 46rem; box-sizing: border-box; }
.tsa-collect :focus-visible { outline: 3px solid #a34a00 !important; outline-offset: 2px; }
.tsa-collect .widget-html-content { line-height: 1.45; max-width: 100%; }
.tsa-collect .widget-dropdown, .tsa-collect .widget-text, .tsa-collect .widget-textarea,
.tsa-collect .widget-datepicker { max-width: calc(100% - 4px); height: auto; flex-wrap: wrap; }
.tsa-collect .widget-label { width: auto !important; min-width: 8rem; text-align: left;
  white-space: normal; height: auto; }
.tsa-collect .widget-button { width: auto; } .tsa-collect select { min-height: 2rem; }
.tsa-collect .visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }
</style>"""
