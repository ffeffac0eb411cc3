"""Links from a cohort's report to the reports on its alliances."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from tsa_research.reports.plan import report_place, report_title
from tsa_research.reports.planning import plan_network
from tsa_research.roster_parts import read_parts
from tsa_research.workspace import open_workspace


@dataclass(frozen=True)
class Links:
    """Pairs of text and relative address, shown as a list."""

    entries: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return "\n".join(f"{text}: {address}" for text, address in self.entries)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        rows = (
            f'<li><a href="{escape(address, quote=True)}">{escape(text)}</a></li>'
            for text, address in self.entries
        )
        return f"<ul>{''.join(rows)}</ul>"


def detail_links(network: str, cohort: str) -> Links:
    """Return links to every report that the stored answers of a cohort allow."""
    workspace = open_workspace(network)
    roster, cohort = read_parts(workspace), str(cohort)  # papermill makes 2025 a number
    found = {}
    for plan in plan_network(workspace, network):
        alliance = str(plan.parameters.get("alliance", ""))
        if not alliance or plan.parameters["cohort"] != cohort:
            continue
        here = report_place(plan.notebook, workspace.id, {"cohort": cohort}).parent
        about = report_title(workspace, plan)
        address = plan.out.relative_to(here).as_posix()
        found[f"{roster.alliance_title(alliance)}: {about}"] = address
    return Links(tuple(sorted(found.items())))
