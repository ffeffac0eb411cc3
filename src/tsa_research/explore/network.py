"""What is seen of a network: map, sentences, table and the line that makes the report.

Every figure comes from a release, as in the report on the same ties; rows that a release hides
are in no part of a view.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tsa_research import charts, numbers, prose, tables
from tsa_research.analyses import tie_partners, ties
from tsa_research.charts.rendering import SVG, as_svg
from tsa_research.charts.tie_map import DASHES
from tsa_research.disclosure import release
from tsa_research.explore.taking import as_csv, report_line
from tsa_research.explore.tie_choosing import REPORT, TieChoice, Ties
from tsa_research.findings import Release
from tsa_research.html_table import Table
from tsa_research.reports.plan import slug

SILENT = "did not answer"


@dataclass(frozen=True)
class NetworkView:
    """What is seen of a choice; everything follows from releases.

    ``drawn`` holds the ties of all schools, ``each`` the schools with the number of theirs, and
    ``listed`` the ties in the table: those of one school or, if ``school`` is empty, of all.
    """

    choice: TieChoice
    title: str
    school: str
    headline: str
    sentences: tuple[str, ...]
    report_line: str
    drawn: Release
    each: Release
    listed: Release

    @property
    def picture(self) -> dict[str, Any]:
        """What the map draws: schools in its order with their ties in words, ties by place."""
        order, heard = list(self.drawn.facts["order"]), self.drawn.facts["answered"]
        counts = dict(zip(self.each.shown["school"], self.each.shown["n"], strict=True))
        schools = [
            {"name": name, "about": _about(name, counts, name in heard), "heard": name in heard}
            for name in order
        ]
        place = {name: number for number, name in enumerate(order)}
        arcs = [
            {"ends": sorted((place[row["school"]], place[row["other"]])), "status": row["status"]}
            for row in self.drawn.shown.to_dict("records")
        ]
        return {"schools": schools, "ties": arcs, "dashes": DASHES}

    @cached_property
    def svg(self) -> str:
        """The map as a picture that stands alone, empty where there is no tie to draw."""
        title = self.headline if self.school else prose.headline(self.drawn)
        drawn = charts.tie_map(self.drawn, title=title, school=self.school)
        shown, _ = as_svg(drawn.to_dict(validate=False))
        return shown.get(SVG, "")

    @property
    def table(self) -> Table:
        """The ties as a table."""
        rows = self.listed.table
        return tables.display(self.listed.only(rows.loc[rows["state"] == "shown"]))

    @property
    def csv(self) -> str:
        """The ties as CSV; no cell is taken for a formula."""
        rows, columns = self.listed.shown, self.listed.keys
        if not self.school:
            return as_csv(rows, columns)
        return as_csv(rows.assign(school=self.school), ("school", *columns))

    @property
    def name(self) -> str:
        """What files with this view are called, without an ending."""
        chosen = self.choice
        parts = (REPORT, chosen.cohort, chosen.alliance, slug(chosen.wave), chosen.school)
        return "-".join(filter(None, parts))


def view_network(records: Ties, choice: TieChoice) -> NetworkView:
    """Return what is seen of a choice, by the same analyses as in the report.

    Parameters
    ----------
    records : Ties
    choice : TieChoice
        Of which every part exists; see :func:`tsa_research.explore.tie_choosing.fitted`.
    """
    study, waves = records.study(choice.whose), records.waves(choice.whose)
    wave, titles, policy = waves[choice.wave], study.roster.school_titles, study.policy
    drawn = release(ties.pairs(wave, titles), policy)
    each = release(ties.schools(wave, titles), policy)
    about: Mapping[str, Any]
    if choice.school:
        listed = release(tie_partners.partners(wave, choice.school, titles), policy)
        about = _of_one(listed, each)
    else:
        figures = release(ties.network([wave]), policy)
        listed, about = drawn, _of_all(figures, each, drawn)
    return NetworkView(
        choice=choice,
        title=f"{listed.title}: {records.words[choice.whose]}",
        report_line=_report_line(records, choice),
        drawn=drawn,
        each=each,
        listed=listed,
        **about,
    )


def _of_one(listed: Release, each: Release) -> Mapping[str, Any]:
    """Return what is said of the ties of one school."""
    return {
        "school": listed.facts["school"],
        "headline": prose.headline(listed),
        "sentences": (
            *prose.each_tie(listed),
            *prose.elsewhere(each, listed.facts["school"]),
        ),
    }


def _of_all(figures: Release, each: Release, drawn: Release) -> Mapping[str, Any]:
    """Return what is said of the whole network, as at the head of its report."""
    return {
        "school": "",
        "headline": prose.headline(figures),
        "sentences": (prose.headline(each), prose.headline(drawn)),
    }


def _about(name: str, counts: Mapping[str, int], heard: bool) -> str:
    number = numbers.counted(counts[name], "ties") if name in counts else numbers.HIDDEN
    return ", ".join([name, number, *([] if heard else [SILENT])])


def _report_line(records: Ties, choice: TieChoice) -> str:
    plan = records.plans.get(choice.whose)
    return report_line(plan, records.network) if plan else ""
