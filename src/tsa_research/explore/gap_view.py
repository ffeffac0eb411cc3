"""One view of the gap between own school and alliance: sentence, chart, table and base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from tsa_research import charts, numbers, prose, tables
from tsa_research.disclosure import reopen
from tsa_research.explore.asking import breakdown_titles
from tsa_research.explore.cells import WHOLE
from tsa_research.explore.seen import Drawn, base_line
from tsa_research.explore.taking import as_csv
from tsa_research.findings import Finding, Release
from tsa_research.html_table import Table
from tsa_research.naming import lowered
from tsa_research.policy import Policy
from tsa_research.schemas.model import Instrument

KEYS = ("section", "group", "wave")
COUNTS = ("mean_own", "mean_other", "n_own_better", "n_same", "n_other_better")
"""What is shown of groups within an alliance, as in the report."""
TITLES = {WHOLE: "Whole alliance"}


@dataclass(frozen=True)
class GapView(Drawn):
    """What is seen of a choice; everything follows from the release."""

    title: str
    name: str
    """What files with this view are called, without an ending."""
    release: Release
    report_lines: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Where the gap is widest, wave by wave."""
        waves = list(dict.fromkeys(self.release.table["wave"]))
        said = {wave: str(prose.headline(self._only(wave))) for wave in waves}
        if len(said) == 1:
            return said[waves[0]]
        return " ".join(f"{wave}: {sentence}" for wave, sentence in said.items())

    def _only(self, wave: str) -> Release:
        table = self.release.table
        return self.release.only(table.loc[table["wave"] == wave])

    @property
    def base(self) -> str:
        """How many people are behind the rows."""
        return base_line(self.release)

    @cached_property
    def specification(self) -> dict[str, Any]:
        """The chart, as Vega-Lite."""
        found: dict[str, Any] = charts.dumbbell(self.release, title=self.title).to_dict(
            validate=False
        )
        return found

    @cached_property
    def table(self) -> Table:
        """The figures as a table."""
        return tables.display(self.release, columns=self._columns)

    @property
    def csv(self) -> str:
        """The figures as CSV; hidden rows say so."""
        return as_csv(self.release.table, (*KEYS, *self._columns, self.release.base, "state"))

    @property
    def _columns(self) -> tuple[str, ...]:
        return COUNTS if self.release.facts["by"] else self.release.values


def gap_release(
    found: dict[str, Release], *, by: str, sections: Sequence[str], policy: Policy
) -> Release:
    """Return the rows of some waves and sections as one release.

    Parameters
    ----------
    found : dict of str to Release
        The gap by wave, each released together with all other splits.
    by : str
        What the gap is split by.
    sections : sequence of str
        Ids, in the order in which they are shown.
    policy : Policy
    """
    rows = pd.concat(
        [released.table.assign(wave=wave) for wave, released in found.items()], ignore_index=True
    )
    rows = rows.loc[rows["section"].isin(sections)]
    groups = list(dict.fromkeys(rows["group"]))
    order = {"section": list(sections), "group": groups, "wave": list(found)}
    places = rows[list(KEYS)].apply(lambda column: column.map(order[str(column.name)].index))
    rows = rows.loc[places.sort_values(list(KEYS)).index]
    one = next(iter(found.values()))
    columns = [*KEYS, *one.values, one.base, "n_schools", "state"]
    rule = policy.rule("group" if by else "alliance")
    return reopen(_like(one, found, by), rows[columns], rule=rule)


def _like(one: Release, found: dict[str, Release], by: str) -> Finding:
    columns = [*KEYS, *one.values, one.base, "n_schools"]
    return Finding(
        kind=one.kind,
        question=one.question,
        title=one.title.removesuffix(f", {one.facts['wave']}"),
        table=pd.DataFrame(columns=columns),
        keys=KEYS,
        values=one.values,
        schools="n_schools",
        unit=one.unit,
        scope="group" if by else "alliance",
        nobody=one.nobody,
        n=0,
        method=one.method,
        caveats=one.caveats,
        sources=tuple(source for released in found.values() for source in released.sources),
        instrument=one.instrument,
        facts=one.facts | {"by": by, "waves": list(found)},
    )


def gap_title(
    instrument: Instrument,
    place: str,
    when: Sequence[str],
    *,
    facets: Sequence[str],
    by: str,
) -> str:
    """Return what a view is about: form, alliance and cohort, waves, and what was chosen of it.

    ``facets`` are the titles of sections, where not all are shown.
    """
    titles = breakdown_titles(instrument) | TITLES
    of = f": {numbers.listed([lowered(title) for title in facets])}" if facets else ""
    split = f", by {titles[by].lower()}" if by else ""
    return f"{instrument.title}{of}, {place}, {numbers.listed(when)}{split}"
