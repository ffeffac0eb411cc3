"""Who found the problem and the step, as bars that lean towards the teacher."""

from __future__ import annotations

from typing import Any

import altair as alt

from tsa_research import numbers
from tsa_research.charts import style
from tsa_research.charts.assembling import Layers, Records
from tsa_research.charts.likert import panel
from tsa_research.charts.nothing import nothing_to_draw
from tsa_research.charts.rows import build_rows, clauses, with_rows
from tsa_research.findings import Release, require_release
from tsa_research.naming import scale_for
from tsa_research.schemas.model import ResponseScale

AXIS = "Share of the entries: right of the line the teacher found the problem"
CAPTION = (
    "Each bar is all entries of its row; the parts to the right of the line are those in which the "
    "teacher found the problem, the darkest those with the step as well. The chart cannot tell how "
    "good a conversation was, and more lead by the coach can be right for the matter."
)
KEYS = ("group",)


def engagement_bars(release: Release, *, title: str) -> alt.LayerChart:
    """Draw the four levels of engagement, those nearest to the teacher on the right.

    It shows one stacked bar per row, shifted so that the entries in which the teacher found the
    problem begin at the line and run to the right. Read how far a bar reaches to the right. It
    cannot tell how good a conversation was, nor whether a difference is more than chance.

    Parameters
    ----------
    release : Release
        Of kind ``who_found``.
    title : str
        The finding as a sentence.

    Returns
    -------
    LayerChart

    Raises
    ------
    TypeError
        If anything but a release was passed.
    """
    release = require_release(release)
    if release.shown.empty:
        return nothing_to_draw(release, title)
    table, scale = with_rows(release.table, KEYS), scale_for(release, {})
    rows = build_rows(release, table, KEYS, step=34)
    description = f"Stacked bars of entries. {_describe(release, table, scale)}"
    return Layers(
        **panel(release, scale, table, rows, axis=AXIS, whole="n_entries"),
        **style.finish(title=title, description=description, caption=CAPTION),
    )


def _describe(release: Release, table: Records, scale: ResponseScale) -> str:
    """Say every level of every row."""
    once: dict[str, dict[str, Any]] = {}
    said: dict[str, list[str]] = {}
    for level in table:
        once.setdefault(level["row"], level)
        if level["state"] == "shown":
            words = f"{scale.label(level['level'])}, {numbers.count(level['entries'])}"
            said.setdefault(level["row"], []).append(words)

    def say(row: dict[str, Any]) -> str:
        entries = numbers.counted(row["n_entries"], "entries")
        people = numbers.counted(row[release.base], release.unit)
        return f"of {entries} on {people}: {'; '.join(said[row['row']])}"

    return clauses(release, list(once.values()), KEYS, say)
