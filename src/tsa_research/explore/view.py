"""One view of the figures: chart, sentence, table, base and the lines that make the reports."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from tsa_research import charts, numbers, prose, tables
from tsa_research.explore.asking import Question, question
from tsa_research.explore.cells import WHOLE
from tsa_research.explore.choosing import Choice
from tsa_research.explore.keeping import Cells
from tsa_research.explore.reopening import reopened
from tsa_research.explore.seen import Drawn, base_line, report_lines
from tsa_research.explore.taking import as_csv
from tsa_research.findings import Release
from tsa_research.html_table import Table
from tsa_research.schemas.model import Instrument


@dataclass(frozen=True)
class View(Drawn):
    """What is seen of a choice; everything follows from the release."""

    choice: Choice
    title: str
    release: Release
    sentence: str
    base: str
    report_lines: tuple[str, ...]

    @cached_property
    def specification(self) -> dict[str, Any]:
        """The chart, as Vega-Lite."""
        if self.of_shares:
            several = "wave" if len(self.choice.waves) > 1 else ""
            chart = charts.share_bars(self.release, title=self.title, then=several, whole="whole")
        else:
            keys = ("alliance", "group")
            chart = charts.section_profile(self.release, title=self.title, keys=keys)
        found: dict[str, Any] = chart.to_dict(validate=False)
        return found

    @property
    def of_shares(self) -> bool:
        """Whether shares are seen, and not means of a form."""
        return self.release.instrument is None

    @property
    def name(self) -> str:
        """What files with this view are called, without an ending."""
        chosen = self.choice
        parts = (chosen.instrument, chosen.section, chosen.target, chosen.cohort, chosen.by)
        return "-".join(filter(None, parts))

    @property
    def table(self) -> Table:
        """The figures as a table."""
        columns = self.release.values[:1] if self.choice.by != WHOLE else self.release.values
        return tables.display(self.release, columns=columns)

    @property
    def csv(self) -> str:
        """The figures as CSV; no cell is taken for a formula, and hidden rows say so."""
        release = self.release
        columns = (*release.keys, *release.values, release.base, "state")
        return as_csv(release.table, columns)


def view(cells: Cells, choice: Choice) -> View:
    """Return the view of a choice; no figure is computed, rows are only chosen and put in order.

    Parameters
    ----------
    cells : Cells
    choice : Choice
        Of which every part exists; see :func:`tsa_research.explore.choosing.fitted`.
    """
    asked = question(cells, choice.key)
    rows = _ordered(_rows(cells, choice), choice, asked)
    title = _title(asked, choice)
    released = reopened(rows, choice, asked, title, cells.workspace.policy)
    return View(
        choice=choice,
        title=title,
        release=released,
        sentence=str(prose.headline(released)),
        base=base_line(released),
        report_lines=_report_lines(cells, choice),
    )


def _rows(cells: Cells, choice: Choice) -> pd.DataFrame:
    rows = cells.rows(*choice.key, choice.cohort, choice.by)
    return rows.loc[rows["alliance"].isin(choice.alliances) & rows["wave"].isin(choice.waves)]


def _ordered(rows: pd.DataFrame, choice: Choice, asked: Question) -> pd.DataFrame:
    """Put rows in the order chosen, by the last wave, the groups of each alliance by themselves.

    Those that are hidden come last.
    """
    place = rows["wave"].map({wave: n for n, wave in enumerate(choice.waves)})
    rows = rows.assign(
        _wave=place,
        _row=rows.groupby(["alliance", "group"], sort=False).ngroup(),
        _alliance=rows.groupby("alliance", sort=False).ngroup() if choice.by != WHOLE else 0,
    )
    if choice.order != "listed" and len(rows):
        last = rows.loc[rows["_wave"] == rows["_wave"].max()].set_index("_row")["mean"]
        printed = (
            numbers.plotted_mean if isinstance(asked.about, Instrument) else numbers.plotted_share
        )
        last = last.map(printed)  # an order tells no more than what is printed
        rank = last.rank(
            ascending=asked.higher_is_better == (choice.order == "worst"), method="first"
        )
        rows = rows.assign(_row=rows["_row"].map(rank).fillna(len(rows) + rows["_row"]))
    return rows.sort_values(["_alliance", "_row", "_wave"], kind="stable")


def _title(asked: Question, choice: Choice) -> str:
    by = "" if choice.by == WHOLE else f", by {asked.breakdowns[choice.by].lower()}"
    return f"{asked.title}{by}"


def _report_lines(cells: Cells, choice: Choice) -> tuple[str, ...]:
    """Return the commands for the reports on the alliances chosen."""
    titles = cells.alliances
    chosen = {id_ for id_, title in titles.items() if title in choice.alliances}
    return report_lines(
        cells.plans, cells.network, choice.instrument, cohort=choice.cohort, alliances=chosen
    )
