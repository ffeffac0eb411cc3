"""What every view has: its chart as a picture, its base, and the lines that make reports."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property
from typing import Any

from tsa_research import numbers
from tsa_research.charts.rendering import SVG, as_svg
from tsa_research.explore.taking import report_line
from tsa_research.findings import Release
from tsa_research.reports.plan import ReportPlan, form_of


class Drawn:
    """Something that has a chart: whoever says its specification has the picture."""

    specification: Any
    """The chart, as Vega-Lite."""

    @cached_property
    def drawn(self) -> dict[str, str]:
        """The chart by mimetype: an SVG with its text alternative, or a note in HTML."""
        shown, _ = as_svg(self.specification)
        return shown

    @property
    def svg(self) -> str:
        """The chart as SVG, empty where nothing can be shown."""
        return self.drawn.get(SVG, "")

    @property
    def chart(self) -> str:
        """The chart as HTML."""
        return self.svg or self.drawn["text/html"]


def base_line(release: Release) -> str:
    """Say how many people are behind the rows that are shown, and how many rows are hidden."""
    shown = release.shown
    rows = numbers.counted(len(release.table), "rows")
    hidden = f"; {numbers.count(release.n_hidden)} of {rows} hidden" if release.n_hidden else ""
    if shown.empty:
        return f"Nothing can be shown{hidden}."
    low, high = int(shown["n"].min()), int(shown["n"].max())
    people = numbers.counted(high, release.unit)
    return f"Base: {people if low == high else f'{low} to {people}'} behind a row{hidden}."


def report_lines(
    plans: Iterable[ReportPlan],
    network: str,
    source: str,
    *,
    cohort: str,
    alliances: Collection[str],
) -> tuple[str, ...]:
    """Return the commands that make the reports on a form or a record, alliance by alliance.

    Parameters
    ----------
    plans : iterable of ReportPlan
    network : str
        As it was opened.
    source, cohort : str
        Ids; the source is a form or a record.
    alliances : collection of str
        Ids.
    """
    found = (
        plan
        for plan in plans
        if source in (form_of(plan), *plan.notebook.records)
        and str(plan.parameters.get("cohort")) == cohort
        and str(plan.parameters.get("alliance")) in alliances
    )
    return tuple(report_line(plan, network) for plan in found)
