"""Leaving out of a page what a form does not have: the sentence, the empty table, the heading.

A notebook is written for any form. Where its cells are tagged ``if_asked``, a report leaves out
what would only say that this form has no question of a kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nbformat import NotebookNode

from tsa_research.html_table import ABSENT

TAG = "if_asked"


def present(cells: Sequence[NotebookNode]) -> list[NotebookNode]:
    """Return the cells without those that are tagged and have nothing to say.

    A code cell is left out, with the sentence before it, if all that it shows is absent; a
    heading that stands alone is left out if nothing follows it before the next one.
    """
    kept: list[NotebookNode] = []
    for cell in cells:
        if not _is_absent(cell):
            kept.append(cell)
        elif kept and _may_go(kept[-1]) and not _is_heading(kept[-1]):
            kept.pop()
    pairs = pairwise([*kept, None])
    return [cell for cell, after in pairs if cell is not None and not _is_empty(cell, after)]


def _may_go(cell: NotebookNode) -> bool:
    return TAG in cell.metadata.get("tags", [])


def _is_absent(cell: NotebookNode) -> bool:
    outputs = cell.get("outputs", [])
    return (
        _may_go(cell)
        and bool(outputs)
        and all(output.get("metadata", {}).get(ABSENT) for output in outputs)
    )


def _is_heading(cell: NotebookNode) -> bool:
    lines = cell.source.strip().splitlines()
    return cell.cell_type == "markdown" and len(lines) == 1 and lines[0].startswith("#")


def _is_empty(cell: NotebookNode, after: NotebookNode | None) -> bool:
    """Tell whether a heading that may go has nothing below it."""
    if not (_may_go(cell) and _is_heading(cell)):
        return False
    return after is None or (after.cell_type == "markdown" and after.source.startswith("#"))
