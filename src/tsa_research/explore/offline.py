"""The comparison as one page for readers with nothing installed: released figures, no server."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from tsa_research import __version__, numbers
from tsa_research.charts import library, style
from tsa_research.charts.scale_axis import position
from tsa_research.explore.cells import WHOLE
from tsa_research.explore.choosing import (
    MOST_ALLIANCES,
    ORDERS,
    breakdown_titles,
    first_choice,
    questions,
)
from tsa_research.explore.keeping import Cells, open_cells
from tsa_research.files import write_atomically
from tsa_research.findings import NO_ANSWERS
from tsa_research.prose.headlines import NOBODY
from tsa_research.reports.index import COMPARISON
from tsa_research.reports.plan import form_of, report_title
from tsa_research.reports.template.page import relative_address, render_page, template_digest

MOST_ROWS = 60_000
"""With more rows than this the page holds whole alliances only, so that a browser can bear it."""
LEFT_OUT = (
    "This network has so many alliances that this page holds whole alliances only. Splits by "
    "school, phase or role are in the notebook that tsa explore opens."
)
STATES = ("shown", "hidden", "none")


def write_comparison(network: str, folder: Path) -> Path:
    """Write the page on which a network's alliances are compared, and return where it is.

    It holds what :func:`tsa_research.explore.keeping.open_cells` gives, as it was released, and
    figures as they are printed. A page that is up to date is left as it is.

    Parameters
    ----------
    network : str
    folder : Path
        The reports folder; the page lies in the network's own folder there.

    Raises
    ------
    NothingToReportError
        If there is nothing to compare.
    """
    cells = open_cells(network)
    path = folder / cells.workspace.id / COMPARISON
    rows = cells.table
    whole_only = len(rows) > MOST_ROWS
    if whole_only:
        rows = rows.loc[rows["by"] == WHOLE]
    figures = json.dumps(_figures(cells, rows), ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(f"{__version__} {template_digest()} {figures}".encode()).hexdigest()
    if path.is_file() and digest in path.read_text(encoding="utf-8"):
        return path
    page = render_page(
        "compare.html.j2",
        script="compare.js",
        libraries=[library.browser_library()],
        contents=[],
        network=cells.workspace.title,
        rule=cells.workspace.policy.rule("group"),
        left_out=LEFT_OUT if whole_only else "",
        version=__version__,
        digest=digest,
        figures=Markup(figures.replace("<", "\\u003c")),  # noqa: S704
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, page)
    return path


def _figures(cells: Cells, rows: pd.DataFrame) -> dict[str, Any]:
    """Return all that the page knows."""
    first = first_choice(cells)
    policy = cells.workspace.policy
    places = {name: list(dict.fromkeys(rows[name])) for name in ("alliance", "group", "wave")}
    cohorts = dict.fromkeys(rows["cohort"])
    return {
        "first": "|".join((first.instrument, first.section, first.target)),
        "questions": [_question(cells, key, title, rows, places["wave"]) for key, title in
                      questions(cells).items()],
        "cohorts": {cohort: cells.workspace.cohort_title(cohort) for cohort in cohorts},
        "alliances": places["alliance"],
        "groups": places["group"],
        "waves": places["wave"],
        "rows": dict(_rows(rows, places)),
        "reports": list(_reports(cells, places["alliance"])),
        "orders": ORDERS,
        "most_alliances": MOST_ALLIANCES,
        "states": [NO_ANSWERS if state == "none" else state for state in STATES],
        "not_computable": numbers.NOT_COMPUTABLE,
        "nobody": NOBODY,
        "rules": {scope: _reason(policy.rule(scope)) for scope in ("alliance", "group")},
        "config": style.CONFIG,
        "paper": style.PAPER,
        "strong": style.STRONG,
        "frame": style.FRAME,
        "quiet": style.QUIET,
    }  # fmt: skip


def _question(
    cells: Cells, key: tuple[str, str, str], title: str, rows: pd.DataFrame, waves: list[str]
) -> dict[str, Any]:
    form, section, _ = key
    instrument = cells.workspace.instrument(form)
    scale = instrument.scale_of(instrument.subscale(section))
    own = rows.loc[rows["instrument"] == form]
    titles = breakdown_titles(instrument)
    labels = dict.fromkeys(wave.label for wave in cells.workspace.waves_of(form))
    drawn = position("mean", scale)
    return {
        "key": "|".join(key),
        "form": form,
        "title": title,
        "direction": scale.direction,
        "high_is_best": scale.higher_is_better,
        "scale": {"axis": drawn["axis"], "domain": drawn["scale"]["domain"]},
        "cohorts": list(dict.fromkeys(own["cohort"])),
        "by": {by: titles[by] for by in dict.fromkeys(own["by"])},
        "waves": [waves.index(label) for label in labels if label in waves],
    }


def _rows(
    rows: pd.DataFrame, places: dict[str, list[str]]
) -> Iterator[tuple[str, list[list[float | None]]]]:
    """Yield the rows of each question, cohort and breakdown, with figures as they are printed."""
    numbered = rows.assign(
        **{name: rows[name].map({text: at for at, text in enumerate(places[name])})
           for name in places},
        **{name: rows[name].map(numbers.plotted_mean) for name in ("mean", "low", "high")},
        state=rows["state"].map(STATES.index),
    )  # fmt: skip
    about = ["instrument", "section", "target", "cohort", "by"]
    wanted = ["alliance", "group", "wave", "mean", "low", "high", "n", "state"]
    for key, part in numbered.groupby(about, sort=False):
        found = part[wanted].astype(object).where(part[wanted].notna(), None)
        yield (
            "|".join(key),
            [
                [int(cell) if _is_whole(at, cell) else cell for at, cell in enumerate(row)]
                for row in found.itertuples(index=False, name=None)
            ],
        )


def _is_whole(place: int, cell: object) -> bool:
    return cell is not None and place not in (3, 4, 5)


def _reports(cells: Cells, alliances: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the reports on the forms that can be compared, with the way to them from the page."""
    for plan in cells.plans:
        title = cells.alliances.get(str(plan.parameters.get("alliance")))
        if title in alliances:
            place = plan.out.relative_to(cells.workspace.id).as_posix()
            yield {
                "form": form_of(plan),
                "cohort": str(plan.parameters.get("cohort")),
                "alliance": alliances.index(title),
                "title": f"{title}: {report_title(cells.workspace, plan)}",
                "href": relative_address(place),
            }


def _reason(rule: str) -> str:
    return rule.removeprefix("Hidden where there are ").rstrip(".")
