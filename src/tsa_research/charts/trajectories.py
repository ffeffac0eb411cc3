"""Grades from point to point: how they spread at each, and who went up or down between two."""

from __future__ import annotations

import altair as alt

from tsa_research.charts.likert import likert
from tsa_research.findings import Release, require_release

POINTS = (
    "Each bar is all trainees with a grade at one point of assessment; the parts to the right of "
    "the line are the favourable grades, and the best grade is at the far right. The bars can hold "
    "different trainees, and do not show who moved."
)
MOVES = (
    "Each bar is the trainees with a grade at both points; those to the right of the line went up "
    "to a better grade, those left of it stayed the same (grey) or went down. Who had the best "
    "grade cannot go up, and the chart does not tell why a grade changed."
)
WORDS = {"grades": (POINTS, "grades"), "trajectories": (MOVES, "moves")}


def trajectories(release: Release, *, title: str) -> alt.LayerChart | alt.VConcatChart:
    """Draw the grades of trainees at each point, or how they moved between two points.

    It shows one stacked bar per point, or per pair of points, the favourable part to the right
    of the line. Read whether the bars reach further right from point to point. It cannot tell
    why a grade changed, and bars of points can hold different trainees.

    Parameters
    ----------
    release : Release
        Of kind ``grades`` or ``trajectories``.
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
    caption, whose = WORDS[release.kind]
    return likert(release, title=title, caption=caption, whose=whose)
