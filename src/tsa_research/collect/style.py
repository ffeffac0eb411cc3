"""How forms in a notebook look, beside what all controls have in common."""

from __future__ import annotations

WIDE = {"width": "100%"}
ON_LEAVING = {"continuous_update": False}
"""A text counts as changed when its field is left, not at every letter."""
STYLE = """<style>
.tsa-collect, .tsa-collect .widget-box { max-width: 46rem; }
.tsa-collect .widget-label { width: auto !important; min-width: 8rem; text-align: left;
  white-space: normal; height: auto; }
@media (min-width: 40rem) { .tsa-collect.tsa-row .widget-label { min-width: 20rem; } }
</style>"""
