"""Links from a cohort's report to the reports on its alliances."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from tsa_research.reports.plan import list_notebooks, report_place
from tsa_research.roster import read_roster
from tsa_research.store import list_slices
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
    cohort = str(cohort)  # papermill turns 2025 into a number
    workspace, notebooks = open_workspace(network), list_notebooks()
    roster, own = read_roster(workspace), {notebook.instrument for notebook in notebooks}
    here = report_place(notebooks[-1], workspace.id, {"cohort": cohort}).parent
    found = {}
    for place in list_slices(workspace.store):
        if place.cohort != cohort:
            continue
        wanted = place.instrument if place.instrument in own else "*"
        notebook = next(n for n in notebooks if n.instrument == wanted)
        parameters = {
            "cohort": cohort,
            "alliance": place.alliance,
            "instrument": place.instrument,
        }
        address = report_place(notebook, workspace.id, parameters).relative_to(here).as_posix()
        form = workspace.instrument(place.instrument).title
        found[f"{roster.alliance_title(place.alliance)}: {form}"] = address
    return Links(tuple(sorted(found.items())))
